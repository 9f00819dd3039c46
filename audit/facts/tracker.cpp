#include "audit/facts/tracker.h"

#include <algorithm>

namespace kproof {
namespace {

constexpr RunMicros kPulse = 10'000;

// The end of the step of `width` that `now` lies in, also before zero.
RunMicros EndOfStep(RunMicros now, RunMicros width) {
  const RunMicros rest = now % width;
  return now - (rest < 0 ? rest + width : rest) + width;
}

}  // namespace

void OpenSpan::Begin(std::uint64_t sequence, RunMicros now) {
  first_sequence_ = sequence;
  from_ = now;
  to_ = now;
  second_end_ = EndOfStep(now, kSecond);
  pulse_end_ = now;
}

void OpenSpan::MarkPulse(RunMicros now) {
  pulse_.Mark(now);
  pulse_end_ = EndOfStep(now, kPulse);
}

void SettleTracker::Restart(std::uint32_t stream, std::uint64_t sequence, Outcome outcome,
                            std::int32_t error, RunMicros now) {
  Close(stream);
  Open& open = open_[stream];
  open.outcome = outcome;
  open.error = error;
  open.span.Begin(sequence, now);
}

void SettleTracker::Close(std::uint32_t stream) {
  Open& open = open_[stream];
  if (open.span.empty()) return;
  SettledSpan span;
  span.outcome = open.outcome;
  span.error = open.error;
  span.topic_id = open.topic_id;
  open.span.MoveTo(span);
  emit_(stream, span);
}

void SettleTracker::FlushOlderThan(RunMicros now) {
  for (std::uint32_t stream = 0; stream < open_.size(); ++stream)
    if (open_[stream].span.OlderThan(now)) Close(stream);
}

void SettleTracker::Flush() {
  for (std::uint32_t stream = 0; stream < open_.size(); ++stream) Close(stream);
}

ReadTracker::Open& ReadTracker::FindOther(std::uint32_t place, const ReadSource& source) {
  if (place >= places_.size()) places_.resize(place + 1);
  auto& [sources, last, guess] = places_[place];
  const auto found = std::find_if(sources.begin(), sources.end(),
                                  [&](const Open& open) { return open.source == source; });
  const auto index = static_cast<std::size_t>(found - sources.begin());
  if (found == sources.end()) sources.push_back({.source = source, .then = index, .span = {}});
  sources[last].then = index;
  last = index;
  guess = sources[index].then;
  return sources[index];
}

void ReadTracker::Close(std::uint32_t place, Open& open) {
  if (open.span.empty()) return;
  ReadSpan span;
  open.span.MoveTo(span);
  emit_(place, open.source, span);
}

void ReadTracker::FlushOlderThan(RunMicros now) {
  for (std::uint32_t place = 0; place < places_.size(); ++place)
    for (Open& open : places_[place].sources)
      if (open.span.OlderThan(now)) Close(place, open);
}

void ReadTracker::Flush() {
  for (std::uint32_t place = 0; place < places_.size(); ++place) Flush(place);
}

void ReadTracker::Flush(std::uint32_t place) {
  if (place >= places_.size()) return;
  for (Open& open : places_[place].sources) Close(place, open);
}

}  // namespace kproof
