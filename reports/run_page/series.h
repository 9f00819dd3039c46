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
  double at_s = 0;  // seconds into the run, where it is drawn: the middle of its second
  // `due`: records whose send was intended then. It follows from when a record was settled and how
  // long that had taken, and is known to about a second.
  double due = 0, acked = 0, read = 0, failed = 0, unknown = 0;
  std::optional<double> p50_ms = {}, p99_ms = {}, max_ms = {};
  // Likewise from the ack to the first live read, of what was acked then.
  std::optional<double> read_p50_ms = {}, read_p99_ms = {}, read_max_ms = {};
  // Records that were due by the end of that second and had no outcome yet; to about a second.
  double open = 0;
  // Not acked, by error: as many as SendErrors are named, in their order.
  std::vector<double> by_error = {};
};

// Records that were not acked, by the error that their client named for them.
struct SendError {
  std::int32_t code = 0;  // 0: none was named
  std::uint64_t failed = 0, unknown = 0;
  double first_s = 0, last_s = 0;  // seconds into the run
};

// In order of time. Empty: no fact about records has a time.
using Series = std::vector<SeriesPoint>;

class SeriesBuilder {
 public:
  void Take(const SettledRow& row);
  void Take(const ReadRow& row);  // live ones alone: the final pass reads everything at once
  // `times` records that were acked at `acked` were read so many microseconds later.
  void TakeReadAfter(RunMicros acked, std::int64_t micros, std::uint64_t times);
  // Those with the most records first.
  std::vector<SendError> Errors() const;
  // At most `most` points, from the beginning of the run to `end_s` or the last fact; each with as
  // many of Errors() as `errors` says.
  Series Finish(double end_s, std::size_t most = kSeriesPoints, std::size_t errors = 0) const;

 private:
  struct Second {
    std::uint64_t due = 0, acked = 0, read = 0, failed = 0, unknown = 0;
    Histogram latency, read_after;
    std::map<std::int32_t, std::uint64_t> errors = {};  // code → records
  };
  static SeriesPoint PointOf(double at_s, const Second& second,
                             const std::vector<SendError>& kinds);
  static std::int64_t Nearest(RunMicros at);

  std::map<std::int64_t, Second> seconds_;  // those alone in which something happened
  std::map<std::int32_t, SendError> errors_;
};

}  // namespace kproof
