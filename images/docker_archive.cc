#include <algorithm>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "images/description.h"
#include "images/layer.h"
#include "images/members.h"
#include "images/open.h"

namespace assay::images {
namespace {

constexpr const char* kManifest = "manifest.json";
constexpr std::size_t kLayers = 1000;  // container engines stop at 127

struct Image {
  std::string configuration;  // path of a member
  std::vector<std::string> names, layers;
};

// What may be said for NAME where an image has no tag: the number of its configuration.
std::string id_of(const Image& image) {
  std::string id = image.configuration.substr(image.configuration.rfind('/') + 1);
  if (id.ends_with(".json")) id.resize(id.size() - 5);
  return id;
}

std::vector<Image> read_manifest(const Members& members) {
  const std::string what = members.what() + ": manifest.json";
  if (!members.has(kManifest))
    throw JobError(members.what() +
                   ": has no manifest.json: not what `docker save` or `podman save` writes (tar: and oci: name other archives)");
  const Json manifest = parse_description(read_whole(*members.file(kManifest), members.size(kManifest), what), what);
  std::vector<Image> images;
  if (manifest.is_array())
    for (const Json& entry : manifest)
      images.push_back({text_member(entry, "Config"), text_list(entry, "RepoTags"), text_list(entry, "Layers")});
  for (const Image& image : images) {
    if (image.configuration.empty() || image.layers.empty()) throw JobError(what + ": an image without Config or Layers");
    if (image.layers.size() > kLayers) throw JobError(what + ": more than " + std::to_string(kLayers) + " layers");
  }
  if (images.empty()) throw JobError(what + ": names no image");
  return images;
}

// "app" is app:latest, and an engine's own prefix ("docker.io/library/", "localhost/") need not be said.
bool has_name(const Image& image, const std::string& name) {
  const bool tagged = name.substr(name.rfind('/') + 1).find(':') != std::string::npos;
  const std::string full = tagged ? name : name + ":latest";
  return id_of(image) == name || std::any_of(image.names.begin(), image.names.end(),
                                             [&](const std::string& one) { return one == full || one.ends_with("/" + full); });
}

std::string list_of(const std::vector<Image>& images) {
  std::vector<std::string> names;
  for (const Image& image : images) names.push_back(image.names.empty() ? id_of(image) : join(image.names, ", "));
  return printable(join(names, ", "));
}

const Image& choose(const std::vector<Image>& images, const std::string& name, const std::string& what) {
  if (name.empty() && images.size() == 1) return images.front();
  if (name.empty()) throw JobError(what + ": holds several images; name one, as in docker-archive:FILE:NAME: " + list_of(images));
  const Image* chosen = nullptr;
  for (const Image& image : images) {
    if (!has_name(image, name)) continue;
    if (chosen != nullptr) throw JobError(what + ": several images are named " + printable(name) + ": " + list_of(images));
    chosen = &image;
  }
  if (chosen == nullptr) throw JobError(what + ": has no image " + printable(name) + "; it holds: " + list_of(images));
  return *chosen;
}

// The digest is of the unpacked layer, so it vouches for its end as well.
TarReader::End check_digest(const SharedSource& layer, const std::string& expected, const std::string& what) {
  if (!expected.starts_with("sha256:")) return TarReader::End::marked;
  if (digest_of(*unpacked(layer, what)) != expected)
    throw JobError(what + ": its digest is not the one the image's configuration gives: the image is damaged");
  return TarReader::End::vouched;
}

}  // namespace

OpenedRoot open_docker_archive(const std::string& host_path, const std::string& name) {
  const Members members(open_device(host_path), host_path);
  const std::vector<Image> images = read_manifest(members);
  const Image& image = choose(images, name, members.what());
  const std::string about = members.what() + ": " + printable(image.configuration);
  const Json configuration =
      parse_description(read_whole(*members.file(image.configuration), members.size(image.configuration), about), about);
  check_configuration(configuration, about);
  const std::vector<std::string> digests = layer_digests(configuration);
  if (!digests.empty() && digests.size() != image.layers.size())
    throw JobError(about + ": speaks of " + std::to_string(digests.size()) + " layers, the manifest of " +
                   std::to_string(image.layers.size()));

  const auto contents = std::make_shared<TarContents>();
  Tree tree(contents);
  for (std::size_t i = 0; i < image.layers.size(); ++i) {
    const std::string what = members.what() + ": layer " + printable(image.layers[i]);
    const SharedSource layer = members.file(image.layers[i]);
    add_layer(tree, *contents, layer, what, check_digest(layer, digests.empty() ? "" : digests[i], what));
  }
  contents->finish();
  return {tree_rootfs(std::move(tree)), {}};
}

}  // namespace assay::images
