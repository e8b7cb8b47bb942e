#include "engine/collect/set.h"

#include <gtest/gtest.h>

namespace assay::collect {
namespace {

using oval::Flag;
using Operator = oval::Set::Operator;

}  // namespace

TEST(Set, AUnionHoldsWhatEitherHolds) {
  const SetResult result = combine(Operator::set_union, {Flag::complete, {1, 3}}, {Flag::complete, {2, 3}});
  EXPECT_EQ(result.items, (std::vector<std::uint32_t>{1, 2, 3}));
  EXPECT_EQ(result.flag, Flag::complete);
}

TEST(Set, AnIntersectionHoldsWhatBothHold) {
  EXPECT_EQ(combine(Operator::intersection, {Flag::complete, {1, 3}}, {Flag::complete, {2, 3}}).items, std::vector<std::uint32_t>{3});
}

TEST(Set, AComplementHoldsWhatTheFirstAloneHolds) {
  EXPECT_EQ(combine(Operator::complement, {Flag::complete, {1, 3}}, {Flag::complete, {2, 3}}).items, std::vector<std::uint32_t>{1});
}

TEST(Set, ACompleteSetWithoutItemsDoesNotExist) {
  EXPECT_EQ(combine(Operator::complement, {Flag::complete, {1}}, {Flag::complete, {1}}).flag, Flag::does_not_exist);
}

TEST(Set, FlagsCombineAsTheSpecificationsTablesSay) {
  struct Row {
    Operator operation;
    Flag first, second, expected;
  };
  const Row rows[] = {{Operator::set_union, Flag::error, Flag::complete, Flag::error},
                      {Operator::set_union, Flag::not_collected, Flag::complete, Flag::incomplete},
                      {Operator::set_union, Flag::complete, Flag::not_collected, Flag::incomplete},
                      {Operator::set_union, Flag::does_not_exist, Flag::not_applicable, Flag::does_not_exist},
                      {Operator::set_union, Flag::not_applicable, Flag::not_collected, Flag::not_collected},
                      {Operator::intersection, Flag::error, Flag::does_not_exist, Flag::does_not_exist},
                      {Operator::intersection, Flag::not_applicable, Flag::incomplete, Flag::incomplete},
                      {Operator::intersection, Flag::not_collected, Flag::complete, Flag::not_collected},
                      {Operator::complement, Flag::complete, Flag::does_not_exist, Flag::complete},
                      {Operator::complement, Flag::does_not_exist, Flag::error, Flag::does_not_exist},
                      {Operator::complement, Flag::incomplete, Flag::complete, Flag::incomplete},
                      {Operator::complement, Flag::complete, Flag::incomplete, Flag::error},
                      {Operator::complement, Flag::complete, Flag::not_applicable, Flag::error}};
  for (const Row& row : rows)
    EXPECT_EQ(combine_flags(row.operation, row.first, row.second), row.expected)
        << text_of(row.operation) << ' ' << text_of(row.first) << ' ' << text_of(row.second);
}

TEST(Set, WhatNeitherSideCanAnswerStaysNotApplicableUnderComplement) {
  EXPECT_EQ(combine_flags(Operator::complement, Flag::not_applicable, Flag::not_applicable), Flag::not_applicable);
}

}  // namespace assay::collect
