// The rules of one proxy, and what they decide about each frame. Every rule that matches a frame
// acts on it: delays don't add up (the longest counts), and dropping a frame wins over delaying it.
// A rule that another one won over did not act.
//
// Thread-safe: rules come and go while traffic flows, and a rule holds for every frame that is
// asked about after Set has returned.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "harness/base/random.h"
#include "harness/inject/proxy_rule.h"
#include "harness/inject/request_head.h"
#include "harness/protocol/error_answer.h"

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
    kAnswer,  // drop it and answer with an error
    kLate,    // end the client's connection; what came before it still arrives, and it does later
    kDrop,
    kClose,  // drop it and all that follows; what came before it still arrives
    kReset,
  };
  Kind kind = Kind::kPass;
  std::vector<Gate> gates;
};

// A request as its rules see it.
struct AskedRequest {
  RequestHead head;
  const protocol::WholeRequest* whole = nullptr;  // null: nobody looks inside, or it can't be read
  std::vector<protocol::Place> places{};          // that it names
};

struct RequestFate {
  FrameFate frame;
  std::optional<protocol::WholeAnswer> answer;  // of kAnswer
  std::vector<Gate> answer_gates;               // of kAnswer: what the answer waits for
  std::vector<RuleId> holds;                    // the rules that hold its answer
  std::vector<RuleId> changes;                  // those that change it
  std::optional<RuleId> late_by;                // of kLate
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

  // Whether any rule has to know what stands in requests of this kind.
  bool LookInside(std::int16_t api_key) const;
  RequestFate OfRequest(const AskedRequest& asked, std::int64_t now);
  // Of the answer to a request of this kind.
  FrameFate OfResponse(std::int16_t api_key, const std::vector<RuleId>& holds, std::int64_t now);
  // What a rule makes of the answer to a request that named `places`; false: it stays as it is.
  bool Change(RuleId id, const std::vector<protocol::Place>& places, protocol::WholeAnswer& answer);
  // A request that a rule had held back was written to the broker.
  void CountLate(RuleId id);
  // Whether `gate` still holds a frame back.
  bool Closed(const Gate& gate, std::int64_t now) const;

 private:
  // One place as one client sees it.
  using Seen = std::tuple<std::string, std::string, TopicId, std::int32_t>;
  struct Entry {
    ProxyRule rule;
    ProxyRuleCounts counts;
    Random random;
    std::uint64_t chosen = 0;            // how many of those matched it acts on
    std::map<Seen, std::uint64_t> seen;  // requests, where the rule counts them
  };

  // Whether the rule is about this request, once its kind is right.
  static bool IsAbout(Entry& entry, const AskedRequest& asked);
  // Whether the rule acts on one more frame that it is about.
  static bool Chooses(Entry& entry);
  static void Decide(RuleId id, const ProxyRule& rule, std::int64_t now, RequestFate& fate);
  // Of the rules that chose a frame of this fate, those that had a part in it.
  static void CountActed(const std::vector<Entry*>& chosen, FrameFate::Kind kind);

  mutable std::mutex mutex_;
  std::map<RuleId, Entry> entries_;
  std::atomic<bool> any_ = false;  // spares a proxy without rules the lock
  std::map<RuleId, ProxyRuleCounts> removed_;
  RuleId last_ = 0;
};

}  // namespace kproof
