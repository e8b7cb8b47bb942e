#!/usr/bin/python3
import json
import os
import subprocess
import unittest
from xml.etree import ElementTree

from support import Case

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUNDLED = ("cis-centos7-v2.2.0", "cis-ubuntu1804-v1.0.0", "cis-ubuntu1804-v2.0.0")
SCHEMATRON = "/usr/share/openscap/schemas/sds/1.3/source-data-stream-1.3.xsl"

SOURCE = {
    "toy/benchmark.yaml": """
id: toy-v1
title: A toy
version: 1.0.0
date: 2026-01-02
description: For tests.
notice: Nobody vouches for it.
platform: {id: toyos, version: "1.5", cpe: "cpe:/o:toy:toyos:1.5", title: Toy OS 1.5}
system: {os: toyos}
""",
    "toy/1-first.yaml": """
- {group: "1", title: First}
- {number: "1.1", rule: a-is-there, server: 1, workstation: 1, scored: true}
- {number: "1.2", rule: a-is-short, server: 2, workstation: 0, scored: true, confidence: low, doubt: "who knows"}
""",
    "rules/all.yaml": """
a-is-there:
  title: The file a is there
  description: Something reads it.
  rationale: It would fail without.
  severity: low
  themes: [order]
  check: {there: {path: /etc/a}}
a-is-short:
  title: The file a is short
  description: Long files are slow.
  rationale: Speed.
  severity: low
  themes: [order]
  check: {short: {path: /etc/a, most: {value: most}}}
""",
    "templates/there.lua": """return function(p)
  local file = object("unix:file", { filepath = p.path })
  return { oval = test{ object = file, comment = "it is there" }, checked = p.path,
    lua = { module = "there", call = "check", objects = { file = file }, parameters = { path = p.path } } }
end""",
    "templates/short.lua": """return function(p)
  return { oval = test{ object = object("unix:file", { filepath = p.path }), state = state("unix:file", { size = op("less than or equal", p.most) }) },
    checked = "how long " .. p.path .. " is", fix = { text = "Keep to ${value:most} bytes.", shell = "truncate -s ${value:most} " .. p.path } }
end""",
    "values.yaml": "most: {title: Most bytes, type: number, default: 5}\n",
    "references.yaml": """
frameworks:
  nist: {title: NIST SP 800-53, href: "https://nist.example/"}
themes:
  order: {nist: [CM-6]}
""",
}


