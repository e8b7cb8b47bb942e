#include "images/oci_index.h"

#include <sys/utsname.h>

#include <algorithm>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "images/description.h"

namespace assay::images {
namespace {

constexpr int kNestedIndexes = 4;
constexpr std::size_t kManifests = 1000;
constexpr std::size_t kTextBytes = 1024;  // of a tag, digest or platform: each is kept for every manifest it is said of

struct Candidate {
  Blob manifest;
  std::string tag, named;  // as index.json has them: the tag, and the digest of the manifest or index it is for
  std::string platform;    // "linux/amd64"; "" where it is not said
};

// As the specification calls architectures: GOARCH.
std::string this_platform() {
  struct utsname system = {};
  if (::uname(&system) != 0) return {};
  const std::string machine = system.machine;
  for (const auto& [ours, theirs] :
       {std::pair("x86_64", "amd64"), std::pair("aarch64", "arm64"), std::pair("i686", "386"), std::pair("armv7l", "arm")})
    if (machine == ours) return std::string("linux/") + theirs;
  return "linux/" + machine;
}

bool is_index(const Json& descriptor) {
  const std::string type = text_member(descriptor, "mediaType");
  return type == "application/vnd.oci.image.index.v1+json" || type == "application/vnd.docker.distribution.manifest.list.v2+json";
}

// Not what builders put beside the image: signatures, attestations (for the platform unknown/unknown; the annotation may be lost).
bool is_image(const Json& descriptor) {
  const Json& notes = member(descriptor, "annotations");
  return member(descriptor, "artifactType").is_null() && text_member(notes, "vnd.docker.reference.type").empty() &&
         text_member(member(descriptor, "platform"), "os") != "unknown";
}

std::string short_text(const Json& object, const char* name, const std::string& what) {
  std::string text = text_member(object, name);
  if (text.size() > kTextBytes)
    throw JobError(what + ": \"" + name + "\" has " + std::to_string(text.size()) + " bytes: not an image's index");
  return text;
}

std::string platform_of(const Json& descriptor, const std::string& what) {
  const Json& platform = member(descriptor, "platform");
  const std::string system = short_text(platform, "os", what), architecture = short_text(platform, "architecture", what);
  return system.empty() ? std::string() : system + "/" + architecture;
}

class Candidates {
 public:
  Candidates(const Layout& layout, const std::string& what) : layout_(layout), what_(what) {}

  void read(const Json& index, const Candidate& outer, int depth) {
    const Json& manifests = member(index, "manifests");
    if (!manifests.is_array()) throw JobError(what_ + ": an index without manifests");
    for (const Json& descriptor : manifests)
      if (is_image(descriptor)) add(descriptor, outer, depth);
  }

  std::vector<Candidate> found;

 private:
  void add(const Json& descriptor, const Candidate& outer, int depth) {
    if (found.size() == kManifests || depth == kNestedIndexes) throw JobError(what_ + ": more manifests than an image has");
    Candidate one = outer;
    one.manifest = {short_text(descriptor, "digest", what_), number_member(descriptor, "size", what_)};
    one.platform = platform_of(descriptor, what_);
    if (depth == 0) {
      one.tag = short_text(member(descriptor, "annotations"), "org.opencontainers.image.ref.name", what_);
      one.named = one.manifest.digest;
    }
    if (!is_index(descriptor)) {
      found.push_back(std::move(one));
      return;
    }
    // Bytes that unpack to a great tree of indexes are bounded by how many are read.
    if (++indexes_ > kManifests) throw JobError(what_ + ": more indexes than an image has");
    const std::string where = what_ + ": " + printable(one.manifest.digest);
    read(parse_description(read_blob(layout_, one.manifest, what_), where), one, depth + 1);
  }

  const Layout& layout_;
  const std::string& what_;
  std::size_t indexes_ = 0;
};

std::string list_of(const std::vector<Candidate>& candidates, std::string Candidate::*part) {
  std::vector<std::string> texts;
  for (const Candidate& one : candidates) {
    const std::string text = (one.*part).empty() ? "(none)" : one.*part;
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(text);
  }
  return printable(join(texts, ", "));
}

std::vector<Candidate> with_tag(std::vector<Candidate> all, const std::string& tag, const std::string& what) {
  if (tag.empty()) {
    const auto all_have_one = [&](std::string Candidate::*part) {
      return std::all_of(all.begin(), all.end(), [&](const Candidate& one) { return one.*part == all.front().*part; });
    };
    if (!all_have_one(&Candidate::tag) && !all_have_one(&Candidate::named))
      throw JobError(what + ": holds several images; name one, as in oci:LAYOUT:TAG: " + list_of(all, &Candidate::tag));
    return all;
  }
  std::vector<Candidate> tagged;
  std::copy_if(all.begin(), all.end(), std::back_inserter(tagged), [&](const Candidate& one) { return one.tag == tag; });
  if (tagged.empty()) throw JobError(what + ": has no image " + printable(tag) + "; its tags: " + list_of(all, &Candidate::tag));
  return tagged;
}

// One image may have several tags.
std::vector<Candidate> distinct(const std::vector<Candidate>& all) {
  std::vector<Candidate> once;
  for (const Candidate& one : all)
    if (std::none_of(once.begin(), once.end(), [&](const Candidate& other) { return other.manifest.digest == one.manifest.digest; }))
      once.push_back(one);
  return once;
}

}  // namespace

ManifestChoice choose_manifest(const Layout& layout, const std::string& what, const std::string& tag) {
  Candidates candidates(layout, what);
  const std::string index = what + ": index.json";
  candidates.read(parse_description(read_whole(*layout.file("index.json"), layout.size("index.json"), index), index), {}, 0);
  if (candidates.found.empty()) throw JobError(index + ": names no image");
  const std::vector<Candidate> images = distinct(with_tag(std::move(candidates.found), tag, what));
  if (images.size() == 1) return {images.front().manifest, {}};

  const std::string wanted = this_platform();
  const auto is_wanted = [&](const Candidate& one) { return one.platform == wanted; };
  const auto chosen = std::find_if(images.begin(), images.end(), is_wanted);
  if (chosen == images.end() || std::count_if(images.begin(), images.end(), is_wanted) > 1)
    throw JobError(what + ": which image of several is meant cannot be told; their platforms: " + list_of(images, &Candidate::platform) +
                   ", this machine's: " + wanted);
  return {chosen->manifest, {"of the platforms " + list_of(images, &Candidate::platform) + " the image for " + wanted + " was scanned"}};
}

}  // namespace assay::images
