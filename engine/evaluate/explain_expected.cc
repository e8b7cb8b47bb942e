#include "engine/evaluate/explain_expected.h"

#include <algorithm>
#include <array>

#include "engine/base/text.h"
#include "engine/evaluate/secrets.h"

namespace assay::evaluate {
namespace {

constexpr std::size_t kLongestValue = 200;  // bytes of a value that are shown
constexpr std::size_t kMostValues = 3;      // of a variable
constexpr std::size_t kMostParts = 50;      // of a sentence
constexpr std::size_t kMostSets = 64;       // looked into to name what a set is made of; they may be cyclic

std::string_view operation_words(oval::Operation operation) {
  switch (operation) {
    case oval::Operation::equals: return "equals";
    case oval::Operation::not_equal: return "does not equal";
    case oval::Operation::case_insensitive_equals: return "equals (in any case)";
    case oval::Operation::case_insensitive_not_equal: return "does not equal (in any case)";
    case oval::Operation::greater_than: return "is greater than";
    case oval::Operation::less_than: return "is less than";
    case oval::Operation::greater_than_or_equal: return "is at least";
    case oval::Operation::less_than_or_equal: return "is at most";
    case oval::Operation::bitwise_and: return "has all the bits of";
    case oval::Operation::bitwise_or: return "has only bits of";
    case oval::Operation::pattern_match: return "matches";
    case oval::Operation::subset_of: return "is within";
    case oval::Operation::superset_of: break;
  }
  return "contains";
}

std::string listed(const std::vector<std::string>& values, std::string_view separator) {
  if (values.size() <= kMostValues) return join(values, separator);
  const std::vector<std::string> first(values.begin(), values.begin() + kMostValues);
  return join(first, separator) + std::string(separator) + std::to_string(values.size() - kMostValues) + " more";
}

std::vector<std::string> variable_values(std::string_view id, const KnownValues& known) {
  std::vector<std::string> values;
  for (const oval::VariableValue& value : known)
    if (value.variable_id == id && std::find(values.begin(), values.end(), shown(value.value)) == values.end())
      values.push_back(shown(value.value));
  return values;
}

std::string value_text(const oval::Entity& entity, const KnownValues& known) {
  if (entity.var_ref.empty()) return shown(entity.value);
  const std::vector<std::string> values = variable_values(entity.var_ref, known);
  if (values.empty()) return "the value of " + entity.var_ref;
  if (values.size() == 1) return values.front();
  switch (entity.var_check) {
    case oval::Check::all: return "all of " + listed(values, ", ");
    case oval::Check::none_satisfy: return "none of " + listed(values, ", ");
    case oval::Check::only_one: return "exactly one of " + listed(values, ", ");
    case oval::Check::at_least_one: break;
  }
  return listed(values, " or ");
}

// The last part of a sentence that would have too many: is this one too many?
bool cut(std::vector<std::string>& parts) {
  if (parts.size() < kMostParts) return false;
  parts.emplace_back("...");
  return true;
}

// "name equals x"; of a record, of each of its fields.
std::string entity_text(const oval::Entity& entity, const KnownValues& known) {
  std::vector<std::string> parts;
  for (const oval::Entity& field : entity.fields) {
    if (cut(parts)) break;
    parts.push_back(entity_text(field, known));
  }
  if (!parts.empty()) return join(parts, " and ");
  if (entity.check_existence == oval::Existence::none_exist) return "no " + entity.name;
  std::string prefix;
  switch (entity.entity_check) {
    case oval::Check::all: break;
    case oval::Check::at_least_one: prefix = "at least one "; break;
    case oval::Check::none_satisfy: prefix = "no "; break;
    case oval::Check::only_one: prefix = "exactly one "; break;
  }
  return prefix + entity.name + " " + std::string(operation_words(entity.operation)) + " " + value_text(entity, known);
}

bool is_plain_boolean(const oval::Entity& entity) {
  return entity.datatype == oval::Datatype::boolean && entity.operation == oval::Operation::equals && entity.var_ref.empty() &&
         entity.entity_check == oval::Check::all && entity.check_existence != oval::Existence::none_exist;
}

// A state. Runs of booleans read as one: "uexec, gwrite and owrite are false".
std::string state_text(const oval::State& state, const KnownValues& known) {
  std::vector<std::string> parts;
  const auto& entities = state.entities;
  for (std::size_t i = 0; i < entities.size() && !cut(parts);) {
    std::size_t end = i + 1;
    if (is_plain_boolean(entities[i]))
      while (end < entities.size() && end - i < kMostParts && is_plain_boolean(entities[end]) && entities[end].value == entities[i].value)
        ++end;
    if (end == i + 1) {
      parts.push_back(entity_text(entities[i], known));
    } else {
      std::string names = entities[i].name;
      for (std::size_t k = i + 1; k < end; ++k) names += (k + 1 == end ? " and " : ", ") + entities[k].name;
      parts.push_back(names + " are " + shown(entities[i].value));
    }
    i = end;
  }
  if (parts.empty()) return "anything";
  const bool any = state.operation == oval::Operator::OR;
  const bool one = state.operation == oval::Operator::ONE || state.operation == oval::Operator::XOR;
  return (one && parts.size() > 1 ? "one of: " : "") + join(parts, any ? " or " : one ? ", " : " and ");
}

std::string object_entity(const oval::Object& object, std::string_view name, const KnownValues& known) {
  const oval::Entity* entity = object.entity(name);
  if (entity == nullptr || entity->nil) return {};
  const std::string value = value_text(*entity, known);
  return entity->operation == oval::Operation::equals ? value : std::string(operation_words(entity->operation)) + " " + value;
}

// What kind of thing a test is about, as its reader names it; the entity that names the one meant.
struct Kind {
  std::string_view type, noun, naming, verb;
};
constexpr std::array kKinds = {
    Kind{"dpkginfo", "package", "name", "be installed"},
    Kind{"rpminfo", "package", "name", "be installed"},
    Kind{"systemdunitproperty", "unit", "unit", ""},
    Kind{"systemdunitdependency", "unit", "unit", ""},
    Kind{"partition", "mount point", "mount_point", "be mounted"},
    Kind{"sysctl", "kernel parameter", "name", ""},
    Kind{"password", "account", "username", ""},
    Kind{"shadow", "shadow entry of", "username", ""},
    Kind{"selinuxboolean", "SELinux boolean", "name", ""},
    Kind{"environmentvariable", "environment variable", "name", "be set"},
    Kind{"environmentvariable58", "environment variable", "name", "be set"},
    Kind{"interface", "network interface", "name", ""},
    Kind{"xinetd", "xinetd service", "service_name", ""},
    Kind{"variable", "a value of variable", "var_ref", ""},
};

// The three sentences a test may start with.
struct Subject {
  std::string some, none, one, any;
};

Subject thing(const std::string& noun, std::string_view verb) {
  const std::string must = std::string(verb.empty() ? "exist" : verb);
  return {noun + " must " + must, noun + " must not " + must, "exactly one " + noun + " must " + must, "any " + noun};
}

std::string entities_text(const oval::Object& object, std::string_view without, const KnownValues& known) {
  std::vector<std::string> parts;
  for (const oval::Entity& entity : object.entities) {
    if (entity.name == without || entity.nil) continue;
    if (cut(parts)) break;
    parts.push_back(entity_text(entity, known));
  }
  return join(parts, " and ");
}

Subject kind_subject(const oval::Object& object, const KnownValues& known) {
  const auto kind = std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& row) { return row.type == object.type; });
  if (kind == kKinds.end()) {
    const std::string which = entities_text(object, "", known);
    return thing(object.type + (which.empty() ? "" : " whose " + which), "");
  }
  std::string noun = std::string(kind->noun) + " " + object_entity(object, kind->naming, known);
  if (const std::string more = entities_text(object, kind->naming, known); !more.empty()) noun += " whose " + more;
  return thing(noun, kind->verb);
}

