#!/usr/bin/python3
"""From results to a decision: floors, waivers, baseline, budgets; and what never leaves a scan."""
import datetime
import json
import os
import re
import subprocess
import unittest

from support import CONTENT, Case, definition, oval, text_object, text_test

NEXT_YEAR = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=365)).date().isoformat()
TODAY = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
YESTERDAY = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=1)).date().isoformat()
RULE = "xccdf_org.example_rule_"
SEVERITIES = {"a": "high", "b": "medium", "c": "low", "d": "low"}


class Gate(Case):
    """Rules a, b, c, d pass where /etc/app.conf has the line `a=yes` and so on."""

    def setUp(self):
        super().setUp()
        numbers = range(1, 5)
        tests = "".join(f'<ind:textfilecontent54_test id="oval:x:tst:{n}" version="1" comment="c" check="all"><ind:object object_ref="oval:x:obj:{n}"/>'
                        "</ind:textfilecontent54_test>" for n in numbers)
        objects = "".join(f'<ind:textfilecontent54_object id="oval:x:obj:{n}" version="1"><ind:filepath>/etc/app.conf</ind:filepath>'
                          f'<ind:pattern operation="pattern match">^{"abcd"[n - 1]}=yes</ind:pattern><ind:instance datatype="int">1</ind:instance>'
                          "</ind:textfilecontent54_object>" for n in numbers)
        definitions = "".join(definition(f'<criterion test_ref="oval:x:tst:{n}"/>', n) for n in numbers)
        self.write("oval.xml", oval(tests, objects, definitions=definitions))
        rules = "".join(f'<Rule id="{RULE}{name}" selected="true" severity="{SEVERITIES[name]}"><title>Rule {name} holds</title>'
                        '<check system="http://oval.mitre.org/XMLSchema/oval-definitions-5">'
                        f'<check-content-ref href="oval.xml" name="oval:x:def:{"abcd".index(name) + 1}"/></check></Rule>' for name in "abcd")
        self.content = self.write("xccdf.xml", '<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2" id="xccdf_org.example_benchmark_b" resolved="1">'
                                  '<status date="2024-01-01">draft</status><title>B</title><version>1</version>'
                                  '<Profile id="xccdf_org.example_profile_p"><title>P</title></Profile>' + rules + "</Benchmark>\n")
        self.passing("ab")

    def passing(self, names):
        self.write("root/etc/app.conf", "".join(f"{name}=yes\n" for name in names))

    def text(self, path):
        with open(path, errors="replace") as content:
            return content.read()

    def gate(self, *options, **named):
        done = self.assay("scan", self.root, "--content", self.content, "--profile", "_p", *options, **named)
        done.last = done.err.splitlines()[-1] if done.err else ""
        return done

    def results(self, *options):
        path = self.path("r.json")
        done = self.gate("--report", f"json={path}", *options)
        with open(path) as content:
            return done, json.load(content)

    def waivers(self, text):
        return self.write("waivers.yaml", text)

    def waive(self, *names, expires=NEXT_YEAR, **more):
        return self.waivers(json.dumps([{"id": name, "reason": f"why {name}", "owner": f"owner of {name}", "expires": expires, **more} for name in names]))


