#include "probes/parse/rpm_header.h"

#include <gtest/gtest.h>

#include "tests/support/rpm_builder.h"

namespace assay::parse {
namespace {

using test::HeaderBuilder;

int error_of(const std::string& blob) {
  const auto header = RpmHeader::parse(blob);
  return header ? 0 : header.error().code;
}

TEST(RpmHeader, gives_each_type_as_it_is_stored) {
  const std::string blob = HeaderBuilder()
                               .text(RpmTag::name, "bash")
                               .texts(RpmTag::basenames, {"sh", "", "bash"})
                               .numbers(RpmTag::epoch, {7})
                               .numbers(RpmTag::filemodes, {0100755, 0120777}, 2)
                               .numbers(RpmTag::longfilesizes, {5'000'000'000}, 8)
                               .numbers(RpmTag::filestates, {0, 255}, 1)
                               .binary(RpmTag::rsaheader, std::string("\0\1", 2))
                               .build();
  const auto header = RpmHeader::parse(blob);
  ASSERT_TRUE(header);
  EXPECT_EQ(header->string(RpmTag::name), "bash");
  EXPECT_EQ(header->strings(RpmTag::basenames), (std::vector<std::string_view>{"sh", "", "bash"}));
  EXPECT_EQ(header->number(RpmTag::epoch), 7u);
  EXPECT_EQ(header->numbers(RpmTag::filemodes), (std::vector<std::uint64_t>{0100755, 0120777}));
  EXPECT_EQ(header->number(RpmTag::longfilesizes), 5'000'000'000u);
  EXPECT_EQ(header->numbers(RpmTag::filestates), (std::vector<std::uint64_t>{0, 255}));
  EXPECT_EQ(header->bytes(RpmTag::rsaheader), std::string_view("\0\1", 2));
}

TEST(RpmHeader, the_first_string_of_an_i18n_table_is_the_c_locale) {
  const std::string blob = HeaderBuilder().entry(RpmTag::name, 9, 2, std::string("hello\0hallo\0", 12)).build();
  EXPECT_EQ(RpmHeader::parse(blob)->string(RpmTag::name), "hello");
}

TEST(RpmHeader, a_tag_of_another_type_is_not_there) {
  const std::string blob = HeaderBuilder().text(RpmTag::epoch, "1").numbers(RpmTag::name, {1}).build();
  const auto header = RpmHeader::parse(blob);
  EXPECT_FALSE(header->number(RpmTag::epoch));
  EXPECT_FALSE(header->string(RpmTag::name));
  EXPECT_EQ(header->bytes(RpmTag::name), "");
}

TEST(RpmHeader, refuses_a_blob_that_is_cut_off_anywhere) {
  const std::string blob = HeaderBuilder().text(RpmTag::name, "bash").numbers(RpmTag::epoch, {7}).build();
  for (std::size_t size = 0; size < blob.size(); ++size) EXPECT_EQ(error_of(blob.substr(0, size)), EBADMSG) << size;
}

TEST(RpmHeader, refuses_a_string_without_end) { EXPECT_EQ(error_of(HeaderBuilder().entry(RpmTag::name, 6, 1, "bash").build()), EBADMSG); }

TEST(RpmHeader, refuses_more_numbers_than_there_are_bytes) {
  EXPECT_EQ(error_of(HeaderBuilder().entry(RpmTag::epoch, 4, 3, "12345678").build()), EBADMSG);
}

TEST(RpmHeader, refuses_an_offset_beyond_the_data) {
  std::string blob = HeaderBuilder().numbers(RpmTag::epoch, {7}).build();
  blob[8 + 11] = 100;
  EXPECT_EQ(error_of(blob), EBADMSG);
}

TEST(RpmHeader, refuses_entries_that_share_their_bytes) {
  std::string blob = HeaderBuilder().text(RpmTag::name, std::string(100, 'x')).text(RpmTag::version, "1").build();
  blob[8 + 16 + 11] = 0;  // the version now lies where the name does
  EXPECT_EQ(error_of(blob), EBADMSG);
}

TEST(RpmHeader, refuses_an_unknown_type) { EXPECT_EQ(error_of(HeaderBuilder().entry(RpmTag::name, 10, 1, "x").build()), EBADMSG); }

TEST(RpmHeader, refuses_an_absurd_number_of_entries) {
  EXPECT_EQ(error_of(std::string("\0\0\0\0\0\0\0\0", 8)), EBADMSG);
  EXPECT_EQ(error_of(std::string("\x7f\xff\xff\xff\0\0\0\0", 8) + std::string(100, '\0')), EBADMSG);
}

TEST(RpmHeader, the_immutable_region_ends_with_its_trailer) {
  std::string trailer;
  for (const std::uint32_t word : {63u, 7u, static_cast<std::uint32_t>(-32), 16u}) test::put(trailer, word, 4);
  const std::string blob =
      HeaderBuilder().entry(RpmTag::headerimmutable, 7, 16, trailer).text(RpmTag::name, "bash").text(RpmTag::version, "5").build();
  const auto header = RpmHeader::parse(blob);
  ASSERT_TRUE(header);
  const auto region = header->immutable_region();
  ASSERT_TRUE(region);
  EXPECT_EQ(region->index, blob.substr(8, 32));
  EXPECT_EQ(region->data, trailer);
}

TEST(RpmHeader, a_region_larger_than_the_index_is_none) {
  std::string trailer;
  for (const std::uint32_t word : {63u, 7u, static_cast<std::uint32_t>(-3200), 16u}) test::put(trailer, word, 4);
  const std::string blob = HeaderBuilder().entry(RpmTag::headerimmutable, 7, 16, trailer).build();
  EXPECT_FALSE(RpmHeader::parse(blob)->immutable_region());
}

}  // namespace
}  // namespace assay::parse
