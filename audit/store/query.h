// SQL on an audit store for people and scripts, which reads and can do nothing else.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "harness/base/clock.h"

namespace kproof {

struct QueryValue {
  enum class Kind { kNull, kInteger, kReal, kText, kBytes };
  Kind kind = Kind::kText;
  std::string text;  // NULL as "", bytes as hexadecimal digits
};

using QueryRow = std::vector<QueryValue>;

inline constexpr Duration kQueryTimeout = std::chrono::minutes(1);

// Runs one SELECT (or EXPLAIN, or a PRAGMA that reads) on the store at `path`; `take` gets the
// names of the columns first, then each row. Throws Error(kCorrupt) for a file that is no store,
// Error(kUsage) for SQL that is wrong or not read-only and for a value above 16 MiB, Error(kNotRun)
// once `timeout` has passed.
void QueryStore(const std::string& path, const std::string& sql,
                const std::function<void(const QueryRow&)>& take, Duration timeout = kQueryTimeout);

}  // namespace kproof
