// live.jsonl in the folder of a run: what the run reported, line by line while it went on. It shows
// the run to `kproof serve` and to whoever follows it; it is no evidence, and a run that can't
// write it goes on without.
//
// While it is small it has each sample, then fewer and fewer, and always the last.
#pragma once

#include <memory>
#include <string>

#include "harness/base/line_stream.h"
#include "harness/run/progress.h"

namespace kproof {

inline constexpr char kLiveFile[] = "live.jsonl";

// Seconds between two samples when the journal has so many bytes: one up to half a MiB, then twice
// as many with each further eighth. A run of two hours has about 1 MiB, one of a day 1.5 MiB.
double SampleInterval(std::size_t bytes);

class LiveJournal final : public ProgressSink {
 public:
  explicit LiveJournal(const std::string& file);
  void Take(const RunNews& news) override;

 private:
  void Write(const std::string& line);

  std::unique_ptr<LineStream> lines_;  // nothing where it could not be made
  std::size_t bytes_ = 0;
  double next_sample_s_ = 0;
  std::string left_out_;  // the sample that came too early, if none has been written since
};

}  // namespace kproof
