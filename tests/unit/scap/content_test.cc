#include "engine/scap/content.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/scap/sample.h"

namespace assay::scap {
namespace {

using sample::refusal;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const std::string kOval = sample::oval(sample::definition("<criteria><criterion test_ref='oval:x:tst:1'/></criteria>"));

std::string benchmark(const std::string& id) {
  return "<Benchmark xmlns='http://checklists.nist.gov/xccdf/1.2' id='" + id + "'><Rule id='r'/></Benchmark>";
}
std::string component(const std::string& id, const std::string& content) {
  return "<ds:component id='" + id + "'>" + content + "</ds:component>";
}
std::string ref(const std::string& id, const std::string& href, const std::string& catalog = {}) {
  return "<ds:component-ref id='" + id + "' xlink:href='" + href + "'>" +
         (catalog.empty() ? "" : "<cat:catalog>" + catalog + "</cat:catalog>") + "</ds:component-ref>";
}
std::string collection(const std::string& content) {
  return "<ds:data-stream-collection xmlns:ds='http://scap.nist.gov/schema/scap/source/1.2' xmlns:xlink='http://www.w3.org/1999/xlink' "
         "xmlns:cat='urn:oasis:names:tc:entity:xmlns:xml:catalog'>" +
         content + "</ds:data-stream-collection>";
}
std::string stream(const std::string& id, const std::string& content) {
  return "<ds:data-stream id='" + id + "' scap-version='1.3' use-case='OTHER'>" + content + "</ds:data-stream>";
}

// Two streams: s1 with benchmarks b1 and b2, s2 with b2, a tailoring for it and OVAL by a rewriting catalog.
const std::string kTwoStreams = collection(
    stream("s1",
           "<ds:dictionaries>" + ref("d", "#cd", "<cat:uri name='cpe-oval.xml' uri='#o'/>") + "</ds:dictionaries><ds:checklists>" +
               ref("x1", "#cb1",
                   "<cat:uri name='oval.xml' uri='#o'/><cat:uri name='far.xml' uri='#far'/><cat:uri name='web' uri='https://e.org/o'/>"
                   "<cat:uri name='lost' uri='#nowhere'/><cat:uri name='list' uri='#x1'/>") +
               ref("x2", "#cb2") + "</ds:checklists><ds:checks>" + ref("o", "#co") + ref("far", "https://example.org/o.xml") +
               "</ds:checks>") +
    stream("s2", "<ds:checklists>" + ref("y2", "#cb2", "<cat:rewriteURI uriStartString='file:' rewritePrefix='#'/>") + ref("t", "#ct") +
                     "</ds:checklists><ds:checks>" + ref("o2", "#co") + "</ds:checks>") +
    component("cb1", benchmark("b1")) + component("cb2", benchmark("b2")) + component("co", kOval) +
    component("cd", "<cpe-list xmlns='http://cpe.mitre.org/dictionary/2.0'><cpe-item name='cpe:/o:x'/></cpe-list>") +
    component("ct",
              "<Tailoring xmlns='http://checklists.nist.gov/xccdf/1.2' id='tid'><benchmark href='#y2'/><Profile id='p'/></Tailoring>") +
    "<ds:extended-component id='e'><any/></ds:extended-component>");

class Streams : public ::testing::Test {
 protected:
  Content::Checklist chosen(const Choice& choice) const { return content_->checklist(choice); }
  sample::Directory directory_;
  std::unique_ptr<Content> content_ = Content::open(directory_.write("ds.xml", kTwoStreams));
};

TEST_F(Streams, AreListedWithTheirComponents) {
  EXPECT_EQ(content_->kind(), Kind::data_stream);
  EXPECT_THAT(content_->streams(), SizeIs(2));
  EXPECT_EQ(content_->streams()[0].scap_version, "1.3");
  EXPECT_THAT(content_->components(), SizeIs(6));
  EXPECT_EQ(content_->components()[2].root_name, "oval_definitions");
  EXPECT_THAT(content_->checklists(), SizeIs(3));
}
TEST_F(Streams, GiveTheFirstBenchmarkWhereNothingIsChosen) {
  EXPECT_EQ(chosen({}).benchmark->id, "b1");
  EXPECT_EQ(chosen({}).component_ref_id, "x1");
  EXPECT_EQ(chosen({}).dictionaries.at(0).component_ref_id, "d");
}
TEST_F(Streams, AreChosenByTheirIds) {
  EXPECT_EQ(chosen({.datastream_id = "s2", .xccdf_id = {}, .benchmark_id = {}, .oval_id = {}, .tailoring_id = {}}).stream->id, "s2");
  EXPECT_EQ(chosen({.datastream_id = {}, .xccdf_id = "x2", .benchmark_id = {}, .oval_id = {}, .tailoring_id = {}}).benchmark->id, "b2");
  EXPECT_EQ(chosen({.datastream_id = {}, .xccdf_id = {}, .benchmark_id = "b2", .oval_id = {}, .tailoring_id = {}}).component_ref_id, "x2");
}
TEST_F(Streams, NameWhatThereIsWhereTheChoiceMatchesNothing) {
  EXPECT_THAT(refusal([&] { chosen({.datastream_id = "s3", .xccdf_id = {}, .benchmark_id = {}, .oval_id = {}, .tailoring_id = {}}); }),
              HasSubstr("no data stream \"s3\"; there is: s1, s2"));
  EXPECT_THAT(refusal([&] { chosen({.datastream_id = "s1", .xccdf_id = "y2", .benchmark_id = {}, .oval_id = {}, .tailoring_id = {}}); }),
              HasSubstr("no benchmark \"y2\"; there is: x1 (b1), x2 (b2)"));
  EXPECT_THAT(refusal([&] { chosen({.datastream_id = "s2", .xccdf_id = {}, .benchmark_id = {}, .oval_id = {}, .tailoring_id = "u"}); }),
              HasSubstr("no tailoring \"u\" in the data stream s2; there is: t"));
  EXPECT_THAT(
      refusal([&] { content_->oval({.datastream_id = {}, .xccdf_id = {}, .benchmark_id = {}, .oval_id = "z", .tailoring_id = {}}); }),
      HasSubstr("no OVAL definitions \"z\"; there is: o, o2"));
}
TEST_F(Streams, GiveTheirOwnTailoring) {
  const auto found = chosen({.datastream_id = "s2", .xccdf_id = {}, .benchmark_id = {}, .oval_id = {}, .tailoring_id = "t"});
  ASSERT_NE(found.tailoring, nullptr);
  EXPECT_EQ(found.tailoring->id, "tid");
  EXPECT_EQ(found.component_ref_id, "y2");
}
TEST_F(Streams, ResolveOvalThroughTheCatalogOfTheReference) {
  const DataStream* s1 = &content_->streams()[0];
  std::string why;
  const oval::Definitions* found = content_->oval(s1, "x1", "oval.xml", &why);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->name(), "co");
  EXPECT_EQ(content_->oval(s1, "d", "cpe-oval.xml", &why), found);
  EXPECT_EQ(content_->oval(&content_->streams()[1], "y2", "file:o2", &why), found);
}
TEST_F(Streams, SayWhyOvalCannotBeResolved) {
  const auto why_not = [&](const std::string& href) {
    std::string why;
    EXPECT_EQ(content_->oval(&content_->streams()[0], "x1", href, &why), nullptr);
    return why;
  };
  EXPECT_THAT(why_not("far.xml"), HasSubstr("is remote and is not fetched"));
  EXPECT_THAT(why_not("web"), HasSubstr("is remote and is not fetched"));
  EXPECT_THAT(why_not("other.xml"), HasSubstr("is not in the catalog of x1"));
  EXPECT_THAT(why_not("lost"), HasSubstr("is no component reference of s1"));
  EXPECT_THAT(why_not("list"), HasSubstr("is no OVAL definitions document"));
}
TEST_F(Streams, NoteRemoteReferences) { EXPECT_THAT(content_->notes(), ElementsAre(HasSubstr("far is remote and is not fetched"))); }
TEST_F(Streams, GiveOvalByReferenceOrComponentId) {
  EXPECT_EQ(&content_->oval({}),
            &content_->oval({.datastream_id = "s2", .xccdf_id = {}, .benchmark_id = {}, .oval_id = "co", .tailoring_id = {}}));
}

TEST(Collection, MayKeepItsBenchmarkInAFileBeside) {
  const sample::Directory directory;
  directory.write("far.xml", collection(component("c", benchmark("in-stream"))));
  directory.write("x.xml", benchmark("alone"));
  const auto content = Content::open(
      directory.write("ds.xml", collection(stream("s", "<ds:checklists>" + ref("a", "file:far.xml#c") + ref("b", "file:x.xml") +
                                                           ref("c", "file:../y.xml") + "</ds:checklists>"))));
  EXPECT_EQ(content->checklist({}).benchmark->id, "in-stream");
  EXPECT_THAT(content->checklists(), SizeIs(2));
}
TEST(Collection, WithoutAStreamHasNoBenchmark) {
  const sample::Directory directory;
  const auto content = Content::open(directory.write("ds.xml", collection("")));
  EXPECT_THAT(refusal([&] { content->checklist({}); }), HasSubstr("no data stream; there is none"));
}
TEST(Collection, NotesAMissingComponent) {
  const sample::Directory directory;
  const auto content =
      Content::open(directory.write("ds.xml", collection(stream("s", "<ds:checks>" + ref("a", "#none") + "</ds:checks>"))));
  EXPECT_THAT(content->notes(), ElementsAre(HasSubstr("names a component that is not there: none")));
}
TEST(Collection, RefusesWhatCannotBeTold) {
  const auto with = [](const std::string& content) { return refusal([&] { sample::load(collection(content)); }); };
  EXPECT_THAT(with(component("c", "") + component("c", "")), HasSubstr("c: an id that is used twice"));
  EXPECT_THAT(with("<ds:component/>"), HasSubstr("a component without an id"));
  EXPECT_THAT(with(component("c", "<a/><b/>")), HasSubstr("holds two elements"));
  EXPECT_THAT(with(stream("s", "<ds:checks><ds:component-ref id='x'/></ds:checks>")), HasSubstr("x: a component-ref without xlink:href"));
}

class Alone : public ::testing::Test {
 protected:
  void SetUp() override {
    ::mkdir((directory_ / "dir").c_str(), 0700);
    ::mkdir((directory_ / "dir/sub").c_str(), 0700);
    directory_.write("outside.xml", kOval);
    directory_.write("dir/o.xml", kOval);
    directory_.write("dir/sub/o.xml", kOval);
    content_ = Content::open(directory_.write("dir/x.xml", benchmark("b")));
  }
  std::string why_not(const std::string& href) const {
    std::string why;
    return content_->oval(nullptr, "", href, &why) ? "found" : why;
  }
  sample::Directory directory_;
  std::unique_ptr<Content> content_;
};

TEST_F(Alone, XccdfFindsOvalBesideIt) {
  std::string why;
  const oval::Definitions* found = content_->oval(nullptr, "", "o.xml", &why);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->name(), "o.xml");
  EXPECT_EQ(content_->oval(nullptr, "", "./o.xml", &why), found);
  EXPECT_NE(content_->oval(nullptr, "", "sub/o.xml", &why), found);
  EXPECT_EQ(content_->oval(nullptr, "", directory_ / "dir/o.xml", &why), found);
  EXPECT_EQ(content_->oval(nullptr, "", "file:sub/../o.xml", &why), found);
}
TEST_F(Alone, XccdfDoesNotLeaveItsDirectoryByARelativePath) {
  ASSERT_EQ(::symlink("../outside.xml", (directory_ / "dir/link.xml").c_str()), 0);
  ASSERT_EQ(::symlink("..", (directory_ / "dir/up").c_str()), 0);
  for (const std::string& href : {std::string("../outside.xml"), std::string("link.xml"), std::string("up/outside.xml"),
                                  std::string("../../../../../../etc/passwd"), std::string("..")})
    EXPECT_THAT(why_not(href), HasSubstr("is not below the directory of the content")) << href;
}
TEST_F(Alone, XccdfMayNameOvalElsewhereByAnAbsolutePath) {
  EXPECT_EQ(why_not(directory_ / "outside.xml"), "found");
  EXPECT_EQ(why_not("file://" + (directory_ / "outside.xml")), "found");
}
TEST_F(Alone, NothingIsToldOfAFileElsewhereThatIsNoOval) {
  ASSERT_EQ(::mkfifo((directory_ / "fifo").c_str(), 0600), 0);
  directory_.write("other.xml", "<secret>");
  for (const std::string& href : {std::string("/etc/passwd"), std::string("/no/such/file"), std::string("/dev/zero"), std::string("/etc"),
                                  directory_ / "fifo", directory_ / "other.xml"})
    EXPECT_EQ(why_not(href), "\"" + href + "\" is no OVAL definitions document");
}
TEST_F(Alone, XccdfTakesNothingButFiles) {
  ASSERT_EQ(::mkfifo((directory_ / "dir/fifo").c_str(), 0600), 0);
  EXPECT_THAT(refusal([&] { why_not("fifo"); }), HasSubstr("not a regular file"));
  EXPECT_THAT(why_not("https://example.org/o.xml"), HasSubstr("is remote"));
  EXPECT_THAT(why_not("none.xml"), HasSubstr("is not there"));
  EXPECT_THAT(why_not(""), HasSubstr("is no file name"));
  EXPECT_THAT(why_not("x.xml"), HasSubstr("is no OVAL definitions document"));
}
TEST_F(Alone, XccdfHasNoStreamsToChoose) {
  EXPECT_EQ(content_->checklist({}).benchmark->id, "b");
  EXPECT_THAT(
      refusal([&] { content_->checklist({.datastream_id = "s", .xccdf_id = {}, .benchmark_id = {}, .oval_id = {}, .tailoring_id = {}}); }),
      HasSubstr("no data stream, so there is no \"s\" to choose"));
  EXPECT_THAT(
      refusal([&] { content_->checklist({.datastream_id = {}, .xccdf_id = {}, .benchmark_id = "z", .oval_id = {}, .tailoring_id = {}}); }),
      HasSubstr("no benchmark \"z\"; there is: b"));
}
TEST_F(Alone, OvalIsItself) {
  const auto content = Content::open(directory_ / "dir/o.xml");
  EXPECT_EQ(content->kind(), Kind::oval);
  EXPECT_THAT(content->oval({}).definition_ids(), ElementsAre("oval:x:def:1"));
  EXPECT_THAT(refusal([&] { content->checklist({}); }), HasSubstr("no XCCDF benchmark in it"));
}

