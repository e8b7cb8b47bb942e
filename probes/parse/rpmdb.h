// rpm's package database in the three forms it has had, each read from bytes: Berkeley DB hash ("Packages"), ndb ("Packages.db")
// and SQLite ("rpmdb.sqlite"). A reader hands every package's header blob (rpm_header.h) to `sink`, in the order they lie there.
//
// A database that is cut off or does not add up is EBADMSG, also when some packages were handed over before that was noticed:
// what came before must then be thrown away. It never means "no packages".
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace assay::parse {

using HeaderSink = std::function<void(std::string_view blob)>;

Result<void> read_rpmdb_bdb(std::string_view database, const HeaderSink& sink);
Result<void> read_rpmdb_ndb(std::string_view database, const HeaderSink& sink);
// Not const because SQLite wants it so, and because a database that keeps a write-ahead log must say otherwise to be read from
// memory; its packages stay what they are.
Result<void> read_rpmdb_sqlite(std::string& database, const HeaderSink& sink);

// Copies the pages of the transactions committed in `wal`, the log beside a SQLite database, into `database`: only then is it what
// SQLite would show ("WAL File Format"). An empty log is none; EBADMSG where it is no log.
Result<void> apply_sqlite_wal(std::string& database, std::string_view wal);

}  // namespace assay::parse
