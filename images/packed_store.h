// Contents of small files kept in memory, packed (zstd). Private to images.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace assay::images {

class PackedStore {
 public:
  struct Place {
    std::uint32_t block = 0, offset = 0;
  };

  PackedStore();
  PackedStore(const PackedStore&) = delete;
  ~PackedStore();

  // Nothing where kLimits.image_kept_bytes are kept already, half of it for a large file.
  std::optional<Place> add(std::string_view bytes);
  void finish();                                                  // the last add was made
  Result<std::string> read(Place place, std::size_t size) const;  // by several threads at once

 private:
  void pack();

  struct Packer;
  std::unique_ptr<Packer> packer_;
  std::string open_;  // files of the block that is not packed yet
  std::vector<std::string> blocks_;
  std::size_t kept_ = 0;
};

}  // namespace assay::images
