#include "tests/content/mutation.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "tests/content/packages.h"

namespace assay::fixtures {
namespace {

constexpr std::pair<std::string_view, std::string_view> kOpposites[] = {{"yes", "no"}, {"true", "false"}, {"on", "off"}, {"y", "n"}};
constexpr std::uint32_t kLooser[] = {0001, 0002, 0004, 0010, 0020, 0040};
constexpr const char* kStranger = "61234";  // the id of nobody we know

bool of_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.'; }

std::vector<std::string> other_words(const std::string& word) {
  if (is_digits(word)) return {std::to_string(parse_int(word).value_or(0) + 1), "0", word + "0"};
  for (const auto& [one, other] : kOpposites) {
    if (word == one) return {std::string(other), word + "x"};
    if (word == other) return {std::string(one), word + "x"};
  }
  return {word + "x"};
}

std::string joined(const std::vector<std::string_view>& all, std::size_t without, const std::string* instead) {
  std::string text;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i == without && instead == nullptr) continue;
    text += i == without ? *instead : std::string(all[i]);
    text += '\n';
  }
  return text;
}

class Mutator {
 public:
  Mutator(System& system, const Mutated& tell) : system_(system), tell_(tell) {}

  void text(const std::string& path) {
    const auto at = system_.files.find(path);
    if (at == system_.files.end() || at->second.type != FileType::regular) return;
    const std::string whole = at->second.text;
    const std::vector<std::string_view> all = lines(whole);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (trim(all[i]).empty() || trim(all[i]).starts_with('#')) continue;
      const std::string where = path + ":" + std::to_string(i + 1) + ": ";
      change(path, where + "deleted", [&](File& file) { file.text = joined(all, i, nullptr); });
      for (const std::string& other : slips(all[i])) change(path, where + other, [&](File& file) { file.text = joined(all, i, &other); });
    }
  }

  void attributes(const std::string& path) {
    const auto at = system_.files.find(path);
    if (at == system_.files.end()) return;
    const File& file = at->second;
    if (file.type == FileType::symbolic_link) {
      change(path, path + " -> elsewhere", [](File& link) { link.text = "/nonexistent"; });
      return;
    }
    const std::uint32_t mode = file.mode.value_or(file.type == FileType::directory ? 0755 : 0644);
    for (const std::uint32_t bit : kLooser)
      if ((mode & bit) == 0) change(path, path + ": mode +" + octal(bit), [&](File& changed) { changed.mode = mode | bit; });
    change(path, path + ": another owner", [](File& changed) { changed.owner = kStranger; });
    change(path, path + ": another group", [](File& changed) { changed.group = kStranger; });
  }

  void existence(const std::string& path) {
    const auto files = system_.files;
    if (files.count(path) == 0) return;
    system_.remove(path);
    tell_(path + ": removed", system_);
    system_.files = files;
  }

  void packages() {
    const auto packages = system_.packages;
    for (const auto& package : packages) {
      system_.packages.erase(package.first);
      tell_("package " + package.first + " removed", system_);
      system_.packages = packages;
    }
  }

  void units() {
    const auto units = system_.units;
    for (const std::string& unit : units) {
      system_.units.erase(unit);
      tell_(unit + " not enabled", system_);
      system_.units = units;
    }
  }

 private:
  static std::string octal(std::uint32_t bit) {
    const char digits[] = {'0', static_cast<char>('0' + (bit >> 6 & 7)), static_cast<char>('0' + (bit >> 3 & 7)),
                           static_cast<char>('0' + (bit & 7))};
    return {std::begin(digits), std::end(digits)};
  }

  void change(const std::string& path, const std::string& what, const std::function<void(File&)>& how) {
    File& file = system_.files.at(path);
    const File before = file;
    how(file);
    tell_(what, system_);
    file = before;
  }

  System& system_;
  const Mutated& tell_;
};

void add_once(std::vector<std::string>& paths, const std::string& path) {
  if (std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
}

// The system with one more thing, where that makes a difference.
template <class Add>
void tell_with(const System& system, const std::string& what, const Mutated& tell, Add add) {
  System other = system;
  add(other);
  if (!(other == system)) tell(what, other);
}

}  // namespace

std::vector<std::string> slips(std::string_view line) {
  std::vector<std::string> all = {"#" + std::string(line), std::string(line) + "x"};
  for (std::size_t begin = 0; begin < line.size();) {
    if (!of_word(line[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < line.size() && of_word(line[end])) ++end;
    for (const std::string& other : other_words(std::string(line.substr(begin, end - begin)))) {
      std::string slip = std::string(line.substr(0, begin)) + other + std::string(line.substr(end));
      if (slip != line && std::find(all.begin(), all.end(), slip) == all.end()) all.push_back(std::move(slip));
    }
    begin = end;
  }
  return all;
}

Touched named(const System& system, const Additions& additions) {
  Touched all;
  for (const Overlay& overlay : additions.overlays) {
    add_once(all.texts, system.resolve(overlay.path));
    add_once(all.attributes, system.resolve(overlay.path));
  }
  return all;
}

Touched looked_at(const System& system, const std::vector<std::string>& calls) {
  Touched all;
  for (const std::string& call : calls) {
    const std::string path = system.resolve(call.substr(call.find(' ') + 1));
    if (call.starts_with("read ") && path == package_database(system.package_form)) all.packages = true;
    if (path.starts_with(system.unit_directory)) all.units = true;
    if (system.files.count(path) == 0) continue;
    if (call.starts_with("read ")) add_once(all.texts, path);
    if (call.starts_with("read ") || call.starts_with("stat ")) add_once(all.attributes, path);
  }
  return all;
}

void mutate(System system, const Touched& touched, const Mutated& tell) {
  Mutator mutator(system, tell);
  for (const std::string& path : touched.texts) mutator.text(path);
  for (const std::string& path : touched.attributes) {
    mutator.attributes(path);
    mutator.existence(path);
  }
  if (touched.packages) mutator.packages();
  if (touched.units) mutator.units();
}

void sample(const std::function<void(const Mutated&)>& all, std::size_t most, const Mutated& tell) {
  std::size_t total = 0;
  all([&](const std::string&, const System&) { ++total; });
  std::uint32_t scattered = 0;  // Knuth's multiplicative hash of the number: no stride, which would meet one kind of change again and again
  all([&](const std::string& what, const System& system) {
    const std::uint64_t share = scattered += 2'654'435'769U;
    if (most == 0 || (share * total) >> 32 < most) tell(what, system);
  });
}

void add_from(const System& system, const Case& failing, const Mutated& tell) {
  const std::string as = ", as in " + failing.place;
  for (const Overlay& overlay : failing.additions.overlays)
    tell_with(system, overlay.path + as, tell, [&](System& other) { apply(overlay, other); });
  for (const std::string& package : failing.additions.packages)
    tell_with(system, "package " + package + as, tell, [&](System& other) { add_package(package, other); });
  for (const std::string& unit : failing.additions.units)
    tell_with(system, unit + " enabled" + as, tell, [&](System& other) { enable_unit(unit, other); });
}

}  // namespace assay::fixtures
