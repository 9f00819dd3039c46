// What ends a verb: an error that says what failed, on which object, and what to do next.
//
//   throw Error("broker 2 did not open 127.80.3.2:9092 within 20 s", Hint("see
//   logs/broker-2.log"));
//
// Caught where a verb ends, where a thread ends, and where an undo must go on regardless; nowhere
// else. Values (optional, small structs) are for what a caller decides on.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace kproof {

// What an error means for the person who sees it; the command line turns it into the exit code.
enum class ErrorKind {
  kUsage,     // the command, a scenario or an input file is wrong: exit code 64
  kNotRun,    // this machine or this cluster can't do it; the hint says how to get it: exit code 4
  kCorrupt,   // stored or transmitted data is damaged, foreign or newer than this program
  kInternal,  // a defect of the harness or of its surroundings: exit code 70
};

// What to do next, in one sentence.
struct Hint {
  explicit Hint(std::string hint_text) : text(std::move(hint_text)) {}
  std::string text;
};

class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& what, Hint hint = Hint(""),
                 ErrorKind kind = ErrorKind::kInternal)
      : std::runtime_error(what), hint_(std::move(hint.text)), kind_(kind) {}
  Error(ErrorKind kind, const std::string& what, Hint hint = Hint(""))
      : Error(what, std::move(hint), kind) {}

  const std::string& hint() const { return hint_; }
  ErrorKind kind() const { return kind_; }
  // "what; hint", or "what" where there is no hint.
  std::string Full() const { return hint_.empty() ? what() : std::string(what()) + "; " + hint_; }

 private:
  std::string hint_;
  ErrorKind kind_;
};

}  // namespace kproof
