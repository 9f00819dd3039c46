// A file descriptor that is closed when its owner goes.
//
// Not thread-safe.
#pragma once

#include <unistd.h>

#include <utility>

namespace kproof {

class Descriptor {
 public:
  Descriptor() = default;
  // Takes over what open(2) and its like return; a negative one is none.
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  Descriptor(Descriptor&& other) noexcept : descriptor_(other.Release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~Descriptor() {
    if (ok()) ::close(descriptor_);
  }

  bool ok() const { return descriptor_ >= 0; }
  int get() const { return descriptor_; }
  // The caller closes it from now on.
  int Release() { return std::exchange(descriptor_, -1); }

 private:
  int descriptor_ = -1;
};

}  // namespace kproof
