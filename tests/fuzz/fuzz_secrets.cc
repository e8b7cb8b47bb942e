// A text, whose masking must change nothing the second time, and whose secrets must lie in it; and a line of a file of that name.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/evaluate/secret_words.h"
#include "engine/evaluate/secrets.h"

namespace {

using namespace assay;

constexpr oval::ItemField kFields[] = {{"filepath"}, {"text"}, {"subexpression"}};
constexpr oval::ItemSchema kLine{"independent", "textfilecontent", kFields};

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  std::size_t at = 0;
  for (const Regex::Range& secret : evaluate::secrets_in(input)) {
    require(at <= secret.begin && secret.begin < secret.end && secret.end <= size);
    at = secret.end;
  }
  require(at == 0 || evaluate::may_hold_secret(input));
  const std::string masked = evaluate::mask_secrets(input);
  require(evaluate::mask_secrets(masked) == masked);

  const std::size_t newline = input.find('\n');
  if (newline == std::string_view::npos) return 0;
  const std::string_view text = input.substr(newline + 1);
  oval::Item item(kLine);
  item.add("filepath", input.substr(0, newline)).add("text", text).add("subexpression", text.substr(0, text.find(' ')));
  if (const auto shown = evaluate::mask_secrets(item)) static_cast<void>(shown->value("text"));
  return 0;
}
