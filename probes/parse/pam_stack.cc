#include "probes/parse/pam_stack.h"

#include <stdexcept>
#include <utility>

namespace assay::parse {
namespace {

constexpr std::size_t kDeepest = 16;  // libpam's own bound on files that include files
constexpr std::size_t kMostEntries = 10'000;
constexpr std::string_view kFolder = "/etc/pam.d/";

class Builder {
 public:
  Builder(const PamFiles& files, std::string_view type) : files_(files), type_(type) {}

  // False where there is no such file. `typed`: an include of this very type, so that lines of a type nobody knows count for it.
  bool add_file(std::string_view name, std::size_t depth, std::size_t level, bool typed);
  std::vector<PamEntry> take() { return std::move(entries_); }

 private:
  void add(PamLine line, std::string_view file, std::size_t depth);
  void follow(const PamLine& line, std::string_view file, std::size_t depth, std::size_t level, bool typed);
  bool concerns(const PamLine& line, bool typed) const;
  const std::vector<PamLine>& lines_of(std::string_view name, const std::string& text);

  const PamFiles& files_;
  std::string_view type_;
  std::map<std::string, std::vector<PamLine>, std::less<>> parsed_;
  std::vector<PamEntry> entries_;
  std::size_t followed_ = 0;
};

const std::vector<PamLine>& Builder::lines_of(std::string_view name, const std::string& text) {
  auto found = parsed_.find(name);
  if (found == parsed_.end()) found = parsed_.emplace(std::string(name), parse_pam_file(text)).first;
  return found->second;
}

void Builder::add(PamLine line, std::string_view file, std::size_t depth) {
  if (entries_.size() >= kMostEntries) throw std::length_error("the files of /etc/pam.d include each other too often");
  entries_.push_back({std::move(line), std::string(file), depth});
}

// libpam counts a line of unknown type as auth, where nothing says better.
bool Builder::concerns(const PamLine& line, bool typed) const {
  if (line.control == "@include" || line.type == type_) return true;
  return line.fault == "unknown type" && (typed || type_ == "auth");
}

void Builder::follow(const PamLine& line, std::string_view file, std::size_t depth, std::size_t level, bool typed) {
  if (line.is_substack()) add(line, file, depth);
  std::string_view name = *line.include;
  if (name.substr(0, kFolder.size()) == kFolder) name.remove_prefix(kFolder.size());
  PamLine broken = line;
  if (level >= kDeepest) {
    broken.fault = "files include each other too deep";
  } else if (add_file(name, depth + (line.is_substack() ? 1 : 0), level + 1, typed || line.control != "@include")) {
    return;
  } else {
    broken.fault = "there is no file " + std::string(name);
  }
  if (line.is_substack()) entries_.pop_back();
  add(std::move(broken), file, depth);
}

bool Builder::add_file(std::string_view name, std::size_t depth, std::size_t level, bool typed) {
  if (++followed_ > kMostEntries) throw std::length_error("the files of /etc/pam.d include each other too often");
  const auto file = files_.find(name);
  if (file == files_.end()) return false;
  for (const PamLine& line : lines_of(name, file->second)) {
    if (!concerns(line, typed)) continue;
    if (line.include && line.fault.empty()) {
      follow(line, name, depth, level, typed);
    } else {
      add(line, name, depth);
    }
  }
  return true;
}

}  // namespace

std::vector<PamEntry> pam_stack(const PamFiles& files, std::string_view service, std::string_view type) {
  for (const std::string_view name : {service, std::string_view("other")}) {
    Builder builder(files, type);
    builder.add_file(name, 0, 0, false);
    std::vector<PamEntry> stack = builder.take();
    if (!stack.empty()) return stack;
  }
  return {};
}

}  // namespace assay::parse
