// One bounded pool of threads. Work is handed over as an index range; the order in which pieces run is not defined, so pieces
// write only to places of their own and callers sort afterwards: -j1 and -j8 give the same bytes.
#pragma once

#include <cstddef>
#include <functional>

namespace assay {

class Pool {
 public:
  // `jobs` threads at most, the caller's among them; 0 means one per processor, at most 8.
  explicit Pool(unsigned jobs);
  unsigned jobs() const { return jobs_; }
  // Calls piece(0) ... piece(count - 1), each once, and returns when all are done. An exception of a piece is thrown again here.
  void run(std::size_t count, const std::function<void(std::size_t)>& piece) const;

 private:
  unsigned jobs_;
};

}  // namespace assay
