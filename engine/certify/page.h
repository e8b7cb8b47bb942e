// The certificate as one page for people: what the envelope says, and how to check that it says so. The page itself is not signed; it says
// that too. Self-contained: no script, nothing loaded; light, dark, and on one sheet of A4.
#pragma once

#include <iosfwd>
#include <string>

#include "engine/certify/keys.h"
#include "engine/certify/statement.h"

namespace assay::certify {

// `certificate` is the file name the commands on the page are spelt with.
void write_page(const Statement& statement, const PublicKey& key, const std::string& certificate, std::ostream& out);

}  // namespace assay::certify
