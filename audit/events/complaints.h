// The errors of an events.jsonl, by line, up to a limit.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace kproof {

class Complaints {
 public:
  static constexpr std::size_t kMost = 20;

  explicit Complaints(std::string file) : file_(std::move(file)) {}

  // `what`: what is wrong; `hint`: what to do, or "". Line 0: the file as a whole.
  void Add(std::uint64_t line, const std::string& what, const std::string& hint = "");
  // The same for an error that missing lines before it would explain.
  void AddUnlessCut(std::uint64_t line, const std::string& what, const std::string& hint = "");
  // Now it is known whether lines are missing.
  void Settle(bool cut);
  bool empty() const { return complaints_.empty(); }
  // Whether there are so many that the search can end.
  bool enough() const { return complaints_.size() >= kMost; }
  // Throws Error(kUsage) with a row "FILE:LINE: what; hint" for each, in order of the lines.
  void ThrowIfAny() const;

 private:
  using Rows = std::vector<std::pair<std::uint64_t, std::string>>;  // by line
  void AddTo(Rows& rows, std::uint64_t line, const std::string& what, const std::string& hint);

  std::string file_;
  Rows complaints_, unless_cut_;
};

}  // namespace kproof
