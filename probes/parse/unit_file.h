// A systemd unit file (systemd.syntax(7)): sections of assignments.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::parse {

struct UnitSetting {
  std::string section, key, value;  // "Unit", "Wants", "a.service b.service"
  std::uint32_t line = 0;           // 1-based; the first of a continued one
};

// Assignments in order. Comments ('#', ';') and what stands before the first section mean nothing; a backslash at the end of a line joins
// the next one with a space, and comment lines in between are dropped.
std::vector<UnitSetting> parse_unit_file(std::string_view text);

// Is this a name a unit may have ("getty@tty1.service")? (systemd.unit(5))
bool is_unit_name(std::string_view name);
// "service" of "a.service"; "" where there is none.
std::string_view unit_type(std::string_view name);
// "getty@.service" of "getty@tty1.service"; "" where the unit is no instance.
std::string unit_template(std::string_view name);
// "tty1" of "getty@tty1.service"; "" where the unit is no instance.
std::string_view unit_instance(std::string_view name);
bool is_template(std::string_view name);  // "getty@.service"

// systemd-escape(1) --path: "/var/tmp" -> "var-tmp", "/" -> "-".
std::string unit_name_of_path(std::string_view path);

}  // namespace assay::parse
