// The program as a user calls it, within the test: its exit code and what it writes. Nothing that
// is called here starts Kafka.
#pragma once

#include <string>
#include <vector>

namespace kproof {

struct Called {
  int code = 0;
  std::string out, err;
};

Called Call(std::vector<std::string> args);

// A scenario that can't be carried out with --sandbox loopback.
extern const char* const kNeedsASandbox;

// Writes `text` into a file; gives its path.
std::string WriteText(const std::string& path, const std::string& text);

// Of the histories that come with docs/events.md.
std::string HistoryFile(const std::string& name);

}  // namespace kproof