class Floors(Gate):
    def test_a_failing_rule_is_named_and_the_last_line_says_why(self):
        done = self.gate()
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.err.splitlines()[:2], [f"assay: FAIL Rule c holds ({RULE}c)", f"assay: FAIL Rule d holds ({RULE}d)"])
        self.assertEqual(done.last, "assay: not compliant: of 4 selected rules 2 fail (coverage 100 %)")

    def test_what_complies_says_nothing(self):
        self.passing("abcd")
        done = self.gate()
        self.assertEqual((done.returncode, done.err), (0, ""))

    def test_fail_on_says_what_counts(self):
        done = self.gate("--fail-on", "error,unknown")
        self.assertEqual((done.returncode, done.err), (0, ""))
        self.assertEqual(self.gate("--fail-on", "error, unknown", "--fail-on", "fail").returncode, 2)
        for words in ("failure", "fail,", ",", "pass", "fixed", "notselected"):
            self.refused("scan", self.root, "--content", self.content, "--fail-on", words, says=["--fail-on"])

    def test_a_target_may_stand_behind_any_option(self):
        for option in (["--fail-on", "fail,error"], ["--rule", "c"], ["--report", "json"]):
            done = self.assay("scan", "--content", self.content, *option, self.root)
            self.assertEqual(done.returncode, 2, done.err)
        self.gate("--report", "json=" + self.path("r.json"))
        self.assertEqual(self.assay("report", "--report", "text", self.path("r.json")).returncode, 0)
        self.assertEqual(self.assay("eval", "--id", "oval:x:def:1", self.path("oval.xml"), self.root).out, "oval:x:def:1 true\n")

    def test_a_floor_is_a_number_of_percent(self):
        for option in ("--min-score", "--min-coverage"):
            for value in ("nan", "inf", "-1", "101", "80%", "80,5", "0x50", "1e1", ".", "high"):
                self.refused("scan", self.root, "--content", self.content, option, value, says=[option, value, "percentage"])
            self.assertEqual(self.gate(option, "0", "--fail-on", "error").returncode, 0)

    def test_what_does_not_apply_or_is_not_selected_is_named_as_the_reason(self):
        empty = self.write("empty.xml", self.text(self.content).replace('selected="true"', 'selected="false"'))
        done = self.assay("scan", self.root, "--content", empty)
        self.assertEqual((done.returncode, done.err), (3, "assay: indeterminate: no rule is selected, for no profile is (--profile)\n"))
        other = self.write("other.xml", self.text(self.content).replace("<version>", '<platform idref="cpe:/o:another:system:1"/><version>'))
        done = self.assay("scan", self.root, "--content", other)
        self.assertEqual(done.returncode, 3)
        self.assertIn("of 4 selected rules 0 could be judged, 4 do not apply", done.err)

    def test_lower_severities_do_not_count(self):
        self.assertEqual(self.gate("--severity", "medium").returncode, 0)
        self.passing("ac")
        done = self.gate("--severity", "medium")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.last, "assay: not compliant: of 4 selected rules 1 fails (coverage 100 %)")

    def test_a_score_below_the_floor_is_named(self):
        done = self.gate("--fail-on", "error", "--min-score", "50.5")
        self.assertEqual(done.returncode, 2)
        self.assertIn("score 50 is below --min-score 50.5", done.last)
        self.assertEqual(self.gate("--fail-on", "error", "--min-score", "50").returncode, 0)

    def test_a_coverage_below_the_floor_is_indeterminate_and_named(self):
        self.write("xccdf.xml", self.text(self.content).replace("oval:x:def:4", "oval:x:def:9"))
        self.passing("abc")
        done = self.gate("--min-coverage", "80", "--fail-on", "fail")
        self.assertEqual(done.returncode, 3, done.err)
        self.assertIn("coverage 75 is below --min-coverage 80", done.last)

    def test_results_are_written_before_a_bad_verdict(self):
        done, results = self.results()
        self.assertEqual((done.returncode, results["verdict"]), (2, "not-compliant"))


