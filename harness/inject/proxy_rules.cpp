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

// It has acted once there was something to change in the answer.
bool ChangesTheAnswer(const ProxyRule& rule) {
  return rule.action == ProxyAction::kHideTopic ||
         (rule.action == ProxyAction::kAnswerRequests && rule.when == AnswerWhen::kAfter);
}

// What a rule makes of a frame where no other one wins over it.
FrameFate::Kind KindOf(const ProxyRule& rule) {
  using Kind = FrameFate::Kind;
  switch (rule.action) {
    case ProxyAction::kAnswerRequests:
      return ChangesTheAnswer(rule) ? Kind::kPass : Kind::kAnswer;
    case ProxyAction::kLateRequests:
      return Kind::kLate;
    case ProxyAction::kResetRequests:
      return Kind::kReset;
    case ProxyAction::kSwallowRequests:
      return Kind::kDrop;
    case ProxyAction::kSwallowResponses:
      return rule.then == SwallowThen::kClose ? Kind::kClose : Kind::kDrop;
    case ProxyAction::kDelayRequests:
    case ProxyAction::kDelayResponses:
    case ProxyAction::kHideTopic:
    case ProxyAction::kHoldFetches:
      break;
  }
  return Kind::kPass;
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

void ProxyRules::Decide(RuleId id, const ProxyRule& rule, std::int64_t now, RequestFate& fate) {
  Worsen(fate.frame, KindOf(rule));
  const Gate until{id, now + rule.delay.count()};
  switch (rule.action) {
    case ProxyAction::kHoldFetches:
      fate.holds.push_back(id);
      return;
    case ProxyAction::kDelayRequests:
      fate.frame.gates.push_back(until);
      return;
    case ProxyAction::kAnswerRequests:
      if (ChangesTheAnswer(rule)) fate.changes.push_back(id);
      if (!ChangesTheAnswer(rule) && rule.delay > Duration::zero())
        fate.answer_gates.push_back(until);
      return;
    case ProxyAction::kHideTopic:
      fate.changes.push_back(id);
      return;
    case ProxyAction::kLateRequests:
      if (!fate.late_by) fate.late_by = id;
      fate.frame.gates.push_back(until);
      return;
    default:
      return;
  }
}

void ProxyRules::CountActed(const std::vector<Entry*>& chosen, FrameFate::Kind kind) {
  for (Entry* const entry : chosen) {
    if (KindOf(entry->rule) != kind || ChangesTheAnswer(entry->rule)) continue;
    ++entry->counts.acted;
    if (kind != FrameFate::Kind::kPass) return;  // one frame ends once
  }
}

RequestFate ProxyRules::OfRequest(const AskedRequest& asked, std::int64_t now) {
  RequestFate fate;
  if (!any_) return fate;
  const std::lock_guard lock(mutex_);
  std::vector<Entry*> chosen;
  for (auto& [id, entry] : entries_) {
    const ProxyRule& rule = entry.rule;
    if (IsOfResponses(rule.action) || !IsOfKind(rule, asked.head.api_key) || !IsAbout(entry, asked))
      continue;
    std::optional<protocol::WholeAnswer> answer;
    if (KindOf(rule) == FrameFate::Kind::kAnswer) {
      answer = protocol::ErrorAnswer(*asked.whole, rule.error);
      if (!answer) continue;  // it asks for nothing, so nothing of it can fail
    }
    if (!Chooses(entry)) continue;
    if (answer && !fate.answer) fate.answer = std::move(answer);
    Decide(id, rule, now, fate);
    chosen.push_back(&entry);
  }
  CountActed(chosen, fate.frame.kind);
  return fate;
}

FrameFate ProxyRules::OfResponse(std::int16_t api_key, const std::vector<RuleId>& holds,
                                 std::int64_t now) {
  FrameFate fate;
  if (!any_) return fate;
  for (const RuleId id : holds) fate.gates.push_back({id, kNoTime});
  const std::lock_guard lock(mutex_);
  std::vector<Entry*> chosen;
  for (auto& [id, entry] : entries_) {
    const ProxyRule& rule = entry.rule;
    if (!IsOfResponses(rule.action) || !IsOfKind(rule, api_key) || !Chooses(entry)) continue;
    Worsen(fate, KindOf(rule));
    if (rule.action == ProxyAction::kDelayResponses)
      fate.gates.push_back({id, now + rule.delay.count()});
    chosen.push_back(&entry);
  }
  CountActed(chosen, fate.kind);
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
