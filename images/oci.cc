#include <filesystem>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "images/description.h"
#include "images/layer.h"
#include "images/oci_index.h"
#include "images/open.h"

namespace assay::images {
namespace {

constexpr std::size_t kLayers = 1000;

Blob blob_in(const Json& descriptor, const std::string& what) {
  return {text_member(descriptor, "digest"), number_member(descriptor, "size", what)};
}

void check_layer_type(const std::string& type, const std::string& what) {
  constexpr std::string_view kTar = ".tar";
  const auto has = [&](std::string_view word) { return type.find(word) != type.npos; };
  if (has("encrypted")) throw JobError(what + ": is encrypted: decrypt the image first");
  if (has("nondistributable") || has("foreign"))
    throw JobError(what + ": is a foreign layer, which an image does not carry along: it cannot be scanned");
  if (!has(kTar)) throw JobError(what + ": is no layer of files (" + printable(type) + ")");
}

// An image's manifest (manifest.md), or Docker's of schema 2.
Json read_manifest(const Layout& layout, const Blob& blob, const std::string& what) {
  Json manifest = parse_description(read_blob(layout, blob, what), what + ": " + printable(blob.digest));
  const Json& layers = member(manifest, "layers");
  if (!layers.is_array() || layers.empty())
    throw JobError(what + ": the manifest " + printable(blob.digest) + " has no layers: not a container image");
  if (layers.size() > kLayers) throw JobError(what + ": more than " + std::to_string(kLayers) + " layers");
  return manifest;
}

void check_configuration_of(const Layout& layout, const Json& manifest, const std::string& what) {
  const Json& configuration = member(manifest, "config");
  const std::string type = text_member(configuration, "mediaType");
  if (type != "application/vnd.oci.image.config.v1+json" && type != "application/vnd.docker.container.image.v1+json")
    throw JobError(what + ": holds no container image but " + printable(type));
  check_configuration(parse_description(read_blob(layout, blob_in(configuration, what), what), what + ": configuration"), what);
}

OpenedRoot open_oci(const Layout& layout, const std::string& what, const std::string& tag) {
  ManifestChoice choice = choose_manifest(layout, what, tag);
  const Json manifest = read_manifest(layout, choice.manifest, what);
  check_configuration_of(layout, manifest, what);

  const auto contents = std::make_shared<TarContents>();
  Tree tree(contents);
  for (const Json& descriptor : member(manifest, "layers")) {
    const Blob blob = blob_in(descriptor, what);
    const std::string layer = what + ": layer " + printable(blob.digest);
    check_layer_type(text_member(descriptor, "mediaType"), layer);
    add_layer(tree, *contents, blob_of(layout, blob, layer), layer, TarReader::End::vouched);
  }
  contents->finish();
  return {tree_rootfs(std::move(tree)), std::move(choice.notes)};
}

}  // namespace

OpenedRoot open_oci(const std::string& host_path, const std::string& tag) {
  std::error_code ignored;
  const auto layout = std::filesystem::is_directory(host_path, ignored) ? layout_in_directory(host_path)
                                                                        : layout_in_archive(Members(open_device(host_path), host_path));
  if (!is_oci_layout(*layout)) throw JobError(host_path + ": is no OCI image layout: it has no oci-layout and index.json");
  return open_oci(*layout, host_path, tag);
}

}  // namespace assay::images
