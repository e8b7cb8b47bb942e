// The law of the door: whatever a tree holds, nothing of the host is read through it, nothing hangs and nothing changes.
//
// One table of hostile trees, run against every way of opening a root. Beside each tree lies a secret the tree tries to reach.
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <functional>
#include <thread>

#include "engine/target/descriptor.h"
#include "images/open.h"
#include "tests/support/tree.h"

namespace assay {
namespace {

constexpr std::string_view kSecret = "SECRET-OF-THE-HOST";
constexpr std::size_t kLimit = 1u << 20;

// A tree in a directory that also holds a secret: <outer>/secret, <outer>/root/...
class Hostile {
 public:
  Hostile() {
    outer.file("/secret", kSecret).dir("/root").dir("/vault").file("/vault/secret", kSecret);
    outer.file("/root/inside", "inside").file("/root/etc/fstab", "");  // by which the root of a disk is known
  }
  std::string at(std::string_view path) const { return "/root" + std::string(path); }
  Hostile& link(std::string_view path, std::string_view target) {
    outer.link(at(path), target);
    return *this;
  }
  std::string host(std::string_view path) const { return outer.host(at(path)); }
  std::unique_ptr<Rootfs> open(Resolver resolver) const {
    auto files = open_dir_rootfs(outer.host("/root"), resolver);
    if (!files) ADD_FAILURE() << files.error().message();
    return std::move(*files);
  }
  // As an image that `command` makes of the directory $1 in the file $2.
  std::unique_ptr<Rootfs> open_packed(const std::string& command, images::OpenedRoot (*open_image)(const std::string&)) const {
    const std::string script = "set -- " + outer.host("/root") + " " + outer.host("/image") + "; " + command;
    if (std::system(script.c_str()) != 0) ADD_FAILURE() << script;
    return open_image(outer.host("/image")).files;
  }

