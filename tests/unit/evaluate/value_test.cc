#include "engine/evaluate/value.h"

#include <gtest/gtest.h>

#include <string>

namespace assay::evaluate {
namespace {

using oval::Check;
using oval::Datatype;
using oval::Existence;
using oval::Flag;
using oval::Operation;
using oval::Operator;
using oval::Status;
using oval::Truth;

constexpr Truth T = Truth::true_, F = Truth::false_, E = Truth::error, U = Truth::unknown, NE = Truth::not_evaluated,
                NA = Truth::not_applicable;

Truth compared(std::string_view found, Operation operation, std::string_view expected, Datatype datatype) {
  RegexCache patterns;
  std::string why;
  const Truth result = compare(found, operation, expected, datatype, patterns, &why);
  EXPECT_EQ(result == Truth::error, !why.empty()) << why;
  return result;
}

struct Row {
  std::string_view found;
  Operation operation;
  std::string_view expected;
  Truth result;
};

void expect_all(Datatype datatype, std::initializer_list<Row> rows) {
  for (const Row& row : rows)
    EXPECT_EQ(text_of(compared(row.found, row.operation, row.expected, datatype)), text_of(row.result))
        << row.found << " " << text_of(row.operation) << " " << row.expected << " as " << text_of(datatype);
}

TEST(Compare, StringsAreComparedByTheirBytes) {
  expect_all(Datatype::string, {{"a", Operation::equals, "a", T},
                                {"a", Operation::equals, "A", F},
                                {"a ", Operation::equals, "a", F},
                                {"a", Operation::not_equal, "A", T},
                                {"", Operation::equals, "", T},
                                {"Temp", Operation::case_insensitive_equals, "tEMP", T},
                                {"temp", Operation::case_insensitive_equals, "temPX", F},
                                {"temp", Operation::case_insensitive_not_equal, "TEMP", F}});
}

TEST(Compare, APatternIsSearchedForAnywhere) {
  expect_all(Datatype::string, {{"PermitRootLogin no", Operation::pattern_match, "Root", T},
                                {"0", Operation::pattern_match, "^0$|^never$", T},
                                {"10", Operation::pattern_match, "^0$|^never$", F},
                                {"abc", Operation::pattern_match, "", T},
                                {"aXc", Operation::pattern_match, "a(?=X)", T}});
}

TEST(Compare, APatternThatIsNoneOrRunsAwayIsAnError) {
  expect_all(Datatype::string, {{"abc", Operation::pattern_match, "[", E},
                                {std::string_view("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"), Operation::pattern_match,
                                 "^(a|aa|aaa|(a+))+(\\2)?$", E}});
}

TEST(Compare, AnOperationTheDatatypeDoesNotHaveIsAnError) {
  expect_all(Datatype::string,
             {{"b", Operation::greater_than, "a", E}, {"b", Operation::subset_of, "a", E}, {"1", Operation::bitwise_and, "1", E}});
  expect_all(Datatype::int_, {{"7", Operation::pattern_match, "7", E}, {"7", Operation::case_insensitive_equals, "7", E}});
  expect_all(Datatype::boolean, {{"1", Operation::greater_than, "0", E}});
  expect_all(Datatype::binary, {{"00", Operation::less_than, "01", E}});
  expect_all(Datatype::version, {{"7.1", Operation::pattern_match, "7", E}});
  expect_all(Datatype::float_, {{"1", Operation::bitwise_or, "1", E}});
  expect_all(Datatype::ipv4_address, {{"1.2.3.4", Operation::pattern_match, "1", E}});
  expect_all(Datatype::record, {{"a", Operation::equals, "a", E}});
}

TEST(Compare, IntegersAreComparedByValueWhateverTheirLength) {
  expect_all(Datatype::int_, {{"7", Operation::equals, "007", T},
                              {"+7", Operation::equals, "7", T},
                              {" 7\n", Operation::equals, "7", T},
                              {"-0", Operation::equals, "0", T},
                              {"21", Operation::less_than, "123", T},
                              {"-21", Operation::less_than, "-3", T},
                              {"-21", Operation::greater_than, "3", F},
                              {"3", Operation::greater_than, "-21", T},
                              {"4712394792173", Operation::equals, "4712394792173", T},
                              {"99999999999999999999999", Operation::greater_than, "99999999999999999999998", T},
                              {"18446744073709551616", Operation::equals, "0", F},
                              {"18446744073709551616", Operation::less_than_or_equal, "1", F},
                              {"-99999999999999999999999", Operation::less_than, "-1", T},
                              {"5", Operation::greater_than_or_equal, "5", T},
                              {"5", Operation::not_equal, "5", F}});
}

TEST(Compare, WhatIsNoIntegerIsAnErrorOnEitherSide) {
  expect_all(Datatype::int_, {{"never", Operation::greater_than_or_equal, "0", E},
                              {"", Operation::equals, "0", E},
                              {"0", Operation::equals, "", E},
                              {"1.0", Operation::equals, "1", E},
                              {"1 2", Operation::equals, "12", E},
                              {"-", Operation::equals, "0", E},
                              {"0x10", Operation::equals, "16", E},
                              {"1", Operation::not_equal, "x", E}});
}

TEST(Compare, BitwiseOperationsAskWhetherTheMaskComesOut) {
  expect_all(Datatype::int_, {{"6", Operation::bitwise_and, "4", T},
                              {"1", Operation::bitwise_and, "4", F},
                              {"6", Operation::bitwise_or, "14", T},
                              {"1", Operation::bitwise_or, "14", F},
                              {"-1", Operation::bitwise_and, "9223372036854775807", T},
                              {"9223372036854775808", Operation::bitwise_and, "1", E},
                              {"1", Operation::bitwise_or, "9223372036854775808", E},
                              {"x", Operation::bitwise_and, "1", E}});
}

TEST(Compare, FloatsAreNumbers) {
  expect_all(Datatype::float_, {{"1.234", Operation::equals, "1.2340", T},
                                {"1.234e2", Operation::greater_than, "1.234", T},
                                {"1.05254", Operation::less_than_or_equal, "1.234", T},
                                {"-12432.559e-3", Operation::equals, "-12.432559", T},
                                {"-.4323e-3", Operation::less_than, "0", T},
                                {"5.", Operation::equals, "5", T},
                                {"INF", Operation::greater_than, "1e300", T},
                                {"-INF", Operation::less_than, "-1e300", T},
                                {"NaN", Operation::equals, "NaN", T},
                                {"NaN", Operation::less_than, "1", F},
                                {"NaN", Operation::greater_than_or_equal, "1", F},
                                {"NaN", Operation::not_equal, "1", T}});
}

TEST(Compare, WhatIsNoFloatIsAnError) {
  expect_all(Datatype::float_, {{"abc", Operation::equals, "1", E},
                                {".", Operation::equals, "0", E},
                                {"1e", Operation::equals, "1", E},
                                {"0x1p3", Operation::equals, "8", E},
                                {"inf", Operation::equals, "INF", E},
                                {"", Operation::equals, "0", E},
                                {"1", Operation::equals, "1e999999", E}});
}

TEST(Compare, BooleansAreTrueFalseOneAndZero) {
  expect_all(Datatype::boolean, {{"true", Operation::equals, "1", T},
                                 {"false", Operation::equals, "0", T},
                                 {"0", Operation::not_equal, "true", T},
                                 {"1", Operation::equals, "false", F},
                                 {"True", Operation::equals, "true", E},
                                 {"yes", Operation::equals, "true", E},
                                 {"", Operation::equals, "false", E}});
}

TEST(Compare, BinaryIsHexadecimalOctets) {
  expect_all(Datatype::binary, {{"DEADbeef", Operation::equals, "deadBEEF", T},
                                {"10101010", Operation::not_equal, "10101011", T},
                                {"", Operation::equals, "", T},
                                {"abc", Operation::equals, "abc", E},
                                {"zz", Operation::equals, "zz", E}});
}

TEST(Compare, VersionsAreNumbersWithAnyDelimiter) {
  expect_all(Datatype::version, {{"1.2.3.4", Operation::equals, "1a2s3d4", T},
                                 {"1.2.3-04", Operation::equals, "1.2+3.4", T},
                                 {"9!23%424-65+35,890A314P12", Operation::equals, "9.23.424.65.35.890.314.12", T},
                                 {"5.7.23", Operation::less_than_or_equal, "5.8.0", T},
                                 {"4.23.6", Operation::greater_than, "4.23.6", F},
                                 {"1.0.0.0", Operation::equals, "1.0", T},
                                 {"1.2.3", Operation::less_than, "1.2.3.1", T},
                                 {"1.10", Operation::greater_than, "1.9", T},
                                 {"1.99999999999999999999", Operation::less_than, "1.100000000000000000000", T}});
}

TEST(Compare, AVersionThatIsMalformedWhereItMattersIsAnError) {
  expect_all(Datatype::version, {{"5.4.0-42-generic", Operation::greater_than, "5.3", T},
                                 {"5.4.0-42-generic", Operation::greater_than, "5.4.0-42", E},
                                 {"1..2", Operation::equals, "1.0.2", E},
                                 {"", Operation::equals, "0", E},
                                 {"v1", Operation::equals, "1", E},
                                 {"1", Operation::equals, "-1", E}});
}

TEST(Compare, EvrStringsFollowRpm) {
  expect_all(Datatype::evr_string, {{"0:0.4.20.1-6", Operation::less_than, "0:0.4.20-33.el5_5.2", F},
                                    {"1:24.1.0+build1-0ubuntu0.12.04.1", Operation::less_than, "17.0.7+build1-0ubuntu0.12.04.1", F},
                                    {"0:1-1", Operation::equals, "1-1", T},
                                    {"(none):1-1", Operation::equals, "0:1-1", T},
                                    {"2:1.0-1", Operation::greater_than, "1:9.0-1", T},
                                    {"0:1.0~rc1-1", Operation::less_than, "0:1.0-1", T},
                                    {"0:1.0^git1-1", Operation::greater_than, "0:1.0-1", T},
                                    {"0:1.0^git1-1", Operation::less_than, "0:1.0.1-1", T},
                                    {"0:1.0-1.el7", Operation::greater_than_or_equal, "0:1.0-1.el7", T},
                                    {"0:1.0-2", Operation::not_equal, "0:1.0-1", T},
                                    {"0:3.5ssa-0.20030801.48", Operation::equals, "0:3.5ssa-0.20030801.48", T},
                                    {"", Operation::equals, "0:1-1", E},
                                    {"x:1-1", Operation::equals, "0:1-1", E},
                                    {"0:1-1", Operation::pattern_match, "1", E}});
}

TEST(Compare, RpmVersionsAreComparedBySegments) {
  EXPECT_TRUE(compare_rpm_version("1.0", "1.0") == 0);
  EXPECT_TRUE(compare_rpm_version("2.0.1a", "2.0.1") > 0);
  EXPECT_TRUE(compare_rpm_version("5.5p1", "5.5p10") < 0);
  EXPECT_TRUE(compare_rpm_version("10xyz", "10.1xyz") < 0);
  EXPECT_TRUE(compare_rpm_version("xyz10", "xyz10.1") < 0);
  EXPECT_TRUE(compare_rpm_version("8.0", "8.0.rc1") < 0);
  EXPECT_TRUE(compare_rpm_version("10b2", "10a1") > 0);
  EXPECT_TRUE(compare_rpm_version("1.0aa", "1.0a") > 0);
  EXPECT_TRUE(compare_rpm_version("10.0001", "10.1") == 0);
  EXPECT_TRUE(compare_rpm_version("10.0001", "10.0039") < 0);
  EXPECT_TRUE(compare_rpm_version("20101121", "20101122") < 0);
  EXPECT_TRUE(compare_rpm_version("2_0", "2.0") == 0);
  EXPECT_TRUE(compare_rpm_version("a", "1") < 0);
  EXPECT_TRUE(compare_rpm_version("1.0~rc1~git123", "1.0~rc1") < 0);
  EXPECT_TRUE(compare_rpm_version("1.0^", "1.0") > 0);
  EXPECT_TRUE(compare_rpm_version("1.0^20160101", "1.0^20160101^git1") < 0);
  EXPECT_TRUE(compare_rpm_version("1.0~rc1^git1", "1.0~rc1") > 0);
  EXPECT_TRUE(compare_rpm_version("1.0^git1~pre", "1.0^git1") < 0);
  EXPECT_TRUE(compare_rpm_version("", "~") > 0);
}

TEST(Compare, DebianEvrStringsFollowThePolicyManual) {
  expect_all(Datatype::debian_evr_string, {{"0:3.19.0-1ubuntu1.1", Operation::less_than, "3.19.0-1ubuntu1.1", F},
                                           {"0:3.18.0-2ubuntu1.1", Operation::less_than, "0:3.18.0-2ubuntu1.1", F},
                                           {"3.19.0-1ubuntu1.1", Operation::equals, "0:3.19.0-1ubuntu1.1", T},
                                           {"1.0", Operation::equals, "1.0-0", T},
                                           {"1.0~rc1-1", Operation::less_than, "1.0-1", T},
                                           {"1.0-1~bpo9", Operation::less_than, "1.0-1", T},
                                           {"1.0a", Operation::less_than, "1.0+", T},
                                           {"1.2.10", Operation::greater_than, "1.2.9", T},
                                           {"1:0.1", Operation::greater_than, "9.9", T},
                                           {"1.0-1-2", Operation::greater_than, "1.0-1-1", T},
                                           {"x:1", Operation::equals, "1", E}});
}

TEST(Compare, FilesetRevisionsAreComparedPartByPart) {
  expect_all(Datatype::fileset_revision, {{"A.03.61.00", Operation::equals, "A.3.61", T},
                                          {"A.03.61.00", Operation::less_than, "A.03.70", T},
                                          {"B.01", Operation::greater_than, "A.99", T},
                                          {"", Operation::equals, "A", E}});
}

TEST(Compare, IosVersionsOfOneTrainHaveAnOrder) {
  expect_all(Datatype::ios_version, {{"12.4(15)T1", Operation::equals, "12.4(15)T1", T},
                                     {"12.4(15)T1", Operation::less_than, "12.4(15)T2", T},
                                     {"12.4(9)T", Operation::less_than, "12.4(15)T", T},
                                     {"12.2(18)SXF17a", Operation::greater_than, "12.2(18)SXF17", T},
                                     {"12.3(1)", Operation::less_than, "12.4(1)T", T},
                                     {"12.4(15)T1", Operation::not_equal, "12.4(15)XA1", T},
                                     {"12.4(15)T1", Operation::less_than, "12.4(15)XA1", E},
                                     {"12", Operation::equals, "12", E}});
}

TEST(Compare, Ipv4AddressesAreNetworks) {
  expect_all(Datatype::ipv4_address, {{"192.0.2.0", Operation::equals, "192.000.002.000", T},
                                      {"192.0.2.0", Operation::equals, "192.0.2.0/32", T},
                                      {"192.0.2.0", Operation::equals, "192.0.2.0/255.255.255.255", T},
                                      {"10.0.0.1/24", Operation::equals, "10.0.0.9/255.255.255.0", T},
                                      {"10.0.0.1/24", Operation::not_equal, "10.0.0.1/25", T},
                                      {"10.0.0.2", Operation::greater_than, "10.0.0.1", T},
                                      {"10.0.1.2/24", Operation::greater_than, "10.0.0.1/24", T},
                                      {"10.0.0.2/24", Operation::less_than, "10.0.0.1", E},
                                      {"200.0.0.1", Operation::less_than, "100.0.0.1", F},
                                      {"192.168.1.1", Operation::subset_of, "192.168.1.1/29", T},
                                      {"192.168.1.1/29", Operation::subset_of, "192.168.1.1", F},
                                      {"192.168.1.1", Operation::subset_of, "192.168.1.1", T},
                                      {"192.168.77.1/24", Operation::subset_of, "192.168.1.1/16", T},
                                      {"192.168.1.1/16", Operation::superset_of, "192.168.77.1/24", T},
                                      {"192.168.1.1/29", Operation::superset_of, "192.168.1.9", F},
                                      {"1.2.3.4", Operation::subset_of, "0.0.0.0/0", T}});
}

TEST(Compare, WhatIsNoIpv4AddressIsAnError) {
  expect_all(Datatype::ipv4_address, {{"10.0.0", Operation::equals, "10.0.0.0", E},
                                      {"10.0.0.256", Operation::equals, "10.0.0.0", E},
                                      {"10.0.0.1/33", Operation::equals, "10.0.0.0", E},
                                      {"10.0.0.1/255.0.255.0", Operation::equals, "10.0.0.0", E},
                                      {"10.0.0.1", Operation::equals, "10.0.0.1/", E},
                                      {"10.0.0.+1", Operation::equals, "10.0.0.1", E},
                                      {"::1", Operation::equals, "0.0.0.1", E}});
}

TEST(Compare, Ipv6AddressesAreNetworks) {
  expect_all(Datatype::ipv6_address, {{"::1", Operation::equals, "0:0:0:0:0:0:0:1", T},
                                      {"::ffff:1.2.3.4", Operation::equals, "::ffff:102:304", T},
                                      {"700:1a7e:70:face:b055::f1ee:f1ee", Operation::subset_of, "700:1a7e:70:face:b055::f1ee:f100/120", T},
                                      {"700:1a7e:70:face:b055::f1ee:f1ee", Operation::subset_of, "700:1a7e:70:face:b055::f1ee:0000/120", F},
                                      {"700:1a7e:ffff::/48", Operation::subset_of, "700:1a7e:70::/32", T},
                                      {"fe80::2", Operation::greater_than, "fe80::1", T},
                                      {"fe80::/10", Operation::less_than, "fe80::1", E},
                                      {"fe80::1%eth0", Operation::equals, "fe80::1", E},
                                      {"::1/129", Operation::equals, "::1", E},
                                      {std::string_view("::1\0x", 5), Operation::equals, "::1", E}});
}

// One row of a table: how many results of each kind, and what comes out.
struct TableRow {
  std::vector<Truth> results;
  Truth combined;
};

template <class How>
void expect_table(How how, std::initializer_list<TableRow> rows) {
  for (const TableRow& row : rows) {
    std::string inputs;
    for (const Truth truth : row.results) inputs += std::string(text_of(truth)) + ", ";
    EXPECT_EQ(text_of(combine(how, row.results)), text_of(row.combined)) << text_of(how) << " of " << inputs;
  }
}

TEST(Combine, AllAndAndFollowTheirTable) {
  const std::initializer_list<TableRow> rows = {
      {{T, T, NA}, T}, {{T, F, E, U, NE, NA}, F}, {{T, E, U, NE}, E}, {{T, U, NE, NA}, U}, {{T, NE, NA}, NE}, {{NA, NA}, NA}, {{}, NE}};
  expect_table(Check::all, rows);
  expect_table(Operator::AND, rows);
}

TEST(Combine, AtLeastOneAndOrFollowTheirTable) {
  const std::initializer_list<TableRow> rows = {
      {{T, F, E, U, NE, NA}, T}, {{F, F, NA}, F}, {{F, E, U, NE}, E}, {{F, U, NE, NA}, U}, {{F, NE, NA}, NE}, {{NA}, NA}, {{}, NE}};
  expect_table(Check::at_least_one, rows);
  expect_table(Operator::OR, rows);
}

TEST(Combine, OnlyOneAndOneFollowTheirTable) {
  const std::initializer_list<TableRow> rows = {{{T, F, F, NA}, T},
                                                {{T, T, E, U, NE}, F},
                                                {{F, NA}, F},
                                                {{T, E, U, NE}, E},
                                                {{F, E}, E},
                                                {{T, U, NE}, U},
                                                {{T, NE}, NE},
                                                {{NA}, NA},
                                                {{}, NE}};
  expect_table(Check::only_one, rows);
  expect_table(Operator::ONE, rows);
}

TEST(Combine, NoneSatisfyFollowsItsTable) {
  expect_table(Check::none_satisfy,
               {{{F, F, NA}, T}, {{T, F, E, U, NE}, F}, {{F, E, U, NE}, E}, {{F, U, NE}, U}, {{F, NE}, NE}, {{NA}, NA}});
}

TEST(Combine, XorIsTrueForAnOddNumberOfTrues) {
  expect_table(Operator::XOR,
               {{{T, F}, T}, {{T, T, T, NA}, T}, {{T, T}, F}, {{F, NA}, F}, {{T, E, U}, E}, {{T, U, NE}, U}, {{T, NE}, NE}, {{NA}, NA}});
}

TEST(Combine, NegationTurnsTrueAndFalseAndNothingElse) {
  EXPECT_EQ(negate(T), F);
  EXPECT_EQ(negate(F), T);
  for (const Truth truth : {E, U, NE, NA}) EXPECT_EQ(negate(truth), truth);
}

constexpr Status EX = Status::exists, DE = Status::does_not_exist, ER = Status::error, NC = Status::not_collected;

void expect_existence(Existence expected, Flag flag, std::initializer_list<std::pair<std::vector<Status>, Truth>> rows) {
  for (const auto& [statuses, result] : rows) {
    std::string inputs;
    for (const Status status : statuses) inputs += std::string(text_of(status)) + ", ";
    EXPECT_EQ(text_of(existence(expected, flag, statuses)), text_of(result)) << text_of(expected) << " of " << inputs;
  }
}

TEST(ExistenceOf, CompleteObjectsFollowTheTables) {
  expect_existence(Existence::all_exist, Flag::complete, {{{EX, EX}, T}, {{}, F}, {{EX, DE, ER, NC}, F}, {{EX, ER, NC}, E}, {{EX, NC}, U}});
  expect_existence(Existence::any_exist, Flag::complete, {{{EX, DE, NC}, T}, {{}, T}, {{DE, NC}, T}, {{EX, ER}, T}, {{DE, ER, NC}, E}});
  expect_existence(Existence::at_least_one_exists, Flag::complete,
                   {{{EX, DE, ER, NC}, T}, {{DE}, F}, {{}, F}, {{DE, ER, NC}, E}, {{DE, NC}, U}});
  expect_existence(Existence::none_exist, Flag::complete, {{{}, T}, {{DE}, T}, {{EX, DE, ER, NC}, F}, {{DE, ER, NC}, E}, {{DE, NC}, U}});
  expect_existence(Existence::only_one_exists, Flag::complete,
                   {{{EX, DE}, T}, {{EX, EX, ER, NC}, F}, {{}, F}, {{DE}, F}, {{EX, ER, NC}, E}, {{ER}, E}, {{EX, NC}, U}});
}

TEST(ExistenceOf, AnIncompleteObjectTellsOnlyWhatFurtherItemsCannotOverturn) {
  expect_existence(Existence::none_exist, Flag::incomplete, {{{EX}, F}, {{}, U}, {{DE}, U}});
  expect_existence(Existence::only_one_exists, Flag::incomplete, {{{EX, EX}, F}, {{EX}, U}, {{}, U}});
  expect_existence(Existence::at_least_one_exists, Flag::incomplete, {{{EX}, T}, {{}, U}});
  expect_existence(Existence::all_exist, Flag::incomplete, {{{EX}, U}, {{}, U}});
  expect_existence(Existence::any_exist, Flag::incomplete, {{{EX}, T}, {{}, T}});
}

TEST(ExistenceOf, OtherFlagsDecideByThemselves) {
  for (const Existence expected :
       {Existence::all_exist, Existence::any_exist, Existence::at_least_one_exists, Existence::none_exist, Existence::only_one_exists}) {
    EXPECT_EQ(existence(expected, Flag::error, {}), E);
    EXPECT_EQ(existence(expected, Flag::not_collected, {}), U);
    EXPECT_EQ(existence(expected, Flag::not_applicable, {}), NA);
    const bool may_be_nothing = expected == Existence::none_exist || expected == Existence::any_exist;
    EXPECT_EQ(existence(expected, Flag::does_not_exist, {}), may_be_nothing ? T : F);
  }
}

}  // namespace
}  // namespace assay::evaluate
