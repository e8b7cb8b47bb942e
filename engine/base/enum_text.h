// Enumerators and the words the specifications use for them: one constexpr table each, for both directions.
//
//   enum class Status { exists, does_not_exist };
//   constexpr EnumText<Status> kStatusText[] = {{Status::exists, "exists"}, {Status::does_not_exist, "does not exist"}};
//   constexpr std::span<const EnumText<Status>> enum_table(Status) { return kStatusText; }
//
// then text_of(Status::exists) and parse_enum<Status>("does not exist").
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace assay {

template <class E>
struct EnumText {
  E value;
  std::string_view text;
};

template <class E>
constexpr std::string_view text_of(E value) {
  for (const auto& row : enum_table(E{}))
    if (row.value == value) return row.text;
  return {};
}

template <class E>
constexpr std::optional<E> parse_enum(std::string_view text) {
  for (const auto& row : enum_table(E{}))
    if (row.text == text) return row.value;
  return std::nullopt;
}

}  // namespace assay
