// unix-def:file_test (OVAL 5.11.2): what stat(2) says of a file, and whether it has an ACL.
#include "engine/collect/location.h"
#include "engine/collect/probe.h"

namespace assay::probes {
namespace {

using oval::Datatype;

constexpr oval::ItemField kFields[] = {
    {"filepath"},
    {"path"},
    {"filename"},
    {"type"},
    {"group_id", Datatype::int_},
    {"user_id", Datatype::int_},
    {"a_time", Datatype::int_},
    {"c_time", Datatype::int_},
    {"m_time", Datatype::int_},
    {"size", Datatype::int_},
    {"suid", Datatype::boolean},
    {"sgid", Datatype::boolean},
    {"sticky", Datatype::boolean},
    {"uread", Datatype::boolean},
    {"uwrite", Datatype::boolean},
    {"uexec", Datatype::boolean},
    {"gread", Datatype::boolean},
    {"gwrite", Datatype::boolean},
    {"gexec", Datatype::boolean},
    {"oread", Datatype::boolean},
    {"owrite", Datatype::boolean},
    {"oexec", Datatype::boolean},
    {"has_extended_acl", Datatype::boolean},
};
constexpr oval::ItemSchema kItem{"unix", "file", kFields};
constexpr std::string_view kEntities[] = {"filepath", "path", "filename"};

struct ModeBit {
  std::uint32_t bit;
  std::string_view name;
};
constexpr ModeBit kModeBits[] = {
    {04000, "suid"}, {02000, "sgid"},  {01000, "sticky"}, {0400, "uread"}, {0200, "uwrite"}, {0100, "uexec"},
    {0040, "gread"}, {0020, "gwrite"}, {0010, "gexec"},   {0004, "oread"}, {0002, "owrite"}, {0001, "oexec"},
};

// Empty: it could not be looked at.
std::string_view type_word(FileType type) {
  switch (type) {
    case FileType::regular: return "regular";
    case FileType::directory: return "directory";
    case FileType::symbolic_link: return "symbolic link";
    case FileType::character_special: return "character special";
    case FileType::block_special: return "block special";
    case FileType::fifo: return "fifo";
    case FileType::socket: return "socket";
    case FileType::unknown: break;
  }
  return {};
}

// A link has no ACL of its own. A file system without ACLs: "the entity will have a status of 'does not exist'".
void add_acl(oval::Item& item, const Stat& stat, std::string_view path, const Rootfs& files) {
  if (stat.type == FileType::symbolic_link) {
    item.add_bool("has_extended_acl", false);
    return;
  }
  const auto acl = files.has_extended_acl(path);
  if (acl)
    item.add_bool("has_extended_acl", *acl);
  else
    item.add_status("has_extended_acl", acl.error().code == ENOTSUP ? oval::Status::does_not_exist : oval::Status::error);
}

void inspect(const collect::Query&, const collect::FoundFile& file, const Target& target, collect::Collection& answer) {
  const Stat& stat = file.stat();
  const std::string_view type = type_word(stat.type);
  if (type.empty()) return;
  oval::Item item(kItem);
  collect::add_location(item, file);
  item.add("type", type);
  item.add("group_id", std::int64_t{stat.gid});
  item.add("user_id", std::int64_t{stat.uid});
  item.add("a_time", stat.atime);
  item.add("c_time", stat.ctime);
  item.add("m_time", stat.mtime);
  item.add("size", static_cast<std::int64_t>(stat.size));
  for (const ModeBit& bit : kModeBits) item.add_bool(bit.name, (stat.mode & bit.bit) != 0);
  if (!answer.may_keep(item)) return;
  add_acl(item, stat, file.path(), target.files());
  answer.add(std::move(item));
}

}  // namespace

extern const collect::Probe kProbe_file;
const collect::Probe kProbe_file{.family = "unix", .type = "file", .item = &kItem, .entities = kEntities, .inspect = inspect};

}  // namespace assay::probes
