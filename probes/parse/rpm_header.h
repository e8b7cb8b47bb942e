// An rpm header: what rpm's database keeps of each installed package (rpm's "Header Format": a count of index entries and of data
// bytes, the entries {tag, type, offset, count}, the data; all big-endian).
//
// An RpmHeader is a view: the blob it was parsed from must outlive it. Parsing checks every entry against the data once, so that
// reading a tag later needs no second look; nothing is decoded until it is asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace assay::parse {

// rpm's tags, named as rpmtag.h and `rpm --querytags` name them.
enum class RpmTag : std::uint32_t {
  headerimmutable = 63,
  sigpgp = 259,
  siggpg = 262,
  dsaheader = 267,
  rsaheader = 268,
  sha1header = 269,
  sha256header = 273,
  name = 1000,
  version = 1001,
  release = 1002,
  epoch = 1003,
  arch = 1022,
  oldfilenames = 1027,
  filesizes = 1028,
  filestates = 1029,
  filemodes = 1030,
  filerdevs = 1033,
  filemtimes = 1034,
  filedigests = 1035,
  filelinktos = 1036,
  fileflags = 1037,
  fileusername = 1039,
  filegroupname = 1040,
  fileverifyflags = 1045,
  providename = 1047,
  requireflags = 1048,
  requirename = 1049,
  requireversion = 1050,
  verifyscript = 1079,
  provideflags = 1112,
  provideversion = 1113,
  dirindexes = 1116,
  basenames = 1117,
  dirnames = 1118,
  longfilesizes = 5008,
  filecaps = 5010,
  filedigestalgo = 5011,
  verifyscriptprog = 1091,
};

class RpmHeader {
 public:
  // EBADMSG where an entry points outside the data, a string has no end, or a count is beyond reason.
  static Result<RpmHeader> parse(std::string_view blob);

  bool has(RpmTag tag) const { return find(tag) != nullptr; }
  // STRING; the first of STRING_ARRAY and I18NSTRING (that is the C locale's).
  std::optional<std::string_view> string(RpmTag tag) const;
  std::vector<std::string_view> strings(RpmTag tag) const;
  // CHAR, INT8, INT16, INT32, INT64; empty where there is none or it is of another type.
  std::vector<std::uint64_t> numbers(RpmTag tag) const;
  std::optional<std::uint64_t> number(RpmTag tag) const;
  // BIN; empty where there is none.
  std::string_view bytes(RpmTag tag) const;

  // The region that was signed, as it lay in the package file: its index entries and its data. Nothing where the header has no
  // region or the region does not fit.
  struct Region {
    std::string_view index, data;
  };
  std::optional<Region> immutable_region() const;

 private:
  struct Entry {
    std::uint32_t tag = 0, type = 0, offset = 0, count = 0;
  };
  const Entry* find(RpmTag tag) const;

  std::vector<Entry> entries_;
  std::string_view index_, data_;
};

}  // namespace assay::parse
