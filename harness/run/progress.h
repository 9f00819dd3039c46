// Where a run reports what it is doing; the command line decides how that looks.
//
// Implementations are thread-safe.
#pragma once

#include <string>

namespace kproof {

class ProgressSink {
 public:
  virtual ~ProgressSink() = default;
  // Something happened: kept on the screen. `at_s` is seconds into the run.
  virtual void Line(double at_s, const std::string& text) = 0;
  // The current state; replaces what the last call showed. Shown on terminals only, at most some
  // times a second.
  virtual void Live(double at_s, const std::string& text) = 0;
};

}  // namespace kproof
