#include "probes/parse/audit_values.h"

#include <algorithm>
#include <limits>
#include <set>

namespace assay::parse {
namespace {

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min() / 2;
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max() / 2;
constexpr std::int64_t kMostOfIds = 4294967295;

bool is_number(const AuditField& field) { return field.number.has_value() && field.op[0] != '&'; }

bool is_signed(std::string_view name) { return name == "exit"; }
bool is_argument(std::string_view name) { return name.size() == 2 && name[0] == 'a'; }  // a0 to a3, which have 64 bits

// The whole numbers from least to most, without some.
struct Values {
  std::int64_t least = 0, most = kMostOfIds;
  std::set<std::int64_t> without;

  void keep(std::string_view op, std::int64_t number);
  void settle();
  bool none() const { return least > most; }
  bool all(std::string_view op, std::int64_t number) const;
};

void Values::keep(std::string_view op, std::int64_t number) {
  if (op == "=" || op == ">=") least = std::max(least, number);
  if (op == "=" || op == "<=") most = std::min(most, number);
  if (op == ">") least = std::max(least, number + 1);
  if (op == "<") most = std::min(most, number - 1);
  if (op == "!=") without.insert(number);
}

// The ends are values that are in.
void Values::settle() {
  while (least <= most && without.count(least) != 0) ++least;
  while (least <= most && without.count(most) != 0) --most;
}

bool Values::all(std::string_view op, std::int64_t number) const {
  if (none()) return true;
  if (op == "=") return least == number && most == number;
  if (op == "!=") return number < least || number > most || without.count(number) != 0;
  if (op == ">") return least > number;
  if (op == ">=") return least >= number;
  return op == "<" ? most < number : most <= number;
}

Values values_of(std::string_view name, const AuditFields& fields) {
  Values values;
  if (is_signed(name)) values.least = kLeast;
  if (is_signed(name) || is_argument(name)) values.most = kMost;
  for (const AuditField& field : fields)
    if (field.name == name && is_number(field)) values.keep(field.op, std::clamp(*field.number, kLeast, kMost));
  values.settle();
  return values;
}

// Whether a call succeeded is told by what it returned, too.
AuditFields with_success(const AuditFields& fields) {
  AuditFields all = fields;
  const Values exit = values_of("exit", fields);
  if (exit.most < 0) all.push_back({"success", "=", "0", 0});
  if (exit.least >= 0) all.push_back({"success", "=", "1", 1});
  return all;
}

bool same(const AuditField& a, const AuditField& b) { return a.name == b.name && a.op == b.op && a.value == b.value; }

// Of values that are texts.
bool excludes(const AuditField& a, const AuditField& b) {
  if (a.name != b.name || is_number(a) || is_number(b)) return false;
  if (a.op == "=" && b.op == "=") return a.value != b.value;
  return ((a.op == "=" && b.op == "!=") || (a.op == "!=" && b.op == "=")) && a.value == b.value;
}

}  // namespace

bool audit_follows(const AuditField& condition, const AuditFields& fields) {
  if (std::any_of(fields.begin(), fields.end(), [&](const AuditField& field) { return same(field, condition); })) return true;
  if (is_number(condition)) {
    const AuditFields& known = condition.name == "success" ? with_success(fields) : fields;
    return values_of(condition.name, known).all(condition.op, *condition.number);
  }
  if (condition.op != "!=") return false;
  return std::any_of(fields.begin(), fields.end(), [&](const AuditField& field) {
    return field.name == condition.name && field.op == "=" && field.value != condition.value && !is_number(field);
  });
}

bool audit_disjoint(const AuditFields& a, const AuditFields& b) {
  AuditFields both = with_success(a);
  both.insert(both.end(), b.begin(), b.end());
  both = with_success(both);
  for (const AuditField& field : both)
    if (is_number(field) && values_of(field.name, both).none()) return true;
  for (const AuditField& one : a)
    for (const AuditField& other : b)
      if (excludes(one, other)) return true;
  return false;
}

}  // namespace assay::parse
