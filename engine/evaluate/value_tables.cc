// The result tables of the specification. Each table is read from its strongest row to its weakest.
#include <array>
#include <cstddef>

#include "engine/evaluate/value.h"

namespace assay::evaluate {
namespace {

using oval::Truth;

class Counts {
 public:
  explicit Counts(std::span<const Truth> results) {
    for (const Truth result : results) ++counts_[static_cast<std::size_t>(result)];
  }
  std::size_t of(Truth truth) const { return counts_[static_cast<std::size_t>(truth)]; }

  // Rows E, U and NE, the same in every table; `otherwise` where there are none of these but some true or false.
  Truth or_else(Truth otherwise) const {
    for (const Truth truth : {Truth::error, Truth::unknown, Truth::not_evaluated})
      if (of(truth) != 0) return truth;
    if (of(Truth::true_) + of(Truth::false_) != 0) return otherwise;
    return of(Truth::not_applicable) != 0 ? Truth::not_applicable : Truth::not_evaluated;  // nothing at all was evaluated
  }

 private:
  std::array<std::size_t, 6> counts_{};
};

Truth all(const Counts& counts) { return counts.of(Truth::false_) != 0 ? Truth::false_ : counts.or_else(Truth::true_); }
Truth any(const Counts& counts) { return counts.of(Truth::true_) != 0 ? Truth::true_ : counts.or_else(Truth::false_); }
Truth one(const Counts& counts) {
  if (counts.of(Truth::true_) > 1) return Truth::false_;
  return counts.or_else(counts.of(Truth::true_) == 1 ? Truth::true_ : Truth::false_);
}
Truth none(const Counts& counts) { return counts.of(Truth::true_) != 0 ? Truth::false_ : counts.or_else(Truth::true_); }
Truth odd(const Counts& counts) { return counts.or_else(counts.of(Truth::true_) % 2 == 1 ? Truth::true_ : Truth::false_); }

struct Statuses {
  std::size_t exists = 0, does_not_exist = 0, error = 0, not_collected = 0;

  explicit Statuses(std::span<const oval::Status> statuses) {
    for (const oval::Status status : statuses) switch (status) {
        case oval::Status::exists: ++exists; break;
        case oval::Status::does_not_exist: ++does_not_exist; break;
        case oval::Status::error: ++error; break;
        case oval::Status::not_collected: ++not_collected; break;
      }
  }
  Truth or_else(Truth otherwise) const {
    if (error != 0) return Truth::error;
    return not_collected != 0 ? Truth::unknown : otherwise;
  }
};

Truth truth(bool value) { return value ? Truth::true_ : Truth::false_; }

Truth existence_of_all(oval::Existence expected, const Statuses& statuses) {
  switch (expected) {
    case oval::Existence::all_exist: return statuses.does_not_exist != 0 ? Truth::false_ : statuses.or_else(truth(statuses.exists != 0));
    case oval::Existence::any_exist: return statuses.exists == 0 && statuses.error != 0 ? Truth::error : Truth::true_;
    case oval::Existence::at_least_one_exists: return statuses.exists != 0 ? Truth::true_ : statuses.or_else(Truth::false_);
    case oval::Existence::none_exist: return statuses.exists != 0 ? Truth::false_ : statuses.or_else(Truth::true_);
    case oval::Existence::only_one_exists: return statuses.exists > 1 ? Truth::false_ : statuses.or_else(truth(statuses.exists == 1));
  }
  return Truth::error;
}

// Only what items still unseen cannot overturn is known (oval-results TestType, flag incomplete).
Truth existence_of_some(oval::Existence expected, const Statuses& statuses) {
  switch (expected) {
    case oval::Existence::all_exist: return Truth::unknown;
    case oval::Existence::any_exist: return existence_of_all(expected, statuses);
    case oval::Existence::at_least_one_exists: return statuses.exists != 0 ? Truth::true_ : Truth::unknown;
    case oval::Existence::none_exist: return statuses.exists != 0 ? Truth::false_ : Truth::unknown;
    case oval::Existence::only_one_exists: return statuses.exists > 1 ? Truth::false_ : Truth::unknown;
  }
  return Truth::error;
}

}  // namespace

Truth combine(oval::Check check, std::span<const Truth> results) {
  const Counts counts(results);
  switch (check) {
    case oval::Check::all: return all(counts);
    case oval::Check::at_least_one: return any(counts);
    case oval::Check::none_satisfy: return none(counts);
    case oval::Check::only_one: return one(counts);
  }
  return Truth::error;
}

Truth combine(oval::Operator operation, std::span<const Truth> results) {
  const Counts counts(results);
  switch (operation) {
    case oval::Operator::AND: return all(counts);
    case oval::Operator::OR: return any(counts);
    case oval::Operator::ONE: return one(counts);
    case oval::Operator::XOR: return odd(counts);
  }
  return Truth::error;
}

Truth negate(Truth value) {
  if (value == Truth::true_) return Truth::false_;
  return value == Truth::false_ ? Truth::true_ : value;
}

Truth existence(oval::Existence expected, oval::Flag flag, std::span<const oval::Status> statuses) {
  switch (flag) {
    case oval::Flag::complete: return existence_of_all(expected, Statuses(statuses));
    case oval::Flag::incomplete: return existence_of_some(expected, Statuses(statuses));
    case oval::Flag::does_not_exist: return truth(expected == oval::Existence::none_exist || expected == oval::Existence::any_exist);
    case oval::Flag::error: return Truth::error;
    case oval::Flag::not_collected: return Truth::unknown;
    case oval::Flag::not_applicable: return Truth::not_applicable;
  }
  return Truth::error;
}

}  // namespace assay::evaluate
