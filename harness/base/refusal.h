// Why something can't be had, and what to do about it, where that is no error: who asked decides.
//
// Thread-safe: a value.
#pragma once

#include <string>

namespace kproof {

struct Refusal {
  std::string what, hint;
};

}  // namespace kproof
