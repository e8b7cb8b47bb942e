// Secrets that only their item tells: the file a line is from, the name of a variable, the key of a value.
#include <algorithm>
#include <array>

#include "engine/evaluate/secret_files.h"
#include "engine/evaluate/secrets.h"

namespace assay::evaluate {
namespace {

using oval::Datatype;
using oval::Item;
using oval::ItemEntity;
using Range = Regex::Range;

// Types whose entities are no free text. They are most of what a scan holds.
bool is_plain(std::string_view type) {
  static constexpr std::array kTypes = {"file",
                                        "filehash",
                                        "filehash58",
                                        "symlink",
                                        "rpmverify",
                                        "rpmverifyfile",
                                        "rpminfo",
                                        "rpmverifypackage",
                                        "dpkginfo",
                                        "family",
                                        "uname",
                                        "interface",
                                        "selinuxboolean",
                                        "selinuxsecuritycontext",
                                        "systemdunitdependency"};
  return std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
}

std::string path_of(const Item& item) {
  if (const std::string_view path = item.value("filepath"); !path.empty()) return std::string(path);
  return std::string(item.value("path")) + "/" + std::string(item.value("filename"));
}

// The last name in a path of XPath or YAML: "password" of "/config/db/password/text()", "$.db['password']".
std::string_view last_name(std::string_view path) {
  if (path.ends_with("text()")) path.remove_suffix(6);
  constexpr std::string_view kName = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  const std::size_t end = path.find_last_of(kName);
  if (end == std::string_view::npos) return {};
  const std::size_t begin = path.find_last_not_of(kName, end);
  return path.substr(begin == std::string_view::npos ? 0 : begin + 1, end - (begin == std::string_view::npos ? 0 : begin + 1) + 1);
}

class ItemMask {
 public:
  explicit ItemMask(const Item& item) : item_(item), type_(item.schema().type) {
    if (type_.starts_with("environmentvariable") || type_ == "sysctl")
      named_ = names_a_secret(item.value("name")) || item.value("name").ends_with("stable_secret");
    if (type_.starts_with("yamlfilecontent")) named_ = names_a_secret(last_name(item.value("yamlpath")));
    if (type_.starts_with("xmlfilecontent")) named_ = names_a_secret(last_name(item.value("xpath")));
    if (type_.starts_with("textfilecontent")) form_ = secret_of_file(path_of(item));
    for (const ItemEntity& entity : item)
      if (may_hold(entity)) look_at(entity);
    take_captures();
  }

  const std::vector<std::string>& secrets() const { return secrets_; }

  std::optional<std::string> shown(const ItemEntity& entity) const {
    if (!may_hold(entity)) return std::nullopt;
    std::string value = entity.datatype == Datatype::record ? shown_record(entity) : shown_text(entity.field->name, entity.value);
    return value == entity.value ? std::nullopt : std::optional(std::move(value));
  }

 private:
  static bool is_value(std::string_view name) { return name == "value" || name == "value_of"; }

  // What asks and where is no secret, and nothing to look for a needle in.
  static bool may_hold(const ItemEntity& entity) {
    if (entity.status != oval::Status::exists || entity.mask || entity.value.empty()) return false;
    static constexpr std::array kOthers = {"filepath", "path", "filename", "pattern", "instance", "windows_view", "xpath", "yamlpath"};
    return std::find(kOthers.begin(), kOthers.end(), entity.field->name) == kOthers.end();
  }

  std::vector<Range> ranges(std::string_view name, std::string_view value) const {
    if (named_ && is_value(name)) return {{0, value.size()}};
    std::vector<Range> found = secrets_in(value);
    if (form_ != nullptr && (name == "text" || name == "line")) add_form(value, found);
    return found;
  }

