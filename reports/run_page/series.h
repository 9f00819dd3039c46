// A run second by second, thinned so that a chart of it takes the same room whatever the run was:
// of each stretch of time the lowest and the highest value of each line are kept, so no spike gets
// lost.
//
// Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "audit/store/rows.h"

namespace kproof {

inline constexpr std::size_t kSeriesPoints = 600;

// One point of every line. Rates are records a second; latencies are milliseconds from the intended
// send, and nothing where nothing was acked.
struct SeriesPoint {
  double at_s = 0;  // seconds into the run
  // `due`: records whose send was intended then. It follows from when a record was settled and how
  // long that had taken, and is known to about a second.
  double due = 0, acked = 0, read = 0, failed = 0, unknown = 0;
  std::optional<double> p50_ms = {}, p99_ms = {}, max_ms = {};
};

// In order of time. Empty: no fact about records has a time.
using Series = std::vector<SeriesPoint>;

class SeriesBuilder {
 public:
  void Take(const SettledRow& row);
  void Take(const ReadRow& row);  // live ones alone: the final pass reads everything at once
  // At most `most` points, from the beginning of the run to `end_s` or the last fact.
  Series Finish(double end_s, std::size_t most = kSeriesPoints) const;

 private:
  struct Second {
    std::uint64_t due = 0, acked = 0, read = 0, failed = 0, unknown = 0;
    Histogram latency;
  };
  static SeriesPoint PointOf(double at_s, const Second& second);
  static std::int64_t Nearest(RunMicros at);

  std::map<std::int64_t, Second> seconds_;  // those alone in which something happened
};

}  // namespace kproof