class Waivers(Gate):
    def test_take_failing_rules_out_of_the_verdict_alone(self):
        done, results = self.results("--waivers", self.waive("c", "d"))
        self.assertEqual((done.returncode, done.err), (0, ""))
        self.assertEqual([rule["result"] for rule in results["rules"]], ["pass", "pass", "fail", "fail"])
        self.assertEqual(results["scores"][0]["score"], 50)

    def test_give_the_score_with_and_without(self):
        done = self.gate("--waivers", self.waive("c"))
        self.assertRegex(done.out.splitlines()[-1], r"^RESULT not-compliant score=50 .* notchecked=0 waived=1 score-with-waivers=66.66$")
        self.assertIn("Waivers    1 used; score 66.66 with them, 50 without", done.out)
        self.assertIn(f"used, until {NEXT_YEAR} (owner of c): why c", done.out)
        self.assertIn("1 fails, 1 is waived", done.last)
        self.assertEqual(self.gate("--waivers", self.waive("c", "d"), "--min-score", "90").returncode, 0)

    def test_hold_on_their_last_day(self):
        self.assertEqual(self.gate("--waivers", self.waive("c", "d", expires=TODAY)).returncode, 0)

    def test_that_have_expired_waive_nothing_and_end_in_an_error_after_the_results(self):
        path = self.waive("c", "d", expires=YESTERDAY)
        done, results = self.results("--waivers", path)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(results["verdict"], "not-compliant")
        self.assertIn(f"waivers.yaml:1: the waiver of {RULE}c (owner: owner of c) expired on {YESTERDAY}", done.last)
        self.assertIn("renew it or remove it", done.last)
        self.assertIn(f"{RULE}c", self.gate("--waivers", path).out)

    def test_of_everything_leave_nothing_to_pass_on(self):
        self.passing("")
        done = self.gate("--waivers", self.waive("a", "b", "c", "d"))
        self.assertEqual(done.returncode, 3, done.err)

    def test_are_for_their_targets_and_profiles_alone(self):
        for scope, code in (({"target": "*root"}, 0), ({"target": "*.qcow2"}, 2), ({"profile": "_p"}, 0), ({"profile": "level1-server"}, 2)):
            self.assertEqual(self.gate("--waivers", self.waive("c", "d", scope=scope)).returncode, code, scope)

    def test_may_stand_in_a_map_and_say_expiry(self):
        path = self.waivers(f"waivers:\n  - id: {RULE}c\n    reason: r\n    owner: o\n    expiry: {NEXT_YEAR}\n"
                            f"  - {{id: d, reason: r, owner: o, expires: '{NEXT_YEAR}'}}\n")
        self.assertEqual(self.gate("--waivers", path).returncode, 0)

    def test_that_are_wrong_are_all_named_with_their_lines_and_nothing_is_written(self):
        good = f"reason: r, owner: o, expires: {NEXT_YEAR}"
        for text, said in ((f"- {{id: nothing, {good}}}\n", ["waivers.yaml:1", "nothing"]),
                           (f"- {{{good}}}\n", ["waivers.yaml:1", "id is missing"]),
                           (f"- {{id: c, {good}}}\n- {{id: {RULE}c, {good}}}\n", ["waivers.yaml:2", "waivers.yaml:1"]),
                           (f"- {{id: c, owner: o, expires: {NEXT_YEAR}}}\n", ["reason is missing"]),
                           (f"- {{id: c, reason: r, expires: {NEXT_YEAR}}}\n", ["owner is missing"]),
                           ("- {id: c, reason: r, owner: o}\n", ["expires is missing"]),
                           ("- id: c\n  reason:\n  owner: ~\n  expires: null\n", ["reason is missing", "owner is missing", "expires is missing"]),
                           (f"waivers: [{{id: c, {good}}}]\nversion: 1\n", ["waivers.yaml:2", "version"]),
                           ("- {id: c, reason: r, owner: o, expires: 2027-02-30}\n- {id: d, reason: r, owner: o, expires: soon}\n",
                            ["waivers.yaml:1", "2027-02-30", "waivers.yaml:2", "soon"]),
                           (f"- {{id: c, {good}, until: x}}\n", ["until"]),
                           (f"- {{id: c, {good}, scope: web}}\n", ["waivers.yaml:1", "scope"]),
                           (f"- {{id: c, {good}, scope: {{host: x}}}}\n", ["host"]),
                           ("id: c\n", ["waivers.yaml:1", "list of waivers"]), ("[", ["waivers.yaml"]), ("- c\n", ["waivers.yaml:1"])):
            message = self.refused("scan", self.root, "--content", self.content, "--waivers", self.waivers(text), "--report", "json=" + self.path("n.json"))
            for word in said:
                self.assertIn(word, message, text)
            self.assertFalse(os.path.exists(self.path("n.json")))
        self.refused("scan", self.root, "--content", self.content, "--waivers", self.path("none.yaml"), says=["none.yaml"])

    def test_of_one_rule_may_be_two_for_two_scopes(self):
        rows = [{"id": name, "reason": "r", "owner": "o", "expires": NEXT_YEAR, "scope": {"target": target}} for name in "cd" for target in ("*x", "*root")]
        self.assertEqual(self.gate("--waivers", self.waivers(json.dumps(rows))).returncode, 0)

    def test_that_never_end_are_refused(self):
        deep = "".join(f"- &a{n} " + "[" * 900 + (f"*a{n - 1}" if n else "x") + "]" * 900 + "\n" for n in range(200))
        self.refused("scan", self.root, "--content", self.content, "--waivers", self.waivers(deep), says=["waivers.yaml"])
        self.refused("scan", self.root, "--content", self.content, "--waivers", "/dev/zero", memory=1 << 30, says=["/dev/zero"])

    def test_are_in_the_xccdf_results_which_others_accept(self):
        xccdf = self.path("r.xml")
        self.assertEqual(self.gate("--waivers", self.waive("c", "d"), "--report", f"xccdf={xccdf}").returncode, 0)
        self.assertEqual(subprocess.run(["oscap", "xccdf", "validate", xccdf], stdout=subprocess.DEVNULL).returncode, 0)
        with open(xccdf) as content:
            self.assertIn(f"waiver: used, until {NEXT_YEAR} (owner of c): why c", content.read())


    def test_are_shown_with_rules_that_have_one_line(self):
        self.write("xccdf.xml", self.text(self.content).replace("oval:x:def:4", "oval:x:def:9"))
        self.passing("abc")
        done = self.gate("--fail-on", "notchecked,error,unknown", "--waivers", self.waive("d"))
        self.assertEqual(done.returncode, 0, done.err)
        self.assertIn(f"used, until {NEXT_YEAR} (owner of d): why d", " ".join(done.out.split()))


