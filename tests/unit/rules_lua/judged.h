// One check of a document, judged from what a test says was seen.
#pragma once

#include <list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "rules-lua/lua_checks.h"

namespace assay::lua {

inline constexpr oval::ItemField kFileFields[] = {{"filepath"}, {"path"}, {"filename"}, {"text"}, {"subexpression"}};
inline constexpr oval::ItemSchema kFile{"independent", "textfilecontent", kFileFields};

inline oval::Item file_item(std::string_view path, std::string_view text, oval::Status status = oval::Status::exists) {
  oval::Item item(kFile);
  item.add("filepath", path).add("text", text);
  item.set_status(status);
  return item;
}

inline std::unique_ptr<evaluate::CheckDocument> load(const std::string& document) {
  const auto source = xml::Source::from_bytes("checks.xml", document);
  return kLuaChecks.load(*source, xml::parse(*source).fragment);
}

inline std::string checks(const std::string& inside, const std::string& attributes = "objects='oval.xml'") {
  return "<checks xmlns='urn:assay:check-system:lua:1' " + attributes + ">" + inside + "</checks>";
}

// `body` is that of function(see, want).
class Judged {
 public:
  explicit Judged(const std::string& body, const std::string& parts = "") {
    document_ = load(checks("<module name='m'><![CDATA[return { f = function(see, want)\n" + body +
                            "\nend }]]></module><check id='c' module='m' function='f'>" + parts + "</check>"));
  }

  Judged& object(const std::string& name, oval::Flag flag, std::vector<oval::Item> items = {}, const std::string& message = "") {
    oval::CollectedObject& object = objects_.emplace_back();
    object.flag = flag;
    if (!message.empty()) object.messages.push_back({oval::MessageLevel::error, message});
    for (oval::Item& item : items) {
      object.items.push_back(static_cast<std::uint32_t>(seen_.items.size()));
      seen_.items.push_back(std::move(item));
    }
    names_.push_back(name);
    rows_.push_back({names_.back(), &object});
    return *this;
  }
  Judged& lost(const std::string& name) {
    names_.push_back(name);
    rows_.push_back({names_.back(), nullptr});
    return *this;
  }
  Judged& exports(const std::string& name, std::vector<std::string> values) {
    exports_[name] = std::move(values);
    return *this;
  }

  evaluate::CheckAnswer answer() const { return document_->judge({"c", exports_, rows_, seen_, 86'400 * 3 + 5}); }
  xccdf::Outcome outcome() const { return answer().outcome; }
  // Of a check that only says something.
  std::string said() const {
    const evaluate::CheckAnswer given = answer();
    return given.messages.empty() ? "" : given.messages.back();
  }

 private:
  std::unique_ptr<evaluate::CheckDocument> document_;
  std::list<oval::CollectedObject> objects_;
  std::list<std::string> names_;
  std::vector<evaluate::SeenObject> rows_;
  oval::SystemCharacteristics seen_;
  oval::ExternalVariables exports_;
};

}  // namespace assay::lua
