// What a probe is: a row of constants and one function. A probe says what it saw; filters, masks, duplicates, budgets and flags
// live in the Collection behind each query, and files are found by the one walk.
//
// To add one: probes/<family>/<type>.cc with a `const Probe kProbe_<type>`, its test, one line in probes/probes.inc, one in CMake.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/regex.h"
#include "engine/scap/item.h"
#include "engine/scap/oval.h"
#include "engine/scap/syschar.h"
#include "engine/target/target.h"

namespace assay::collect {

// An entity of an object with its variable resolved.
class BoundEntity {
 public:
  // `options` are those of the entity's patterns (textfilecontent54's behaviors change its pattern entity's).
  BoundEntity(const oval::Entity& spec, std::vector<std::string> values, RegexCache& patterns, Regex::Options options = {});

  const oval::Entity& spec() const { return *spec_; }
  oval::Operation operation() const { return spec_->operation; }
  bool nil() const { return spec_->nil; }
  const std::vector<std::string>& values() const { return values_; }  // one where literal; what the variable gave else
  // Does what a probe sees satisfy the entity? (operation, datatype, and var_check over the values)
  bool matches(std::string_view seen) const;
  bool matches(std::int64_t seen) const;
  // The values where only they can match (operation equals, var_check at least one or a single value); else null. A probe
  // that can look things up by name does so.
  const std::vector<std::string>* exact() const;
  // Patterns of a pattern match entity, parallel to values(); compiled (a pattern that does not compile never reaches a probe).
  const std::vector<const Regex*>& patterns() const { return patterns_; }
  // Why one of the patterns does not compile; "" where all do. The collector flags the object and asks no probe.
  const std::string& pattern_error() const { return pattern_error_; }

 private:
  const oval::Entity* spec_;
  std::vector<std::string> values_;
  std::vector<const Regex*> patterns_;
  std::string pattern_error_;
  RegexCache* cache_;
};

// One object, ready to be answered.
class Query {
 public:
  Query(const oval::Object& object, std::vector<BoundEntity> entities) : object_(&object), entities_(std::move(entities)) {}
  const oval::Object& object() const { return *object_; }
  const std::vector<BoundEntity>& entities() const { return entities_; }
  const BoundEntity* entity(std::string_view name) const;  // null where the object has none
  // entity(name)->matches(seen), true where the object has no such entity.
  bool matches(std::string_view name, std::string_view seen) const;
  bool matches(std::string_view name, std::int64_t seen) const;
  bool behavior(std::string_view name, bool otherwise) const;  // "true"/"false"

 private:
  const oval::Object* object_;
  std::vector<BoundEntity> entities_;
};

// Where answers to one query go.
class Collection {
 public:
  virtual ~Collection() = default;
  // Filters, masks, drops duplicates, keeps within budgets. False: the budget is reached, go no further.
  virtual bool add(oval::Item item) = 0;
  // Could add() keep this item once its last entities are known? False only where a filter excludes it already, so that a probe
  // need not look up what costs a system call. `item` holds what has been looked up so far.
  virtual bool may_keep(const oval::Item& item) const {
    static_cast<void>(item);
    return true;
  }
  // What went wrong, where no item can say it. `incomplete`: some of what was asked could not be looked at; `error`: none of it;
  // `not_applicable`: the question needs a running system; does_not_exist needs no call (no items).
  virtual void flag(oval::Flag flag, std::string message) = 0;
};

struct Question {
  const Query* query;
  Collection* answer;
};

// A file that the shared walk found for a query. Content is read once, however many queries ask.
class FoundFile {
 public:
  virtual ~FoundFile() = default;
  virtual std::string_view path()
      const = 0;  // "/etc/ssh/sshd_config": directory and name joined; of a directory found without filename: the directory
  virtual std::string_view directory() const = 0;  // "/etc/ssh"
  virtual std::string_view name() const = 0;       // "sshd_config"; "" where the query asked for directories alone (filename nil)
  virtual const Stat& stat() const = 0;            // not following a link; of type unknown where it could not be had (the walk flags that)
  virtual const Result<std::string>& content() const = 0;  // of a regular file (a link is followed inside the root); EINVAL for others
};

enum class Needs : std::uint8_t { files, live_system };

struct Probe {
  std::string_view family, type;  // "unix", "file"
  Needs needs = Needs::files;     // live_system: on an image the collector flags not_applicable without asking
  const oval::ItemSchema* item = nullptr;
  std::span<const std::string_view> entities;  // the object's, in the order of the XSD
  // Exactly one of the two. `collect` answers all questions of its type in a wave at once; `inspect` describes one file.
  void (*collect)(std::span<const Question> questions, const Target& target) = nullptr;
  void (*inspect)(const Query& query, const FoundFile& file, const Target& target, Collection& answer) = nullptr;
};

// Null where there is none. The registry (probes/probes.inc) is linked by the program, not by this library.
const Probe* find_probe(std::span<const Probe* const> registry, std::string_view family, std::string_view type);

}  // namespace assay::collect
