#!/usr/bin/python3
"""The benchmarks the program carries, on a small Ubuntu 18.04 root."""
import json
import subprocess
import unittest

from support import Case

NAME = "cis-ubuntu1804-v2.0.0"
TAILORING = """<?xml version="1.0" encoding="UTF-8"?>
<Tailoring xmlns="http://checklists.nist.gov/xccdf/1.2" id="xccdf_org.example_tailoring_t"><version time="2024-01-01T00:00:00">1</version>
<Profile id="xccdf_org.example_profile_p" extends="xccdf_org.assay_profile_level1-server"><title>P</title>
<set-value idref="xccdf_org.assay_value_reading">{0}</set-value></Profile></Tailoring>
"""


class Root(Case):
    def setUp(self):
        super().setUp()
        self.write("root/etc/os-release", 'NAME="Ubuntu"\nID=ubuntu\nVERSION_ID="18.04"\nPRETTY_NAME="Ubuntu 18.04.2 LTS"\n')
        self.write("root/etc/passwd", "root:x:0:0:root:/root:/bin/bash\n", 0o644)
        self.write("root/etc/group", "root:x:0:\nshadow:x:42:\n", 0o644)
        self.write("root/etc/shadow", "root:$6$salt$hashhashhash:18000:1:365:7:30::\n", 0o640)
        self.write("root/etc/ssh/sshd_config", "PermitRootLogin no\nProtocol 1\n", 0o600)
        self.write("root/etc/securetty", "console\n", 0o600)
        self.write("root/etc/apt/sources.list", "deb http://mirror.example/ubuntu bionic main\n", 0o644)
        self.write("root/var/lib/dpkg/status", "Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 4.4\n\n")

    def scan(self, *options):
        """The results by number, and the process."""
        done = self.assay("scan", self.root, "--report", "json", *options)
        self.assertIn(done.returncode, (0, 2, 3), done.err)
        results = json.loads(done.out)
        return {rule["version"]: rule for rule in results["rules"] if rule["result"] != "notselected"}, results

    def text(self, path):
        with open(path, errors="replace") as content:
            return content.read()


class Benchmarks(Root):
    def test_the_one_that_fits_is_taken_with_level_1_server(self):
        rules, results = self.scan()
        self.assertEqual(results["benchmark"]["id"], "xccdf_org.assay_benchmark_" + NAME)
        self.assertEqual(results["profile"]["id"], "xccdf_org.assay_profile_level1-server")
        self.assertEqual(rules["5.2.10"]["result"], "pass")
        self.assertEqual(rules["5.2.10"]["evidence"][0]["where"], ["/etc/ssh/sshd_config:1"])

    def test_no_rule_ends_in_error_or_unknown_on_a_bare_root(self):
        _, results = self.scan("--profile", "level2-server")
        self.assertEqual((results["counts"]["error"], results["counts"]["unknown"]), (0, 0))

    def test_a_rule_is_found_by_its_number(self):
        rules, _ = self.scan("--rule", "5.2.10")
        self.assertEqual(list(rules), ["5.2.10"])

    def test_others_accept_the_results_and_find_the_evidence_in_them(self):
        xccdf, arf = self.path("r.xml"), self.path("arf.xml")
        done = self.assay("scan", self.root, "--content", NAME, "--profile", "level1-server", "--report", f"xccdf={xccdf}", "--report", f"arf={arf}")
        self.assertEqual(done.returncode, 2, done.err)
        for command in (["xccdf", "validate", xccdf], ["ds", "rds-validate", arf], ["xccdf", "generate", "report", "--output", self.path("o.html"), arf]):
            self.assertEqual(subprocess.run(["oscap", *command], stdout=subprocess.DEVNULL).returncode, 0, command)
        self.assertIn("found: no; where: /etc/ssh/sshd_config:1", self.text(xccdf))

    def test_no_report_holds_a_password_hash(self):
        names = {name: self.path("r." + name) for name in ("xccdf", "arf", "oval", "json", "html", "text")}
        reports = [argument for name, path in names.items() for argument in ("--report", f"{name}={path}")]
        self.assay("scan", self.root, "--profile", "level2-server", "--characteristics-out", self.path("seen.xml"), *reports)
        for path in [*names.values(), self.path("seen.xml")]:
            self.assertNotIn("hashhashhash", self.text(path), path)

    def test_where_the_text_has_a_slip_the_chosen_reading_decides_and_the_other_is_told(self):
        outcomes = {}
        for reading in ("literal", "intent"):
            tailoring = self.write(reading + ".xml", TAILORING.format(reading))
            rules, _ = self.scan("--content", NAME, "--tailoring", tailoring, "--profile", "_p")
            outcomes[reading] = rules["5.2.4"]["result"]
            self.assertIn("read by the", rules["5.2.4"]["messages"][0])
        self.assertEqual(outcomes, {"literal": "pass", "intent": "fail"})

    def test_a_system_without_a_benchmark_of_ours_or_anybody_s_is_told(self):
        self.write("root/etc/os-release", 'ID=unheardof\nVERSION_ID="1"\nPRETTY_NAME="Unheard Of 1"\n')
        done = self.assay("scan", self.root)
        self.assertEqual(done.returncode, 1)
        self.assertIn("Unheard Of 1", done.err)


