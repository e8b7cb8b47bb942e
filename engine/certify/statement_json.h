// The names a statement's JSON goes by, for its writer and its reader. Private to engine/certify.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "engine/evaluate/results.h"

namespace assay::certify {

using Json = nlohmann::json;  // members come out sorted: the same statement is the same bytes

// PASSED, WARNED, FAILED
std::string_view result_of(evaluate::Verdict verdict);

inline constexpr const char* kStatementType = "https://in-toto.io/Statement/v1";
inline constexpr const char* kPredicateType = "https://in-toto.io/attestation/test-result/v0.1";
inline constexpr const char* kCertificateFormat = "assay-certificate/1";

}  // namespace assay::certify
