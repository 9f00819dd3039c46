// The rules of one proxy, and what they decide about each frame. Every rule that matches a frame
// acts on it: delays don't add up (the longest counts), and dropping a frame wins over delaying it.
//
// Thread-safe: rules come and go while traffic flows, and a rule holds for every frame that is
// asked about after Set has returned.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "harness/base/random.h"
#include "harness/inject/fetch_positions.h"
#include "harness/inject/proxy_rule.h"
#include "harness/inject/request_head.h"

namespace kproof {

using RuleId = std::uint64_t;

// What a frame waits for: the time, on MonotonicMicros(), or the end of the rule.
struct Gate {
  RuleId rule = 0;
  std::int64_t due = 0;
};
inline constexpr std::int64_t kNoTime = INT64_MAX;

struct FrameFate {
  enum class Kind {
    kPass,
    kDrop,
    kClose,  // drop it and all that follows; what came before it still arrives
    kReset,
  };
  Kind kind = Kind::kPass;
  std::vector<Gate> gates;
};

class ProxyRules {
 public:
  // Throws Error(kUsage) for a rule that makes no sense: a probability outside 0 to 1, a delay that
  // isn't above zero.
  RuleId Set(const ProxyRule& rule);
  // No-op when it is not there any more.
  void Remove(RuleId id);
  // Of a rule that is or was there (of those removed, the last thousand); else zeros.
  ProxyRuleCounts Counts(RuleId id) const;

  // Whether any rule looks into requests of this kind.
  bool WantsFetches() const;
  // Of a request, and (in `holds`) which rules hold its answer. `positions` of a Fetch: nothing
  // where they could not be read.
  FrameFate OfRequest(const RequestHead& head,
                      const std::optional<std::vector<FetchPosition>>& positions, std::int64_t now,
                      std::vector<RuleId>& holds);
  // Of the answer to a request of this kind.
  FrameFate OfResponse(std::int16_t api_key, const std::vector<RuleId>& holds, std::int64_t now);
  // Whether `gate` still holds a frame back.
  bool Closed(const Gate& gate, std::int64_t now) const;

 private:
  struct Entry {
    ProxyRule rule;
    ProxyRuleCounts counts;
    Random random;
  };

  // Whether the rule acts on one more frame of its kind.
  static bool Acts(Entry& entry);
  bool Holds(Entry& entry, const std::optional<std::vector<FetchPosition>>& positions);

  mutable std::mutex mutex_;
  std::map<RuleId, Entry> entries_;
  std::atomic<bool> any_ = false;  // spares a proxy without rules the lock
  std::map<RuleId, ProxyRuleCounts> removed_;
  RuleId last_ = 0;
};

}  // namespace kproof