class Answers(Gate):
    """Rule d has no check: a person decides."""

    def setUp(self):
        super().setUp()
        self.write("xccdf.xml", re.sub(r'(_d" .*?)<check .*?</check>', r"\1", self.text(self.content)))
        self.passing("abc")

    def answers(self, text):
        return self.write("answers.yaml", text)

    def test_decide_what_no_scan_can_and_name_who_said_so(self):
        for answer, code in (("pass", 0), ("fail", 2), ("notapplicable", 0)):
            done = self.gate("--answers", self.answers(f"- {{rule: d, answer: {answer}, who: joe, when: 2024-05-31, remark: seen}}\n"))
            self.assertEqual(done.returncode, code, done.err)
            self.assertIn(f"notchecked became {answer}: seen (joe, 2024-05-31T00:00:00)", " ".join(done.out.split()))

    def test_change_nothing_that_the_scan_decides(self):
        self.passing("ab")
        done = self.gate("--answers", self.answers("- {rule: c, answer: pass, who: joe, when: 2024-05-31}\n"))
        self.assertEqual(done.returncode, 2)
        self.assertIn("the scan itself says fail", " ".join(done.out.split()))

    def test_that_are_wrong_are_all_named_with_their_lines(self):
        good = "who: joe, when: 2024-05-31"
        for text, said in ((f"- {{rule: z, answer: pass, {good}}}\n- {{rule: y, answer: pass, {good}}}\n", ["answers.yaml:1", "z", "answers.yaml:2", "y"]),
                           (f"- {{rule: d, {good}}}\n", ["answer", "one of"]), (f"- {{rule: d, answer: yes, {good}}}\n", ["yes", "one of"]),
                           ("- {rule: d, answer: pass, when: 2024-05-31}\n", ["who is missing"]), ("- {rule: d, answer: pass, who: ~, when: 2024-05-31}\n", ["who is missing"]),
                           ("- {rule: d, answer: pass, who: joe}\n", ["when is missing"]), ("- {rule: d, answer: pass, who: joe, when: 2024-02-30}\n", ["2024-02-30"]),
                           ("- {rule: d, answer: pass, who: joe, when: '2024-05-31T10:00:00+25:99'}\n", ["+25:99"]), ("- d\n", ["keys and values"]),
                           (f"- {{rule: d, answer: pass, {good}}}\n- {{rule: d, answer: fail, {good}}}\n", ["answers.yaml:2", "twice", "answers.yaml:1"]),
                           (f"- {{rule: d, answer: pass, {good}, expires: 2030-01-01}}\n", ["expires"]), ("", ["list of answers"]), ("[", ["answers.yaml"])):
            message = self.refused("scan", self.root, "--content", self.content, "--answers", self.answers(text))
            for word in said:
                self.assertIn(word, message, text)


