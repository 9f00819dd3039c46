// The lines of Kafka's logs that explain why records are missing: evidence for findings.
//
// Thread-safe: pure functions over files.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kproof {

struct NotableLine {
  std::int64_t wall_micros = 0;  // since 1970, from the line itself
  std::string text;              // after the time
};

// The notable lines of a node's log from byte `from` on, oldest first. A file that is not there has
// none; a last line that has no end yet is left for the next call, which begins at `*next` where
// that is given.
std::vector<NotableLine> NotableLines(const std::string& log_file, std::int64_t from = 0,
                                      std::int64_t* next = nullptr);

// Whether a line of Kafka's log is notable.
bool IsNotable(std::string_view line);

}  // namespace kproof
