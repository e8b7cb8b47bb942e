// Owners of what C libraries hand out: std::unique_ptr<BIO, Release<BIO_free_all>>. Private to engine/certify.
#pragma once

namespace assay::certify {

template <auto release>
struct Release {
  template <class T>
  void operator()(T* object) const {
    release(object);
  }
};

}  // namespace assay::certify
