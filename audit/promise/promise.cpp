#include "audit/promise/promise.h"

#include <fmt/format.h>

#include <set>
#include <string>
#include <vector>

#include "audit/promise/possible.h"
#include "audit/promise/without_limit.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"

namespace kproof {
namespace {

std::string Word(const std::optional<bool>& value) {
  return !value ? "?" : *value ? "true" : "false";
}
std::string Word(const std::optional<std::int64_t>& value) {
  return value ? std::to_string(*value) : "?";
}
std::string AcksOf(const PromiseSettings& s) {
  if (!s.acks)
    return s.idempotence == true || s.transactional == true ? "all (as idempotence asks for)" : "?";
  return *s.acks == Acks::kNone ? "0" : *s.acks == Acks::kLeader ? "1" : "all";
}
std::string Word(const std::optional<Duration>& time) {
  if (!time) return "?";
  return *time == Duration::max() ? "infinite" : fmt::format("{} ms", time->count() / 1000);
}

std::string NodesHit(const FailureClasses& f) {
  return Counted(static_cast<std::uint64_t>(f.nodes), "node") + " hit";
}

// The settings that the rules of this guarantee look at.
std::string Relevant(const std::string& guarantee, const PromiseSettings& s,
                     const FailureClasses& f) {
  const auto pair = fmt::format("producer {}, topic {}", s.producer, s.topic);
  if (guarantee == NameOf(Guarantee::kAtomic)) {
    return fmt::format(
        "{}: transactional.id {}, replication {}, min.insync.replicas={}, "
        "unclean.leader.election.enable={}, {}",
        pair, s.transactional ? *s.transactional ? "set" : "not set" : "?", Word(s.replication),
        Word(s.min_isr), Word(s.unclean), NodesHit(f));
  }
  if (guarantee == NameOf(Guarantee::kNoLoss)) {
    const std::string lossy =
        f.lossy_nodes == 0
            ? ""
            : fmt::format(", {} of them lost data, flush.messages={}, ELR level {}", f.lossy_nodes,
                          InWords("flush.messages", Word(s.flush_messages)), Word(s.elr));
    return fmt::format(
        "{}: acks={}, replication {}, min.insync.replicas={}, unclean.leader.election.enable={}, "
        "{}{}",
        pair, AcksOf(s), Word(s.replication), Word(s.min_isr), Word(s.unclean), NodesHit(f), lossy);
  }
  return fmt::format(
      "{}: enable.idempotence={}, in flight {}, retries={}, delivery time-out {}, {}", pair,
      Word(s.idempotence), InWords("max.in.flight.requests.per.connection", Word(s.in_flight)),
      InWords("retries", Word(s.retries)), Word(s.delivery_timeout),
      f.classes.empty()
          ? std::string("no fault")
          : fmt::format("outage up to {:.1f} s", static_cast<double>(f.outage.count()) / 1e6));
}

// Of the rules of this guarantee; nothing where the table has none.
const PromiseRule* FirstThatApplies(const std::string& guarantee, Possible& settings,
                                    const FailureClasses& failures) {
  for (const auto& rule : PromiseRules()) {
    if (guarantee == NameOf(rule.guarantee) && rule.applies(settings, failures)) return &rule;
  }
  return nullptr;
}

}  // namespace

PromiseVerdict PromiseOf(const std::string& guarantee, const PromiseSettings& settings,
                         const FailureClasses& failures) {
  std::set<const PromiseRule*> rules;  // by their places in the table
  Possible possible(settings, failures);
  do {
    const auto* rule = FirstThatApplies(guarantee, possible, failures);
    if (rule == nullptr)
      return {false, "promised-by-nobody", "Kafka's settings promise no " + guarantee};
    const bool agrees = rules.empty() || rule->holds == (*rules.begin())->holds;
    rules.insert(rule);
    if (agrees) continue;
    return {std::nullopt, "unreadable-setting",
            fmt::format("a setting that decides between the rules could not be read ({})",
                        Relevant(guarantee, settings, failures))};
  } while (possible.Next());
  const auto& last = **rules.rbegin();  // which asks for least
  rules.erase(&last);
  std::vector<std::string> others;
  for (const auto* rule : rules) others.emplace_back(rule->name);
  return {last.holds, last.name,
          fmt::format("{} ({}){}", last.reason, Relevant(guarantee, settings, failures),
                      others.empty() ? "" : fmt::format("; also {}", Join(others, ", ")))};
}

PromiseVerdict PromiseOfNothing() {
  return {false, "nothing-configured", "no settings are in the history, so nothing is promised"};
}

}  // namespace kproof
