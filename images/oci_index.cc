#include "images/oci_index.h"

#include <sys/utsname.h>

#include <algorithm>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "images/description.h"

namespace assay::images {
namespace {

constexpr int kNestedIndexes = 8;
constexpr std::size_t kManifests = 1000;

struct Candidate {
  Blob manifest;
  std::string tag, platform;  // "linux/amd64"; "" where it is not said
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

// What builders put beside the image: signatures, attestations.
bool is_image(const Json& descriptor) {
  const Json& notes = member(descriptor, "annotations");
  return member(descriptor, "artifactType").is_null() && text_member(notes, "vnd.docker.reference.type").empty();
}

std::string platform_of(const Json& descriptor) {
  const Json& platform = member(descriptor, "platform");
  const std::string system = text_member(platform, "os"), architecture = text_member(platform, "architecture");
  return system.empty() ? std::string() : system + "/" + architecture;
}

class Candidates {
 public:
  Candidates(const Layout& layout, const std::string& what) : layout_(layout), what_(what) {}

  void read(const Json& index, const std::string& tag, int depth) {
    const Json& manifests = member(index, "manifests");
    if (!manifests.is_array()) throw JobError(what_ + ": an index without manifests");
    for (const Json& descriptor : manifests)
      if (is_image(descriptor)) add(descriptor, tag, depth);
  }

  std::vector<Candidate> found;

 private:
  void add(const Json& descriptor, const std::string& outer_tag, int depth) {
    if (found.size() == kManifests || depth == kNestedIndexes) throw JobError(what_ + ": more manifests than an image has");
    const std::string own_tag = text_member(member(descriptor, "annotations"), "org.opencontainers.image.ref.name");
    const std::string& tag = depth == 0 ? own_tag : outer_tag;
    const Blob blob{text_member(descriptor, "digest"), number_member(descriptor, "size", what_)};
    if (!is_index(descriptor)) {
      found.push_back({blob, tag, platform_of(descriptor)});
      return;
    }
    // Bytes that unpack to a great tree of indexes are bounded by how many are read.
    if (++indexes_ > kManifests) throw JobError(what_ + ": more indexes than an image has");
    read(parse_description(read_blob(layout_, blob, what_), what_ + ": " + printable(blob.digest)), tag, depth + 1);
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
    const bool one_image = std::all_of(all.begin(), all.end(), [&](const Candidate& one) { return one.tag == all.front().tag; });
    if (!one_image) throw JobError(what + ": holds several images; name one, as in oci:LAYOUT:TAG: " + list_of(all, &Candidate::tag));
    return all;
  }
  std::vector<Candidate> tagged;
  std::copy_if(all.begin(), all.end(), std::back_inserter(tagged), [&](const Candidate& one) { return one.tag == tag; });
  if (tagged.empty()) throw JobError(what + ": has no image " + printable(tag) + "; its tags: " + list_of(all, &Candidate::tag));
  return tagged;
}

}  // namespace

ManifestChoice choose_manifest(const Layout& layout, const std::string& what, const std::string& tag) {
  Candidates candidates(layout, what);
  const std::string index = what + ": index.json";
  candidates.read(parse_description(read_whole(*layout.file("index.json"), layout.size("index.json"), index), index), {}, 0);
  if (candidates.found.empty()) throw JobError(index + ": names no image");
  const std::vector<Candidate> images = with_tag(std::move(candidates.found), tag, what);
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
