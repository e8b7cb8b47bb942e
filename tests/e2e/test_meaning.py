#!/usr/bin/python3
"""What content means where other readings are at hand, and what a schema cannot say of it."""
import unittest

from support import Case, file_object, file_test, oval

BENCHMARK = """<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2" id="xccdf_x_benchmark_b"><status>draft</status><version>1</version>
<Profile id="xccdf_x_profile_p"><title>p</title><select idref="{}" selected="true"/></Profile>
<Rule id="xccdf_x_rule_a" cluster-id="family" selected="false"/></Benchmark>
"""


class Meaning(Case):
    def variable_of_three(self, check, entity_check):
        test = f'<ind:variable_test id="oval:x:tst:1" version="1" comment="c" check="{check}"><ind:object object_ref="oval:x:obj:1"/><ind:state state_ref="oval:x:ste:1"/></ind:variable_test>'
        state = f'<ind:variable_state id="oval:x:ste:1" version="1"><ind:value datatype="int" operation="greater than" entity_check="{entity_check}">1</ind:value></ind:variable_state>'
        values = '<constant_variable id="oval:x:var:1" version="1" comment="c" datatype="int"><value>1</value><value>2</value><value>3</value></constant_variable>'
        return self.evaluate(oval(test, '<ind:variable_object id="oval:x:obj:1" version="1"><ind:var_ref>oval:x:var:1</ind:var_ref></ind:variable_object>', state, values))

    def test_a_variable_of_several_values_is_one_item(self):
        self.assertEqual(self.variable_of_three("at least one", "all"), "false")
        self.assertEqual(self.variable_of_three("only one", "at least one"), "true")

    def test_a_relative_path_of_a_running_system_starts_where_the_program_was_started(self):
        self.write("here", "")
        content = oval(file_test(), file_object("<unix:path>./</unix:path><unix:filename>here</unix:filename>"))
        self.assertEqual(self.evaluate(content, "/"), "true")
        self.assertEqual(self.evaluate(content), "false")

    def test_a_variable_without_values_is_named_with_the_reason(self):
        test = '<ind:variable_test id="oval:x:tst:1" version="1" comment="c" check="all"><ind:object object_ref="oval:x:obj:1"/></ind:variable_test>'
        content = oval(test, '<ind:variable_object id="oval:x:obj:1" version="1"><ind:var_ref>oval:x:var:1</ind:var_ref></ind:variable_object>',
                       variables='<external_variable id="oval:x:var:1" version="1" comment="c" datatype="int"/>')
        self.assertEqual(self.evaluate(content, None, "--results", self.path("r.xml")), "false")
        with open(self.path("r.xml")) as results:
            text = results.read()
        self.assertIn("Referenced variable has no values (oval:x:var:1).", text)
        self.assertIn("no value was given for the external variable oval:x:var:1", text)

    def test_a_profile_that_selects_what_is_not_there_is_invalid(self):
        done = self.assay("validate", self.write("x.xml", BENCHMARK.format("xccdf_x_rule_b")))
        self.assertEqual(done.returncode, 1)
        self.assertIn("x.xml:2: xccdf_x_profile_p: select names xccdf_x_rule_b, which is no rule, group or cluster", done.out)

    def test_a_profile_may_select_rules_and_clusters(self):
        for idref in ("xccdf_x_rule_a", "family"):
            done = self.assay("validate", self.write("x.xml", BENCHMARK.format(idref)))
            self.assertEqual(done.returncode, 0, done.out)


if __name__ == "__main__":
    unittest.main()
