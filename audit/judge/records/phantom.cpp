// Identities read that nobody sent, unless a hole could hide the send: of a life that may have
// unwritten facts, above its last known send.
#include <algorithm>

#include "audit/judge/checker.h"

namespace kproof {
namespace {

bool MayHideSends(const ActorRow& actor) {
  return actor.MayLackFacts() && actor.kind.value_or(ActorKind::kProducer) == ActorKind::kProducer;
}

// A life that wrote nothing about itself yet is that of any producer with a hole: of its own origin
// where that is known.
bool Hidden(const History& history, const StreamHistory& stream) {
  if (stream.actor != nullptr) return MayHideSends(*stream.actor);
  bool origin_known = false;
  for (const auto& other : history.streams()) {
    if (other.actor == nullptr || other.row.key.origin != stream.row.key.origin) continue;
    origin_known = true;
    if (MayHideSends(*other.actor)) return true;
  }
  return !origin_known &&
         std::any_of(history.actors().begin(), history.actors().end(), [&](const ActorRow& actor) {
           const bool silent = std::none_of(
               history.streams().begin(), history.streams().end(),
               [&](const StreamHistory& other) { return other.row.actor == actor.id; });
           return silent && MayHideSends(actor);
         });
}

template <typename Take>
void EachUnsent(const History& history, const Take& take) {
  for (std::size_t i = 0; i < history.streams().size(); ++i) {
    const auto& stream = history.streams()[i];
    if (stream.read.empty() || stream.read.ranges().back().end <= stream.sent) continue;
    const bool hidden = Hidden(history, stream);
    for (const auto& part : stream.read.Inside({stream.sent, stream.read.ranges().back().end}))
      take(i, part, hidden);
  }
}

CheckResult CheckPhantom(const History& history) {
  CheckResult result;
  EachUnsent(history, [&](std::size_t stream, Range part, bool hidden) {
    const auto partition = history.streams()[stream].row.key.partition;
    if (!hidden) result.anomalies.push_back({stream, part.first, part.size(), partition});
  });
  return result;
}

}  // namespace

Checker PhantomChecker() { return {FindingKind::kPhantom, CheckPhantom}; }

std::uint64_t HiddenPhantoms(const History& history) {
  std::uint64_t count = 0;
  EachUnsent(history,
             [&](std::size_t, Range part, bool hidden) { count += hidden ? part.size() : 0; });
  return count;
}

}  // namespace kproof
