#!/usr/bin/python3
"""Values and patterns that would cost a careless evaluator its time, its memory or its arithmetic."""
import unittest

from support import Case, definition, file_object, file_test, oval, text_object, text_test

GIB = 1 << 30


def variable_test(variable, value, datatype="string", operation="equals", extra="", existence="at_least_one_exists"):
    """oval:x:def:1 is true when a value of oval:x:var:1 compares so with `value`; `variable` makes it and what it needs."""
    return oval(f'<ind:variable_test id="oval:x:tst:1" version="1" comment="c" check="at least one" check_existence="{existence}">'
                '<ind:object object_ref="oval:x:obj:1"/><ind:state state_ref="oval:x:ste:1"/></ind:variable_test>',
                '<ind:variable_object id="oval:x:obj:1" version="1"><ind:var_ref>oval:x:var:1</ind:var_ref></ind:variable_object>' + extra,
                f'<ind:variable_state id="oval:x:ste:1" version="1"><ind:value datatype="{datatype}" operation="{operation}">{value}</ind:value></ind:variable_state>',
                variable)


def local(inner, datatype="string", number=1):
    return f'<local_variable id="oval:x:var:{number}" version="1" datatype="{datatype}" comment="c">{inner}</local_variable>'


def constant(values, number=2, datatype="string"):
    return (f'<constant_variable id="oval:x:var:{number}" version="1" datatype="{datatype}" comment="c">'
            + "".join(f"<value>{value}</value>" for value in values) + "</constant_variable>")


def literal(text, datatype="string"):
    return f'<literal_component datatype="{datatype}">{text}</literal_component>'


