#!/usr/bin/python3
"""Results read back: reports of saved results, our own and other tools', and two of them side by side."""
import collections
import glob
import json
import lzma
import os
import re
import subprocess
import unittest

from lxml import etree
from support import CONTENT, Case, oval, text_object, text_test

HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.environ.get("ASSAY_SHARED", os.path.join(HERE, "..", "..", "..", "shared"))
OUTCOMES = ("pass", "fail", "error", "unknown", "notapplicable", "notchecked", "notselected", "informational", "fixed")
FORMATS = ("json", "html", "text", "xccdf", "arf", "sarif", "junit", "csv", "hdf", "markdown")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


class Saved(Case):
    def setUp(self):
        super().setUp()
        self.write("root/etc/os-release", 'NAME="Ubuntu"\nID=ubuntu\nVERSION_ID="18.04"\nPRETTY_NAME="Ubuntu 18.04.2 LTS"\n')
        self.write("root/etc/passwd", "root:x:0:0:root:/root:/bin/bash\n", 0o644)
        self.write("root/etc/shadow", "root:*:18000:0:90:7:::\n", 0o640)
        self.write("root/etc/login.defs", "PASS_MAX_DAYS 99999\n")
        self.write("root/var/lib/dpkg/status", "Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0-1\n\n")

    def judge(self, name, *formats, content="cis-ubuntu1804-v2.0.0", profile="level1-server", options=()):
        """Reports of one scan, by format."""
        made = {one: self.path(f"{name}.{one}") for one in formats}
        arguments = [argument for one, path in made.items() for argument in ("--report", f"{one}={path}")]
        done = self.assay("scan", self.root, "--content", content, "--profile", profile, *arguments, "--quiet", *options)
        self.assertIn(done.returncode, (0, 2, 3), done.err)
        return made

    def rewrite(self, results, *formats):
        made = {one: self.path(f"again.{one}") for one in formats}
        done = self.assay("report", results, "--quiet", *[argument for one, path in made.items() for argument in ("--report", f"{one}={path}")])
        self.assertEqual(done.returncode, 0, done.err)
        self.assertEqual(done.err, "")
        return made

    def counts(self, results):
        return json.loads(self.assay("report", results, "--report", "json").out)["counts"]


