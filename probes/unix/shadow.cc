// unix:shadow_test - the passwords and their ages in the target's own /etc/shadow.
#include <array>
#include <string>

#include "engine/collect/probe.h"
#include "probes/parse/shadow.h"
#include "probes/unix/accounts.h"

namespace assay::probes {
namespace {

using collect::Question;
using oval::Datatype;

constexpr std::array<oval::ItemField, 10> kFields = {{{"username"},
                                                      {"password"},
                                                      {"chg_lst", Datatype::int_},
                                                      {"chg_allow", Datatype::int_},
                                                      {"chg_req", Datatype::int_},
                                                      {"exp_warn", Datatype::int_},
                                                      {"exp_inact", Datatype::int_},
                                                      {"exp_date", Datatype::int_},
                                                      {"flag"},
                                                      {"encrypt_method"}}};
constexpr oval::ItemSchema kSchema{"unix", "shadow", kFields};
constexpr std::array<std::string_view, 1> kEntities = {"username"};

// What getspent(3) gives for a reserved field that is empty: ~0 as an unsigned long, and content is written against that.
constexpr std::string_view kNoFlag = "18446744073709551615";

oval::Item item_of(const parse::ShadowEntry& entry) {
  oval::Item item(kSchema);
  item.add("username", entry.name).add("password", entry.password).add("chg_lst", entry.last_change).add("chg_allow", entry.min_days);
  item.add("chg_req", entry.max_days).add("exp_warn", entry.warn_days).add("exp_inact", entry.inactive_days);
  item.add("exp_date", entry.expire_date).add("flag", entry.flag.empty() ? kNoFlag : entry.flag);
  if (const auto method = parse::encrypt_method(entry.password)) {
    item.add("encrypt_method", *method);
  } else {
    item.add_status("encrypt_method", oval::Status::does_not_exist);
  }
  if (parse::holds_hash(entry.password)) item.mask("password");
  item.set_line(entry.line);
  return item;
}

void collect_shadow(std::span<const Question> questions, const Target& target) {
  const Result<std::string> text = read_accounts(target, "/etc/shadow", questions);
  if (!text) return;
  const parse::Shadow shadow = parse::parse_shadow(*text);
  for (const Question& question : questions) {
    say_malformed("/etc/shadow", shadow.malformed_lines, *question.answer);
    for (const parse::ShadowEntry& entry : shadow.entries)
      if (question.query->matches("username", entry.name) && !question.answer->add(item_of(entry))) break;
  }
}

}  // namespace

extern const collect::Probe kProbe_shadow;
const collect::Probe kProbe_shadow{"unix", "shadow", collect::Needs::files, &kSchema, kEntities, collect_shadow, nullptr};

}  // namespace assay::probes
