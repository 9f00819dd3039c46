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
bool Sound(const SequenceBlock& block) {
  return block.InPlace() && block.lowest_above > block.copies[0].offset;
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
void Complete(Anomaly& example, const SequenceBlock& block) {
  const bool apart = example.sequence + example.count <= block.sequence ||
                     block.sequence + block.count <= example.sequence;
  if (!apart) example.acked.Add(block.Acked());
  if (example.offset >= 0 || apart || example.sequence < block.sequence) return;
  const auto after = static_cast<std::int64_t>(example.sequence - block.sequence);
  if (!block.copies.empty()) {
    example.partition = block.copies.front().partition;
    example.offset = block.copies.front().offset + after;
  } else if (block.acked && block.ack.offset >= 0) {
    example.offset = block.ack.offset + after;
  }
}

}  // namespace

void MissingTotals::Take(const SequenceBlock& block, RunMicros whole) {
  for (const auto& [piece, fate] : block.missing) {
    const bool unreached = fate == Fate::kExpired || fate == Fate::kCompacted || IsPending(fate);
    if (unreached && piece.at < whole) out_of_reach += piece.count;
    if (fate == Fate::kExpired) expired[block.topic] += piece.count;
    if (fate == Fate::kOnlyLive) only_live += piece.count;
  }
}

AllChecked RunCheckers(const History& history, RunMicros whole, std::size_t examples) {
  AllChecked all;
  std::vector<Anomaly*> incomplete;  // examples of checkers that do not look at blocks
  all.checks.reserve(Checkers().size());
  for (const auto& checker : Checkers()) {
    auto& checked = all.checks.emplace_back();
    checked.checker = &checker;
    if (checker.check == nullptr) continue;
    Try(checked, [&] { checked.looked = checker.looks == nullptr || checker.looks(history); });
    if (!checked.looked) continue;
    Try(checked, [&] { checked.result = checker.check(history); });
    checked.result.anomalies.Settle(examples);
    for (auto& example : checked.result.anomalies.examples()) incomplete.push_back(&example);
  }
  history.DropReadLogs();
  EachUnclean(history, [&](const UncleanStream& stream) {
    const MissingSorter missing(history, stream.index);
    const auto here = Of(stream.index, incomplete);
    for (Sweep sweep(history, stream); sweep.Next();) {
      auto& block = sweep.block();
      for (auto* example : here) Complete(*example, block);
      if (Sound(block) && !missing.of_what_stands()) continue;
      missing.Take(block);
      all.missing.Take(block, whole);
      for (auto& checked : all.checks) {
        const auto& checker = *checked.checker;
        if (checker.block == nullptr) continue;
        Try(checked, [&] { checker.block(block, checked.result); });
      }
    }
  });
  for (auto& checked : all.checks) {
    if (checked.checker->block == nullptr) continue;
    checked.result.anomalies.Settle(examples);
    if (checked.checker->complete == nullptr) continue;
    Try(checked, [&] { checked.checker->complete(history, checked.result); });
  }
  return all;
}

}  // namespace kproof
