#include "engine/evaluate/variable_component.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/text.h"
#include "engine/evaluate/function.h"
#include "engine/evaluate/secrets.h"
#include "engine/evaluate/value_detail.h"

namespace assay::evaluate {
namespace {

using oval::Component;
using oval::Flag;
using Kind = oval::Component::Kind;

bool usable(Flag flag) { return flag == Flag::complete || flag == Flag::incomplete; }

// The flag of something made of parts: an error, then what could not be looked at, then what is not there.
Flag worst(Flag a, Flag b) {
  constexpr std::array<Flag, 6> kWorstFirst = {Flag::error,          Flag::not_collected, Flag::not_applicable,
                                               Flag::does_not_exist, Flag::incomplete,    Flag::complete};
  return *std::find_if(kWorstFirst.begin(), kWorstFirst.end(), [&](Flag flag) { return flag == a || flag == b; });
}

void degrade(VariableResult& result, Flag flag, const std::string& message) {
  const Flag before = result.flag;
  result.flag = worst(before, flag);
  if (result.flag != before) result.message = message;
}

// Takes values until a budget is reached; then the result is an error.
class Values {
 public:
  bool add(VariableResult& result, std::string value) {
    bytes_ += value.size();
    if (result.values.size() < kLimits.variable_values && bytes_ <= kLimits.variable_bytes) {
      result.values.push_back(std::move(value));
      return true;
    }
    result = variable_error("more than " + std::to_string(kLimits.variable_values) + " values, or " +
                            std::to_string(kLimits.variable_bytes >> 20) + " MiB of them");
    return false;
  }

 private:
  std::size_t bytes_ = 0;
};

class Evaluator {
 public:
  explicit Evaluator(const ComponentContext& context) : context_(context) {}

  VariableResult evaluate(const Component& component) const {
    switch (component.kind) {
      case Kind::literal: return literal(component);
      case Kind::object: return object_component(component);
      case Kind::variable: return variable_component(component);
      case Kind::arithmetic:
      case Kind::begin:
      case Kind::concat:
      case Kind::count:
      case Kind::end:
      case Kind::escape_regex:
      case Kind::glob_to_regex:
      case Kind::merge:
      case Kind::regex_capture:
      case Kind::split:
      case Kind::substring:
      case Kind::time_difference:
      case Kind::unique: break;
    }
    return function(component);
  }

 private:
  using Arguments = std::vector<VariableResult>;
  using Row = std::vector<const std::string*>;  // one value of each argument

  static VariableResult literal(const Component& component) {
    VariableResult result{Flag::complete, {component.value}, {}};
    check_datatype(result, component.datatype);
    return result;
  }

  VariableResult variable_component(const Component& component) const {
    const plan::Index index = context_.unit->variable(component.ref);
    if (index == plan::kNone) return variable_error("there is no variable " + component.ref);
    return context_.variable(index);
  }

  VariableResult object_component(const Component& component) const {
    const plan::Index index = context_.unit->object(component.ref);
    if (index == plan::kNone) return variable_error("there is no object " + component.ref);
    const Variables::ObjectItems items = (*context_.items_of)(index);
    VariableResult result{items.flag, {}, {}};
    if (items.flag != Flag::complete) result.message = "object " + component.ref + " is flagged " + std::string(text_of(items.flag));
    if (!usable(items.flag)) return result;
    Values values;
    for (const oval::Item* item : items.items)
      if (!add_entities(*item, component, result, values)) return result;
    if (result.values.empty())
      degrade(result, Flag::does_not_exist, "object " + component.ref + " has no value of " + component.item_field);
    if (!usable(result.flag)) result.values.clear();
    return result;
  }

  static bool add_entities(const oval::Item& item, const Component& component, VariableResult& result, Values& values) {
    if (!note_status(item.status(), "an item", component, result)) return true;
    bool found = false;
    result.masked = result.masked || holds_secret(item, component.item_field);
    for (const oval::ItemEntity& entity : item) {
      if (entity.field->name != component.item_field) continue;
      found = true;
      result.masked = result.masked || entity.mask;
      if (!note_status(entity.status, component.item_field, component, result)) continue;
      const bool added =
          component.record_field.empty() ? values.add(result, std::string(entity.value)) : add_fields(entity, component, result, values);
      if (!added) return false;
    }
    if (!found) degrade(result, Flag::error, "an item of object " + component.ref + " has no entity " + component.item_field);
    return true;
  }

