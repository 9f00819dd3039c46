#include "harness/run/live_journal.h"

#include <algorithm>
#include <cmath>

#include "harness/base/caught.h"
#include "harness/run/live_lines.h"

namespace kproof {

double SampleInterval(std::size_t bytes) {
  constexpr std::size_t kSmall = 512U << 10, kStep = 128U << 10;
  if (bytes < kSmall) return 1;
  return std::ldexp(1.0, static_cast<int>(std::min<std::size_t>(10, 1 + (bytes - kSmall) / kStep)));
}

LiveJournal::LiveJournal(const std::string& file) {
  DoQuietly([&] {
    lines_ = std::make_unique<LineStream>(
        file, OutputRules{.option = "", .inputs = {}, .force = true}, FirstLiveLine());
  });
}

void LiveJournal::Take(const RunNews& news) {
  if (!lines_) return;
  if (std::holds_alternative<RunSample>(news.what)) {
    constexpr double kJitter = 0.5;  // samples come a little early or late
    if (news.at_s + kJitter < next_sample_s_) {
      left_out_ = LiveLine(news);
      return;
    }
    left_out_.clear();
    next_sample_s_ = news.at_s + SampleInterval(bytes_);
  }
  if (std::holds_alternative<RunEnded>(news.what) && !left_out_.empty()) Write(left_out_);
  Write(LiveLine(news));
}

void LiveJournal::Write(const std::string& line) {
  bytes_ += line.size() + 1;
  lines_->Put(line);
}

}  // namespace kproof
