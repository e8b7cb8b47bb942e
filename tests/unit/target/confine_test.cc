#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <functional>

#include "engine/target/target.h"
#include "tests/support/tree.h"

namespace assay {
namespace {

using test::Tree;

// What a child that is confined says (its exit code): the right never comes back, so the test itself must keep it.
int in_child(const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  return ::waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

constexpr int kNoLandlock = 77;

bool can_write(const std::string& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT, 0600);
  return fd >= 0 && ::close(fd) == 0;
}

TEST(Confine, TakesTheRightToWriteExceptBeneathTheDirectoriesNamed) {
  Tree tree;
  tree.dir("/out").dir("/else").file("/else/old", "x").file("/one", "");
  const int result = in_child([&] {
    if (!confine({tree.host("/out"), tree.host("/one"), "/no/such/place"})) return kNoLandlock;
    if (!can_write(tree.host("/out/report")) || !can_write(tree.host("/one"))) return 1;
    if (can_write(tree.host("/else/new")) || can_write(tree.host("/else/old"))) return 2;
    if (::unlink(tree.host("/else/old").c_str()) == 0 || ::mkdir(tree.host("/else/d").c_str(), 0700) == 0) return 3;
    return 0;
  });
  if (result == kNoLandlock) GTEST_SKIP() << "no Landlock in this kernel";
  EXPECT_EQ(result, 0);
}

TEST(Confine, LeavesTheRightToRead) {
  Tree tree;
  tree.file("/f", "text");
  EXPECT_EQ(in_child([&] {
              confine({});
              return tree.open()->read("/f", 10).value_or("") == "text" ? 0 : 1;
            }),
            0);
}

TEST(Confine, GivesUpNewPrivilegesEverywhere) {
  EXPECT_EQ(in_child([] {
              confine({});
              return ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 0 : 1;
            }),
            0);
}

}  // namespace
}  // namespace assay