  static bool add_fields(const oval::ItemEntity& entity, const Component& component, VariableResult& result, Values& values) {
    bool found = false;
    if (entity.datatype == oval::Datatype::record) {
      for (const oval::RecordField& field : oval::record_fields(entity.value)) {
        if (field.name != component.record_field) continue;
        found = true;
        if (note_status(field.status, component.record_field, component, result) && !values.add(result, std::string(field.value)))
          return false;
      }
    }
    if (!found)
      degrade(result, Flag::error, component.item_field + " of object " + component.ref + " has no field " + component.record_field);
    return true;
  }

  // Is there a value? What is not there is no value; what could not be looked at makes the whole unusable.
  static bool note_status(oval::Status status, std::string_view what, const Component& component, VariableResult& result) {
    const std::string message = std::string(what) + " of object " + component.ref + " has the status " + std::string(text_of(status));
    if (status == oval::Status::error) degrade(result, Flag::error, message);
    if (status == oval::Status::not_collected) degrade(result, Flag::not_collected, message);
    return status == oval::Status::exists;
  }

  VariableResult function(const Component& component) const {
    Arguments arguments;
    VariableResult result{Flag::complete, {}, {}};
    for (const Component& argument : component.arguments) {
      arguments.push_back(evaluate(argument));
      degrade(result, arguments.back().flag, arguments.back().message);
      result.masked = result.masked || arguments.back().masked;
    }
    if (!usable(result.flag)) return result;
    if (arguments.empty()) return variable_error("a function without a component");
    apply(component, arguments, result);
    if (!usable(result.flag)) result.values.clear();
    return result;
  }

  void apply(const Component& component, const Arguments& arguments, VariableResult& result) const {
    switch (component.kind) {
      case Kind::count: return count(arguments, result);
      case Kind::merge: return merge(arguments, result);
      case Kind::unique: return unique(arguments, result);
      case Kind::arithmetic: return arithmetic_function(component, arguments, result);
      case Kind::concat:
        return product(arguments, result, [](const Row& row, VariableResult&) {
          std::string text;
          for (const std::string* part : row) text += *part;
          return std::optional<std::string>(std::move(text));
        });
      case Kind::time_difference: return time_difference(component, arguments, result);
      case Kind::begin:
      case Kind::end:
      case Kind::escape_regex:
      case Kind::glob_to_regex:
      case Kind::regex_capture:
      case Kind::split:
      case Kind::substring: return each(component, arguments, result);
      case Kind::literal:
      case Kind::object:
      case Kind::variable: break;
    }
  }

  static void count(const Arguments& arguments, VariableResult& result) {
    std::size_t number = 0;
    for (const VariableResult& argument : arguments) number += argument.values.size();
    // Of a collection that is known in part, the number is not known in any.
    if (result.flag == Flag::incomplete) return degrade(result, Flag::not_collected, "what is counted was not seen completely");
    result.values = {std::to_string(number)};
    result.masked = false;
  }

  static void merge(const Arguments& arguments, VariableResult& result) {
    Values values;
    for (const VariableResult& argument : arguments)
      for (const std::string& value : argument.values)
        if (!values.add(result, value)) return;
  }

  // In the order of first appearance.
  static void unique(const Arguments& arguments, VariableResult& result) {
    std::unordered_map<std::string_view, bool> seen;
    Values values;
    for (const VariableResult& argument : arguments)
      for (const std::string& value : argument.values)
        if (seen.emplace(value, true).second && !values.add(result, value)) return;
  }

  // Calls `make` for each row of the Cartesian product, the last argument running fastest.
  template <class Make>
  static void product(const Arguments& arguments, VariableResult& result, Make make) {
    std::size_t rows = 1;
    for (const VariableResult& argument : arguments) {
      if (argument.values.empty()) return;
      if (rows > kLimits.variable_values / argument.values.size()) {
        result = variable_error("more than " + std::to_string(kLimits.variable_values) + " combinations of values");
        return;
      }
      rows *= argument.values.size();
    }
    Row row(arguments.size());
    Values values;
    for (std::size_t number = 0; number < rows; ++number) {
      std::size_t rest = number;
      for (std::size_t i = arguments.size(); i-- > 0; rest /= arguments[i].values.size())
        row[i] = &arguments[i].values[rest % arguments[i].values.size()];
      std::optional<std::string> value = make(row, result);
      if (!value || !values.add(result, std::move(*value))) return;
    }
  }

  static void arithmetic_function(const Component& component, const Arguments& arguments, VariableResult& result) {
    const std::string_view operation = component.parameter("arithmetic_operation");
    if (operation != "add" && operation != "multiply") {
      result = variable_error("arithmetic_operation \"" + std::string(operation) + "\" is neither add nor multiply");
      return;
    }
    product(arguments, result, [&](const Row& row, VariableResult& failed) {
      std::string why;
      std::optional<std::string> value = arithmetic(row, operation == "multiply", &why);
      if (!value) failed = variable_error(std::move(why));
      return value;
    });
  }