Subject text_subject(const oval::Object& object, const std::string& files, const KnownValues& known) {
  const oval::Entity* pattern = object.entity("pattern") != nullptr ? object.entity("pattern") : object.entity("line");
  const std::string_view verb = pattern != nullptr && pattern->operation == oval::Operation::equals ? " that is " : " matching ";
  const std::string line = "line" + std::string(verb) + (pattern == nullptr ? "" : value_text(*pattern, known));
  return {files + " must have a " + line, files + " must have no " + line, files + " must have exactly one " + line,
          "any " + line + " in " + files};
}

void leaves(const plan::Unit& unit, const oval::Object& object, std::vector<const plan::ObjectPlan*>& out) {
  std::vector<const oval::Set*> pending = {&*object.set};
  for (std::size_t steps = 0; steps < kMostSets && !pending.empty() && out.size() < kMostValues; ++steps) {
    const oval::Set& set = *pending.back();
    pending.pop_back();
    for (const oval::Set& inner : set.sets) pending.push_back(&inner);
    for (const std::string& ref : set.object_refs) {
      const plan::Index index = unit.object(ref);
      const oval::Object* leaf = index == plan::kNone ? nullptr : unit.objects[index].object;
      if (leaf != nullptr && !leaf->set) out.push_back(&unit.objects[index]);
      if (leaf != nullptr && leaf->set) pending.push_back(&*leaf->set);
    }
  }
}

// What an object's filters leave of what it finds: ", unless group_id equals 0", ", if uexec is true".
std::string filters_text(const plan::Unit& unit, const plan::ObjectPlan& plan, const KnownValues& known) {
  std::string text;
  for (std::size_t i = 0; i < plan.object->filters.size() && i < plan.filter_states.size() && i < kMostParts; ++i) {
    const plan::Index state = plan.filter_states[i];
    if (state == plan::kNone || unit.states[state].state == nullptr) continue;
    text += (plan.object->filters[i].include ? ", if " : ", unless ") + state_text(*unit.states[state].state, known);
  }
  return text;
}

