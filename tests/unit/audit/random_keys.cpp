#include "tests/unit/audit/random_keys.h"

#include <algorithm>

namespace kproof {

RecordKey RandomKeys::Any(Random& random) {
  if (different_ == 0) {
    different_ = 3 + random.Below(12);
    told_ = random.Below(100) < 75 ? 100 : random.Below(100) < 40 ? 0 : 95;
  }
  return {1 + random.Below(different_), random.Below(100) < 15};
}

void RandomKeys::GiveKey(Random& random, const Identity& record, EventList& events) {
  const auto key = keys_[record] = Any(random);
  if (random.Below(100) < told_) events.keys[record] = key;
}

std::optional<RecordKey> RandomKeys::Foreign(Random& random) {
  const auto key = Any(random);
  return random.Below(100) < told_ ? std::optional(key) : std::nullopt;
}

bool RandomKeys::Superseded(const EventList& events, const std::vector<LogSlot>& log,
                            std::size_t at) const {
  const auto key = keys_.find(log[at].record);
  if (key == keys_.end()) return false;
  return std::any_of(log.begin() + static_cast<std::ptrdiff_t>(at) + 1, log.end(),
                     [&](const LogSlot& later) {
                       const auto other = keys_.find(later.record);
                       return other != keys_.end() && other->second.hash == key->second.hash &&
                              GivenToCommitted(events, later.record);
                     });
}

bool RandomKeys::LoneTombstone(const std::vector<LogSlot>& log, std::size_t at) const {
  const auto key = keys_.find(log[at].record);
  if (key == keys_.end() || !key->second.tombstone) return false;
  return std::none_of(log.begin(), log.begin() + static_cast<std::ptrdiff_t>(at),
                      [&](const LogSlot& earlier) {
                        const auto other = keys_.find(earlier.record);
                        return other != keys_.end() && other->second.hash == key->second.hash;
                      });
}

void RandomKeys::Compact(Random& random, const EventList& events, std::vector<LogSlot>& log) const {
  constexpr std::size_t kActive = 2;
  for (std::size_t at = 0; at + kActive < log.size();) {
    const bool goes =
        Superseded(events, log, at)
            ? random.Below(100) < 70
            : events.tombstones_may_be_gone && LoneTombstone(log, at) && random.Below(100) < 60;
    if (goes) {
      log.erase(log.begin() + static_cast<std::ptrdiff_t>(at));
    } else {
      ++at;
    }
  }
}

}  // namespace kproof