class Baseline(Gate):
    def baseline(self, report="json"):
        path = self.path("before." + report)
        self.gate("--report", f"{report}={path}")
        return path

    def test_lets_fail_what_failed_before_and_says_so(self):
        for report in ("json", "xccdf", "arf"):
            done = self.gate("--baseline", self.baseline(report))
            self.assertEqual(done.returncode, 0, report + done.err)
            self.assertIn("2 rules fail as in the baseline, 0 got worse", done.out)

    def test_stops_what_got_worse(self):
        path = self.baseline()
        self.passing("ac")
        done = self.gate("--baseline", path)
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.err.splitlines()[0], f"assay: FAIL Rule b holds ({RULE}b)")
        self.assertIn("1 fails", done.last)
        self.assertIn("1 rule fails as in the baseline, 1 got worse", done.last)

    def test_of_another_benchmark_or_no_results_is_refused(self):
        path = self.baseline("json")
        self.write("before.json", self.text(path).replace(RULE, "xccdf_org.other_rule_"))
        self.refused("scan", self.root, "--content", self.content, "--baseline", path, says=["before.json", "no rule"])
        self.refused("scan", self.root, "--content", self.content, "--baseline", self.content, says=["xccdf.xml"])
        self.refused("scan", self.root, "--content", self.content, "--baseline", self.path("none"), says=["none"])


class Budgets(Gate):
    def test_what_was_not_looked_at_in_time_is_unknown_and_never_compliant(self):
        self.passing("abcd")
        slow = self.text(self.path("oval.xml")).replace("/etc/app.conf", "/etc/aaa.conf", 1).replace("^a=yes", "^(?:a|aa)+[cd]$", 1)
        self.write("oval.xml", slow.replace('check="all"', 'check="all" check_existence="none_exist"', 1))
        self.assertEqual(self.gate("--timeout", "600").returncode, 0)
        self.write("root/etc/aaa.conf", ("a" * 27 + "b\n") * 1500)
        done, results = self.results("--timeout", "1", "--fail-on", "fail", "--jobs", "1")
        self.assertEqual(done.returncode, 3, done.err)
        self.assertIn("--timeout 1 was reached", done.last)
        self.assertEqual([rule["result"] for rule in results["rules"]][1:], ["unknown"] * 3)
        self.assertIn("--timeout", results["rules"][1]["messages"][0])
        self.assertTrue([note for note in results["notes"] if "--timeout 1" in note], results["notes"])

    def test_hold_inside_one_long_search_too(self):
        self.write("oval.xml", self.text(self.path("oval.xml")).replace("^a=yes", "^(?:a|aa)+[cd]$", 1))
        self.write("root/etc/app.conf", ("a" * 27 + "b\n") * 40_000)
        done, results = self.results("--timeout", "1", "--rule", "a", "--fail-on", "fail")
        self.assertEqual(done.returncode, 3, done.err)
        self.assertEqual([rule["result"] for rule in results["rules"]][:1], ["unknown"])
        self.assertLess(done.seconds, 30)
        done = self.assay("eval", self.path("oval.xml"), self.root, "--timeout", "1", "--id", "oval:x:def:1")
        self.assertEqual((done.returncode, done.out), (0, "oval:x:def:1 unknown\n"))
        self.assertIn("--timeout 1 was reached", done.err)

    def test_want_numbers_that_make_sense(self):
        enough = [] if "build/dev" in os.environ.get("ASSAY", "") else ["--max-memory", "512"]  # a sanitizer maps more than any limit
        self.assertEqual(self.gate("--timeout", "600", *enough, "--fail-on", "error").returncode, 0)
        for option in ("--timeout", "--max-memory"):
            for value in ("0", "-1", "x", "99999999999"):
                self.refused("scan", self.root, "--content", self.content, option, value, says=[option])

    def test_too_little_memory_is_told_and_nothing_is_written(self):
        stream = os.path.join(CONTENT, "ssg-rhel8-ds.xml")
        if not os.path.exists(stream):
            self.skipTest("no SSG content")
        if "build/dev" in os.environ.get("ASSAY", ""):
            self.skipTest("a sanitizer needs more memory than this allows")
        done = self.assay("scan", self.root, "--content", stream, "--profile", "_cis", "--skip-platform-check", "--max-memory", "32", "--report", "json=" + self.path("n.json"))
        self.assertEqual(done.returncode, 1, done.err)
        self.assertIn("--max-memory 32", done.err)
        self.assertFalse(os.path.exists(self.path("n.json")))


