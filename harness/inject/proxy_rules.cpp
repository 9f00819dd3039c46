#include "harness/inject/proxy_rules.h"

#include <algorithm>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/inject/topic_hider.h"

namespace kproof {
namespace {

constexpr std::uint64_t kChances = 1ULL << 32;
constexpr std::size_t kMostRemembered = 1000;
constexpr std::size_t kMostSeen = 1 << 16;  // places of clients that one rule counts

bool IsDelay(ProxyAction action) {
  return action == ProxyAction::kDelayRequests || action == ProxyAction::kDelayResponses ||
         action == ProxyAction::kLateRequests;
}

// These two alone are decided when the answer comes.
bool IsOfResponses(ProxyAction action) {
  return action == ProxyAction::kSwallowResponses || action == ProxyAction::kDelayResponses;
}

bool IsOfKind(const ProxyRule& rule, std::int16_t api_key) {
  return rule.apis.empty() || Contains(rule.apis, api_key);
}

void Worsen(FrameFate& fate, FrameFate::Kind kind) { fate.kind = std::max(fate.kind, kind); }

bool IsClient(const std::string& client_id, const std::string& wanted) {
  if (wanted.ends_with('*')) return client_id.starts_with(wanted.substr(0, wanted.size() - 1));
  return wanted.empty() || client_id == wanted;
}

}  // namespace

RuleId ProxyRules::Set(const ProxyRule& rule) {
  if (!(rule.probability >= 0 && rule.probability <= 1))
    throw Error(ErrorKind::kUsage, "the probability of a proxy's rule is not within 0 to 1");
  if (IsDelay(rule.action) && rule.delay <= Duration::zero())
    throw Error(ErrorKind::kUsage, "the delay of a proxy's rule is not above zero");
  const std::lock_guard lock(mutex_);
  entries_.emplace(++last_, Entry{rule, {}, Random(rule.seed), 0, {}});
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

bool ProxyRules::LookInside(std::int16_t api_key) const {
  if (!any_) return false;
  const std::lock_guard lock(mutex_);
  return std::any_of(entries_.begin(), entries_.end(), [&](const auto& entry) {
    return IsOfKind(entry.second.rule, api_key) && LooksInside(entry.second.rule);
  });
}

bool ProxyRules::IsAbout(Entry& entry, const AskedRequest& asked) {
  const ProxyRule& rule = entry.rule;
  if (rule.action == ProxyAction::kAnswerRequests && !asked.head.answered) return false;
  if (!LooksInside(rule)) return true;
  if (asked.whole == nullptr) {
    ++entry.counts.undecoded;
    return false;
  }
  const std::string& client = asked.whole->client_id;
  if (!IsClient(client, rule.client)) return false;
  // Who asks for metadata of all topics names none.
  if (rule.action == ProxyAction::kHideTopic) return true;
  std::vector<protocol::Place> places;
  for (const auto& place : asked.places)
    if (rule.where.Has(place)) places.push_back(place);
  if (places.empty() && !rule.where.any()) return false;
  if (rule.nth == 0) return true;
  if (places.empty()) places.emplace_back();
  bool is_nth = false;
  for (const auto& place : places) {
    const Seen seen{client, place.topic, place.id, place.partition};
    if (entry.seen.size() < kMostSeen || entry.seen.contains(seen))
      is_nth |= ++entry.seen[seen] == rule.nth;
  }
  return is_nth;
}

bool ProxyRules::Chooses(Entry& entry) {
  ++entry.counts.matched;
  if (entry.rule.count > 0 && entry.chosen >= entry.rule.count) return false;
  const auto chances = static_cast<std::uint64_t>(entry.rule.probability * kChances);
  if (entry.random.Below(kChances) >= chances) return false;
  ++entry.chosen;
  return true;
}

void ProxyRules::Decide(RuleId id, Entry& entry, std::int64_t now, RequestFate& fate) {
  const ProxyRule& rule = entry.rule;
  const bool changes =
      rule.action == ProxyAction::kHideTopic ||
      (rule.action == ProxyAction::kAnswerRequests && rule.when == AnswerWhen::kAfter);
  if (changes) {
    fate.changes.push_back(id);
    return;  // it has acted once there is something to change in the answer
  }
  ++entry.counts.acted;
  switch (rule.action) {
    case ProxyAction::kHoldFetches:
      fate.holds.push_back(id);
      return;
    case ProxyAction::kDelayRequests:
      fate.frame.gates.push_back({id, now + rule.delay.count()});
      return;
    case ProxyAction::kAnswerRequests:
      if (fate.error == 0) fate.error = rule.error;
      if (rule.delay > Duration::zero())
        fate.answer_gates.push_back({id, now + rule.delay.count()});
      return Worsen(fate.frame, FrameFate::Kind::kAnswer);
    case ProxyAction::kLateRequests:
      fate.late_by = id;
      fate.frame.gates.push_back({id, now + rule.delay.count()});
      return Worsen(fate.frame, FrameFate::Kind::kLate);
    case ProxyAction::kResetRequests:
      return Worsen(fate.frame, FrameFate::Kind::kReset);
    default:
      return Worsen(fate.frame, FrameFate::Kind::kDrop);
  }
}

RequestFate ProxyRules::OfRequest(const AskedRequest& asked, std::int64_t now) {
  RequestFate fate;
  if (!any_) return fate;
  const std::lock_guard lock(mutex_);
  for (auto& [id, entry] : entries_) {
    if (!IsOfResponses(entry.rule.action) && IsOfKind(entry.rule, asked.head.api_key) &&
        IsAbout(entry, asked) && Chooses(entry))
      Decide(id, entry, now, fate);
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
    if (!IsOfResponses(rule.action) || !IsOfKind(rule, api_key) || !Chooses(entry)) continue;
    ++entry.counts.acted;
    if (rule.action == ProxyAction::kDelayResponses) {
      fate.gates.push_back({id, now + rule.delay.count()});
    } else {
      Worsen(fate,
             rule.then == SwallowThen::kClose ? FrameFate::Kind::kClose : FrameFate::Kind::kDrop);
    }
  }
  return fate;
}

bool ProxyRules::Change(RuleId id, const std::vector<protocol::Place>& places,
                        protocol::WholeAnswer& answer) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(id);
  if (found == entries_.end()) return false;
  const ProxyRule& rule = found->second.rule;
  const bool changed = rule.action == ProxyAction::kHideTopic
                           ? HideTopic(answer, rule.where, places)
                           : SetErrors(answer, rule.error, rule.where);
  if (changed) ++found->second.counts.acted;
  return changed;
}

void ProxyRules::CountLate(RuleId id) {
  const std::lock_guard lock(mutex_);
  if (const auto found = entries_.find(id); found != entries_.end()) {
    ++found->second.counts.late;
  } else if (const auto removed = removed_.find(id); removed != removed_.end()) {
    ++removed->second.late;
  }
}

bool ProxyRules::Closed(const Gate& gate, std::int64_t now) const {
  if (now >= gate.due) return false;
  const std::lock_guard lock(mutex_);
  return entries_.contains(gate.rule);
}

}  // namespace kproof
