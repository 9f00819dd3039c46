// Lines that somebody reads while they come: a file that grows, a pipe, a socket, a terminal.
//
// A file is put in place as OutputFile does it, and has whole lines at any time. Nobody waits for a
// reader: what a pipe or a terminal does not take is kept, up to kMostKept. After a fork one of the
// two processes goes on with it, and the other one leaves it alone. Not thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "harness/base/clock.h"
#include "harness/base/descriptor.h"
#include "harness/base/output_target.h"

namespace kproof {

class LineStream {
 public:
  static constexpr std::size_t kMostKept = 1U << 20;  // bytes

  // Opens it, which for a FIFO waits until somebody reads it, and writes `first`. Throws what
  // OutputFile does. Lines are given without their ends.
  LineStream(const std::string& path, const OutputRules& rules, std::string_view first);

  // False: the reader is too slow for one more line, which is dropped. After a trouble lines go
  // nowhere.
  bool Put(std::string_view line);
  // Waits until all is written, for so long at most, and gives whether it is.
  bool Flush(Duration limit);

  // Why nothing is written any more; "": it is.
  const std::string& trouble() const { return trouble_; }
  // Of these, that the reader has gone, which is its own affair.
  bool reader_has_gone() const { return gone_; }

 private:
  void Pump();
  void Break(int code);

  Descriptor descriptor_;
  std::string kept_;         // whole lines, but for what was written of the first
  std::size_t of_line_ = 0;  // bytes that were written of the first
  std::string trouble_;
  bool gone_ = false;
};

}  // namespace kproof
