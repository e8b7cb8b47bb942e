// The file of --waivers: accepted deviations, as YAML or JSON. A list of maps, or a map whose key `waivers` holds one:
//
//   - id: "5.2.10"                  a rule, as --rule takes it
//     reason: console access only   why it is accepted
//     owner: team base images       who answers for it
//     expires: 2027-03-31           the last day it holds (UTC); `expiry` is the same
//     scope: {target: "*web*", profile: level1-server}
//
// `scope` is optional: a glob over TARGET, or over the host name of a running system; the end of a profile's id.
#pragma once

#include <string>
#include <vector>

#include "engine/evaluate/waiver.h"

namespace assay::cli {

// Throws ContentError (no YAML, no list) and JobError naming every entry that is wrong with its line: a field that is missing or unknown, a
// date that is none, a rule the benchmark does not have, two waivers of a rule for the same scope.
std::vector<evaluate::Waiver> read_waivers(const std::string& path, const xccdf::Benchmark& benchmark);
std::vector<evaluate::Waiver> parse_waivers(const std::string& name, std::string_view bytes, const xccdf::Benchmark& benchmark);

}  // namespace assay::cli