class Built(Case):
    """What `assay build` makes of a source."""

    def source(self, **changed):
        for name, text in dict(SOURCE, **changed).items():
            self.write("source/" + name, text)
        return self.path("source")

    def build(self, *options, **changed):
        self.write("rules-lua/rules/there.lua", """return { check = function(see, want)
  local v = verdict()
  v:expect(exists(see.file), want.path .. " is there", "it is not", want.path)
  return v
end }""")
        return self.assay("build", self.source(**changed), "--output", self.path("out"), *options)

    def judged(self, rule, *options):
        done = self.assay("scan", self.root, "--content", self.path("out/toy-v1-ds.xml"), "--rule", rule, "--report", "json", *options)
        self.assertIn(done.returncode, (0, 2, 3), done.err)
        return next(row["result"] for row in json.loads(done.out)["rules"] if row["id"].endswith(rule))

    def test_what_is_built_is_valid_and_judges(self):
        self.assertEqual(self.build().returncode, 0)
        self.assertEqual(self.assay("validate", self.path("out/toy-v1-ds.xml")).returncode, 0)
        self.write("root/etc/os-release", "ID=toyos\nVERSION_ID='1.5'\n")
        self.assertEqual(self.judged("a-is-there"), "fail")
        self.write("root/etc/a", "123456")
        self.assertEqual(self.judged("a-is-there"), "pass")
        self.assertEqual(self.judged("a-is-short"), "fail")
        self.write("root/etc/a", "12345")
        self.assertEqual(self.judged("a-is-short"), "pass")

    def test_the_platform_is_recognised_by_os_release(self):
        self.build()
        self.write("root/etc/a", "1")
        for text, result in (('ID="toyos"\nVERSION_ID="1.5"\n', "pass"), ("ID=toyos\nVERSION_ID=1.55\n", "notapplicable"),
                             ("ID=toyos\nVERSION_ID=1x5\n", "notapplicable"), ("ID=other\nVERSION_ID=1.5\n", "notapplicable")):
            self.write("root/etc/os-release", text)
            self.assertEqual(self.judged("a-is-there"), result, text)
        self.write("root/usr/lib/os-release", "ID=toyos\nVERSION_ID=1.5\n")
        self.assertEqual(self.judged("a-is-there"), "notapplicable", "/etc comes first")
        os.remove(self.root + "/etc/os-release")
        self.assertEqual(self.judged("a-is-there"), "pass")

    def test_the_same_source_gives_the_same_bytes(self):
        self.build()
        with open(self.path("out/toy-v1-ds.xml"), "rb") as first:
            before = first.read()
        self.build()
        with open(self.path("out/toy-v1-ds.xml"), "rb") as second:
            self.assertEqual(before, second.read())

    def test_what_is_wrong_is_told_and_nothing_is_written(self):
        broken = {"toy/1-first.yaml": SOURCE["toy/1-first.yaml"] + '- {number: "1.3", rule: lost, server: 1, workstation: 1, scored: true}\n'}
        done = self.build(**broken)
        self.assertEqual(done.returncode, 1)
        self.assertIn("toy/1-first.yaml:5: 1.3 lost", done.err)
        self.assertFalse(os.path.exists(self.path("out/toy-v1-ds.xml")))
        done = self.build("--partial", **broken)
        self.assertEqual(done.returncode, 0)
        self.assertIn("1.3 lost", done.err)
        self.assertIn("2 of 3", done.out)

    def test_a_benchmark_that_is_not_there_is_told(self):
        self.refused("build", self.source(), "--output", self.path("out"), "--benchmark", "nowhere", says=["nowhere", "toy-v1"])

    def test_a_scanner_that_does_not_know_our_check_system_takes_the_oval_check(self):
        self.build()
        self.write("root/etc/os-release", "ID=toyos\nVERSION_ID=1.5\n")
        for text, result in ((None, "fail"), ("1", "pass")):
            if text is not None:
                self.write("root/etc/a", text)
            self.assertEqual(self.judged("a-is-there"), result)
            done = subprocess.run(["oscap", "xccdf", "eval", "--profile", "xccdf_org.assay_profile_level1-server", self.path("out/toy-v1-ds.xml")],
                                  capture_output=True, text=True, env=dict(os.environ, OSCAP_PROBE_ROOT=self.root))
            self.assertRegex(done.stdout, rf"Result\s+{result}\s", done.stderr)

    def test_explain_tells_all_the_content_says(self):
        self.build()
        done = self.assay("explain", "1.2", "--content", self.path("out/toy-v1-ds.xml"))
        for text in ("1.2 The file a is short", "xccdf_org.assay_rule_1.2_a-is-short", "server: level 2, workstation: in no profile", "low: who knows",
                     "how long /etc/a is", "Most bytes: 5", "Keep to 5 bytes.", "truncate -s 5 /etc/a", "NIST SP 800-53: CM-6"):
            self.assertIn(text, done.out)


