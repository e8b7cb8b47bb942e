// The systemd units of a target as its files define them (systemd.unit(5)): which exist, which are masked, what they pull in. Nothing is
// asked of a running systemd, so an image and a live system are judged by the same rules.
//
// Enabled means: a link says so. Presets, which a first boot might apply, enable nothing here.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/target/rootfs.h"
#include "probes/parse/unit_file.h"

namespace assay::probes {

class SystemdUnits {
 public:
  explicit SystemdUnits(const Rootfs& files);

  // Does any file define a unit?
  bool empty() const { return files_.empty() && sysv_.empty(); }
  // Every unit there is by its own name or an alias, instances that something pulls in included, templates not; sorted.
  const std::vector<std::string>& names() const { return names_; }

  // The name of the unit that `name` is or is an alias of; nothing where no file defines it.
  std::optional<std::string> id(std::string_view name) const;
  // All names of the unit with this id, sorted.
  const std::vector<std::string>& aliases(std::string_view id) const;
  // "loaded", "masked", "not-found" (systemctl(1)).
  std::string_view load_state(std::string_view name) const;
  // "enabled", "enabled-runtime", "masked", "masked-runtime", "disabled", "static", "indirect", "generated"; "" where there is no such
  // unit.
  std::string_view unit_file_state(std::string_view name) const;
  // "" of a unit that is masked or made of a SysV script.
  std::string fragment_path(std::string_view name) const;
  std::vector<std::string> drop_in_paths(std::string_view name) const;
  // The assignments of the unit's file and its drop-ins, in the order systemd reads them; specifiers as written.
  std::vector<parse::UnitSetting> settings(std::string_view name) const;
  // The words of a setting that holds a list (an empty assignment starts anew), specifiers of names replaced.
  std::vector<std::string> list(std::string_view name, std::string_view section, std::string_view key) const;
  // The last assignment; "" where there is none.
  std::string value(std::string_view name, std::string_view section, std::string_view key) const;

  // Units that starting `name` pulls in directly (Requires, Requisite, Wants, BindsTo, Upholds and the .wants and .requires directories),
  // by id. What is masked or does not exist is started by nothing and is not among them.
  std::set<std::string> pulls_in(std::string_view name) const;
  // The same through any depth, `name` not included (unless it pulls itself in).
  std::set<std::string> dependencies(std::string_view name) const;
  // What the unit's .wants or .requires directories name.
  enum class Kind : std::uint8_t { wants, requires_ };
  std::set<std::string> linked(std::string_view name, Kind kind) const;

 private:
  struct File {
    enum class Form : std::uint8_t { fragment, mask, alias } form = Form::fragment;
    std::string path;           // of the fragment; the link's own for the others
    std::string target;         // the alias's
    std::size_t directory = 0;  // index into the search path
  };
  struct Link {
    bool masked = false;  // an entry that leads to /dev/null takes back what a directory further down says
    std::size_t directory = 0;
  };

  void scan(std::size_t directory);
  void scan_unit(const std::string& name, std::size_t directory);
  void scan_links(const std::string& path, std::string_view unit, Kind kind, std::size_t directory);
  void scan_drop_ins(const std::string& path, std::string_view unit);
  void scan_sysv();
  void name_all();
  const File* find(std::string_view name) const;  // the unit's own or its template's
  std::optional<std::string> canonical(std::string_view name) const;
  bool starts(std::string_view name) const;
  bool enabled_in(std::string_view id, bool runtime) const;
  std::vector<std::string> expanded(std::string_view name, std::vector<std::string> values) const;

  const Rootfs* rootfs_;
  std::map<std::string, File, std::less<>> files_;
  std::map<std::string, std::map<std::pair<Kind, std::string>, Link>, std::less<>> links_;  // by the unit whose directory it is
  std::map<std::string, std::map<std::string, std::string>, std::less<>> drop_ins_;         // by unit or type: file name -> path
  std::map<std::string, std::set<std::string>, std::less<>> sysv_;                          // service -> targets that want it
  std::vector<std::string> names_;
  std::map<std::string, std::vector<std::string>, std::less<>> aliases_;                  // by id
  mutable std::map<std::string, std::vector<parse::UnitSetting>, std::less<>> settings_;  // by id, read when first asked for
};

}  // namespace assay::probes
