// What people read beside a file for programs that a user named: report.html, result.md and
// index.json in its folder.
//
// Not thread-safe: writes files.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/output_file.h"

namespace kproof {

class ReportFiles {
 public:
  // Decides now, and writes nothing yet. `beside`: the file for programs, a regular one. Reports of
  // this kind that lie there are replaced, others need `force` (DecideOutput says what it throws).
  ReportFiles(const OutputTarget& beside, std::string_view kind,
              const std::vector<std::string>& inputs, bool force);

  // Whether one of them goes to this file.
  bool Take(const OutputTarget& file) const;

  void Write(const std::string& html, const std::string& markdown, const std::string& index);

 private:
  std::unique_ptr<OutputFile> html_, markdown_, index_;
};

}  // namespace kproof
