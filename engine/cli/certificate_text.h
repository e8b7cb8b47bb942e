// What `certify` and `verify` print of a certificate.
#pragma once

#include <iosfwd>
#include <string>

#include "engine/certify/statement.h"

namespace assay::cli {

// "NOT COMPLIANT"
std::string verdict_in_capitals(evaluate::Verdict verdict);

// One line a fact, safe for a terminal.
void print_statement(const certify::Statement& statement, const std::string& key_id, std::ostream& out);

}  // namespace assay::cli
