// What the parts of the page share: how outcomes look, which section a rule belongs to, how rules are counted and linked.
#pragma once

#include <array>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/results.h"

namespace assay::reports::html {

enum class Colour : std::uint8_t { fail, warn, none, pass };
inline constexpr EnumText<Colour> kColourText[] = {
    {Colour::fail, "fail"}, {Colour::warn, "warn"}, {Colour::none, "none"}, {Colour::pass, "pass"}};
constexpr std::span<const EnumText<Colour>> enum_table(Colour) { return kColourText; }

struct Look {
  xccdf::Outcome outcome;
  std::string_view heading, badge;  // "Failing rules", "fail"
  Colour colour;
  bool decides;  // shown unfolded: what keeps the target from complying
};
// In the order they want attention; notselected is not among them.
std::span<const Look> looks();
const Look& look_of(xccdf::Outcome outcome);

// Rules counted by colour.
class Tally {
 public:
  void add(xccdf::Outcome outcome) { ++counts_[static_cast<std::size_t>(look_of(outcome).colour)]; }
  std::size_t of(Colour colour) const { return counts_[static_cast<std::size_t>(colour)]; }
  std::size_t all() const { return counts_[0] + counts_[1] + counts_[2] + counts_[3]; }

 private:
  std::array<std::size_t, 4> counts_{};
};

// A part of the benchmark that its rules are counted and filtered by: groups of one depth, the outermost that has several of them.
struct Section {
  std::string title;
  Tally tally;
};
inline constexpr std::size_t kNoSection = static_cast<std::size_t>(-1);

struct View {
  explicit View(const evaluate::Results& of);

  const evaluate::Results& results;
  std::vector<Section> sections;        // none where groups would be no help
  std::vector<std::size_t> section_of;  // parallel to results.rules: an index of `sections`, or kNoSection

  bool selected(std::size_t rule) const { return results.rules[rule].outcome != xccdf::Outcome::notselected; }
};

// Text of the target or of content, for element content. The first keeps it as it is; the second makes marks that change the direction of
// text, and control characters, visible: for what was found on a target.
std::string safe(std::string_view text);
std::string visible(std::string_view text);

std::string rule_anchor(std::size_t rule);                                            // "r12"
std::string rule_link(const evaluate::Results& results, std::size_t rule);            // <a href="#r12">its title</a>
std::string counted(std::size_t count, std::string_view one, std::string_view many);  // "1 rule", "2 rules"
void write_badge(const Look& look, std::ostream& out);
// A bar of the tally's colours; decoration: the numbers must stand beside it.
void write_bar(const Tally& tally, std::ostream& out);
// "12 fail, 3 other, 20 pass", each in its colour.
void write_tally(const Tally& tally, std::ostream& out);

}  // namespace assay::reports::html
