// Everything a little different from a system: what a rule that passes there must not sleep through.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/content/fixture.h"

namespace assay::fixtures {

// Other lines a hand that slips could have written: commented out, a number or a word changed, yes for no. Without the line itself.
std::vector<std::string> slips(std::string_view line);

struct Touched {                        // paths, each once
  std::vector<std::string> texts;       // whose text matters
  std::vector<std::string> attributes;  // whose mode, owner and very existence matter
  bool packages = false, units = false;
};

// What the case names, and what else was looked at, as the root wrote it down.
Touched named(const System& system, const Additions& additions);
Touched looked_at(const System& system, const std::vector<std::string>& calls);

// "/etc/x:3: deleted" and the system that is so.
using Mutated = std::function<void(const std::string& what, const System& system)>;
// One thing changed in what was touched.
void mutate(System system, const Touched& touched, const Mutated& tell);
// About `most` (0: all) of what `all` tells, the same ones each time, of all kinds.
void sample(const std::function<void(const Mutated&)>& all, std::size_t most, const Mutated& tell);
// One thing added that `failing`, another case of the rule, has.
void add_from(const System& system, const Case& failing, const Mutated& tell);

}  // namespace assay::fixtures
