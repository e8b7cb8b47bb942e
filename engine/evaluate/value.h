// Comparing one found value with one expected value: OVAL 5.11.2's datatypes and operations (oval-common OperationEnumeration,
// SimpleDatatypeEnumeration). Pure.
#pragma once

#include <compare>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/regex.h"
#include "engine/scap/oval_types.h"

namespace assay::evaluate {

// true_, false_, or error with *why set: a value not of the datatype, an operation the datatype does not have, a broken or runaway pattern.
oval::Truth compare(std::string_view found, oval::Operation operation, std::string_view expected, oval::Datatype datatype,
                    RegexCache& patterns, std::string* why = nullptr);

std::strong_ordering compare_evr(std::string_view a, std::string_view b);  // rpm's epoch:version-release, rpmvercmp
std::strong_ordering compare_rpm_version(std::string_view a, std::string_view b);
std::strong_ordering compare_debian_evr(std::string_view a, std::string_view b);  // deb-version(7)

// The result tables of the specification (oval-definitions CheckEnumeration, ExistenceEnumeration, OperatorEnumeration; all
// other combinations as in oval-results ResultEnumeration).
oval::Truth combine(oval::Check check, std::span<const oval::Truth> results);
oval::Truth combine(oval::Operator operation, std::span<const oval::Truth> results);
oval::Truth negate(oval::Truth value);
// `statuses` of the items of a collected object, under its flag.
oval::Truth existence(oval::Existence expected, oval::Flag flag, std::span<const oval::Status> statuses);

}  // namespace assay::evaluate
