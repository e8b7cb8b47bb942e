// What an operation that the *target* can refuse returns: a value, or the errno the system gave with a word on where.
//
// Content that is wrong is not a Result: it throws ContentError (base/error.h). A Result never carries "no such file" as an
// exception would: the caller turns it into an item status or a collection flag and the scan goes on.
#pragma once

#include <cerrno>
#include <cstring>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace assay {

struct Failure {
  int code = 0;        // an errno value: ENOENT, EACCES, EFBIG (a limit of ours), EBADMSG (bytes that do not parse), ...
  std::string detail;  // what was being done; may be empty

  std::string message() const { return detail.empty() ? std::strerror(code) : detail + ": " + std::strerror(code); }
};

template <class T>
using Result = tl::expected<T, Failure>;

inline tl::unexpected<Failure> fail(int code, std::string detail = {}) { return tl::make_unexpected(Failure{code, std::move(detail)}); }

}  // namespace assay