class Values(Case):
    def result(self, content, seconds=20):
        return self.evaluate(content, None, timeout=seconds, memory=GIB)

    def test_a_product_of_lists_too_long_to_hold_is_an_error_at_once(self):
        parts = '<variable_component var_ref="oval:x:var:2"/>' * 4
        for function in (f"<concat>{parts}</concat>", f'<arithmetic arithmetic_operation="add">{parts}</arithmetic>'):
            with self.subTest(function=function[:12]):
                variable = local(function, "int") + constant(range(1000), datatype="int")
                self.assertEqual(self.result(variable_test(variable, "1", "int"), 10), "error")

    def test_a_chain_of_doublings_is_an_error_at_once(self):
        chain = "".join(local(f'<concat><variable_component var_ref="oval:x:var:{i + 1}"/><variable_component var_ref="oval:x:var:{i + 1}"/></concat>', number=i)
                        for i in range(1, 60))
        self.assertEqual(self.result(variable_test(chain + constant(["xy"], 60), "x"), 10), "error")

    def test_whole_numbers_beyond_64_bits_never_wrap(self):
        big, bigger = "9223372036854775808", "9223372036854775809"
        for left, operation, right in ((bigger, "greater than", "9223372036854775807"), (bigger, "greater than", big), ("18446744073709551616", "greater than", "0"),
                                       ("-18446744073709551617", "less than", "0"), ("9" * 400, "greater than", "9" * 399), ("18446744073709551617", "not equal", "1")):
            with self.subTest(left=left[:25], right=right[:25]):
                self.assertIn(self.result(variable_test(constant([left], 1, "int"), right, "int", operation)), ("true", "error"))

    def test_arithmetic_that_overflows_is_an_error_or_exact(self):
        for operation, a, b, wrong in (("add", "9223372036854775807", "1", "-9223372036854775808"), ("multiply", "4294967296", "4294967296", "0"),
                                       ("add", "-9223372036854775808", "-1", "9223372036854775807"), ("multiply", "-9223372036854775808", "-1", "-9223372036854775808")):
            with self.subTest(operation=operation, a=a):
                inner = f'<arithmetic arithmetic_operation="{operation}">{literal(a, "int")}{literal(b, "int")}</arithmetic>'
                self.assertNotEqual(self.result(variable_test(local(inner, "int"), wrong, "int")), "true")

    def test_arithmetic_with_what_is_no_number_is_an_error(self):
        for a in ("x", "", "0x10", "1e400", "nan", "inf", " 1 2"):
            with self.subTest(a=a):
                inner = f'<arithmetic arithmetic_operation="add">{literal(a)}{literal("1", "int")}</arithmetic>'
                self.assertIn(self.result(variable_test(local(inner, "int"), "7", "int")), ("error", "false"))

    def test_splitting_by_nothing_ends(self):
        self.assertIn(self.result(variable_test(local(f'<split delimiter="">{literal("abc")}</split>'), "abc")), ("true", "false", "error"))
        self.assertIn(self.result(variable_test(local(f'<split delimiter="">{literal("")}</split>'), "")), ("true", "false", "error"))

    def test_splitting_a_million_times_is_held(self):
        self.write("root/etc/a", "," * 2_000_000 + "\n")
        made = local('<split delimiter=","><object_component object_ref="oval:x:obj:2" item_field="text"/></split>')
        content = variable_test(made, "y", extra=text_object("/etc/a", ".*").replace("obj:1", "obj:2"))
        self.assertIn(self.result(content), ("false", "error"))

    def test_a_substring_stays_within_the_text(self):
        for start, length, expected in ((-5, 2, "he"), (-9223372036854775808, 2, "he"), (0, 2, "he"), (1, 2, "he"), (2, -1, "ello"), (1, 4000000000, "hello"), (4, 2, "lo")):
            with self.subTest(start=start, length=length):
                content = variable_test(local(f'<substring substring_start="{start}" substring_length="{length}">{literal("hello")}</substring>'), expected)
                self.assertIn(self.result(content), ("true", "error"))
        for start in ("9223372036854775807", "99999999999999999999999", "6"):
            with self.subTest(start=start):
                content = variable_test(local(f'<substring substring_start="{start}" substring_length="2147483647">{literal("hello")}</substring>'), "hello")
                self.assertIn(self.result(content), ("false", "error"))

    def test_a_capture_without_a_group_is_nothing_or_an_error(self):
        for pattern in ("abc", "", "(?:a)bc", "(", "(x)?abc", "(?=abc)"):
            with self.subTest(pattern=pattern):
                content = variable_test(local(f'<regex_capture pattern="{pattern}">{literal("abc")}</regex_capture>'), "abc")
                self.assertIn(self.result(content), ("false", "error", "true" if pattern == "" else "error"))

    def test_a_huge_literal_is_evaluated(self):
        huge = "x" * 20_000_000
        self.assertIn(self.result(variable_test(constant([huge], 1), huge)), ("true", "error"))
        self.write("root/etc/a", "x\n")
        self.assertIn(self.result(oval(text_test(), text_object("/etc/a", "x" * 5_000_000))), ("false", "error"))

    def test_dates_addresses_and_versions_that_are_none_are_errors(self):
        for datatype, value in (("ipv4_address", "999.1.1.1/99"), ("ipv6_address", ":::/200"), ("version", "1..2.x"), ("float", "1e999999"), ("boolean", "maybe"),
                                ("binary", "xyz"), ("evr_string", ":-:"), ("debian_evr_string", "a:b:c"), ("int", "1.5")):
            with self.subTest(datatype=datatype):
                self.assertIn(self.result(variable_test(constant(["1"], 1, "string"), value, datatype, "greater than" if datatype != "boolean" else "equals")),
                              ("error", "false", "true" if "evr" in datatype else "error"))

    def test_a_time_difference_of_what_is_no_time_is_an_error(self):
        for text in ("00000000000000", "20241332256199", "99999999999999999999999999", "-1", "x" * 100000):
            with self.subTest(text=text[:20]):
                inner = f'<time_difference>{literal(text)}{literal("20240101000000")}</time_difference>'
                self.assertIn(self.result(variable_test(local(inner, "int"), "7", "int")), ("error", "false"))

    def test_a_variable_that_needs_itself_is_an_error(self):
        self.assertEqual(self.result(variable_test(local('<concat><variable_component var_ref="oval:x:var:1"/></concat>'), "x")), "error")
        deep = "<concat>" * 900 + literal("a") + "</concat>" * 900
        self.assertIn(self.result(variable_test(local(deep), "a")), ("true", "error"))