TEST(Kinds, AreToldByTheDocumentElement) {
  const std::pair<const char*, Kind> kinds[] = {
      {"<TestResult xmlns='http://checklists.nist.gov/xccdf/1.2'/>", Kind::results_xccdf},
      {"<oval_results xmlns='http://oval.mitre.org/XMLSchema/oval-results-5'/>", Kind::results_oval},
      {"<oval_system_characteristics xmlns='http://oval.mitre.org/XMLSchema/oval-system-characteristics-5'/>", Kind::characteristics},
      {"<asset-report-collection xmlns='http://scap.nist.gov/schema/asset-reporting-format/1.1'/>", Kind::results_arf},
      {"<cpe-list xmlns='http://cpe.mitre.org/dictionary/2.0'/>", Kind::cpe_dictionary}};
  for (const auto& [text, kind] : kinds) EXPECT_EQ(sample::load(text).kind, kind) << text;
}
TEST(Kinds, RefuseWhatIsNoContent) {
  EXPECT_THAT(refusal([] { sample::load("<html/>"); }), HasSubstr("t.xml:1: <html> is no SCAP content"));
  EXPECT_THAT(refusal([] { sample::load("<oval_definitions xmlns='urn:other'/>"); }), HasSubstr("is no SCAP content"));
}
TEST(OpenTailoring, TakesATailoringAlone) {
  const sample::Directory directory;
  const std::string path =
      directory.write("t.xml", "<Tailoring xmlns='http://checklists.nist.gov/xccdf/1.2' id='t'><Profile id='p'/></Tailoring>");
  EXPECT_EQ(open_tailoring(path)->profiles.at(0).id, "p");
  EXPECT_THAT(refusal([&] { open_tailoring(directory.write("x.xml", benchmark("b"))); }), HasSubstr("no XCCDF Tailoring"));
  EXPECT_THAT(refusal([&] { open_dictionary(path); }), HasSubstr("no CPE dictionary"));
}

}  // namespace
}  // namespace assay::scap
