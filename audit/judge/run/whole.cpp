// From the last heal to the first `whole` after it. `whole` is written by whoever looks at the
// cluster all the time, so a note `problem` about `whole` proves that until then it was not; that
// there is no note of either proves nothing, because nobody may have looked.
#include <algorithm>

#include "audit/judge/run/limits.h"

namespace kproof {

std::optional<Measured> MeasureWhole(const FactReader& store, const Timeline& timeline) {
  std::optional<RunMicros> healed;
  bool heals = true;  // every fault was taken back
  for (const auto& fault : store.Faults()) {
    if (fault.to) healed = std::max(healed.value_or(*fault.to), *fault.to);
    heals = heals && (fault.to || !fault.from);
  }
  if (!healed || !timeline.has_phases()) return std::nullopt;
  std::optional<RunMicros> whole, given_up;
  for (const auto& event : store.Events()) {
    if (event.subject != "whole" || event.at < *healed) continue;
    auto& first = event.kind == "phase" ? whole : given_up;
    if (!first && (event.kind == "phase" || event.kind == "problem")) first = event.at;
  }
  Measured measured;
  if (whole) {
    measured.least = Duration(*whole - *healed);
    measured.most = measured.least;
    return measured;
  }
  if (given_up && heals) measured.Prove(*given_up - *healed, "without becoming whole");
  measured.why = "the cluster was not seen whole again";
  return measured;
}

}  // namespace kproof
