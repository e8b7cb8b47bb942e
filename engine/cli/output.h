// Output files: written without a name (or, where the file system cannot, under a temporary one) and put in their place when all of them
// are whole, so that nothing is ever lost, half-written or left behind. "-" is standard output; what exists and is no regular file
// (/dev/null, a FIFO) and the names of open descriptors (/dev/stdout) are written in place.
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

  // Opens a place now, so that a wrong path, or one given twice, is told before the scan and not after it. Throws JobError.
  void add(const std::string& path, std::function<void(std::ostream&)> write);
  // The directories that must stay writable (for confine()).
  std::vector<std::string> directories() const;
  // Writes all, then renames all. Throws JobError (a full disk, ...): then no output file has been touched.
  void commit();

 private:
  struct File;
  void refuse_second(const std::string& path) const;
  std::vector<std::unique_ptr<File>> files_;
};

}  // namespace assay::cli
