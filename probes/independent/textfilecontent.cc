// ind-def:textfilecontent_test (deprecated in OVAL 5.4): lines of a file, one match a line.
#include "probes/independent/textfilecontent.h"

#include "engine/base/text.h"
#include "probes/independent/content.h"

namespace assay::probes {
namespace {

constexpr std::string_view kEntities[] = {"path", "filename", "line"};

// What of a line the entity accepts; an empty list where it does not.
Result<Regex::Captures> match_line(const collect::BoundEntity& entity, std::size_t value, std::string_view line) {
  if (entity.operation() == oval::Operation::pattern_match) return entity.patterns()[value]->find(line);
  return entity.matches(line) ? Regex::Captures{{0, line.size()}} : Regex::Captures{};
}

void inspect(const collect::Query& query, const collect::FoundFile& file, const Target&, collect::Collection& answer) {
  const collect::BoundEntity* entity = query.entity("line");
  const std::string* text = entity != nullptr ? content_of(file, answer) : nullptr;
  if (text == nullptr) return;
  const std::size_t alternatives = entity->operation() == oval::Operation::pattern_match ? entity->patterns().size() : 1;
  const auto all = lines(*text);
  for (std::size_t value = 0; value < alternatives; ++value) {
    std::int64_t instance = 0;
    for (std::size_t number = 0; number < all.size(); ++number) {
      const auto captures = match_line(*entity, value, all[number]);
      if (!captures) return flag_file(file, oval::Flag::error, captures.error(), answer);
      if (captures->empty()) continue;
      oval::Item item(kTextItem);
      collect::add_location(item, file);
      item.add("pattern", entity->values()[value]);
      item.add("instance", ++instance);
      item.add("line", all[number]);
      item.add("text", captures->front().in(all[number]));
      add_subexpressions(item, all[number], *captures);
      item.set_line(static_cast<std::uint32_t>(number + 1));
      if (!answer.add(std::move(item))) return;
    }
  }
}

}  // namespace

extern const collect::Probe kProbe_textfilecontent;
const collect::Probe kProbe_textfilecontent{
    .family = "independent", .type = "textfilecontent", .item = &kTextItem, .entities = kEntities, .inspect = inspect};

}  // namespace assay::probes
