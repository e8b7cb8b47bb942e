// rpm's SQLite form: table Packages(hnum INTEGER PRIMARY KEY, blob BLOB). SQLite works on our copy of the bytes and opens nothing.
#include <sqlite3.h>

#include <memory>
#include <unordered_map>

#include "engine/base/bytes.h"
#include "probes/parse/rpmdb.h"

namespace assay::parse {
namespace {

constexpr std::size_t kHeader = 100, kWalHeader = 32, kFrameHeader = 24;
constexpr std::size_t kWriteVersion = 18, kReadVersion = 19;  // 2: write-ahead log, which bytes in memory cannot have

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
struct FinishStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, FinishStatement>;

tl::unexpected<Failure> refuse(sqlite3* database, const std::string& what) {
  return fail(EBADMSG, "sqlite: " + what + (database != nullptr ? std::string(": ") + sqlite3_errmsg(database) : ""));
}

// Called every so many virtual machine steps; `budget` counts down, and the query ends when it is spent.
int spend(void* budget) { return --*static_cast<int*>(budget) < 0; }

Result<Database> open_bytes(std::string& bytes) {
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open_v2(":memory:", &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(raw);
  if (opened != SQLITE_OK) return refuse(raw, "no memory");
  // The content is hostile until proven otherwise: no triggers, views or functions of its own, no oversized values.
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_limit(raw, SQLITE_LIMIT_LENGTH, 256 << 20);
  const auto size = static_cast<sqlite3_int64>(bytes.size());
  if (sqlite3_deserialize(raw, "main", reinterpret_cast<unsigned char*>(bytes.data()), size, size, SQLITE_DESERIALIZE_READONLY) !=
      SQLITE_OK)
    return refuse(raw, "not a database");
  return database;
}

Result<Statement> prepare(sqlite3* database, const char* sql) {
  sqlite3_stmt* raw = nullptr;
  const int prepared = sqlite3_prepare_v2(database, sql, -1, &raw, nullptr);
  Statement statement(raw);
  if (prepared != SQLITE_OK) return refuse(database, "no rpm database");
  return statement;
}

// A running sum over pairs of words in the log's byte order ("Checksum Algorithm" of the WAL file format).
struct WalSum {
  std::uint32_t a = 0, b = 0;
  void add(std::string_view bytes, ByteOrder order) {
    for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
      a += integer_at<std::uint32_t>(bytes, at, order).value_or(0) + b;
      b += integer_at<std::uint32_t>(bytes, at + 4, order).value_or(0) + a;
    }
  }
  bool stands_at(std::string_view bytes, std::size_t offset) const {
    return integer_at<std::uint32_t>(bytes, offset, ByteOrder::big) == a &&
           integer_at<std::uint32_t>(bytes, offset + 4, ByteOrder::big) == b;
  }
};

}  // namespace

Result<void> apply_sqlite_wal(std::string& database, std::string_view wal) {
  const auto word = [&](std::size_t offset) { return integer_at<std::uint32_t>(wal, offset, ByteOrder::big).value_or(0); };
  if (wal.size() < kWalHeader) return {};  // a log that was never begun
  if ((word(0) & ~1U) != 0x377f0682 || word(4) != 3007000) return fail(EBADMSG, "sqlite: bad write-ahead log");
  const ByteOrder order = (word(0) & 1U) != 0 ? ByteOrder::big : ByteOrder::little;
  const std::size_t page_size = word(8);
  if (page_size < 512 || page_size > 65536 || (page_size & (page_size - 1)) != 0) return fail(EBADMSG, "sqlite: bad write-ahead log");
  WalSum sum;
  sum.add(wal.substr(0, 24), order);
  if (!sum.stands_at(wal, 24)) return {};  // SQLite ignores such a log too

  std::unordered_map<std::uint32_t, std::size_t> open_pages;  // of the transaction being read: page to its place in the log
  for (std::size_t at = kWalHeader; wal.size() - at >= kFrameHeader + page_size; at += kFrameHeader + page_size) {
    const std::uint32_t page = word(at), committed_pages = word(at + 4);
    sum.add(wal.substr(at, 8), order);
    sum.add(wal.substr(at + kFrameHeader, page_size), order);
    // Frames of an older generation of the log follow the ones that count; their salts or sums differ.
    if (wal.substr(at + 8, 8) != wal.substr(16, 8) || !sum.stands_at(wal, at + 16) || page == 0) break;
    open_pages[page] = at + kFrameHeader;
    if (committed_pages == 0) continue;
    if (committed_pages > (database.size() + wal.size()) / page_size) return fail(EBADMSG, "sqlite: bad write-ahead log");
    database.resize(committed_pages * page_size);
    for (const auto& [number, place] : open_pages)
      if (number <= committed_pages) database.replace((number - 1) * page_size, page_size, wal.substr(place, page_size));
    open_pages.clear();
  }
  return {};
}

Result<void> read_rpmdb_sqlite(std::string& database, const HeaderSink& sink) {
  if (database.size() < kHeader || database.compare(0, 16, std::string_view("SQLite format 3\0", 16)) != 0)
    return fail(EBADMSG, "sqlite: not a database");
  const auto page_count = integer_at<std::uint32_t>(database, 28, ByteOrder::big).value_or(0);
  const std::size_t page_size = integer_at<std::uint16_t>(database, 16, ByteOrder::big).value_or(0);
  if (std::size_t{page_count} * (page_size == 1 ? 65536 : page_size) > database.size())
    return fail(EBADMSG, "sqlite: the database is cut off");
  database[kWriteVersion] = database[kReadVersion] = 1;

  auto opened = open_bytes(database);
  if (!opened) return tl::make_unexpected(opened.error());
  sqlite3* const handle = opened->get();
  int budget = 100'000;
  sqlite3_progress_handler(handle, 10'000, spend, &budget);
  auto statement = prepare(handle, "SELECT blob FROM Packages NOT INDEXED ORDER BY rowid");
  if (!statement) return tl::make_unexpected(statement.error());
  std::size_t handed = 0;
  int step = sqlite3_step(statement->get());
  for (; step == SQLITE_ROW; step = sqlite3_step(statement->get())) {
    const void* const blob = sqlite3_column_blob(statement->get(), 0);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement->get(), 0));
    // No page belongs to two rows; a damaged tree in which one does would hand over more bytes than there are.
    if (blob == nullptr || (handed += size) > database.size()) return refuse(nullptr, "a damaged package");
    sink(std::string_view(static_cast<const char*>(blob), size));
  }
  if (step != SQLITE_DONE) return refuse(handle, "damaged");
  return {};
}

}  // namespace assay::parse
