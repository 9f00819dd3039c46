#include "harness/inject/proxy_rules.h"

#include <algorithm>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/inject/kafka_api.h"

namespace kproof {
namespace {

constexpr std::uint64_t kChances = 1ULL << 32;
constexpr std::size_t kMostRemembered = 1000;

bool IsDelay(ProxyAction action) {
  return action == ProxyAction::kDelayRequests || action == ProxyAction::kDelayResponses;
}

bool IsOfRequests(ProxyAction action) {
  return action == ProxyAction::kSwallowRequests || action == ProxyAction::kDelayRequests ||
         action == ProxyAction::kResetRequests;
}

bool IsOfKind(const ProxyRule& rule, std::int16_t api_key) {
  return rule.apis.empty() || Contains(rule.apis, api_key);
}

void Worsen(FrameFate& fate, FrameFate::Kind kind) { fate.kind = std::max(fate.kind, kind); }

bool AsksFor(const FetchPosition& asked, const FetchPosition& place) {
  const bool same_topic = asked.topic.empty() ? asked.id != TopicId{} && asked.id == place.id
                                              : asked.topic == place.topic;
  return same_topic && asked.partition == place.partition && asked.offset >= place.offset;
}

}  // namespace

RuleId ProxyRules::Set(const ProxyRule& rule) {
  if (!(rule.probability >= 0 && rule.probability <= 1))
    throw Error(ErrorKind::kUsage, "the probability of a proxy's rule is not within 0 to 1");
  if (IsDelay(rule.action) && rule.delay <= Duration::zero())
    throw Error(ErrorKind::kUsage, "the delay of a proxy's rule is not above zero");
  const std::lock_guard lock(mutex_);
  entries_.emplace(++last_, Entry{rule, {}, Random(rule.seed)});
  any_ = true;
  return last_;
}

void ProxyRules::Remove(RuleId id) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  removed_[id] = found->second.counts;
  if (removed_.size() > kMostRemembered) removed_.erase(removed_.begin());
  entries_.erase(found);
  any_ = !entries_.empty();
}

ProxyRuleCounts ProxyRules::Counts(RuleId id) const {
  const std::lock_guard lock(mutex_);
  if (const auto found = entries_.find(id); found != entries_.end()) return found->second.counts;
  const auto removed = removed_.find(id);
  return removed == removed_.end() ? ProxyRuleCounts{} : removed->second;
}

bool ProxyRules::WantsFetches() const {
  if (!any_) return false;
  const std::lock_guard lock(mutex_);
  return std::any_of(entries_.begin(), entries_.end(), [](const auto& entry) {
    return entry.second.rule.action == ProxyAction::kHoldFetches;
  });
}

bool ProxyRules::Acts(Entry& entry) {
  ++entry.counts.matched;
  if (entry.rule.count > 0 && entry.counts.acted >= entry.rule.count) return false;
  const auto chances = static_cast<std::uint64_t>(entry.rule.probability * kChances);
  if (entry.random.Below(kChances) >= chances) return false;
  ++entry.counts.acted;
  return true;
}

bool ProxyRules::Holds(Entry& entry, const std::optional<std::vector<FetchPosition>>& positions) {
  if (!positions) {
    ++entry.counts.undecoded;
    return false;
  }
  return std::any_of(positions->begin(), positions->end(),
                     [&](const FetchPosition& asked) { return AsksFor(asked, entry.rule.place); });
}

FrameFate ProxyRules::OfRequest(const RequestHead& head,
                                const std::optional<std::vector<FetchPosition>>& positions,
                                std::int64_t now, std::vector<RuleId>& holds) {
  FrameFate fate;
  if (!any_) return fate;
  const std::lock_guard lock(mutex_);
  for (auto& [id, entry] : entries_) {
    const ProxyRule& rule = entry.rule;
    if (rule.action == ProxyAction::kHoldFetches) {
      if (head.api_key == kFetchApi && Holds(entry, positions) && Acts(entry)) holds.push_back(id);
      continue;
    }
    if (!IsOfRequests(rule.action) || !IsOfKind(rule, head.api_key) || !Acts(entry)) continue;
    if (rule.action == ProxyAction::kDelayRequests) {
      fate.gates.push_back({id, now + rule.delay.count()});
    } else {
      Worsen(fate, rule.action == ProxyAction::kResetRequests ? FrameFate::Kind::kReset
                                                              : FrameFate::Kind::kDrop);
    }
  }
  return fate;
}

FrameFate ProxyRules::OfResponse(std::int16_t api_key, const std::vector<RuleId>& holds,
                                 std::int64_t now) {
  FrameFate fate;
  if (!any_) return fate;
  for (const RuleId id : holds) fate.gates.push_back({id, kNoTime});
  const std::lock_guard lock(mutex_);
  for (auto& [id, entry] : entries_) {
    const ProxyRule& rule = entry.rule;
    if (IsOfRequests(rule.action) || rule.action == ProxyAction::kHoldFetches ||
        !IsOfKind(rule, api_key) || !Acts(entry)) {
      continue;
    }
    if (rule.action == ProxyAction::kDelayResponses) {
      fate.gates.push_back({id, now + rule.delay.count()});
    } else {
      Worsen(fate,
             rule.then == SwallowThen::kClose ? FrameFate::Kind::kClose : FrameFate::Kind::kDrop);
    }
  }
  return fate;
}

bool ProxyRules::Closed(const Gate& gate, std::int64_t now) const {
  if (now >= gate.due) return false;
  const std::lock_guard lock(mutex_);
  return entries_.contains(gate.rule);
}

}  // namespace kproof