class Carried(Case):
    """The benchmarks the program carries."""

    def test_list_shows_each_with_its_profiles(self):
        done = self.assay("list")
        self.assertEqual(done.returncode, 0, done.err)
        for name in BUNDLED:
            self.assertIn(name, done.out)
        self.assertIn("Level 1 - Server", done.out)

    def test_the_carried_content_is_what_the_source_gives(self):
        done = self.assay("build", os.path.join(REPOSITORY, "benchmarks"), "--output", self.path("out"))
        self.assertEqual(done.returncode, 0, done.err)
        for name in BUNDLED:
            with self.subTest(name=name):
                self.assertEqual(self.assay("validate", self.path("out", name + "-ds.xml")).returncode, 0)
                # All but the name of the file: also its digest.
                shown = [self.assay("info", content).out.splitlines()[1:] for content in (name, self.path("out", name + "-ds.xml"))]
                self.assertEqual(*shown)

    def test_oscap_accepts_it(self):
        self.assay("build", os.path.join(REPOSITORY, "benchmarks"), "--output", self.path("out"))
        for name in BUNDLED:
            with self.subTest(name=name):
                done = subprocess.run(["oscap", "ds", "sds-validate", self.path("out", name + "-ds.xml")], capture_output=True, text=True)
                self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_no_error_of_the_schematron_rules_but_that_our_check_system_is_none_of_scap(self):
        try:
            from lxml import etree
        except ImportError:
            self.skipTest("no lxml")
        self.assay("build", os.path.join(REPOSITORY, "benchmarks"), "--output", self.path("out"))
        rules = etree.XSLT(etree.parse(SCHEMATRON))
        for name in BUNDLED:
            with self.subTest(name=name):
                said = str(rules(etree.parse(self.path("out", name + "-ds.xml"), etree.XMLParser(huge_tree=True)))).splitlines()
                self.assertEqual([line for line in said if line.startswith("Error") and not line.startswith("Error: SRC-118-1|")], [])

    def test_each_rule_names_a_check_that_is_there(self):
        self.assay("build", os.path.join(REPOSITORY, "benchmarks"), "--output", self.path("out"))
        xccdf, lua = "{http://checklists.nist.gov/xccdf/1.2}", "{urn:assay:check-system:lua:1}"
        for name in BUNDLED:
            tree = ElementTree.parse(self.path("out", name + "-ds.xml"))
            there = {check.get("id") for check in tree.iter(lua + "check")}
            there |= {definition.get("id") for definition in tree.iter("{http://oval.mitre.org/XMLSchema/oval-definitions-5}definition")}
            for rule in tree.iter(xccdf + "Rule"):
                refs = [ref.get("name") for ref in rule.iter(xccdf + "check-content-ref")]
                self.assertTrue(refs, rule.get("id"))
                self.assertLessEqual(set(refs), there, rule.get("id"))

    def test_a_release_is_judged_by_the_newest_benchmark_for_it(self):
        self.write("root/etc/os-release", 'ID=ubuntu\nVERSION_ID="18.04"\n')
        done = self.assay("scan", self.root, "--report", "json", "--no-progress")
        self.assertIn(done.returncode, (0, 2, 3), done.err)
        benchmark = json.loads(done.out)["benchmark"]
        self.assertIn("cis-ubuntu1804-v2.0.0", benchmark["id"])

    def test_a_release_without_a_carried_benchmark_falls_back_to_installed_content(self):
        self.write("root/etc/os-release", "ID=debian\nVERSION_ID=11\n")
        done = self.assay("scan", self.root, "--report", "json", "--no-progress")
        self.assertIn(done.returncode, (0, 2, 3), done.err)
        self.assertIn("DEBIAN-11", json.loads(done.out)["benchmark"]["id"])

    def test_a_carried_benchmark_is_found_by_its_name(self):
        self.assertIn("level2-workstation", self.assay("info", "cis-centos7-v2.2.0").out)
        self.assertEqual(self.assay("explain", "cramfs-not-loadable", "--content", "cis-centos7-v2.2.0").returncode, 0)

    def test_explain_without_content_shows_every_benchmark_that_has_the_rule(self):
        done = self.assay("explain", "cramfs-not-loadable")
        self.assertEqual(done.out.count("\n1.1.1.1 ") + done.out.startswith("1.1.1.1 "), 3)

    def test_a_rule_that_is_nowhere_is_told(self):
        self.refused("explain", "no-such-rule-anywhere", says=["no-such-rule-anywhere"])


if __name__ == "__main__":
    unittest.main()