  test::Tree outer;
};

// What a hostile tree holds, the path asked for, and what reading it must say: bytes of the tree, or an error number.
struct Row {
  const char* name;
  std::function<void(Hostile&)> plant;
  std::string path;
  std::string bytes;  // "" where `code` says why not
  int code = 0;
};

std::string repeat(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

std::vector<Row> rows() {
  return {
      {"an absolute link is resolved in the root", [](Hostile& t) { t.link("/a", "/secret"); }, "/a", "", ENOENT},
      {"an absolute link to the host's passwd", [](Hostile& t) { t.link("/a", "/etc/passwd"); }, "/a", "", ENOENT},
      {"an absolute link to a host path that exists", [](Hostile& t) { t.link("/a", t.outer.host("/secret")); }, "/a", "", ENOENT},
      {"a relative link above the root", [](Hostile& t) { t.link("/a", "../secret"); }, "/a", "", ENOENT},
      {"dots above the root stop at it", [](Hostile&) {}, "/../../../inside", "inside"},
      {"dots above the root reach nothing", [](Hostile&) {}, "/../secret", "", ENOENT},
      {"a long chain of dots in a link", [](Hostile& t) { t.link("/a", repeat("../", 500) + "inside"); }, "/a", "inside"},
      {"a link to a directory, then dots",
       [](Hostile& t) {
         t.outer.dir(t.at("/x/y"));
         t.link("/a", "/x/y");
       },
       "/a/../../../secret", "", ENOENT},
      {"dots go to the parent of what a link leads to",
       [](Hostile& t) {
         t.outer.file(t.at("/x/here"), "here").dir(t.at("/x/y"));
         t.link("/a", "/x/y");
       },
       "/a/../here", "here"},
      {"a link in the middle of a path", [](Hostile& t) { t.link("/d", "/../../vault"); }, "/d/secret", "", ENOENT},
      {"a chain of links inside", [](Hostile& t) { t.link("/a", "b").link("/b", "/c").link("/c", "./inside"); }, "/a", "inside"},
      {"forty links are followed",
       [](Hostile& t) {
         t.link("/l0", "inside");
         for (int i = 1; i < 40; ++i) t.link("/l" + std::to_string(i), "l" + std::to_string(i - 1));
       },
       "/l39", "inside"},
      {"a loop of links", [](Hostile& t) { t.link("/a", "b").link("/b", "a"); }, "/a", "", ELOOP},
      {"a link to itself in the middle", [](Hostile& t) { t.link("/a", "a"); }, "/a/b", "", ELOOP},
      {"more links than the kernel follows",
       [](Hostile& t) {
         t.link("/l0", "inside");
         for (int i = 1; i < 60; ++i) t.link("/l" + std::to_string(i), "l" + std::to_string(i - 1));
       },
       "/l59", "", ELOOP},
      {"a dangling link", [](Hostile& t) { t.link("/a", "nowhere"); }, "/a", "", ENOENT},
      {"a file where a directory should be", [](Hostile&) {}, "/inside/x", "", ENOTDIR},
      {"a file with a slash behind it", [](Hostile&) {}, "/inside/", "", ENOTDIR},
      {"a directory", [](Hostile& t) { t.outer.dir(t.at("/d")); }, "/d", "", EISDIR},
      {"a FIFO nobody writes to", [](Hostile& t) { t.outer.node(t.at("/fifo"), S_IFIFO | 0644); }, "/fifo", "", EINVAL},
      {"a link to a FIFO",
       [](Hostile& t) {
         t.outer.node(t.at("/fifo"), S_IFIFO | 0644);
         t.link("/a", "fifo");
       },
       "/a", "", EINVAL},
      {"a socket", [](Hostile& t) { t.outer.node(t.at("/socket"), S_IFSOCK | 0644); }, "/socket", "", EINVAL},
      {"a file over the limit", [](Hostile& t) { t.outer.file(t.at("/big"), std::string(kLimit + 1, 'x')); }, "/big", "", EFBIG},
      {"a file at the limit", [](Hostile& t) { t.outer.file(t.at("/big"), std::string(kLimit, 'x')); }, "/big", std::string(kLimit, 'x')},
      {"a name that is no UTF-8", [](Hostile& t) { t.outer.file(t.at("/\xFF\xFE"), "bytes"); }, "/\xFF\xFE", "bytes"},
      {"a name with a newline", [](Hostile& t) { t.outer.file(t.at("/a\nb"), "bytes"); }, "/a\nb", "bytes"},
      {"a name of 255 bytes", [](Hostile& t) { t.outer.file(t.at("/" + std::string(255, 'n')), "bytes"); }, "/" + std::string(255, 'n'),
       "bytes"},
      {"a name that is too long", [](Hostile&) {}, "/" + std::string(256, 'n'), "", ENAMETOOLONG},
      {"a NUL byte in a path", [](Hostile&) {}, std::string("/inside\0x", 9), "", EINVAL},
      {"an empty path", [](Hostile&) {}, "", "", ENOENT},
      {"a path with needless slashes and dots", [](Hostile&) {}, "//./././/inside", "inside"},
      {"a path without its slash", [](Hostile&) {}, "inside", "inside"},
      {"a path far longer than PATH_MAX", [](Hostile&) {}, repeat("/.", 5000) + "/inside", "inside"},
      {"dots in a path longer than PATH_MAX", [](Hostile&) {}, repeat("/..", 5000) + "/secret", "", ENOENT},
  };
}

// Every way of opening a root, image or directory, keeps the same promise.
struct Way {
  const char* name;
  std::function<std::unique_ptr<Rootfs>(const Hostile&)> open;
};

Way directory(const char* name, Resolver resolver) {
  return {name, [resolver](const Hostile& tree) { return tree.open(resolver); }};
}

Way image(const char* name, std::string command, images::OpenedRoot (*open_image)(const std::string&)) {
  return {name, [=](const Hostile& tree) { return tree.open_packed(command, open_image); }};
}

class Door : public testing::TestWithParam<Way> {};

INSTANTIATE_TEST_SUITE_P(Ways, Door,
                         testing::Values(directory("openat2", Resolver::openat2), directory("opath", Resolver::opath),
                                         directory("automatic", Resolver::automatic),
                                         image("tar", "tar -C $1 -cf $2 . 2>/dev/null", images::open_tar),
                                         image("tar_gz", "tar -C $1 -czf $2 . 2>/dev/null", images::open_tar),
                                         image("ext4", "truncate -s 32M $2 && mkfs.ext4 -q -F -b 4096 -d $1 $2", images::open_disk),
                                         image("squashfs", "mksquashfs $1 $2 -quiet -no-progress", images::open_squashfs)),
                         [](const auto& way) { return way.param.name; });

TEST_P(Door, ReadsOfTheTreeAndNeverOfTheHost) {
  for (const Row& row : rows()) {
    SCOPED_TRACE(row.name);
    Hostile tree;
    row.plant(tree);
    const auto files = GetParam().open(tree);
    if (row.path == "/socket" && !files->stat(row.path, Follow::no)) continue;  // tar holds no sockets
    const auto read = files->read(row.path, kLimit);
    if (row.code == 0) {
      ASSERT_TRUE(read) << read.error().message();
      EXPECT_EQ(*read, row.bytes);
    } else {
      ASSERT_FALSE(read) << *read;
      EXPECT_EQ(read.error().code, row.code) << read.error().message();
    }
  }
}

TEST_P(Door, StatAndCanonicalAndListingStayInsideToo) {
  Hostile tree;
  tree.link("/a", "../vault").link("/b", tree.outer.host("/vault"));
  const auto files = GetParam().open(tree);
  for (const std::string path : {"/a", "/b", "/a/secret", "/b/secret", "/../vault", "/../../secret"}) {
    EXPECT_EQ(files->stat(path, Follow::yes).error().code, ENOENT) << path;
    EXPECT_EQ(files->canonical(path).error().code, ENOENT) << path;
    EXPECT_EQ(files->open(path).error().code, ENOENT) << path;
  }
  EXPECT_EQ(files->stat("/a", Follow::no)->type, FileType::symbolic_link);
}

TEST_P(Door, AnEntryOfAnOpenDirectoryIsNeverALinkFollowed) {
  Hostile tree;
  tree.link("/file", "../secret").link("/dir", "../vault");
  const auto top = GetParam().open(tree)->open("/");
  ASSERT_TRUE(top);
  EXPECT_EQ((*top)->stat("file")->type, FileType::symbolic_link);
  EXPECT_FALSE((*top)->read("file", kLimit));
  EXPECT_FALSE((*top)->open("dir"));
  for (const std::string_view name : {std::string_view(".."), std::string_view("."), std::string_view(""), std::string_view("../secret"),
                                      std::string_view("dir/secret"), std::string_view("inside\0x", 8)}) {
    EXPECT_EQ((*top)->read(name, kLimit).error().code, EINVAL) << name;
    EXPECT_EQ((*top)->stat(name).error().code, EINVAL) << name;
    EXPECT_EQ((*top)->open(name).error().code, EINVAL) << name;
  }
}

TEST_P(Door, DevicesAreSeenAndNeverOpened) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root to make a device";
  Hostile tree;
  tree.outer.node(tree.at("/zero"), S_IFCHR | 0666, makedev(1, 5)).node(tree.at("/disk"), S_IFBLK | 0666, makedev(7, 0));
  const auto files = GetParam().open(tree);
  EXPECT_EQ(files->read("/zero", kLimit).error().code, EINVAL);
  EXPECT_EQ(files->read("/disk", kLimit).error().code, EINVAL);
  EXPECT_EQ(files->stat("/zero", Follow::yes)->type, FileType::character_special);
  EXPECT_EQ(files->stat("/disk", Follow::yes)->rdev, makedev(7, 0));
}

// What only a directory of this host can do to its reader.
class Leak : public testing::TestWithParam<Resolver> {};

// On the live system: /proc/self/root and the like lead where their text does not say.
TEST_P(Leak, MagicLinksAreRefused) {
  const auto live = open_dir_rootfs("/", GetParam());
  ASSERT_TRUE(live);
  const Descriptor secret(::open("/etc/passwd", O_RDONLY | O_CLOEXEC));
  for (const std::string& path : {std::string("/proc/self/root/etc/passwd"), std::string("/proc/self/cwd/."), std::string("/proc/self/exe"),
                                  "/proc/self/fd/" + std::to_string(secret.get())})
    EXPECT_EQ((*live)->read(path, kLimit).error().code, ELOOP) << path;
  EXPECT_TRUE((*live)->read("/proc/mounts", kLimit));  // a plain link to self/mounts, and self to our number
  EXPECT_TRUE((*live)->read("/proc/thread-self/status", kLimit));
}

// A directory chain longer than any path the kernel takes.
TEST_P(Leak, DirectoriesDeeperThanPathMaxAreReached) {
  constexpr int kDepth = 600;
  const std::string name(20, 'd');
  Hostile tree;
  Descriptor at(::open(tree.host("").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  for (int i = 0; i < kDepth; ++i) {
    ASSERT_EQ(::mkdirat(at.get(), name.c_str(), 0755), 0);
    at = Descriptor(::openat(at.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  }
  ASSERT_EQ(::symlinkat(repeat("../", kDepth).append("inside").c_str(), at.get(), "up"), 0);
  const auto files = tree.open(GetParam());
  const std::string deep = repeat("/" + name, kDepth);
  ASSERT_GT(deep.size(), 4096u);
  EXPECT_EQ(files->read(deep + "/up", kLimit).value_or("?"), "inside");
  EXPECT_EQ(files->canonical(deep + "/" + repeat("../", kDepth)).value_or("?"), "/");
  EXPECT_EQ(files->canonical(deep + "/" + repeat("../", kDepth - 1)).value_or("?"), "/" + name);
  auto directory = files->open("/");
  for (int i = 0; directory && i < kDepth; ++i) directory = (*directory)->open(name);
  ASSERT_TRUE(directory);
  EXPECT_EQ((*directory)->list()->size(), 1u);
}

// Somebody swaps a directory for a link out of the root, again and again, while we read.
TEST_P(Leak, ARaceForALinkNeverWins) {
  Hostile tree;
  tree.outer.file(tree.at("/real/secret"), "harmless").link(tree.at("/evil"), "../vault").dir(tree.at("/real/deep"));
  const std::string real = tree.host("/real"), evil = tree.host("/evil");
  std::atomic<bool> stop{false};
  std::thread swapper([&] {
    while (!stop) ::syscall(SYS_renameat2, AT_FDCWD, real.c_str(), AT_FDCWD, evil.c_str(), 2 /* RENAME_EXCHANGE */);
  });
  const auto files = tree.open(GetParam());
  int harmless = 0;
  for (int i = 0; i < 20'000; ++i) {
    for (const std::string path : {"/real/secret", "/real/deep/../secret", "/real/deep/../../../secret"}) {
      const auto read = files->read(path, kLimit);
      if (read && *read == "harmless") ++harmless;
      if (read && *read == kSecret) {
        ADD_FAILURE() << "read the host's secret by " << path;
        i = 20'000;
      }
    }
  }
  stop = true;
  swapper.join();
  EXPECT_GT(harmless, 0);
}

// A directory is moved out of the root while ".." is being resolved below it.
TEST_P(Leak, ADirectoryMovedOutOfTheRootLeadsNowhere) {
  Hostile tree;
  tree.outer.dir(tree.at("/in/a/b")).file(tree.at("/in/a/mine"), "mine");
  const std::string inside = tree.host("/in/a"), outside = tree.outer.host("/vault/a");
  std::atomic<bool> stop{false};
  std::thread mover([&] {
    while (!stop) {
      ::rename(inside.c_str(), outside.c_str());
      ::rename(outside.c_str(), inside.c_str());
    }
  });
  const auto files = tree.open(GetParam());
  for (int i = 0; i < 20'000; ++i) {
    const auto read = files->read("/in/a/b/../../secret", kLimit);  // /vault/secret, for who follows ".." from outside
    if (read) {
      ADD_FAILURE() << *read;
      break;
    }
  }
  stop = true;
  mover.join();
}

TEST_P(Leak, AFileSwappedForAFifoNeverBlocks) {
  Hostile tree;
  tree.outer.file(tree.at("/f"), "file").node(tree.at("/g"), S_IFIFO | 0644);
  std::atomic<bool> stop{false};
  const std::string f = tree.host("/f"), g = tree.host("/g");
  std::thread swapper([&] {
    while (!stop) ::syscall(SYS_renameat2, AT_FDCWD, f.c_str(), AT_FDCWD, g.c_str(), 2);
  });
  const auto files = tree.open(GetParam());
  const auto top = files->open("/");
  for (int i = 0; i < 20'000; ++i) {
    for (const auto& read : {files->read("/f", kLimit), (*top)->read("f", kLimit)}) EXPECT_EQ(read.value_or("file"), "file");
  }
  stop = true;
  swapper.join();
}

TEST_P(Leak, MountPointsAreSeenAsOtherDevices) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root to mount";
  Hostile tree;
  tree.outer.dir(tree.at("/mnt"));
  // In a child: its mounts go away with it.
  const pid_t child = ::fork();
  if (child == 0) {
    if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("none", tree.host("/mnt").c_str(), "tmpfs", 0, nullptr) != 0)
      ::_exit(77);
    const auto files = tree.open(GetParam());
    const auto top = files->stat("/", Follow::yes), mounted = files->stat("/mnt", Follow::yes);
    const auto entry = files->open("/").value()->stat("mnt");
    ::_exit(top && mounted && entry && top->device != mounted->device && entry->device == mounted->device ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 77) GTEST_SKIP() << "no mount namespaces here";
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

TEST_P(Leak, ReadingChangesNothingInTheTree) {
  Hostile tree;
  tree.outer.dir(tree.at("/d")).file(tree.at("/d/f"), "text");
  // Old access times, older than the last change: what relatime would renew at the first read.
  const timespec times[2] = {{1000, 0}, {2000, 0}};
  for (const char* path : {"/d/f", "/d", ""}) ASSERT_EQ(::utimensat(AT_FDCWD, tree.host(path).c_str(), times, 0), 0);
  const auto files = tree.open(GetParam());
  ASSERT_TRUE(files->read("/d/f", kLimit));
  ASSERT_TRUE(files->open("/d").value()->list());
  ASSERT_TRUE(files->open("/").value()->list());
  ASSERT_TRUE(files->open("/").value()->open("d").value()->read("f", kLimit));
  for (const char* path : {"/d/f", "/d", "/"}) {
    const auto after = files->stat(path, Follow::no);
    EXPECT_EQ(after->atime, 1000) << path;
    EXPECT_EQ(after->mtime, 2000) << path;
  }
}

INSTANTIATE_TEST_SUITE_P(Resolvers, Leak, testing::Values(Resolver::openat2, Resolver::opath, Resolver::automatic),
                         [](const auto& resolver) {
                           switch (resolver.param) {
                             case Resolver::openat2: return "openat2";
                             case Resolver::opath: return "opath";
                             case Resolver::automatic: return "automatic";
                           }
                           return "";
                         });

// openat2 answers `code`, as on a kernel without it (ENOSYS) or behind an old container engine's filter (EPERM).
bool deny_openat2(int code) {
  sock_filter program[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<unsigned>(code)),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog filter{static_cast<unsigned short>(std::size(program)), program};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

// How many rows of the table come out wrong when openat2 is denied; -1 where that cannot be arranged.
int wrong_rows_without_openat2(int code) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (!deny_openat2(code)) ::_exit(255);
    int wrong = 0;
    for (const Row& row : rows()) {
      Hostile tree;
      row.plant(tree);
      const auto read = tree.open(Resolver::automatic)->read(row.path, kLimit);
      if (row.code == 0 ? !read || *read != row.bytes : read || read.error().code != row.code) ++wrong;
    }
    if (open_dir_rootfs("/tmp", Resolver::openat2)) ++wrong;
    ::_exit(wrong);
  }
  int status = 0;
  if (::waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -2;
  return WEXITSTATUS(status) == 255 ? -1 : WEXITSTATUS(status);
}

TEST(LeakWithoutOpenat2, TheWalkTakesOverWhereTheKernelHasNone) {
  const int wrong = wrong_rows_without_openat2(ENOSYS);
  if (wrong == -1) GTEST_SKIP() << "no seccomp here";
  EXPECT_EQ(wrong, 0);
}

TEST(LeakWithoutOpenat2, TheWalkTakesOverWhereAFilterForbidsIt) {
  const int wrong = wrong_rows_without_openat2(EPERM);
  if (wrong == -1) GTEST_SKIP() << "no seccomp here";
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace assay
