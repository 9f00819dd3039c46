#include "audit/judge/checks.h"

#include <exception>

namespace kproof {
namespace {

template <typename Check>
void Try(Checked& checked, const Check& check) {
  if (!checked.failed.empty()) return;
  try {
    check();
  } catch (const std::exception& error) {
    checked.failed = error.what();
  }
}

// Acked, and once in the log, in place and in order: nothing that any checker could name.
bool Sound(const Stretch& stretch) {
  return stretch.InPlace() && stretch.lowest_above > stretch.copies[0].offset;
}

std::vector<Anomaly*> Of(std::size_t stream, const std::vector<Anomaly*>& examples) {
  std::vector<Anomaly*> of;
  for (auto* example : examples) {
    if (example->stream == stream) of.push_back(example);
  }
  return of;
}

// When its records were acked, and where the first stands or, if nowhere, was acked, as far as its
// checker had no need to know.
void Complete(Anomaly& example, const Stretch& stretch) {
  const bool apart = example.sequence + example.count <= stretch.sequence ||
                     stretch.sequence + stretch.count <= example.sequence;
  if (!apart) example.acked.Add(stretch.Acked());
  if (example.offset >= 0 || apart || example.sequence < stretch.sequence) return;
  const auto after = static_cast<std::int64_t>(example.sequence - stretch.sequence);
  if (!stretch.copies.empty()) {
    example.partition = stretch.copies.front().partition;
    example.offset = stretch.copies.front().offset + after;
  } else if (stretch.acked && stretch.ack.offset >= 0) {
    example.offset = stretch.ack.offset + after;
  }
}

}  // namespace

void MissingTotals::Take(const Stretch& stretch, RunMicros whole) {
  for (const auto& [piece, fate] : stretch.missing) {
    const bool unreached = fate == Fate::kExpired || fate == Fate::kCompacted || IsPending(fate);
    if (unreached && piece.at < whole) out_of_reach += piece.count;
    if (fate == Fate::kExpired) expired[stretch.topic] += piece.count;
    if (fate == Fate::kOnlyLive) only_live += piece.count;
  }
}

AllChecked RunCheckers(const History& history, RunMicros whole) {
  AllChecked all;
  std::vector<Anomaly*> incomplete;  // examples of checkers that do not look at stretches
  all.checks.reserve(Checkers().size());
  for (const auto& checker : Checkers()) {
    auto& checked = all.checks.emplace_back();
    checked.checker = &checker;
    if (checker.check == nullptr) continue;
    Try(checked, [&] { checked.looked = checker.looks == nullptr || checker.looks(history); });
    if (!checked.looked) continue;
    Try(checked, [&] { checked.result = checker.check(history); });
    checked.result.anomalies.Settle();
    for (auto& example : checked.result.anomalies.examples()) incomplete.push_back(&example);
  }
  history.DropReadLogs();
  EachUnclean(history, [&](const UncleanStream& stream) {
    const MissingSorter missing(history, stream.index);
    const auto here = Of(stream.index, incomplete);
    for (Sweep sweep(history, stream); sweep.Next();) {
      auto& stretch = sweep.stretch();
      for (auto* example : here) Complete(*example, stretch);
      if (Sound(stretch) && !missing.of_what_stands()) continue;
      missing.Take(stretch);
      all.missing.Take(stretch, whole);
      for (auto& checked : all.checks) {
        const auto& checker = *checked.checker;
        if (checker.stretch == nullptr) continue;
        Try(checked, [&] { checker.stretch(stretch, checked.result); });
      }
    }
  });
  for (auto& checked : all.checks) {
    if (checked.checker->stretch == nullptr) continue;
    checked.result.anomalies.Settle();
    if (checked.checker->complete == nullptr) continue;
    Try(checked, [&] { checked.checker->complete(history, checked.result); });
  }
  return all;
}

}  // namespace kproof