class Own(Saved):
    def test_json_gives_the_reports_of_the_scan(self):
        formats = ("json", "html", "csv", "sarif", "junit", "hdf", "markdown", "text")
        first = self.judge("first", *formats)
        again = self.rewrite(first["json"], *formats)
        for one in formats:
            with self.subTest(format=one):
                known = read(again[one])
                if one == "html":
                    known, told = re.subn(r"\n<dt>Read from</dt><dd>.*</dd>", "", known)
                    self.assertEqual(told, 1)
                self.assertEqual(known, read(first[one]))

    def test_waivers_and_a_baseline_stay_in_json(self):
        base = self.judge("base", "json")["json"]
        waivers = self.write("waivers.yaml", '- {id: "5.4.1.1", reason: legacy, owner: somebody, expires: 2099-01-01}\n')
        first = self.judge("first", "json", "html", options=("--waivers", waivers, "--baseline", base))
        self.assertEqual(read(self.rewrite(first["json"], "json")["json"]), read(first["json"]))
        self.assertEqual(json.loads(read(first["json"]))["waivers"][0]["state"], "used")

    def test_xccdf_and_arf_have_the_outcomes_of_the_scan(self):
        first = self.judge("first", "json", "xccdf", "arf")
        truth = json.loads(read(first["json"]))
        for one in ("xccdf", "arf"):
            with self.subTest(format=one):
                again = json.loads(read(self.rewrite(first[one], "json")["json"]))
                for member in ("verdict", "counts", "coverage", "benchmark", "profile", "values", "platforms", "groups"):
                    self.assertEqual(again[member], truth[member], member)
                self.assertEqual([(rule["id"], rule["title"], rule["result"], rule["severity"]) for rule in again["rules"]],
                                 [(rule["id"], rule["title"], rule["result"], rule["severity"]) for rule in truth["rules"]])

    def test_arf_has_the_evidence_of_the_scan(self):
        first = self.judge("first", "json", "arf", content=os.path.join(CONTENT, "ssg-ubuntu1804-ds.xml"), profile="_cis", options=("--skip-platform-check",))
        scanned, again = (self.evidence(path) for path in (first["json"], self.rewrite(first["arf"], "json")["json"]))
        self.assertGreater(len([rule for rule in scanned.values() if rule]), 50)
        self.assertEqual(again, scanned)

    def evidence(self, path):
        """What OVAL can say of it: it has no line numbers."""
        return {rule["id"]: [{**one, "where": {re.sub(r":\d+$", "", place) for place in one["where"]}} for one in rule["evidence"]]
                for rule in json.loads(read(path))["rules"]}

    def test_oscap_accepts_what_is_rewritten(self):
        first = self.judge("first", "json", "arf")
        for source in first.values():
            again = self.rewrite(source, "xccdf", "arf")
            for command in (("xccdf", "validate", again["xccdf"]), ("ds", "rds-validate", again["arf"])):
                done = subprocess.run(["oscap", *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                self.assertEqual(done.returncode, 0, done.stdout.decode())

    def test_text_is_what_is_printed_when_nothing_else_is_asked_for(self):
        first = self.judge("first", "json")
        done = self.assay("report", first["json"])
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.out.splitlines()[-1], "^RESULT not-compliant score=")
        self.assertEqual(done.err, "")
        self.assertEqual(len(self.assay("report", first["json"], "--quiet").out.splitlines()), 1)
        self.assertGreater(len(self.assay("report", first["json"], "--verbose").out), len(done.out))


class Refused(Saved):
    def test_what_cannot_be_read_leaves_the_outputs_alone(self):
        kept = self.write("out.html", "kept")
        for name, content, says in (("cut.json", '{"format": "assay-results/1", ', "no JSON that can be read"), ("other.json", '{"a": 1}', "format"),
                                    ("cut.xml", "<TestResult></x>", "not well-formed"), ("other.xml", "<a/>", "no results in it"), ("empty", "", ""),
                                    ("packed.xz", lzma.compress(b"<a/>"), "xz"), ("entity.xml", '<!DOCTYPE a [<!ENTITY x SYSTEM "/etc/passwd">]><a>&x;</a>', "DOCTYPE")):
            with self.subTest(name=name):
                self.refused("report", self.write(name, content), "--report", f"html={kept}", says=(name, says))
                self.assertEqual(read(kept), "kept")
        self.refused("report", self.path("absent"), says=("absent",))
        self.assertEqual(sorted(name for name in os.listdir(self.place) if name.startswith(".")), [])

    def test_oval_is_only_a_scans_to_write(self):
        first = self.judge("first", "json")
        self.refused("report", first["json"], "--report", "oval=" + self.path("o.xml"), says=("only a scan",))
        self.assertFalse(os.path.exists(self.path("o.xml")))

    def test_a_verdict_made_better_by_hand(self):
        path = self.judge("first", "json")["json"]
        self.write("first.json", read(path).replace('"verdict": "not-compliant"', '"verdict": "compliant"'))
        self.refused("report", path, says=("/verdict", "contradicted"))

    def test_large_hostile_json_in_little_memory(self):
        many = self.write("many.json", "[" + "[]," * 5_000_000 + "[]]")
        self.refused("report", many, says=("values",), memory=1 << 30)
        self.refused("report", self.write("deep.json", "[" * 1_000_000), says=("deep",), memory=1 << 29)


class Diff(Saved):
    def setUp(self):
        super().setUp()
        self.before = self.judge("before", "json", "arf")
        self.write("root/etc/login.defs", "PASS_MAX_DAYS 90\n")
        self.after = self.judge("after", "json", "xccdf")

    def test_better_is_0_and_worse_is_2_with_its_evidence(self):
        better = self.assay("diff", self.before["json"], self.after["json"])
        self.assertEqual(better.returncode, 0, better.err)
        self.assertRegex(better.out.splitlines()[-1], r"^DIFF worse=0 better=\d+ changed=\d+ new=0 gone=0$")
        self.assertIn("fail -> pass", better.out)
        worse = self.assay("diff", self.after["json"], self.before["json"])
        self.assertEqual(worse.returncode, 2, worse.err)
        self.assertIn("pass -> fail", worse.out)
        self.assertIn("PASS_MAX_DAYS 99999", worse.out)

    def test_kinds_of_files_may_differ(self):
        done = self.assay("diff", self.before["arf"], self.after["xccdf"], "--json", "-")
        self.assertEqual(done.returncode, 0, done.err)
        changes = json.loads(done.out)
        self.assertEqual(changes["format"], "assay-diff/1")
        self.assertEqual(changes["counts"]["worse"], 0)
        self.assertEqual({one["change"] for one in changes["differences"]}, {"better"})

    def test_the_same_is_no_difference(self):
        done = self.assay("diff", self.before["json"], self.before["arf"], "--quiet")
        self.assertEqual((done.returncode, done.out), (0, "DIFF worse=0 better=0 changed=0 new=0 gone=0\n"))

    def test_results_of_other_content_cannot_be_compared(self):
        other = self.path("other.json")
        self.assay("scan", self.root, "--content", os.path.join(CONTENT, "ssg-ubuntu1804-ds.xml"), "--profile", "_cis", "--report", "json=" + other)
        self.refused("diff", self.before["json"], other, says=("no rule in common",))


class OscapArf(Saved):
    """An ARF that oscap makes here, of a file it looks at."""

    def test_says_why_a_rule_failed(self):
        config = self.write("sshd_config", "Port 22\nPermitRootLogin yes\n")
        state = '<ind:state state_ref="oval:x:ste:1"/>'
        self.write("oval.xml", oval(text_test().replace("</ind:textfilecontent54_test>", state + "</ind:textfilecontent54_test>"),
                                    text_object(config, "^PermitRootLogin (.*)$"),
                                    '<ind:textfilecontent54_state id="oval:x:ste:1" version="1"><ind:subexpression var_ref="oval:x:var:1"/>'
                                    "</ind:textfilecontent54_state>",
                                    '<external_variable id="oval:x:var:1" version="1" datatype="string" comment="c"/>'))
        benchmark = self.write("xccdf.xml", """<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2" id="xccdf_x_benchmark_x"><status>draft</status>
          <version>1</version><Value id="xccdf_x_value_v" type="string"><title>v</title><value>no</value></Value>
          <Rule id="xccdf_x_rule_r" selected="true"><title>Root does not log in</title>
          <check system="http://oval.mitre.org/XMLSchema/oval-definitions-5"><check-export export-name="oval:x:var:1" value-id="xccdf_x_value_v"/>
          <check-content-ref href="oval.xml" name="oval:x:def:1"/></check></Rule></Benchmark>""")
        stream, arf = self.path("ds.xml"), self.path("arf.xml")
        for command in (("ds", "sds-compose", benchmark, stream), ("xccdf", "eval", "--results-arf", arf, stream)):
            done = subprocess.run(["oscap", *command], cwd=self.place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            self.assertIn(done.returncode, (0, 2), done.stdout.decode())
        rule = json.loads(self.assay("report", arf, "--report", "json").out)["rules"][0]
        self.assertEqual(rule["result"], "fail")
        self.assertEqual([(one["expected"], one["found"], one["where"]) for one in rule["evidence"]],
                         [(f"{config} must have a line matching ^PermitRootLogin (.*)$; subexpression equals no", "PermitRootLogin yes", [config])])
        page = self.assay("report", arf, "--report", "html").out
        self.assertIn("PermitRootLogin yes", page)


@unittest.skipUnless(glob.glob(os.path.join(SHARED, "data", "results", "*.xml.xz")), "no results of other tools here")
class OtherTools(Saved):
    def test_results_of_oscap_and_scc_become_reports_with_their_counts_titles_and_severities(self):
        for packed in sorted(glob.glob(os.path.join(SHARED, "data", "results", "*.xml.xz"))):
            with self.subTest(file=os.path.basename(packed)), lzma.open(packed) as file:
                path = self.write("theirs.xml", file.read())
                self.check_file(path)

    def check_file(self, path):
        theirs = etree.parse(path, etree.XMLParser(huge_tree=True)).getroot()
        results = theirs.findall(".//{*}TestResult/{*}rule-result")
        expected = dict.fromkeys(OUTCOMES, 0) | collections.Counter(one.findtext("{*}result") for one in results)
        again = self.rewrite(path, *FORMATS)
        document = json.loads(read(again["json"]))
        self.assertEqual(document["counts"], expected)
        rules = {rule.get("id"): rule for rule in theirs.iter("{*}Rule")}
        self.assertEqual(len(document["rules"]), len(results))
        for rule in document["rules"]:
            self.assertEqual(rule["title"].split(), rules[rule["id"]].findtext("{*}title").split())
            self.assertEqual(rule["severity"], next(one.get("severity") for one in results if one.get("idref") == rule["id"]) or rules[rule["id"]].get("severity"))
        page = read(again["html"])
        for rule in document["rules"]:
            if rule["result"] in ("fail", "error"):
                self.assertIn(rule["id"], page)
        score = theirs.find(".//{*}TestResult/{*}score[@system='urn:xccdf:scoring:default']")
        if score is not None:
            self.assertAlmostEqual(document["scores"][0]["score"], float(score.text))
        self.assertEqual(self.counts(again["xccdf"]), expected)
        self.assertEqual(self.counts(again["arf"]), expected)
        self.assertEqual(self.counts(again["json"]), expected)


if __name__ == "__main__":
    unittest.main()
