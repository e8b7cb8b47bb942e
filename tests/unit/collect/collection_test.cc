#include "engine/collect/collection.h"

#include <gtest/gtest.h>

#include "engine/evaluate/variable.h"

namespace assay::collect {
namespace {

constexpr oval::ItemField kFields[] = {
    {"size", oval::Datatype::int_}, {"write", oval::Datatype::boolean}, {"acl", oval::Datatype::boolean}};
constexpr oval::ItemSchema kSchema{"test", "file", kFields};

// A collection whose object has one filter.
class Filtered {
 public:
  Filtered(bool include, oval::Operator operation) {
    state_.operation = operation;
    object_.filters.push_back({include, "state"});
    plan::ObjectPlan& row = unit_.objects.emplace_back();
    row.object = &object_;
    row.filter_states = {0};
    unit_.states.emplace_back().state = &state_;
  }
  Filtered& expects(std::string name, std::string value) {
    oval::Entity& entity = state_.entities.emplace_back();
    entity.name = std::move(name);
    entity.datatype = oval::Datatype::boolean;
    entity.nil = value.empty();
    entity.value = std::move(value);
    return *this;
  }
  // Of an item whose acl is not known yet.
  bool may_keep(bool write) {
    evaluate::Variables variables(
        unit_, [](plan::Index) { return evaluate::Variables::ObjectItems{}; }, patterns_);
    ByteBudget bytes = 0;
    const QueryCollection collection({&unit_, &unit_.objects[0], &variables, &patterns_}, bytes);
    return collection.may_keep(oval::Item(kSchema).add("size", 1).add_bool("write", write));
  }

 private:
  oval::Object object_;
  oval::State state_;
  plan::Unit unit_;
  RegexCache patterns_;
};

TEST(MayKeep, IsNoWhereAnIncludeFilterCannotBeSatisfiedAnyMore) {
  EXPECT_FALSE(Filtered(true, oval::Operator::AND).expects("write", "true").expects("acl", "true").may_keep(false));
}
TEST(MayKeep, IsYesWhileAnIncludeFilterWaitsForAnEntity) {
  EXPECT_TRUE(Filtered(true, oval::Operator::AND).expects("write", "true").expects("acl", "true").may_keep(true));
}
TEST(MayKeep, IsYesWhereAnotherEntityMayStillSatisfyTheState) {
  EXPECT_TRUE(Filtered(true, oval::Operator::OR).expects("write", "true").expects("acl", "true").may_keep(false));
}
TEST(MayKeep, IsNoWhereAnExcludeFilterIsSatisfiedAlready) {
  EXPECT_FALSE(Filtered(false, oval::Operator::OR).expects("write", "true").expects("acl", "true").may_keep(true));
}
TEST(MayKeep, IsYesWhileAnExcludeFilterWaitsForAnEntity) {
  EXPECT_TRUE(Filtered(false, oval::Operator::AND).expects("write", "true").expects("acl", "true").may_keep(true));
}
TEST(MayKeep, DoesNotTakeWhatIsNotKnownYetForAbsent) {
  EXPECT_TRUE(Filtered(false, oval::Operator::AND).expects("acl", "").may_keep(true));
}

}  // namespace
}  // namespace assay::collect
