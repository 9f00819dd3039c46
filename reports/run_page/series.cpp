#include "reports/run_page/series.h"

#include <algorithm>
#include <cmath>

namespace kproof {
namespace {

// Runs last minutes; a history from elsewhere may tell times that no run reaches.
constexpr std::int64_t kLastSecond = 10'000'000;

std::optional<double> Millis(const Histogram& latency, double quantile) {
  if (latency.empty()) return std::nullopt;
  return static_cast<double>(latency.Quantile(quantile)) / 1e3;
}

// Makes `low` and `high` the borders of what they and `point` hold.
void Widen(SeriesPoint& low, SeriesPoint& high, const SeriesPoint& point) {
  for (const auto line : {&SeriesPoint::due, &SeriesPoint::acked, &SeriesPoint::read,
                          &SeriesPoint::failed, &SeriesPoint::unknown, &SeriesPoint::open}) {
    low.*line = std::min(low.*line, point.*line);
    high.*line = std::max(high.*line, point.*line);
  }
  for (std::size_t i = 0; i < point.by_error.size(); ++i) {
    low.by_error[i] = std::min(low.by_error[i], point.by_error[i]);
    high.by_error[i] = std::max(high.by_error[i], point.by_error[i]);
  }
  for (const auto line :
       {&SeriesPoint::p50_ms, &SeriesPoint::p99_ms, &SeriesPoint::max_ms, &SeriesPoint::read_p50_ms,
        &SeriesPoint::read_p99_ms, &SeriesPoint::read_max_ms}) {
    if (!(point.*line)) continue;
    low.*line = std::min((low.*line).value_or(*(point.*line)), *(point.*line));
    high.*line = std::max((high.*line).value_or(*(point.*line)), *(point.*line));
  }
}

}  // namespace

std::int64_t SeriesBuilder::Nearest(RunMicros at) {
  return std::clamp(SecondOf(at), std::int64_t{0}, kLastSecond);
}

void SeriesBuilder::Take(const SettledRow& row) {
  auto& second = seconds_[Nearest(row.from)];
  (row.outcome == Outcome::kAcked    ? second.acked
   : row.outcome == Outcome::kFailed ? second.failed
                                     : second.unknown) += row.count;
  if (row.outcome != Outcome::kAcked) {
    second.errors[row.error] += row.count;
    auto& kind = errors_.try_emplace(row.error, SendError{row.error, 0, 0, InSeconds(row.from), 0})
                     .first->second;
    (row.outcome == Outcome::kFailed ? kind.failed : kind.unknown) += row.count;
    kind.first_s = std::min(kind.first_s, InSeconds(row.from));
    kind.last_s = std::max(kind.last_s, InSeconds(row.to));
  }
  // Of a span that is divided the first row has the latencies of all.
  if (row.continues) return;
  const auto latency = Histogram::Unpack(row.packed_latency);
  if (row.outcome == Outcome::kAcked) second.latency.Add(latency);
  const auto middle = row.from + (row.to - row.from) / 2;
  for (const auto& [bucket, times] : latency.buckets())
    seconds_[Nearest(middle - Histogram::UpperEnd(bucket))].due += times;
}

void SeriesBuilder::Take(const ReadRow& row) {
  if (row.pass == Pass::kLive) seconds_[Nearest(row.from)].read += row.count;
}

void SeriesBuilder::TakeReadAfter(RunMicros acked, std::int64_t micros, std::uint64_t times) {
  seconds_[Nearest(acked)].read_after.Add(micros, times);
}

std::vector<SendError> SeriesBuilder::Errors() const {
  std::vector<SendError> kinds;
  for (const auto& [code, kind] : errors_) kinds.push_back(kind);
  std::stable_sort(kinds.begin(), kinds.end(), [](const SendError& a, const SendError& b) {
    return a.failed + a.unknown > b.failed + b.unknown;
  });
  return kinds;
}

SeriesPoint SeriesBuilder::PointOf(double at_s, const Second& second,
                                   const std::vector<SendError>& kinds) {
  SeriesPoint point{.at_s = at_s,
                    .due = static_cast<double>(second.due),
                    .acked = static_cast<double>(second.acked),
                    .read = static_cast<double>(second.read),
                    .failed = static_cast<double>(second.failed),
                    .unknown = static_cast<double>(second.unknown),
                    .p50_ms = Millis(second.latency, 0.5),
                    .p99_ms = Millis(second.latency, 0.99),
                    .max_ms = Millis(second.latency, 1),
                    .read_p50_ms = Millis(second.read_after, 0.5),
                    .read_p99_ms = Millis(second.read_after, 0.99),
                    .read_max_ms = Millis(second.read_after, 1)};
  for (const auto& kind : kinds) {
    const auto found = second.errors.find(kind.code);
    point.by_error.push_back(found == second.errors.end() ? 0 : static_cast<double>(found->second));
  }
  return point;
}

Series SeriesBuilder::Finish(double end_s, std::size_t most, std::size_t errors) const {
  Series series;
  if (seconds_.empty()) return series;
  auto kinds = Errors();
  kinds.resize(std::min(kinds.size(), errors));
  double balance = 0;  // due and not settled, up to the last second that was taken
  const auto point_of = [&](double at_s, const Second& second) {
    auto point = PointOf(at_s, second, kinds);
    balance += point.due - point.acked - point.failed - point.unknown;
    point.open = std::max(balance, 0.0);
    return point;
  };
  const auto end =
      std::max(seconds_.rbegin()->first + 1, static_cast<std::int64_t>(std::ceil(std::clamp(
                                                 end_s, 0.0, static_cast<double>(kLastSecond)))));
  const auto stretches = static_cast<std::int64_t>(std::max<std::size_t>(most / 2, 1));
  const auto width = end <= static_cast<std::int64_t>(most) ? 1 : (end + stretches - 1) / stretches;
  auto next = seconds_.begin();
  for (std::int64_t from = 0; from < end; from += width) {
    std::int64_t seen = 0;
    std::optional<SeriesPoint> low, high;
    const auto take = [&](const SeriesPoint& point) {
      if (!low) low = high = point;
      Widen(*low, *high, point);
    };
    const auto at_s = static_cast<double>(from) + (width == 1 ? 0.5 : 0);  // a second's middle
    for (; next != seconds_.end() && next->first < from + width; ++next, ++seen)
      take(point_of(at_s, next->second));
    if (seen < std::min(width, end - from)) take(point_of(at_s, {}));  // and seconds of silence
    series.push_back(*low);
    if (width == 1) continue;
    high->at_s = static_cast<double>(from) + static_cast<double>(width) / 2;
    series.push_back(*high);
  }
  return series;
}

}  // namespace kproof
