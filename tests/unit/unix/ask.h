// One question to one probe about a root made in memory.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "tests/support/asked.h"
#include "tests/support/memory_rootfs.h"

namespace assay::test {

inline Target target_of(std::unique_ptr<MemoryRootfs> files, bool live = false) { return Target(std::move(files), live, "memory"); }

inline Answers ask(const collect::Probe& probe, const Target& target, Asked& asked) {
  Answers answers;
  const collect::Question question{&asked.query(), &answers};
  probe.collect({&question, 1}, target);
  return answers;
}

inline oval::Status status_of(const oval::Item& item, std::string_view entity) {
  for (const oval::ItemEntity& found : item)
    if (found.field->name == entity) return found.status;
  return oval::Status::does_not_exist;
}

}  // namespace assay::test
