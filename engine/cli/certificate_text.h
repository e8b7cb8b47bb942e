// What `certify` and `verify` print of a certificate, and how both name an image.
#pragma once

#include <iosfwd>
#include <string>

#include "engine/certify/statement.h"

namespace assay::cli {

// The file or directory of this host that TARGET of a scan names: without its prefix ("docker-archive:app.tar:app:1.2" is app.tar). Throws
// JobError where there is none.
std::string image_path(const std::string& target);

// "NOT COMPLIANT"
std::string verdict_in_capitals(evaluate::Verdict verdict);

// One line a fact, safe for a terminal.
void print_statement(const certify::Statement& statement, const std::string& key_id, std::ostream& out);

}  // namespace assay::cli
