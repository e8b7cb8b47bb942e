// unix:password_test - the accounts of the target's own /etc/passwd.
#include <array>
#include <optional>
#include <string>

#include "engine/base/limits.h"
#include "engine/collect/probe.h"
#include "probes/parse/lastlog.h"
#include "probes/parse/passwd.h"
#include "probes/parse/shadow.h"
#include "probes/unix/accounts.h"

namespace assay::probes {
namespace {

using collect::Question;
using oval::Datatype;

constexpr std::array<oval::ItemField, 8> kFields = {{{"username"},
                                                     {"password"},
                                                     {"user_id", Datatype::int_},
                                                     {"group_id", Datatype::int_},
                                                     {"gcos"},
                                                     {"home_dir"},
                                                     {"login_shell"},
                                                     {"last_login", Datatype::int_}}};
constexpr oval::ItemSchema kSchema{"unix", "password", kFields};
constexpr std::array<std::string_view, 1> kEntities = {"username"};

// The log of last logins, where it is there and can be understood.
class Lastlog {
 public:
  explicit Lastlog(const Target& target) : bytes_(target.files().read("/var/log/lastlog", kLimits.file_bytes)) {
    if (!bytes_ && bytes_.error().code == ENOENT) bytes_ = std::string{};
    layout_ = bytes_ && bytes_->empty() ? parse::LastlogLayout{} : parse::lastlog_layout(target.facts().architecture);
  }
  std::optional<std::int64_t> of(std::uint32_t uid) const {
    if (!bytes_ || !layout_) return std::nullopt;
    return parse::last_login(*bytes_, *layout_, uid);
  }

 private:
  Result<std::string> bytes_;
  std::optional<parse::LastlogLayout> layout_;
};

oval::Item item_of(const parse::PasswdEntry& entry, const Lastlog& lastlog) {
  oval::Item item(kSchema);
  item.add("username", entry.name).add("password", entry.password).add("user_id", std::int64_t{entry.uid});
  item.add("group_id", std::int64_t{entry.gid}).add("gcos", entry.gecos).add("home_dir", entry.home).add("login_shell", entry.shell);
  if (const auto time = lastlog.of(entry.uid)) {
    item.add("last_login", *time);
  } else {
    item.add_status("last_login", oval::Status::not_collected);
  }
  if (parse::holds_hash(entry.password)) item.mask("password");
  item.set_line(entry.line);
  return item;
}

void collect_password(std::span<const Question> questions, const Target& target) {
  const Result<std::string> text = read_accounts(target, "/etc/passwd", questions);
  if (!text) return;
  const parse::Passwd passwd = parse::parse_passwd(*text);
  const Lastlog lastlog(target);
  for (const Question& question : questions) {
    say_malformed("/etc/passwd", passwd.malformed_lines, *question.answer);
    for (const parse::PasswdEntry& entry : passwd.entries)
      if (question.query->matches("username", entry.name) && !question.answer->add(item_of(entry, lastlog))) break;
  }
}

}  // namespace

extern const collect::Probe kProbe_password;
const collect::Probe kProbe_password{"unix", "password", collect::Needs::files, &kSchema, kEntities, collect_password, nullptr};

}  // namespace assay::probes