Subject object_subject(const plan::Unit& unit, const plan::ObjectPlan& plan, const KnownValues& known) {
  const oval::Object& object = *plan.object;
  const std::string files = files_text(object, known), filters = filters_text(unit, plan, known);
  const bool lines = object.type == "textfilecontent54" || object.type == "textfilecontent";
  Subject what;
  if (files.empty())
    what = kind_subject(object, known);
  else if (lines)
    what = text_subject(object, files, known);
  else if (object.type == "xmlfilecontent")
    what = thing(files + ", XPath " + object_entity(object, "xpath", known) + ",", "");
  else
    return thing(files + (filters.empty() ? "" : filters + ","), "");
  for (std::string* sentence : {&what.some, &what.none, &what.one, &what.any}) *sentence += filters;
  return what;
}

Subject subject(const plan::Unit& unit, const plan::ObjectPlan& plan, const KnownValues& known) {
  const oval::Object& object = *plan.object;
  if (!object.set) return object_subject(unit, plan, known);
  std::vector<const plan::ObjectPlan*> parts;
  leaves(unit, object, parts);
  std::vector<std::string> names;
  for (const plan::ObjectPlan* part : parts) names.push_back(object_subject(unit, *part, known).any);
  if (names.empty()) return thing(object.comment.empty() ? object.id : object.comment, "");
  return thing("one of these (" + join(names, "; ") + ")", "");
}

std::string existence_text(const Subject& what, oval::Existence existence, bool flipped) {
  switch (existence) {
    case oval::Existence::none_exist: return flipped ? what.some : what.none;
    case oval::Existence::at_least_one_exists:
    case oval::Existence::all_exist: return flipped ? what.none : what.some;
    case oval::Existence::only_one_exists: return what.one;
    case oval::Existence::any_exist: break;
  }
  return what.any;
}

std::string states_text(const plan::Unit& unit, const plan::TestPlan& test, const KnownValues& known) {
  std::vector<std::string> parts;
  for (const plan::Index index : test.states) {
    if (index == plan::kNone || unit.states[index].state == nullptr) continue;
    if (cut(parts)) break;
    parts.push_back(state_text(*unit.states[index].state, known));
  }
  const bool any = test.test->state_operator == oval::Operator::OR;
  std::string text = join(parts, any ? ", or " : ", and ");
  switch (test.test->check) {
    case oval::Check::all: return text;
    case oval::Check::at_least_one: return "at least one: " + text;
    case oval::Check::none_satisfy: return "none: " + text;
    case oval::Check::only_one: break;
  }
  return "exactly one: " + text;
}

std::string directory_text(const oval::Object& object, const oval::Entity& path, const KnownValues& known) {
  const std::string value = value_text(path, known);
  const bool deep = object.behavior("recurse_direction", "none") == "down" && object.behavior("max_depth", "-1") != "0";
  std::string text = path.operation == oval::Operation::equals ? value : "directories matching " + value;
  return (deep ? "in or below " : "in ") + text;
}

}  // namespace

std::string shown(std::string_view value) {
  std::string text;
  for (const char c : mask_secrets(trim(value))) {
    if (c == '\n')
      text += "\\n";
    else
      text += c == '\t' || c == '\r' ? ' ' : c;
  }
  if (text.size() > kLongestValue) {
    std::size_t end = kLongestValue;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text = text.substr(0, end) + "...";
  }
  return text.empty() ? "\"\"" : printable(text);
}

std::string files_text(const oval::Object& object, const KnownValues& known) {
  if (const oval::Entity* path = object.entity("filepath")) {
    const std::string value = value_text(*path, known);
    return path->operation == oval::Operation::equals ? value
                                                      : "files whose path " + std::string(operation_words(path->operation)) + " " + value;
  }
  const oval::Entity* path = object.entity("path");
  if (path == nullptr) return {};
  const std::string directory = directory_text(object, *path, known);
  const bool plain = directory.starts_with("in ") && !directory.starts_with("in or below ") && path->operation == oval::Operation::equals;
  const oval::Entity* name = object.entity("filename");
  if (name == nullptr || name->nil) return plain ? value_text(*path, known) : "directories " + directory;
  const std::string value = value_text(*name, known);
  if (name->operation == oval::Operation::equals) {
    const std::string base = value_text(*path, known);
    return plain ? base + (base.ends_with('/') ? "" : "/") + value : "files named " + value + " " + directory;
  }
  if (name->operation == oval::Operation::pattern_match && (value == ".*" || value == "^.*$" || value == ".+")) return "files " + directory;
  return "files whose name " + std::string(operation_words(name->operation)) + " " + value + " " + directory;
}

std::string expected_text(const plan::Unit& unit, const plan::TestPlan& test, bool negated, const KnownValues& known) {
  const oval::Object* object = test.object == plan::kNone ? nullptr : unit.objects[test.object].object;
  if (object == nullptr) return test.test->comment;
  const Subject what = subject(unit, unit.objects[test.object], known);
  const bool turnable = test.states.empty() && (test.test->check_existence == oval::Existence::none_exist ||
                                                test.test->check_existence == oval::Existence::at_least_one_exists);
  std::string text = existence_text(what, test.test->check_existence, negated && turnable);
  if (!test.states.empty()) text += "; " + states_text(unit, test, known);
  return negated && !turnable ? "not so: " + text : text;
}

}  // namespace assay::evaluate
