// An answer of a node as bytes, and the function that reads it: exactly such an answer, or an
// error.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/error.h"

namespace kproof {

struct AnswerCase {
  const char* name;
  std::string bytes;
  std::function<void(std::string_view)> read;
};

// Cut anywhere, or with a byte too much, it is refused. Whatever a flipped byte does to the values,
// reading ends with a value or an Error, and in little memory.
inline void ExpectReadExactly(const std::vector<AnswerCase>& cases) {
  for (const auto& [name, bytes, read] : cases) {
    SCOPED_TRACE(name);
    ASSERT_NO_THROW(read(bytes));
    EXPECT_THROW(read(bytes + '\0'), Error);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      EXPECT_THROW(read(std::string_view(bytes).substr(0, at)), Error) << at;
      for (const int flip : {0x01, 0x80, 0xff}) {
        std::string damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ flip);
        try {
          read(damaged);
        } catch (const Error& error) {
          EXPECT_EQ(error.kind(), ErrorKind::kCorrupt) << at;
        }
      }
    }
  }
}

}  // namespace kproof
