// Comparisons of one datatype each, behind compare() (value.h).
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "engine/scap/oval_types.h"

namespace assay::evaluate {

// Two values of a type whose values can be put in order; nothing where one is not of the datatype (*why says which).
using Order = std::optional<std::partial_ordering>;

// Whole numbers of any length, as text without sign: by value.
std::strong_ordering compare_digits(std::string_view a, std::string_view b);
bool is_integer(std::string_view text);
bool is_float(std::string_view text);
bool is_boolean(std::string_view text);
std::optional<double> float_value(std::string_view text);  // nothing where it is no float, or too large for one

Order order_int(std::string_view found, std::string_view expected, std::string* why);
Order order_float(std::string_view found, std::string_view expected, std::string* why);
Order order_version(std::string_view found, std::string_view expected, std::string* why);
Order order_evr(std::string_view found, std::string_view expected, std::string* why);
Order order_debian_evr(std::string_view found, std::string_view expected, std::string* why);
Order order_fileset_revision(std::string_view found, std::string_view expected, std::string* why);
Order order_ios_version(std::string_view found, std::string_view expected, std::string* why);

// Both families; subset of and superset of among the operations.
oval::Truth compare_address(std::string_view found, oval::Operation operation, std::string_view expected, oval::Datatype datatype,
                            std::string* why);

// error, with *why set.
oval::Truth not_of_type(std::string_view value, oval::Datatype datatype, std::string* why);
oval::Truth not_defined(oval::Operation operation, oval::Datatype datatype, std::string* why);

}  // namespace assay::evaluate
