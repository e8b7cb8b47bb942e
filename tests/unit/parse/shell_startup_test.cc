#include "probes/parse/shell_startup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::parse {
namespace {

// One line a setting: "kind name=value @line", a '?' at the end where it is nested.
std::vector<std::string> settings(std::string_view text) {
  std::vector<std::string> shown;
  for (const ShellSetting& one : parse_shell_startup(text))
    shown.push_back(std::string(to_string(one.kind)) + " " + one.name + (one.value ? "=" + *one.value : "") + " @" +
                    std::to_string(one.line) + (one.nested ? "?" : ""));
  return shown;
}

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ShellStartup, HasUmaskAndVariables) {
  EXPECT_THAT(settings("umask 027\nTMOUT=900\nreadonly TMOUT\nexport TMOUT\n"),
              ElementsAre("umask umask=027 @1", "assign TMOUT=900 @2", "readonly TMOUT @3", "export TMOUT @4"));
}
TEST(ShellStartup, ReadsSeveralCommandsOfALine) {
  EXPECT_THAT(settings("readonly TMOUT=900 ; export TMOUT; umask u=rwx,g=rx,o="),
              ElementsAre("readonly TMOUT=900 @1", "export TMOUT @1", "umask umask=u=rwx,g=rx,o= @1"));
}
TEST(ShellStartup, KnowsTheFormsOfDeclare) {
  EXPECT_THAT(settings("declare -xr TMOUT=600\ntypeset -x A=1\ndeclare B=2\ndeclare -r C\ndeclare -f d\ndeclare -i E\n"),
              ElementsAre("readonly TMOUT=600 @1", "export A=1 @2", "assign B=2 @3", "readonly C @4"));
}
TEST(ShellStartup, SeesThroughCommandAndBuiltin) {
  EXPECT_THAT(settings("command umask 022\nbuiltin export A=1\nunset -v A\nunset -f g\numask -S 077\numask\numask -p\n"),
              ElementsAre("umask umask=022 @1", "export A=1 @2", "unset A @3", "umask umask=077 @5"));
}
TEST(ShellStartup, IgnoresCommentsAndStrings) {
  EXPECT_THAT(settings("# umask 027\necho 'umask 022' # umask\necho \"a; umask 000\"\necho x#y; umask 077\n"),
              ElementsAre("umask umask=077 @4"));
}
TEST(ShellStartup, TakesQuotesOffAndKeepsExpansions) {
  EXPECT_THAT(
      settings("A=\"9\"'0'\\0\nPATH=$PATH:\"${HOME:-it's}/bin\":$(echo \"a)b\")\nB+=1\nC=(1 2)\n"),
      ElementsAre("assign A=900 @1", "assign PATH=$PATH:${HOME:-it's}/bin:$(echo \"a)b\") @2", "assign B=${B}1 @3", "assign C=(1 2) @4"));
}
TEST(ShellStartup, ReadsOverHereDocuments) {
  EXPECT_THAT(settings("cat <<EOF\numask 000\nEOF\ncat <<-'END' >/dev/null\n\tdon't; TMOUT=0\n\tEND\numask 027\n"),
              ElementsAre("umask umask=027 @7"));
}
TEST(ShellStartup, ReadsOverCommentsInSubstitutions) {
  EXPECT_THAT(settings("A=$(\n# don't (\nls)\numask 027\n"), ElementsAre("assign A=$(\n# don't (\nls) @1", "umask umask=027 @4"));
}
TEST(ShellStartup, ReadsOverRedirections) {
  EXPECT_THAT(settings("umask 027 >/dev/null 2>&1\numask 2>/dev/null 077\n"), ElementsAre("umask umask=027 @1", "umask umask=077 @2"));
}
TEST(ShellStartup, JoinsContinuedLines) { EXPECT_THAT(settings("umask \\\n 027\n"), ElementsAre("umask umask=027 @2")); }
TEST(ShellStartup, MarksWhatStandsInAConditionALoopOrAFunction) {
  EXPECT_THAT(settings("if [ $UID -gt 199 ]; then\n umask 002\nelse\n umask 022\nfi\numask 027\n"),
              ElementsAre("umask umask=002 @2?", "umask umask=022 @4?", "umask umask=027 @6"));
  EXPECT_THAT(settings("case $a in\n x|y) umask 022;;\n (*) A=1\nesac\nB=2\n"),
              ElementsAre("umask umask=022 @2?", "assign A=1 @3?", "assign B=2 @5"));
  EXPECT_THAT(settings("for i in a b; do A=1; done\nwhile true; do B=1; done; C=1\nfor ((i=0;i<3;i++)); do D=1; done\nE=1\n"),
              ElementsAre("assign A=1 @1?", "assign B=1 @2?", "assign C=1 @2", "assign D=1 @3?", "assign E=1 @4"));
  EXPECT_THAT(settings("f () {\n umask 022\n}\nfunction g {\n A=1\n}\nfunction h()\n{ B=1; }\numask 027\n"),
              ElementsAre("umask umask=022 @2?", "assign A=1 @5?", "assign B=1 @8?", "umask umask=027 @9"));
}
TEST(ShellStartup, MarksWhatDependsOnTheCommandBefore) {
  EXPECT_THAT(settings("[ -z \"$A\" ] && umask 027\nfalse ||\n B=1\n[[ a < b && c ]] && { C=1; }\n{ D=1; }\n"),
              ElementsAre("umask umask=027 @1?", "assign B=1 @3?", "assign C=1 @4?", "assign D=1 @5"));
}
TEST(ShellStartup, SkipsWhatRunsInAShellOfItsOwn) {
  EXPECT_THAT(settings("(umask 000; id)\numask 000 | cat\necho | TMOUT=0\numask 000 &\nA=$(umask 000)\nTMOUT=0 true\n"),
              ElementsAre("assign A=$(umask 000) @5"));
}
TEST(ShellStartup, EndsAtAReturnThatAlwaysRuns) {
  EXPECT_THAT(settings("[ -z \"$PS1\" ] && return\nif x; then exit 1; fi\nA=1\nreturn\numask 027\n"), ElementsAre("assign A=1 @3"));
}
TEST(ShellStartup, KnowsArithmeticCommands) {
  EXPECT_THAT(settings("((a = 1 << 2)) && A=1\n(( $EUID == 0 ))\nB=$((1+(2)))\n"), ElementsAre("assign A=1 @1?", "assign B=$((1+(2))) @3"));
}
TEST(ShellStartup, ReadsWhatItCanOfBrokenText) {
  EXPECT_THAT(settings("fi\ndone\n)\n}\n;;\numask 027\nA='open\n"), ElementsAre("umask umask=027 @6", "assign A=open\n @7"));
  EXPECT_THAT(settings("cat <<EOF\numask 027\n"), IsEmpty());
  EXPECT_THAT(settings(std::string(5000, '(') + std::string(5000, '{') + "$("), IsEmpty());
}
TEST(ShellStartup, ReadsAProfileOfADistribution) {
  const auto shown = settings(
      "pathmunge () {\n    case \":${PATH}:\" in\n        *:\"$1\":*)\n            ;;\n        *)\n            PATH=$1:$PATH\n    esac\n}\n"
      "HOSTNAME=`/usr/bin/hostname 2>/dev/null`\nif [ $UID -gt 199 ] && [ \"`id -gn`\" = \"`id -un`\" ]; then\n    umask 002\nelse\n    "
      "umask 022\nfi\n"
      "for i in /etc/profile.d/*.sh ; do\n  if [ \"${-#*i}\" != \"$-\" ]; then\n    . \"$i\"\n  fi\ndone\nunset i\nunset -f pathmunge\n");
  EXPECT_THAT(shown, ElementsAre("assign PATH=$1:$PATH @6?", "assign HOSTNAME=`/usr/bin/hostname 2>/dev/null` @9", "umask umask=002 @11?",
                                 "umask umask=022 @13?", "unset i @20"));
}

}  // namespace
}  // namespace assay::parse