class Answers(Root):
    def answers(self, text):
        return self.write("answers.yaml", text)

    def test_decide_a_rule_for_a_person_and_stay_in_the_results(self):
        self.assertEqual(self.scan()[0]["1.2.1"]["result"], "notchecked")
        path = self.answers('- {rule: "1.2.1", answer: pass, who: release manager, when: 2024-05-31, remark: only our mirror}\n')
        rules, _ = self.scan("--answers", path)
        rule = rules["1.2.1"]
        self.assertEqual(rule["overrides"], [{"time": "2024-05-31T00:00:00", "authority": "release manager", "old_result": "notchecked",
                                              "new_result": "informational", "remark": "only our mirror"}])
        self.assertIn("the answer is pass", rule["messages"][0])  # not scored
        self.assertTrue(rule["evidence"])

    def test_are_in_the_xccdf_results_which_others_accept(self):
        path = self.answers('- {rule: "1.2.1", answer: fail, who: a, when: "2024-05-31T10:00:00Z"}\n')
        xccdf = self.path("r.xml")
        self.assay("scan", self.root, "--answers", path, "--report", f"xccdf={xccdf}")
        self.assertEqual(subprocess.run(["oscap", "xccdf", "validate", xccdf], stdout=subprocess.DEVNULL).returncode, 0)
        self.assertIn("answered by a person (a, 2024-05-31T10:00:00Z)", self.text(xccdf))

    def test_change_nothing_of_what_the_scan_decided_and_say_so(self):
        path = self.answers('- {rule: sshd-permit-root-login, answer: fail, who: a, when: 2024-05-31}\n')
        rules, results = self.scan("--answers", path)
        self.assertEqual(rules["5.2.10"]["result"], "pass")
        self.assertTrue([note for note in results["notes"] if "the scan itself says pass" in note], results["notes"])

    def test_that_are_wrong_are_named_with_their_lines_and_nothing_is_written(self):
        for text, said in (("- {rule: '99.9', answer: pass, who: a, when: 2024-05-31}\n", "99.9"),
                           ("- {rule: '1.2.1', answer: maybe, who: a, when: 2024-05-31}\n", "answers.yaml:1"),
                           ("- {rule: '1.2.1', answer: pass, who: a, when: yesterday}\n", "answers.yaml:1"),
                           ("- {rule: '1.2.1', answer: pass, when: 2024-05-31}\n", "who"),
                           ("- {rule: '1.2.1', answer: pass, who: a, when: 2024-05-31, extra: 1}\n", "extra"),
                           ("- {rule: '1.2.1', answer: pass, who: a, when: 2024-05-31}\n- {rule: package-repositories-approved, answer: fail, who: b, "
                            "when: 2024-05-31}\n", "answers.yaml:2"),
                           ("rule: x\n", "answers.yaml:1")):
            done = self.assay("scan", self.root, "--answers", self.answers(text), "--report", "json=" + self.path("r.json"))
            self.assertEqual(done.returncode, 1, text)
            self.assertIn(said, done.err, text)
            self.assertRaises(FileNotFoundError, open, self.path("r.json"))


if __name__ == "__main__":
    unittest.main()
