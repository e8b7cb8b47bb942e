#include "probes/parse/shell_command.h"

#include <span>
#include <utility>

namespace assay::parse {
namespace {

using Kind = ShellSetting::Kind;
using Words = std::span<const ShellToken>;

bool is_option(const ShellToken& word) { return word.text.size() > 1 && (word.text[0] == '-' || word.text[0] == '+'); }

// The letters of the options `words` begin with; the options are cut off.
std::string take_options(Words& words) {
  std::string letters;
  while (!words.empty() && is_option(words[0])) {
    const bool last = words[0].text == "--";
    letters += words[0].text.substr(1);
    words = words.subspan(1);
    if (last) break;
  }
  return letters;
}

// NAME, NAME=value, NAME+=value. What is added to is not known here, so it is shown as the variable's own value.
ShellSetting setting_of(const ShellToken& word, Kind kind) {
  ShellSetting setting{kind, word.text, std::nullopt, word.line, false};
  if (word.assigns == 0) return setting;
  const bool adds = word.text[word.assigns - 2] == '+';
  setting.name = word.text.substr(0, word.assigns - (adds ? 2 : 1));
  setting.value = (adds ? "${" + setting.name + "}" : std::string()) + word.text.substr(word.assigns);
  return setting;
}

std::vector<ShellSetting> each(Words words, Kind kind) {
  std::vector<ShellSetting> settings;
  for (const ShellToken& word : words) settings.push_back(setting_of(word, kind));
  return settings;
}

std::vector<ShellSetting> umask(Words words) {
  if (words.empty()) return {};  // tells, sets nothing
  return {{Kind::umask, "umask", words[0].text, words[0].line, false}};
}

std::vector<ShellSetting> declare(Words words, std::string_view options) {
  const auto has = [&](char letter) { return options.find(letter) != std::string_view::npos; };
  if (has('f') || has('F') || has('p')) return {};  // functions; or it only tells
  std::vector<ShellSetting> settings = each(words, has('r') ? Kind::readonly : has('x') ? Kind::export_ : Kind::assign);
  if (!has('r') && !has('x')) std::erase_if(settings, [](const ShellSetting& one) { return !one.value; });
  return settings;
}

}  // namespace

ShellCommand read_shell_command(const std::vector<ShellToken>& all) {
  Words words = all;
  std::size_t assignments = 0;
  while (assignments < words.size() && words[assignments].assigns != 0) ++assignments;
  if (assignments == words.size()) return {each(words, Kind::assign), false};
  words = words.subspan(assignments);  // assignments before a command are the command's own
  std::string name = words[0].text;
  words = words.subspan(1);
  while ((name == "command" || name == "builtin") && !words.empty()) {
    if (!take_options(words).empty() && words.empty()) return {};
    name = words[0].text;
    words = words.subspan(1);
  }
  if (name == "return" || name == "exit" || (name == "exec" && !words.empty())) return {{}, true};
  const std::string options = take_options(words);
  const bool of_functions = options.find('f') != std::string::npos;
  if (name == "umask") return {umask(words), false};
  if (name == "declare" || name == "typeset") return {declare(words, options), false};
  if (of_functions) return {};
  if (name == "readonly") return {each(words, Kind::readonly), false};
  if (name == "export") return {each(words, Kind::export_), false};
  if (name == "unset") return {each(words, Kind::unset), false};
  return {};
}

}  // namespace assay::parse
