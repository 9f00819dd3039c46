// Histories as text: written to a file, taken over into a store, judged.
#pragma once

#include <string>
#include <vector>

#include "audit/judge/judge.h"

namespace kproof {

// A folder of its own in the system's temporary folder, removed in the end.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  std::string File(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

inline const std::string kFinal = R"(,"pass":"final")";  // more of a read in the final pass

void WriteFile(const std::string& path, const std::string& text);
std::string ReadFile(const std::string& path);

// The verdict on a history of these lines.
Result Judged(const std::string& lines);
// On the history in this file.
Result JudgedFile(const std::string& path);
// What is wrong with these lines, a row each, with "FILE" for the file's path; "" when nothing is.
std::string ErrorsOf(const std::string& lines);

// Most histories need no time and one topic: `Sends("p", 0, 3)` are the sends of seq 0, 1, 2 of
// origin p on x/0, `Acks("p", 0, 3, 10)` their acks at offsets 10, 11, 12, and so on.
std::string Sends(const std::string& origin, int first, int count, const std::string& more = "");
std::string Acks(const std::string& origin, int first, int count, int offset,
                 const std::string& more = "");
std::string Reads(const std::string& actor, const std::string& origin, int first, int count,
                  int offset, const std::string& more = "");
std::string FinalBounds(int start, int end, const std::string& more = "");

// These lines with a `t`, in seconds.
std::string Timed(double t, std::string lines);

}  // namespace kproof