  void time_difference(const Component& component, const Arguments& arguments, VariableResult& result) const {
    const std::string_view formats[2] = {component.parameter("format_1", "year_month_day"),
                                         component.parameter("format_2", "year_month_day")};
    if (arguments.size() > 2) {
      result = variable_error("time_difference takes one or two components");
      return;
    }
    product(arguments, result, [&](const Row& row, VariableResult& failed) -> std::optional<std::string> {
      const std::optional<std::int64_t> minuend = row.size() == 1 ? context_.now : seconds_of(*row.front(), formats[0]);
      const std::optional<std::int64_t> subtrahend = seconds_of(*row.back(), formats[1]);
      std::int64_t difference = 0;
      if (minuend && subtrahend && !__builtin_sub_overflow(*minuend, *subtrahend, &difference)) return std::to_string(difference);
      const std::size_t wrong = minuend ? row.size() - 1 : 0;
      failed = variable_error("\"" + printable(*row[wrong]) + "\" is no time of format " + std::string(formats[minuend ? 1 : 0]));
      return std::nullopt;
    });
  }

  // Functions of one component that make one value (split: several) of each of its values.
  void each(const Component& component, const Arguments& arguments, VariableResult& result) const {
    if (arguments.size() != 1) {
      result = variable_error("a function that takes one component has " + std::to_string(arguments.size()));
      return;
    }
    Values values;
    for (const std::string& value : arguments[0].values) {
      if (component.kind == Kind::split) {
        for (std::string& piece : split_by(value, component.parameter("delimiter")))
          if (!values.add(result, std::move(piece))) return;
        continue;
      }
      std::string why;
      std::optional<std::string> made = make_one(component, value, &why);
      if (!made) {
        result = variable_error(std::move(why));
        return;
      }
      if (!values.add(result, std::move(*made))) return;
    }
  }

  std::optional<std::string> make_one(const Component& component, const std::string& value, std::string* why) const {
    const std::string_view character = component.parameter("character");
    if (component.kind == Kind::begin) return value.starts_with(character) ? value : std::string(character) + value;
    if (component.kind == Kind::end) return value.ends_with(character) ? value : value + std::string(character);
    if (component.kind == Kind::escape_regex) return escape_regex(value);
    if (component.kind == Kind::regex_capture) return capture(component.parameter("pattern"), value, why);
    if (component.kind == Kind::substring) return substring_function(component, value, why);
    const std::string_view noescape = component.parameter("glob_noescape", "false");
    return glob_to_regex(value, noescape == "true" || noescape == "1");
  }

  // The first group of the first match; "" where there is no match or no group.
  std::optional<std::string> capture(std::string_view pattern, const std::string& value, std::string* why) const {
    const Regex* regex = context_.patterns->get(pattern, {}, why);
    if (regex == nullptr) return std::nullopt;
    const Result<Regex::Captures> match = regex->find(value);
    if (!match) {
      *why = match.error().detail;
      return std::nullopt;
    }
    return match->size() > 1 ? std::string((*match)[1].in(value)) : std::string();
  }

  static std::optional<std::string> substring_function(const Component& component, const std::string& value, std::string* why) {
    const std::optional<std::int64_t> start = parse_int(component.parameter("substring_start"));
    const std::optional<std::int64_t> length = parse_int(component.parameter("substring_length"));
    if (!start || !length) {
      *why = "substring without substring_start or substring_length";
      return std::nullopt;
    }
    std::optional<std::string> text = substring(value, *start, *length);
    if (!text) *why = "\"" + printable(value) + "\" is shorter than substring_start " + std::to_string(*start);
    return text;
  }

  const ComponentContext& context_;
};

}  // namespace

VariableResult variable_error(std::string message) { return {Flag::error, {}, std::move(message)}; }

void check_datatype(VariableResult& result, oval::Datatype datatype) {
  const auto fits = [datatype](std::string_view value) {
    if (datatype == oval::Datatype::int_) return is_integer(value);
    if (datatype == oval::Datatype::float_) return is_float(value);
    return datatype != oval::Datatype::boolean || is_boolean(value);
  };
  for (const std::string& value : result.values) {
    if (fits(trim(value))) continue;
    std::string why = result.masked ? "a value is not of datatype " + std::string(text_of(datatype)) : std::string();
    if (!result.masked) not_of_type(value, datatype, &why);
    result = variable_error(std::move(why));
    return;
  }
}

VariableResult evaluate_component(const Component& component, const ComponentContext& context) {
  return Evaluator(context).evaluate(component);
}

}  // namespace assay::evaluate
