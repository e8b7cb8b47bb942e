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

  // Why the file cannot be loaded, or "". `typed`: an include of this very type, so that lines of a type nobody knows count for it.
  std::string add_file(std::string_view name, std::size_t depth, std::size_t level, bool typed);
  std::vector<PamEntry> take() { return std::move(entries_); }

 private:
  void add(PamLine line, std::string_view file, std::size_t depth);
  std::string follow(const PamLine& line, std::size_t depth, std::size_t level, bool typed);
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

std::string Builder::follow(const PamLine& line, std::size_t depth, std::size_t level, bool typed) {
  std::string_view name = *line.include;
  if (name.substr(0, kFolder.size()) == kFolder) name.remove_prefix(kFolder.size());
  if (level >= kDeepest) return "files include each other too deep";
  return add_file(name, depth + (line.is_substack() ? 1 : 0), level + 1, typed || line.control != "@include");
}

std::string Builder::add_file(std::string_view name, std::size_t depth, std::size_t level, bool typed) {
  if (++followed_ > kMostEntries) throw std::length_error("the files of /etc/pam.d include each other too often");
  const auto file = files_.find(name);
  if (file == files_.end()) return "there is no file " + std::string(name);
  for (const PamLine& line : lines_of(name, file->second)) {
    if (!concerns(line, typed)) continue;
    PamLine entry = line;
    if (line.is_substack()) add(line, name, depth);
    if (line.include && line.fault.empty()) entry.fault = follow(line, depth, level, typed);
    if (line.control == "@include" && !entry.fault.empty() && !typed) return entry.fault;
    if (!line.include || !entry.fault.empty()) add(std::move(entry), name, depth);
  }
  return {};
}

// Of a service whose files cannot be loaded: libpam refuses everything.
std::vector<PamEntry> broken_stack(std::string_view service, std::string_view type, std::string why) {
  PamEntry entry;
  entry.line.type = type;
  entry.line.actions = pam_actions({});
  entry.line.fault = std::move(why);
  entry.file = service;
  return {entry};
}

}  // namespace

std::vector<PamEntry> pam_stack(const PamFiles& files, std::string_view service, std::string_view type) {
  for (const std::string_view name : {service, std::string_view("other")}) {
    if (files.find(name) == files.end()) continue;
    Builder builder(files, type);
    std::string why = builder.add_file(name, 0, 0, false);
    if (!why.empty()) return broken_stack(name, type, std::move(why));
    std::vector<PamEntry> stack = builder.take();
    if (!stack.empty()) return stack;
  }
  return {};
}

}  // namespace assay::parse
