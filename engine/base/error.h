// The two ways a run ends with exit code 1: the caller asked for something that is not there, or the content is wrong.
// Both are caught in main, print one line and leave no output file behind.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace assay {

// A request that cannot be carried out: an unknown profile, an ambiguous suffix, an unreadable target, a full disk.
class JobError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Content (XCCDF, OVAL, CPE, a data stream, a tailoring, a variables file) that cannot be used as it stands.
class ContentError : public JobError {
 public:
  ContentError(std::string file, int line, std::string id, const std::string& message)
      : JobError(render(file, line, id, message)), file_(std::move(file)), line_(line), id_(std::move(id)) {}

  const std::string& file() const { return file_; }
  int line() const { return line_; }  // 1-based; 0 where there is none
  const std::string& id() const { return id_; }

 private:
  static std::string render(const std::string& file, int line, const std::string& id, const std::string& message) {
    std::string text = file;
    if (line > 0) text += ":" + std::to_string(line);
    text += ": ";
    if (!id.empty()) text += id + ": ";
    return text + message;
  }

  std::string file_;
  int line_;
  std::string id_;
};

}  // namespace assay