  void add_form(std::string_view value, std::vector<Range>& found) const {
    for (std::size_t from = 0; from <= value.size();) {
      const auto captures = form_->find(value, from);
      if (!captures) {
        found = {{0, value.size()}};
        return;
      }
      if (captures->empty()) break;
      if (const Range& secret = (*captures)[1];
          secret.begin < secret.end && secret.in(value).find_first_not_of('*') != std::string_view::npos)
        found.push_back(secret);
      from = std::max((*captures)[0].end, from + 1);
    }
    std::sort(found.begin(), found.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
  }

  void keep(std::string_view secret) {
    if (!secret.empty() && std::find(secrets_.begin(), secrets_.end(), secret) == secrets_.end()) secrets_.emplace_back(secret);
  }

  void look_at(const ItemEntity& entity) {
    if (entity.datatype == Datatype::record) {
      for (const oval::RecordField& field : oval::record_fields(entity.value))
        if (named_ || names_a_secret(field.name)) {
          keep(field.value);
        } else {
          for (const Range& range : secrets_in(field.value)) keep(range.in(field.value));
        }
      return;
    }
    for (const Range& range : ranges(entity.field->name, entity.value)) keep(range.in(entity.value));
  }

  // What a subexpression captured of a secret is one, but for pieces too short to tell.
  void take_captures() {
    constexpr std::size_t kShortest = 4;
    const std::size_t count = secrets_.size();
    for (const ItemEntity& entity : item_) {
      if (count == 0 || entity.field->name != "subexpression" || entity.value.size() < kShortest) continue;
      const bool captured = std::any_of(secrets_.begin(), secrets_.begin() + static_cast<std::ptrdiff_t>(count),
                                        [&](const std::string& secret) { return secret.find(entity.value) != std::string::npos; });
      if (captured) keep(entity.value);
    }
  }

  std::string shown_text(std::string_view name, std::string_view value) const {
    if (secrets_.empty()) return std::string(value);
    std::string text;
    std::size_t at = 0;
    for (const Range& range : ranges(name, value)) {
      if (range.end <= at) continue;
      if (range.begin >= at) (text += value.substr(at, range.begin - at)) += kMasked;
      at = range.end;
    }
    text += value.substr(at);
    for (const std::string& secret : secrets_) replace(text, secret);
    return mask_secrets(text);
  }

  static void replace(std::string& text, const std::string& secret) {
    if (secret.find_first_not_of('*') == std::string::npos) return;
    for (std::size_t at = 0; (at = text.find(secret, at)) != std::string::npos; at += kMasked.size())
      text.replace(at, secret.size(), kMasked);
  }

  std::string shown_record(const ItemEntity& entity) const {
    std::vector<oval::RecordField> fields = oval::record_fields(entity.value);
    std::vector<std::string> values;
    for (const oval::RecordField& field : fields)
      values.push_back(named_ || names_a_secret(field.name) ? std::string(kMasked) : shown_text({}, field.value));
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].value == values[i]) continue;
      fields[i].value = values[i];
      fields[i].datatype = Datatype::string;
    }
    return oval::packed_record(fields);
  }

  const Item& item_;
  std::string_view type_;
  const Regex* form_ = nullptr;  // of what the lines of its file hold
  bool named_ = false;           // its value is the value of a secret's name
  std::vector<std::string> secrets_;
};

}  // namespace

std::optional<Item> mask_secrets(const Item& item, std::vector<std::string>* found) {
  if (is_plain(item.schema().type)) return std::nullopt;
  const ItemMask mask(item);
  std::string message = mask_secrets(item.message());
  if (mask.secrets().empty() && message == item.message()) return std::nullopt;
  if (found != nullptr) found->insert(found->end(), mask.secrets().begin(), mask.secrets().end());
  Item shown = item.redacted([&](const ItemEntity& entity) { return mask.shown(entity); });
  shown.set_message(std::move(message));
  return shown;
}

bool holds_secret(const oval::Item& item, std::string_view entity) {
  const std::optional<Item> shown = mask_secrets(item);
  return shown &&
         std::any_of(shown->begin(), shown->end(), [&](const ItemEntity& one) { return one.redacted && one.field->name == entity; });
}

}  // namespace assay::evaluate
