// The C library's own version of a function that the shim replaces.
//
// Found when first called, because the JVM calls some of them before any constructor of ours runs.
// Thread-safe.
#pragma once

#include <dlfcn.h>

#include <atomic>

namespace kproof::shim {

template <typename Function>
class Real {
 public:
  constexpr explicit Real(const char* name) : name_(name) {}

  Function* get() {
    Function* function = found_.load(std::memory_order_relaxed);
    if (function == nullptr) {
      function = reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name_));
      found_.store(function, std::memory_order_relaxed);
    }
    return function;
  }

  template <typename... Args>
  auto operator()(Args... args) {
    return get()(args...);
  }

 private:
  const char* name_;
  std::atomic<Function*> found_{nullptr};
};

}  // namespace kproof::shim