CANARIES = {
    "etc/shadow": "root:$6$CANARYsalt$CANARYhash0123456789:18000:0:99999:7:::\njoe:CANARYdes./01:18000:0:99999:7:::\n",
    "etc/yum.repos.d/x.repo": "[x]\nbaseurl=https://user:CANARYurl@mirror.example/x\n",
    "etc/app.ini": "db_password = CANARY words CANARY\napi_key: CANARYkey1\nAuthorization: Bearer CANARYbearer123\njwt eyJhbGciOi.CANARYa.CANARYb\n",
    "boot/grub2/user.cfg": "GRUB2_PASSWORD=grub.pbkdf2.sha512.10000.CANARY01.CANARY02\n",
    "etc/ssh/ssh_host_rsa_key": "-----BEGIN RSA PRIVATE KEY-----\nCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARY\n-----END RSA PRIVATE KEY-----\n",
    "etc/x.xml": "<c><password>CANARYxml1</password><user>u</user></c>\n",
    "etc/x.yaml": "db:\n  password: CANARYyaml1\n  user: u\n",
    "etc/login.defs": "PASS_MAX_DAYS 90\n",
}


class Secrets(Case):
    def setUp(self):
        super().setUp()
        for name, text in CANARIES.items():
            self.write("root/" + name, text)
        self.write("root/etc/os-release", 'ID=x\nVERSION_ID="1"\n')
        texts = [("/etc/shadow", "^root:([^:]*):"), ("/etc/shadow", "^joe:(.*):18000"), ("/etc/shadow", "^joe:([^:]*)"), ("/etc/yum.repos.d/x.repo", "^baseurl=(.*)$"),
                 ("/etc/app.ini", "^db_password = (.*)$"), ("/etc/app.ini", "^api_key: (\\S+)"), ("/etc/app.ini", "^Authorization: (.*)$"),
                 ("/etc/app.ini", "^jwt (.*)$"), ("/boot/grub2/user.cfg", "^GRUB2_PASSWORD=(.*)$"), ("/etc/ssh/ssh_host_rsa_key", "^(.*)$"),
                 ("/etc/login.defs", "^PASS_MAX_DAYS\\s+(\\d+)")]
        tests, objects, definitions, states = "", "", "", '<ind:textfilecontent54_state id="oval:x:ste:1" version="1"><ind:subexpression>never</ind:subexpression></ind:textfilecontent54_state>'
        for n, (path, pattern) in enumerate(texts, 1):
            tests += (f'<ind:textfilecontent54_test id="oval:x:tst:{n}" version="1" comment="c" check="all"><ind:object object_ref="oval:x:obj:{n}"/>'
                      '<ind:state state_ref="oval:x:ste:1"/></ind:textfilecontent54_test>')
            objects += (f'<ind:textfilecontent54_object id="oval:x:obj:{n}" version="1"><ind:filepath>{path}</ind:filepath><ind:pattern operation="pattern match">'
                        f'{pattern}</ind:pattern><ind:instance datatype="int" operation="greater than or equal">1</ind:instance></ind:textfilecontent54_object>')
        n = len(texts) + 1
        tests += (f'<ind:xmlfilecontent_test id="oval:x:tst:{n}" version="1" comment="c" check="all"><ind:object object_ref="oval:x:obj:{n}"/>'
                  f'<ind:state state_ref="oval:x:ste:{n}"/></ind:xmlfilecontent_test>')
        objects += (f'<ind:xmlfilecontent_object id="oval:x:obj:{n}" version="1"><ind:filepath>/etc/x.xml</ind:filepath><ind:xpath>/c/password/text()</ind:xpath>'
                    '</ind:xmlfilecontent_object>')
        states += f'<ind:xmlfilecontent_state id="oval:x:ste:{n}" version="1"><ind:value_of>never</ind:value_of></ind:xmlfilecontent_state>'
        self.count = n
        definitions = "".join(definition(f'<criterion test_ref="oval:x:tst:{i}"/>', i) for i in range(1, n + 1))
        self.oval = self.write("oval.xml", oval(tests, objects, states, definitions=definitions))
        rules = "".join(f'<Rule id="{RULE}{i}" selected="true"><title>R{i}</title><check system="http://oval.mitre.org/XMLSchema/oval-definitions-5">'
                        f'<check-content-ref href="oval.xml" name="oval:x:def:{i}"/></check></Rule>' for i in range(1, n + 1))
        self.content = self.write("xccdf.xml", '<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2" id="xccdf_org.example_benchmark_b" resolved="1">'
                                  '<status date="2024-01-01">draft</status><title>B</title><version>1</version>' + rules + "</Benchmark>\n")

    def formats(self):
        known = re.search(r"one of: (.*)$", self.assay("scan", self.root, "--content", self.content, "--report", "none").err).group(1)
        return known.strip().split(", ")

    def test_are_in_no_report_and_not_in_what_is_saved(self):
        files = {name: self.path("r." + name) for name in self.formats()}
        self.assertLessEqual({"text", "json", "html", "xccdf", "arf", "oval"}, set(files))
        reports = [argument for name, path in files.items() for argument in ("--report", f"{name}={path}")]
        done = self.assay("scan", self.root, "--content", self.content, "--characteristics-out", self.path("r.seen"), *reports)
        self.assertEqual(done.returncode, 2, done.err)
        done = self.assay("eval", self.oval, self.root, "--results", self.path("r.eval"), "--characteristics-out", self.path("r.seen2"))
        self.assertEqual(done.returncode, 0, done.err)
        files.update(seen=self.path("r.seen"), eval=self.path("r.eval"), seen2=self.path("r.seen2"))
        for name, path in files.items():
            with open(path, errors="replace") as content:
                text = content.read()
            self.assertEqual(re.findall(r".{0,40}CANARY.{0,40}", text), [], name)
            if name in ("json", "text"):
                self.assertIn("root:$6$***", text)
                self.assertIn("https://user:***@mirror.example/x", text)
                self.assertIn("PASS_MAX_DAYS 90", text)

    def test_that_are_masked_in_saved_characteristics_are_nobody_s_to_judge_by(self):
        seen = self.path("seen.xml")
        self.assay("scan", self.root, "--content", self.content, "--characteristics-out", seen)
        self.assertEqual(subprocess.run(["oscap", "oval", "validate", seen], stdout=subprocess.DEVNULL).returncode, 0)
        judged = []
        for options in ([], ["--from-characteristics", seen]):
            done = self.assay("scan", self.root, "--content", self.content, "--report", "json", *options)
            judged.append([rule["result"] for rule in json.loads(done.out)["rules"]])
        for live, saved in zip(*judged):
            self.assertIn(saved, (live, "unknown"))

    def test_what_a_variable_makes_of_a_secret_is_one_too(self):
        self.write("root/etc/weak.ini", "password = sesame\n")  # no form tells such a word
        joined = ('<local_variable id="oval:x:var:1" version="1" comment="c" datatype="string"><concat><literal_component>/etc/</literal_component>'
                  '<object_component object_ref="oval:x:obj:1" item_field="subexpression"/></concat></local_variable>')
        tests = (text_test().replace("tst:1", "tst:2")
                 + '<ind:variable_test id="oval:x:tst:1" version="1" comment="c" check="all"><ind:object object_ref="oval:x:obj:2"/></ind:variable_test>'
                 '<unix:file_test id="oval:x:tst:3" version="1" comment="c" check="all"><unix:object object_ref="oval:x:obj:3"/></unix:file_test>')
        objects = (text_object("/etc/weak.ini", "^password = (.*)$")
                   + '<ind:variable_object id="oval:x:obj:2" version="1"><ind:var_ref>oval:x:var:1</ind:var_ref></ind:variable_object>'
                   '<unix:file_object id="oval:x:obj:3" version="1"><unix:path var_ref="oval:x:var:1"/><unix:filename>x</unix:filename></unix:file_object>')
        every = "".join(f'<criterion test_ref="oval:x:tst:{i}"/>' for i in (1, 2, 3))
        self.write("oval.xml", oval(tests, objects, variables=joined, definitions=definition(every)))
        files = {name: self.path("r." + name) for name in self.formats()}
        done = self.assay("scan", self.root, "--content", self.content, "--rule", "1", "--verbose", "--characteristics-out", self.path("r.seen"),
                          *[argument for name, path in files.items() for argument in ("--report", f"{name}={path}")])
        self.assertEqual(done.returncode, 2, done.err)
        for path in (*files.values(), self.path("r.seen")):
            with open(path, errors="replace") as content:
                self.assertNotIn("sesame", content.read(), path)

    def test_that_saved_results_hold_do_not_leave_them(self):
        saved = self.path("saved.json")
        self.assay("scan", self.root, "--content", self.content, "--report", f"json={saved}")
        with open(saved) as content:
            results = json.load(content)
        results["rules"][0]["messages"] = ["db_password=CANARYsaved"]
        self.write("saved.json", json.dumps(results))
        done = self.assay("report", saved, "--report", "text=" + self.path("saved.txt"))
        self.assertEqual(done.returncode, 0, done.err)
        with open(self.path("saved.txt")) as content:
            self.assertIn("db_password=***", content.read())

    def test_of_the_environment_and_of_processes_are_masked_too(self):
        test = ('<ind:environmentvariable58_test id="oval:x:tst:1" version="1" comment="c" check="all"><ind:object object_ref="oval:x:obj:1"/>'
                "</ind:environmentvariable58_test>"
                '<unix:process58_test id="oval:x:tst:2" version="1" comment="c" check="all"><unix:object object_ref="oval:x:obj:2"/></unix:process58_test>')
        process = subprocess.Popen(["/bin/sh", "-c", "sleep 60; :", "x", "--password=CANARYprocess1"])
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        objects = ('<ind:environmentvariable58_object id="oval:x:obj:1" version="1"><ind:pid xsi:nil="true" datatype="int"/>'
                   '<ind:name operation="pattern match">^CANARIES_</ind:name></ind:environmentvariable58_object>'
                   '<unix:process58_object id="oval:x:obj:2" version="1"><unix:command_line operation="pattern match">.*</unix:command_line>'
                   f'<unix:pid datatype="int">{process.pid}</unix:pid></unix:process58_object>')
        path = self.write("live.xml", oval(test, objects, definitions=definition() + definition('<criterion test_ref="oval:x:tst:2"/>', 2)))
        environment = {"CANARIES_API_TOKEN": "CANARYtoken", "CANARIES_HOME": "kept"}
        done = self.assay("eval", path, "/", "--results", self.path("live-results.xml"), env=environment)
        self.assertEqual(done.returncode, 0, done.err)
        with open(self.path("live-results.xml")) as content:
            text = content.read()
        self.assertNotIn("CANARYtoken", text)
        self.assertNotIn("CANARYprocess1", text)
        self.assertIn("--password=***", text)
        self.assertIn("kept", text)


if __name__ == "__main__":
    unittest.main()
