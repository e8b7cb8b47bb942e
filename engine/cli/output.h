// Output files: written under a temporary name beside their place and renamed when all of them are whole, so that nothing is
// ever lost or half-written. "-" is standard output; what exists and is no regular file (/dev/null, a FIFO) is written in place.
#pragma once

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

namespace assay::cli {

class Outputs {
 public:
  Outputs();
  ~Outputs();  // removes temporary files that were not committed

  // Opens a place now, so that a wrong path is told before the scan and not after it. Throws JobError.
  void add(const std::string& path, std::function<void(std::ostream&)> write);
  // The directories that must stay writable (for confine()).
  std::vector<std::string> directories() const;
  // Writes all, then renames all. Throws JobError (a full disk, ...): then no output file has been touched.
  void commit();

 private:
  struct File;
  std::vector<std::unique_ptr<File>> files_;
};

}  // namespace assay::cli
