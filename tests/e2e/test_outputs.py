#!/usr/bin/python3
import contextlib
import fcntl
import filecmp
import json
import os
import pty
import re
import struct
import subprocess
import termios
import unittest

from support import CONTENT, PROGRAM, Case

STATUS = "Package: {0}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0-1\n\n"
STREAM = os.path.join(CONTENT, "ssg-ubuntu1804-ds.xml")


class Reports(Case):
    def setUp(self):
        super().setUp()
        self.write("root/etc/os-release", 'NAME="Ubuntu"\nID=ubuntu\nVERSION_ID="18.04"\nPRETTY_NAME="Ubuntu 18.04.2 LTS"\n')
        self.write("root/etc/lsb-release", "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=18.04\nDISTRIB_CODENAME=bionic\n")
        self.write("root/etc/passwd", "root:x:0:0:root:/root:/bin/bash\n", 0o644)
        self.write("root/etc/shadow", "root:$6$salt$hashhashhash:18000:0:99999:7:::\n", 0o640)
        self.write("root/etc/login.defs", "PASS_MAX_DAYS 99999\n")
        self.write("root/var/lib/dpkg/status", STATUS.format("linux-base") + STATUS.format("bash"))

    def all_reports(self, directory, *options):
        os.mkdir(self.path(directory))
        names = {name: self.path(directory, "r." + name) for name in ("xccdf", "arf", "oval", "json", "html", "text", "sarif", "junit", "csv", "hdf", "markdown")}
        arguments = [argument for name, path in names.items() for argument in ("--report", f"{name}={path}")]
        done = self.assay("scan", self.root, "--content", STREAM, "--profile", "_cis", *arguments, "--characteristics-out", self.path(directory, "r.syschar"), *options)
        self.assertEqual(done.returncode, 2, done.err)
        names["syschar"] = self.path(directory, "r.syschar")
        return names, done

    def accepted(self, *command):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(done.returncode, 0, done.stdout.decode())

    def test_oscap_accepts_every_document_and_makes_its_report_of_them(self):
        names, _ = self.all_reports("a")
        self.accepted("oscap", "xccdf", "validate", names["xccdf"])
        self.accepted("oscap", "ds", "rds-validate", names["arf"])
        self.accepted("oscap", "oval", "validate", names["oval"])
        self.accepted("oscap", "oval", "validate", names["syschar"])
        self.accepted("oscap", "xccdf", "generate", "report", "--output", self.path("x.html"), names["xccdf"])
        self.accepted("oscap", "xccdf", "generate", "report", "--output", self.path("a.html"), names["arf"])
        self.assertGreater(os.path.getsize(self.path("x.html")), 50000)

    def test_every_document_is_valid_by_its_schema(self):
        names, _ = self.all_reports("a")
        for name in ("xccdf", "arf", "oval", "syschar"):
            with self.subTest(name=name):
                done = self.assay("validate", names[name])
                self.assertEqual(done.returncode, 0, done.out)

    def test_any_number_of_threads_writes_the_same_bytes(self):
        one, _ = self.all_reports("one", "--jobs", "1")
        eight, _ = self.all_reports("eight", "--jobs", "8")
        for name in one:
            with open(one[name]) as a, open(eight[name]) as b:
                times = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\dZ?")
                self.assertEqual(times.sub("T", a.read()), times.sub("T", b.read()), name)

    def test_saved_characteristics_are_judged_the_same(self):
        names, _ = self.all_reports("a")
        done = self.assay("scan", self.root, "--content", STREAM, "--profile", "_cis", "--from-characteristics", names["syschar"], "--report", "json")
        with open(names["json"]) as first:
            self.assertEqual([(r["id"], r["result"]) for r in json.load(first)["rules"]], [(r["id"], r["result"]) for r in json.loads(done.out)["rules"]])

    def test_the_last_line_is_the_result(self):
        _, done = self.all_reports("a")
        self.assertRegex(done.out.splitlines()[-1], r"^RESULT not-compliant score=[\d.]+ coverage=[\d.]+ pass=\d+ fail=\d+ error=\d+ unknown=\d+ notapplicable=\d+ notchecked=\d+$")

    def test_a_pipe_gets_no_colour_and_no_progress(self):
        _, done = self.all_reports("a")
        self.assertNotIn("\x1b", done.out + done.err)

    def on_terminal(self, columns, **environment):
        """What is printed on a terminal of that many columns."""
        here, there = pty.openpty()
        fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        program = subprocess.Popen([PROGRAM, "scan", self.root, "--content", "cis-ubuntu1804-v1.0.0", "--profile", "level1-server",
                                    "--no-progress"], stdin=subprocess.DEVNULL, stdout=there,
                                   stderr=subprocess.DEVNULL, env=dict(os.environ, **environment))
        os.close(there)
        out = b""
        with contextlib.suppress(OSError):  # EIO: nobody writes any more
            while data := os.read(here, 65536):
                out += data
        os.close(here)
        self.assertEqual(program.wait(), 2)
        return out.decode().replace("\r", "").splitlines()

    def test_text_is_wrapped_to_the_terminal(self):
        narrow = self.on_terminal(60, NO_COLOR="1")
        self.assertNotIn("\x1b", "".join(narrow))
        words = [line for line in narrow if line.startswith("notapplicable")]
        self.assertTrue(words)
        self.assertLessEqual(max(map(len, words)), 60)
        self.assertGreater(max(map(len, self.on_terminal(200, NO_COLOR="1"))), 110)

    def test_an_empty_no_color_asks_for_nothing(self):
        self.assertIn("\x1b[1;31mFAIL", "".join(self.on_terminal(80, NO_COLOR="")))

    def test_a_report_on_standard_output_is_alone_there(self):
        done = self.assay("scan", self.root, "--content", STREAM, "--profile", "_cis", "--report", "json")
        self.assertEqual(json.loads(done.out)["format"], "assay-results/1")
        self.assertIn("not compliant", done.err)

    def test_a_failing_rule_says_what_was_expected_what_was_found_and_where(self):
        done = self.assay("scan", self.root, "--content", STREAM, "--rule", "accounts_maximum_age_login_defs", "--skip-platform-check", "--report", "json")
        rule = [rule for rule in json.loads(done.out)["rules"] if rule["result"] == "fail"][0]
        self.assertIn("/etc/login.defs:1", json.dumps(rule["evidence"]))
        self.assertIn("99999", json.dumps(rule["evidence"]))

    def test_a_password_hash_is_in_no_output(self):
        names, done = self.all_reports("a")
        for name, path in names.items():
            with open(path) as text:
                self.assertNotIn("hashhashhash", text.read(), name)

    def test_an_image_that_no_rule_applies_to_is_indeterminate_never_compliant(self):
        self.write("root/etc/os-release", "NAME=Other\nID=other\nVERSION_ID=1\n")
        os.unlink(self.root + "/etc/lsb-release")
        done = self.assay("scan", self.root, "--content", STREAM, "--profile", "_cis")
        self.assertEqual(done.returncode, 3, done.out)
        self.assertTrue(done.out.splitlines()[-1].startswith("RESULT indeterminate"), done.out)


