#!/usr/bin/python3
import bz2
import gzip
import os
import unittest

from support import CONTENT, Case, definition, file_object, file_test, oval, text_object, text_test

GOOD = oval(text_test(), text_object("/etc/a", "x"))
STREAM = os.path.join(CONTENT, "ssg-ubuntu1804-ds.xml")


class BadContent(Case):
    def refuse_content(self, content, *says):
        path = self.write("content.xml", content)
        out = self.path("results.xml")
        message = self.refused("eval", path, self.root, "--results", out, says=says, timeout=20)
        self.assertFalse(os.path.exists(out), "a result file was left")
        self.assertEqual([name for name in os.listdir(self.place) if name.startswith("results")], [])
        return message

    def test_an_empty_file_is_refused(self):
        self.refuse_content("", "content.xml")

    def test_a_truncated_file_is_refused_with_its_line(self):
        self.refuse_content(GOOD[: len(GOOD) // 2], "content.xml:")

    def test_a_mismatched_tag_is_refused_with_its_line(self):
        self.refuse_content(GOOD.replace("</ind:pattern>", "</ind:patern>"), "content.xml:")

    def test_bytes_that_are_no_utf8_are_refused(self):
        self.refuse_content(GOOD.encode().replace(b">x<", b">\xff\xfe\xff<"), "content.xml")

    def test_nul_bytes_are_refused(self):
        self.refuse_content(GOOD.encode().replace(b">x<", b">\0<"), "content.xml")

    def test_random_bytes_are_refused(self):
        self.refuse_content(bytes(range(255, 0, -1)) * 40, "content.xml")

    def test_a_wrong_declared_encoding_is_refused(self):
        self.refuse_content(GOOD.encode().replace(b'encoding="UTF-8"', b'encoding="UTF-16"'), "content.xml")

    def test_an_unknown_document_element_is_refused(self):
        self.refuse_content("<?xml version='1.0'?><shopping-list/>", "content.xml", "shopping-list")

    def test_a_missing_version_is_refused_with_its_line(self):
        self.refuse_content(GOOD.replace('id="oval:x:obj:1" version="1"', 'id="oval:x:obj:1"'), "content.xml:", "oval:x:obj:1")

    def test_an_id_twice_is_refused(self):
        self.refuse_content(oval(text_test() + text_test(), text_object("/etc/a", "x")), "oval:x:tst:1")

    def test_empty_criteria_are_refused(self):
        self.refuse_content(oval(text_test(), text_object("/etc/a", "x"), definitions=definition(criteria="")), "oval:x:def:1")

    def test_a_document_type_declaration_is_refused_and_never_read(self):
        secret = self.write("secret", "the-secret")
        for declaration, use in ((f'<!DOCTYPE d [<!ENTITY e SYSTEM "file://{secret}">]>', "&e;"),
                                 ('<!DOCTYPE d [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x"> %p;]>', "x"),
                                 ('<!DOCTYPE d SYSTEM "http://127.0.0.1:1/x.dtd">', "x"),
                                 ('<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>', "&b;")):
            with self.subTest(declaration=declaration):
                content = GOOD.replace('<oval_definitions', declaration + '<oval_definitions', 1).replace(">x<", f">{use}<")
                message = self.refuse_content(content, "content.xml")
                self.assertNotIn("the-secret", message)

    def test_xinclude_is_not_processed(self):
        secret = self.write("secret", "the-secret")
        content = GOOD.replace(">x<", f'><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret}" parse="text"/><')
        done = self.assay("eval", self.write("content.xml", content), self.root, "--results", "-")
        self.assertNotIn("the-secret", done.out + done.err)

    def test_elements_nested_a_hundred_thousand_deep_are_refused(self):
        self.refuse_content(GOOD.replace("<definitions>", "<definitions>" + "<a>" * 100000 + "</a>" * 100000), "content.xml:")

    def test_extend_definitions_in_a_circle_are_an_error_result_not_a_hang(self):
        content = oval(text_test(), text_object("/etc/a", "x"),
                       definitions=definition('<extend_definition definition_ref="oval:x:def:2"/>') + definition('<extend_definition definition_ref="oval:x:def:1"/>', 2))
        self.assertEqual(self.evaluate(content), "error")

    def test_a_dangling_object_is_an_error_result(self):
        self.assertEqual(self.evaluate(GOOD.replace('object_ref="oval:x:obj:1"', 'object_ref="oval:x:obj:9"')), "error")


class GoodContentInOtherDress(Case):
    def setUp(self):
        super().setUp()
        self.write("root/etc/a", "x\n")

    def test_utf16_content_gives_the_same_result(self):
        content = GOOD.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
        self.assertEqual(self.evaluate(self.write("utf16.xml", content)), "true")

    def test_gzip_and_bzip2_content_give_the_same_result(self):
        self.assertEqual(self.evaluate(self.write("a.xml.gz", gzip.compress(GOOD.encode()))), "true")
        self.assertEqual(self.evaluate(self.write("a.xml.bz2", bz2.compress(GOOD.encode()))), "true")

    def test_comments_and_instructions_inside_text_do_not_cut_it(self):
        self.assertEqual(self.evaluate(GOOD.replace(">/etc/a<", "><!-- c -->/etc<?pi x?>/a<!-- c --><")), "true")

    def test_cdata_gives_the_same_result(self):
        self.assertEqual(self.evaluate(GOOD.replace(">/etc/a<", "><![CDATA[/etc/a]]><")), "true")

    def test_other_prefixes_give_the_same_result(self):
        self.assertEqual(self.evaluate(GOOD.replace("ind:", "q:").replace("xmlns:ind", "xmlns:q")), "true")

    def test_minified_content_gives_the_same_result(self):
        self.assertEqual(self.evaluate(GOOD.replace("\n", "")), "true")


class BadRequests(Case):
    def test_an_unknown_profile_names_those_there_are(self):
        self.refused("scan", self.root, "--content", STREAM, "--profile", "nonsense", says=("nonsense", "profile_standard"))

    def test_an_ambiguous_suffix_names_the_candidates(self):
        self.refused("scan", self.root, "--content", os.path.join(CONTENT, "ssg-debian11-ds.xml"), "--rule", "e", says=('e',))

    def test_an_unknown_rule_is_named(self):
        self.refused("scan", self.root, "--content", STREAM, "--profile", "_cis", "--rule", "nonsense", says=("nonsense",))

    def test_an_unknown_report_format_names_those_there_are(self):
        self.refused("scan", self.root, "--content", STREAM, "--profile", "_cis", "--report", "pdf", says=("pdf", "json"))

    def test_a_target_that_does_not_exist_is_named(self):
        self.refused("scan", self.path("nowhere"), "--content", STREAM, "--profile", "_cis", says=("nowhere",))

    def test_a_target_that_is_no_system_is_refused(self):
        os.mkdir(self.path("empty"))
        self.refused("scan", self.path("empty"), "--content", STREAM, "--profile", "_cis", says=("empty",))

    def test_content_that_does_not_exist_is_named(self):
        self.refused("scan", self.root, "--content", "nowhere.xml", says=("nowhere.xml",))

    def test_content_that_is_a_fifo_is_refused_at_once(self):
        os.mkfifo(self.path("fifo.xml"))
        self.refused("scan", self.root, "--content", self.path("fifo.xml"), says=("fifo.xml",), timeout=10)

    def test_a_usage_error_is_exit_code_one(self):
        self.assertEqual(self.assay("scan", "--no-such-option").returncode, 1)
        self.assertEqual(self.assay().returncode, 1)

    def test_a_full_disk_leaves_no_file_and_says_so(self):
        self.refused("scan", self.root, "--content", STREAM, "--profile", "_cis", "--report", "xccdf=/dev/full", says=("/dev/full", "No space left"))

    def test_an_output_directory_that_does_not_exist_is_told_before_the_scan(self):
        self.refused("scan", self.root, "--content", STREAM, "--profile", "_cis", "--report", "xccdf=nowhere/r.xml", says=("nowhere/r.xml",))

    def test_an_unsupported_test_type_leaves_the_rest_of_the_scan_alone(self):
        content = oval(text_test() + '<unix:gconf_test id="oval:x:tst:2" version="1" comment="c" check="all"><unix:object object_ref="oval:x:obj:2"/></unix:gconf_test>',
                       text_object("/etc/a", "x") + '<unix:gconf_object id="oval:x:obj:2" version="1"><unix:key>/k</unix:key><unix:source/></unix:gconf_object>',
                       definitions=definition() + definition('<criterion test_ref="oval:x:tst:2"/>', 2))
        self.write("root/etc/a", "x\n")
        done = self.assay("eval", self.write("content.xml", content), self.root)
        self.assertEqual(done.out.split("\n")[:2], ["oval:x:def:1 true", "oval:x:def:2 unknown"])

    def test_a_broken_pattern_is_an_error_never_no_match(self):
        self.write("root/etc/a", "x\n")
        self.assertEqual(self.evaluate(oval(text_test('check_existence="none_exist"'), text_object("/etc/a", "x("))), "error")

    def test_a_runaway_pattern_ends_and_is_an_error(self):
        self.write("root/etc/a", "a" * 5000 + "b\n")
        for pattern in ("(a+)+$", "(a|aa)+$", r"(?=(a+))*a*$c", r"(a*)*\1b$c"):
            with self.subTest(pattern=pattern):
                self.assertIn(self.evaluate(oval(text_test(), text_object("/etc/a", pattern)), timeout=20), ("error", "false"))

    def test_criteria_two_hundred_deep_are_evaluated(self):
        self.write("root/etc/a", "x\n")
        content = oval(text_test(), text_object("/etc/a", "x"), definitions=definition("<criteria>" * 200 + '<criterion test_ref="oval:x:tst:1"/>' + "</criteria>" * 200))
        self.assertEqual(self.evaluate(content), "true")

    def test_a_chain_of_twenty_thousand_definitions_is_evaluated(self):
        self.write("root/etc/a", "x\n")
        chain = "".join(definition(f'<extend_definition definition_ref="oval:x:def:{i + 1}"/>', i) for i in range(1, 20000)) + definition(number=20000)
        self.assertEqual(self.evaluate(oval(text_test(), text_object("/etc/a", "x"), definitions=chain), None, "--id", "oval:x:def:1", timeout=60), "true")


if __name__ == "__main__":
    unittest.main()
