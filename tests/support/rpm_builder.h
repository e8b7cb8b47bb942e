// Headers and databases of rpm made by hand, for tests: what they hold is what the test says, and each byte can then be broken.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "probes/parse/rpm_header.h"

namespace assay::test {

inline void put(std::string& to, std::uint64_t value, int bytes, bool big = true) {
  for (int i = 0; i < bytes; ++i) to += static_cast<char>(value >> 8 * (big ? bytes - 1 - i : i) & 0xFFU);
}

inline void set_u32(std::string& in, std::size_t offset, std::uint32_t value) {  // little-endian
  for (std::size_t i = 0; i < 4; ++i) in[offset + i] = static_cast<char>(value >> 8 * i & 0xFFU);
}
inline void set_u16(std::string& in, std::size_t offset, std::size_t value) {
  for (std::size_t i = 0; i < 2; ++i) in[offset + i] = static_cast<char>(value >> 8 * i & 0xFFU);
}

class HeaderBuilder {
 public:
  using Tag = parse::RpmTag;
  HeaderBuilder& text(Tag tag, std::string_view value) { return entry(tag, 6, 1, std::string(value) + '\0'); }
  HeaderBuilder& texts(Tag tag, const std::vector<std::string>& values) {
    std::string data;
    for (const std::string& value : values) data += value + '\0';
    return entry(tag, 8, values.size(), data);
  }
  HeaderBuilder& numbers(Tag tag, const std::vector<std::uint64_t>& values, int bytes = 4) {
    std::string data;
    for (const std::uint64_t value : values) put(data, value, bytes);
    return entry(tag, bytes == 8 ? 5 : bytes == 4 ? 4 : bytes == 2 ? 3 : 2, values.size(), data);
  }
  HeaderBuilder& binary(Tag tag, std::string_view value) { return entry(tag, 7, value.size(), std::string(value)); }
  HeaderBuilder& entry(Tag tag, std::uint32_t type, std::size_t count, const std::string& data) {
    put(index_, static_cast<std::uint32_t>(tag), 4);
    put(index_, type, 4);
    put(index_, data_.size(), 4);
    put(index_, count, 4);
    data_ += data;
    return *this;
  }
  std::string build() const {
    std::string blob;
    put(blob, index_.size() / 16, 4);
    put(blob, data_.size(), 4);
    return blob + index_ + data_;
  }

 private:
  std::string index_, data_;
};

inline HeaderBuilder package(std::string_view name, std::string_view version = "1.0", std::string_view release = "2.el7",
                             std::string_view arch = "x86_64") {
  using Tag = parse::RpmTag;
  HeaderBuilder header;
  header.text(Tag::name, name).text(Tag::version, version).text(Tag::release, release).text(Tag::arch, arch);
  return header;
}

inline constexpr std::size_t kBdbPageHeader = 26;

// The smallest page whose bucket holds the counter and so many packages: two items of 5 and 12 bytes each, and their offsets.
inline std::size_t bdb_page_size(std::size_t packages) {
  std::size_t size = 512;
  while (kBdbPageHeader + (5 + 5 + 2 * 2) + packages * (5 + 12 + 2 * 2) > size) size *= 2;
  return size;
}

// A Berkeley DB hash of one bucket page; values lie in overflow pages from page 2 on. Record 0 is rpm's counter.
inline std::string bdb_database(const std::vector<std::string>& blobs) {
  const std::size_t page_size = bdb_page_size(blobs.size());
  std::string file(2 * page_size, '\0');
  set_u32(file, 12, 0x061561);
  set_u32(file, 20, page_size);
  file[25] = 8;
  set_u32(file, page_size + 8, 1);
  file[page_size + 25] = 13;
  std::size_t entries = 0, top = page_size;
  const auto add_item = [&](const std::string& item) {
    top -= item.size();
    file.replace(page_size + top, item.size(), item);
    set_u16(file, page_size + kBdbPageHeader + 2 * entries++, top);
  };
  add_item(std::string("\x01\0\0\0\0", 5));
  add_item(std::string("\x01\x63\0\0\0", 5));
  for (std::size_t i = 0; i < blobs.size(); ++i) {
    std::string key("\x01"), value("\x03\0\0\0", 4);
    put(key, i + 1, 4, false);
    put(value, file.size() / page_size, 4, false);
    put(value, blobs[i].size(), 4, false);
    add_item(key);
    add_item(value);
    for (std::size_t at = 0; at < blobs[i].size(); at += page_size - kBdbPageHeader) {
      const std::string piece = blobs[i].substr(at, page_size - kBdbPageHeader);
      std::string page(page_size, '\0');
      const std::size_t number = file.size() / page_size;
      set_u32(page, 8, static_cast<std::uint32_t>(number));
      set_u32(page, 16, at + page_size - kBdbPageHeader < blobs[i].size() ? static_cast<std::uint32_t>(number + 1) : 0);
      set_u16(page, 22, piece.size());
      page[25] = 7;
      file += page.replace(kBdbPageHeader, piece.size(), piece);
    }
  }
  set_u16(file, page_size + 20, entries);
  set_u32(file, 32, static_cast<std::uint32_t>(file.size() / page_size - 1));
  return file;
}

}  // namespace assay::test