class Patterns(Case):
    def setUp(self):
        super().setUp()
        self.write("root/etc/a", "x\nGNU/Linux é\n" + "a" * 4000 + "b\n")

    def result(self, pattern, seconds=10, existence="at_least_one_exists"):
        pattern = pattern.replace("&", "&amp;").replace("<", "&lt;")
        return self.evaluate(oval(text_test(f'check_existence="{existence}"'), text_object("/etc/a", pattern)), None, timeout=seconds, memory=GIB)

    def test_an_invalid_pattern_is_an_error_and_never_no_match(self):
        for pattern in ("x(", "[z", "(?<n>a)(?<n>b)", "*a", r"\p{Nonsense}", "(?P>gone)", "a{70000}", "(?1)", r"\8(a)", "(?<=a+)b", "(*NONSENSE)x", r"\C", "[[:wrong:]]"):
            with self.subTest(pattern=pattern):
                self.assertEqual(self.result(pattern, existence="none_exist"), "error")

    def test_patterns_of_pcre_mean_what_pcre_says(self):
        for pattern, expected in (("", "true"), (r"\x00", "false"), (r"[[:upper:]]{3}/", "true"), (r"(*COMMIT)GNU", "true"), (r"G(?C1)NU", "true"),
                                  (r"(?|(?<n>G)|(?<n>H))NU", "true"), (r"\p{Lu}\p{Lu}", "true"), (r"\p{Greek}", "false"), ("é", "true"), (r"(?i)gnu", "true"), (r"\Qx\E", "true"),
                                  (r"(?J)(?<n>G)(?<n>N)U", "true")):
            with self.subTest(pattern=pattern):
                self.assertIn(self.result(pattern), (expected,))

    def test_patterns_that_explode_end_soon_with_an_error_or_no_match(self):
        for pattern in ("(a+)+$", "(a|a)+$", "(a|aa)+$", "^(?=(a+)+$).*$z", r"(a*)*\1\1\1c", "(?R)?a+$c", "(a(?1)?b?)+$c", "((a{0,5}){0,5}){0,5}c", "(.*)(.*)(.*)(.*)(.*)(.*)(.*)!$",
                        "(x+x+)+y|(a+a+)+$", "(?:(?:a{1,100}){1,100}){1,6}c", "a{1,60000}b{1,60000}c", "(((((a{1,200}){1,200}){1,200}){1,200}){1,200})c"):
            with self.subTest(pattern=pattern):
                self.assertIn(self.result(pattern), ("error", "false"))

    def test_an_explosion_in_a_filename_or_a_state_ends_soon(self):
        for name in ("a" * 200, "a" * 199 + "!"):
            self.write("root/etc/long/" + name, "")
        bad = "^(a+)+$b"
        by_name = oval(file_test(), file_object(f'<unix:path>/etc/long</unix:path><unix:filename operation="pattern match">{bad}</unix:filename>'))
        self.assertIn(self.evaluate(by_name, None, timeout=10, memory=GIB), ("error", "false"))
        by_path = oval(file_test(), file_object(f'<unix:filepath operation="pattern match">^/etc/long/(a+)+[^ab]{{2}}$</unix:filepath>'))
        self.assertIn(self.evaluate(by_path, None, timeout=10, memory=GIB), ("error", "false"))
        state = f'<ind:textfilecontent54_state id="oval:x:ste:1" version="1"><ind:text operation="pattern match">{bad}</ind:text></ind:textfilecontent54_state>'
        test = text_test().replace('"oval:x:obj:1"/>', '"oval:x:obj:1"/><ind:state state_ref="oval:x:ste:1"/>')
        self.assertIn(self.evaluate(oval(test, text_object("/etc/a", "^a.*$"), state), None, timeout=10, memory=GIB), ("error", "false"))

    def test_a_pattern_out_of_a_variable_is_held_too(self):
        state = '<ind:textfilecontent54_object id="oval:x:obj:1" version="1"><ind:filepath>/etc/a</ind:filepath><ind:pattern operation="pattern match" var_ref="oval:x:var:1"/>' \
                '<ind:instance datatype="int" operation="greater than or equal">1</ind:instance></ind:textfilecontent54_object>'
        for pattern, expected in (("x(", ("error",)), ("(a+)+$b", ("error", "false")), ("^x$", ("true",))):
            with self.subTest(pattern=pattern):
                self.assertIn(self.evaluate(oval(text_test(), state, variables=constant([pattern], 1)), None, timeout=10, memory=GIB), expected)

    def test_a_file_that_matches_everywhere_is_counted_within_memory(self):
        self.write("root/etc/many", "x\n" * 300_000)
        self.assertIn(self.evaluate(oval(text_test(), text_object("/etc/many", "x")), None, timeout=60, memory=GIB), ("true", "error", "unknown"))


class Depth(Case):
    def test_criteria_five_thousand_deep_are_evaluated_or_refused(self):
        self.write("root/etc/a", "x\n")
        deep = definition("<criteria>" * 5000 + '<criterion test_ref="oval:x:tst:1"/>' + "</criteria>" * 5000)
        done = self.assay("eval", self.write("c.xml", oval(text_test(), text_object("/etc/a", "x"), definitions=deep)), self.root, timeout=20, memory=GIB)
        self.assertTrue(done.returncode == 1 and "content" not in done.out or "oval:x:def:1 true" in done.out, done.out + done.err)

    def test_sets_in_sets_and_filters_without_end_are_held(self):
        nested = '<set xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5">' * 500 + "<object_reference>oval:x:obj:2</object_reference>" + "</set>" * 500
        content = oval(file_test(), file_object(nested) + file_object("<unix:filepath>/etc/a</unix:filepath>").replace("obj:1", "obj:2"))
        self.write("root/etc/a", "x\n")
        self.assertIn(self.evaluate(content, None, timeout=20, memory=GIB), ("true", "error"))

    def test_an_object_that_is_a_set_of_itself_is_an_error(self):
        loop = '<set xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5"><object_reference>oval:x:obj:1</object_reference></set>'
        self.assertEqual(self.evaluate(oval(file_test(), file_object(loop)), None, timeout=20), "error")


if __name__ == "__main__":
    unittest.main()