class Info(Case):
    def test_info_counts_the_rules_of_each_profile_as_the_file_does(self):
        from lxml import etree

        namespace = "{http://checklists.nist.gov/xccdf/1.2}"
        for stream in sorted(name for name in os.listdir(CONTENT) if name.endswith("-ds.xml")):
            with self.subTest(stream=stream):
                done = self.assay("info", os.path.join(CONTENT, stream), timeout=120)
                self.assertEqual(done.returncode, 0, done.err)
                found = dict(re.findall(r"^    (xccdf_\S+)\n      (\d+) rules", done.out, re.M))
                tree = etree.parse(os.path.join(CONTENT, stream), etree.XMLParser(huge_tree=True))
                rules = {rule.get("id"): rule for rule in tree.iter(namespace + "Rule")}
                expected = {}
                for profile in tree.iter(namespace + "Profile"):
                    chosen = {row.get("idref") for row in profile.iter(namespace + "select") if row.get("selected") == "true"}
                    for name, rule in rules.items():  # in document order, as things stand when its turn comes
                        if any(not set(row.get("idref").split()) & chosen for row in rule.iter(namespace + "requires")) or any(
                                row.get("idref") in chosen for row in rule.iter(namespace + "conflicts")):
                            chosen.discard(name)
                    expected[profile.get("id")] = str(len(chosen & set(rules)))
                self.assertEqual(found, expected)


if __name__ == "__main__":
    unittest.main()
