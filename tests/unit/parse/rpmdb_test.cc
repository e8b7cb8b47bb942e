#include "probes/parse/rpmdb.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "tests/support/rpm_builder.h"

namespace assay::parse {
namespace {

using Blobs = std::vector<std::string>;

struct Reading {
  Blobs blobs;
  int code = 0;
};

template <class Bytes>
Reading read(Result<void> (*reader)(Bytes, const HeaderSink&), std::string database) {
  Reading reading;
  const auto done = reader(database, [&](std::string_view blob) { reading.blobs.emplace_back(blob); });
  if (!done) reading.code = done.error().code;
  return reading;
}

TEST(RpmdbBdb, gives_every_package_but_the_counter) {
  const Blobs blobs = {"small", std::string(2000, 'x')};
  const Reading reading = read(read_rpmdb_bdb, test::bdb_database(blobs));
  EXPECT_EQ(reading.code, 0);
  EXPECT_EQ(reading.blobs, blobs);
}

TEST(RpmdbBdb, an_empty_database_has_no_packages) {
  const Reading reading = read(read_rpmdb_bdb, test::bdb_database({}));
  EXPECT_EQ(reading.code, 0);
  EXPECT_TRUE(reading.blobs.empty());
}

TEST(RpmdbBdb, a_database_cut_off_anywhere_is_an_error) {
  const std::string database = test::bdb_database({std::string(2000, 'x')});
  for (std::size_t size = 0; size < database.size(); size += 97)
    EXPECT_EQ(read(read_rpmdb_bdb, database.substr(0, size)).code, EBADMSG) << size;
}

TEST(RpmdbBdb, bytes_that_are_no_database_are_an_error) { EXPECT_EQ(read(read_rpmdb_bdb, std::string(4096, 'x')).code, EBADMSG); }

TEST(RpmdbBdb, an_encrypted_database_is_an_error) {
  std::string database = test::bdb_database({});
  database[24] = 1;
  EXPECT_EQ(read(read_rpmdb_bdb, database).code, EBADMSG);
}

TEST(RpmdbBdb, a_chain_of_pages_that_bites_its_tail_ends_with_an_error) {
  std::string database = test::bdb_database({std::string(2000, 'x')});
  test::set_u32(database, 3 * 512 + 16, 3);  // the second page of the chain names itself
  test::set_u16(database, 2 * 512 + 22, 7);  // and the first holds less than it did
  EXPECT_EQ(read(read_rpmdb_bdb, database).code, EBADMSG);
}

TEST(RpmdbBdb, an_empty_overflow_page_is_an_error) {
  std::string database = test::bdb_database({std::string(2000, 'x')});
  test::set_u16(database, 3 * 512 + 22, 0);
  EXPECT_EQ(read(read_rpmdb_bdb, database).code, EBADMSG);
}

TEST(RpmdbBdb, a_chain_out_of_the_file_is_an_error) {
  std::string database = test::bdb_database({std::string(2000, 'x')});
  test::set_u32(database, 3 * 512 + 16, 4000);
  EXPECT_EQ(read(read_rpmdb_bdb, database).code, EBADMSG);
}

TEST(RpmdbBdb, items_larger_than_the_file_are_an_error) {
  std::string database = test::bdb_database({std::string(900, 'x'), std::string(900, 'y')});
  test::set_u32(database, 512 + 512 - 2 * 5 - 2 * (5 + 12) + 8, 100'000);  // the second item claims more than the file holds
  EXPECT_EQ(read(read_rpmdb_bdb, database).code, EBADMSG);
}

TEST(RpmdbBdb, a_page_that_is_not_where_it_says_is_an_error) {
  std::string database = test::bdb_database({"x"});
  test::set_u32(database, 512 + 8, 9);
  EXPECT_EQ(read(read_rpmdb_bdb, database).code, EBADMSG);
}

std::uint32_t adler(std::string_view bytes) {
  std::uint32_t a = 1, b = 0;
  for (const unsigned char byte : bytes) a = (a + byte) % 65521, b = (b + a) % 65521;
  return b << 16 | a;
}

std::string ndb_database(const std::string& blob) {
  std::string body = "BlbS";
  for (const std::size_t word : {std::size_t{1}, std::size_t{1}, blob.size()}) test::put(body, word, 4, false);
  body += blob;
  body.resize((body.size() + 12 + 15) / 16 * 16 - 12);
  const std::uint32_t sum = adler(body);
  test::put(body, sum, 4, false);
  test::put(body, blob.size(), 4, false);
  body += "BlbE";
  std::string file = "RpmP";
  for (const unsigned word : {0u, 1u, 1u, 2u, 0u, 0u, 0u}) test::put(file, word, 4, false);
  file += "Slot";
  for (const std::size_t word : {std::size_t{1}, std::size_t{256}, body.size() / 16}) test::put(file, word, 4, false);
  while (file.size() < 4096) file += std::string("Slot\0\0\0\0\0\0\0\0\0\0\0\0", 16);
  return file + body;
}

TEST(RpmdbNdb, gives_every_package) {
  const Reading reading = read(read_rpmdb_ndb, ndb_database("header"));
  EXPECT_EQ(reading.code, 0);
  EXPECT_EQ(reading.blobs, Blobs{"header"});
}

TEST(RpmdbNdb, a_database_cut_off_anywhere_is_an_error) {
  const std::string database = ndb_database(std::string(300, 'x'));
  for (std::size_t size = 0; size < database.size(); size += 61)
    EXPECT_EQ(read(read_rpmdb_ndb, database.substr(0, size)).code, EBADMSG) << size;
}

TEST(RpmdbNdb, a_changed_byte_breaks_the_checksum) {
  std::string database = ndb_database("header");
  database[4096 + 18] ^= 1;
  const Reading reading = read(read_rpmdb_ndb, database);
  EXPECT_EQ(reading.code, EBADMSG);
  EXPECT_TRUE(reading.blobs.empty());
}

TEST(RpmdbNdb, a_slot_that_points_out_of_the_file_is_an_error) {
  std::string database = ndb_database("header");
  test::set_u32(database, 32 + 8, 0x0FFFFFFF);
  EXPECT_EQ(read(read_rpmdb_ndb, database).code, EBADMSG);
}

TEST(RpmdbNdb, a_package_with_two_slots_is_an_error) {
  std::string database = ndb_database("header");
  database.replace(48, 16, database.substr(32, 16));
  EXPECT_EQ(read(read_rpmdb_ndb, database).code, EBADMSG);
}

std::string sqlite_database(const char* sql) {
  sqlite3* database = nullptr;
  sqlite3_open(":memory:", &database);
  char* problem = nullptr;
  EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, &problem), SQLITE_OK) << problem;
  sqlite3_int64 size = 0;
  unsigned char* const bytes = sqlite3_serialize(database, "main", &size, 0);
  std::string copy(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
  sqlite3_free(bytes);
  sqlite3_close(database);
  return copy;
}

constexpr const char* kTable = "CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob BLOB NOT NULL);";

TEST(RpmdbSqlite, gives_every_package) {
  const Reading reading =
      read(read_rpmdb_sqlite, sqlite_database((std::string(kTable) + "INSERT INTO Packages VALUES(1,'a'),(9,'b')").c_str()));
  EXPECT_EQ(reading.code, 0);
  EXPECT_EQ(reading.blobs, (Blobs{"a", "b"}));
}

TEST(RpmdbSqlite, a_database_that_keeps_a_write_ahead_log_can_be_read) {
  std::string database = sqlite_database((std::string(kTable) + "INSERT INTO Packages VALUES(1,'a')").c_str());
  database[18] = database[19] = 2;
  EXPECT_EQ(read(read_rpmdb_sqlite, database).blobs, Blobs{"a"});
}

TEST(RpmdbSqlite, a_database_without_the_table_is_an_error) {
  EXPECT_EQ(read(read_rpmdb_sqlite, sqlite_database("CREATE TABLE Other (x)")).code, EBADMSG);
}

TEST(RpmdbSqlite, a_view_in_place_of_the_table_is_an_error) {
  EXPECT_EQ(read(read_rpmdb_sqlite, sqlite_database("CREATE VIEW Packages AS WITH RECURSIVE n(blob) AS (VALUES(1) UNION ALL SELECT blob+1 "
                                                    "FROM n) SELECT blob FROM n"))
                .code,
            EBADMSG);
}

TEST(RpmdbSqlite, a_database_cut_off_or_empty_is_an_error) {
  const std::string database = sqlite_database((std::string(kTable) + "INSERT INTO Packages VALUES(1,zeroblob(9000))").c_str());
  for (const std::size_t size : {std::size_t{0}, std::size_t{50}, std::size_t{4096}, database.size() - 1})
    EXPECT_EQ(read(read_rpmdb_sqlite, database.substr(0, size)).code, EBADMSG) << size;
}

// A log by the letter of the file format: one committed frame that replaces page 1.
std::string wal_of(const std::string& page, std::uint32_t committed) {
  std::string wal;
  for (const std::uint32_t word : {0x377f0683u, 3007000u, static_cast<std::uint32_t>(page.size()), 0u, 11u, 22u}) test::put(wal, word, 4);
  std::uint32_t a = 0, b = 0;
  const auto sum = [&](std::string_view bytes) {
    const auto word = [&](std::size_t at) {
      std::uint32_t value = 0;
      for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
      return value;
    };
    for (std::size_t at = 0; at < bytes.size(); at += 8) a += word(at) + b, b += word(at + 4) + a;
  };
  const auto put_sum = [&] { test::put(wal, a, 4), test::put(wal, b, 4); };
  sum(wal);
  put_sum();
  std::string head;
  test::put(head, 1, 4);
  test::put(head, committed, 4);
  sum(head);
  sum(page);
  wal += head;
  test::put(wal, 11, 4);
  test::put(wal, 22, 4);
  put_sum();
  return wal + page;
}

TEST(SqliteWal, a_committed_page_replaces_the_old_one) {
  std::string database(512, 'o');
  ASSERT_TRUE(apply_sqlite_wal(database, wal_of(std::string(512, 'n'), 1)));
  EXPECT_EQ(database, std::string(512, 'n'));
}

TEST(SqliteWal, a_page_that_was_not_committed_does_not_count) {
  std::string database(512, 'o');
  ASSERT_TRUE(apply_sqlite_wal(database, wal_of(std::string(512, 'n'), 0)));
  EXPECT_EQ(database, std::string(512, 'o'));
}

TEST(SqliteWal, a_frame_whose_checksum_is_wrong_ends_the_log) {
  std::string database(512, 'o'), wal = wal_of(std::string(512, 'n'), 1);
  wal.back() = 'x';
  ASSERT_TRUE(apply_sqlite_wal(database, wal));
  EXPECT_EQ(database, std::string(512, 'o'));
}

TEST(SqliteWal, an_empty_log_changes_nothing) {
  std::string database(512, 'o');
  ASSERT_TRUE(apply_sqlite_wal(database, ""));
  EXPECT_EQ(database, std::string(512, 'o'));
}

TEST(SqliteWal, bytes_that_are_no_log_are_an_error) {
  std::string database(512, 'o');
  EXPECT_EQ(apply_sqlite_wal(database, std::string(100, 'x')).error().code, EBADMSG);
}

}  // namespace
}  // namespace assay::parse
