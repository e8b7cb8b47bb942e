// The enumerations of OVAL 5.11.2 (oval-common-schema, oval-definitions-schema, oval-system-characteristics-schema,
// oval-results-schema), spelt as the specification spells them.
#pragma once

#include <cstdint>
#include <span>

#include "engine/base/enum_text.h"

namespace assay::oval {

enum class Operation : std::uint8_t {
  equals,
  not_equal,
  case_insensitive_equals,
  case_insensitive_not_equal,
  greater_than,
  less_than,
  greater_than_or_equal,
  less_than_or_equal,
  bitwise_and,
  bitwise_or,
  pattern_match,
  subset_of,
  superset_of
};
inline constexpr EnumText<Operation> kOperationText[] = {{Operation::equals, "equals"},
                                                         {Operation::not_equal, "not equal"},
                                                         {Operation::case_insensitive_equals, "case insensitive equals"},
                                                         {Operation::case_insensitive_not_equal, "case insensitive not equal"},
                                                         {Operation::greater_than, "greater than"},
                                                         {Operation::less_than, "less than"},
                                                         {Operation::greater_than_or_equal, "greater than or equal"},
                                                         {Operation::less_than_or_equal, "less than or equal"},
                                                         {Operation::bitwise_and, "bitwise and"},
                                                         {Operation::bitwise_or, "bitwise or"},
                                                         {Operation::pattern_match, "pattern match"},
                                                         {Operation::subset_of, "subset of"},
                                                         {Operation::superset_of, "superset of"}};
constexpr std::span<const EnumText<Operation>> enum_table(Operation) { return kOperationText; }

enum class Check : std::uint8_t { all, at_least_one, none_satisfy, only_one };  // "none exist", deprecated in 5.3, is read as what it means
inline constexpr EnumText<Check> kCheckText[] = {{Check::all, "all"},
                                                 {Check::at_least_one, "at least one"},
                                                 {Check::none_satisfy, "none satisfy"},
                                                 {Check::only_one, "only one"},
                                                 {Check::none_satisfy, "none exist"}};
constexpr std::span<const EnumText<Check>> enum_table(Check) { return kCheckText; }

enum class Existence : std::uint8_t { all_exist, any_exist, at_least_one_exists, none_exist, only_one_exists };
inline constexpr EnumText<Existence> kExistenceText[] = {{Existence::all_exist, "all_exist"},
                                                         {Existence::any_exist, "any_exist"},
                                                         {Existence::at_least_one_exists, "at_least_one_exists"},
                                                         {Existence::none_exist, "none_exist"},
                                                         {Existence::only_one_exists, "only_one_exists"}};
constexpr std::span<const EnumText<Existence>> enum_table(Existence) { return kExistenceText; }

enum class Operator : std::uint8_t { AND, OR, ONE, XOR };
inline constexpr EnumText<Operator> kOperatorText[] = {
    {Operator::AND, "AND"}, {Operator::OR, "OR"}, {Operator::ONE, "ONE"}, {Operator::XOR, "XOR"}};
constexpr std::span<const EnumText<Operator>> enum_table(Operator) { return kOperatorText; }

enum class Datatype : std::uint8_t {
  string,
  binary,
  boolean,
  evr_string,
  debian_evr_string,
  fileset_revision,
  float_,
  ios_version,
  int_,
  ipv4_address,
  ipv6_address,
  version,
  record
};
inline constexpr EnumText<Datatype> kDatatypeText[] = {{Datatype::string, "string"},
                                                       {Datatype::binary, "binary"},
                                                       {Datatype::boolean, "boolean"},
                                                       {Datatype::evr_string, "evr_string"},
                                                       {Datatype::debian_evr_string, "debian_evr_string"},
                                                       {Datatype::fileset_revision, "fileset_revision"},
                                                       {Datatype::float_, "float"},
                                                       {Datatype::ios_version, "ios_version"},
                                                       {Datatype::int_, "int"},
                                                       {Datatype::ipv4_address, "ipv4_address"},
                                                       {Datatype::ipv6_address, "ipv6_address"},
                                                       {Datatype::version, "version"},
                                                       {Datatype::record, "record"}};
constexpr std::span<const EnumText<Datatype>> enum_table(Datatype) { return kDatatypeText; }

// Of an item or an item entity (oval-sc StatusEnumeration).
enum class Status : std::uint8_t { exists, does_not_exist, not_collected, error };
inline constexpr EnumText<Status> kStatusText[] = {{Status::exists, "exists"},
                                                   {Status::does_not_exist, "does not exist"},
                                                   {Status::not_collected, "not collected"},
                                                   {Status::error, "error"}};
constexpr std::span<const EnumText<Status>> enum_table(Status) { return kStatusText; }

// Of a collected object (oval-sc FlagEnumeration), best first.
enum class Flag : std::uint8_t { complete, incomplete, does_not_exist, error, not_collected, not_applicable };
inline constexpr EnumText<Flag> kFlagText[] = {
    {Flag::complete, "complete"}, {Flag::incomplete, "incomplete"},       {Flag::does_not_exist, "does not exist"},
    {Flag::error, "error"},       {Flag::not_collected, "not collected"}, {Flag::not_applicable, "not applicable"}};
constexpr std::span<const EnumText<Flag>> enum_table(Flag) { return kFlagText; }

// A result (oval-res ResultEnumeration).
enum class Truth : std::uint8_t { true_, false_, unknown, error, not_evaluated, not_applicable };
inline constexpr EnumText<Truth> kTruthText[] = {{Truth::true_, "true"},
                                                 {Truth::false_, "false"},
                                                 {Truth::unknown, "unknown"},
                                                 {Truth::error, "error"},
                                                 {Truth::not_evaluated, "not evaluated"},
                                                 {Truth::not_applicable, "not applicable"}};
constexpr std::span<const EnumText<Truth>> enum_table(Truth) { return kTruthText; }

enum class Class : std::uint8_t { compliance, inventory, miscellaneous, patch, vulnerability };
inline constexpr EnumText<Class> kClassText[] = {{Class::compliance, "compliance"},
                                                 {Class::inventory, "inventory"},
                                                 {Class::miscellaneous, "miscellaneous"},
                                                 {Class::patch, "patch"},
                                                 {Class::vulnerability, "vulnerability"}};
constexpr std::span<const EnumText<Class>> enum_table(Class) { return kClassText; }

enum class MessageLevel : std::uint8_t { debug, error, fatal, info, warning };
inline constexpr EnumText<MessageLevel> kMessageLevelText[] = {{MessageLevel::debug, "debug"},
                                                               {MessageLevel::error, "error"},
                                                               {MessageLevel::fatal, "fatal"},
                                                               {MessageLevel::info, "info"},
                                                               {MessageLevel::warning, "warning"}};
constexpr std::span<const EnumText<MessageLevel>> enum_table(MessageLevel) { return kMessageLevelText; }

}  // namespace assay::oval
