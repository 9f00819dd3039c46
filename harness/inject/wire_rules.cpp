#include "harness/inject/wire_rules.h"

#include <algorithm>

namespace kproof {
namespace {

std::set<std::uint32_t> Numbers(const std::vector<Host>& hosts) {
  std::set<std::uint32_t> numbers;
  for (const auto& host : hosts) numbers.insert(AddressNumber(host.address));
  return numbers;
}

double Chance(Random& random) {
  constexpr double kSteps = 1U << 31;
  return static_cast<double>(random.Below(1U << 31)) / kSteps;
}

}  // namespace

void WireRules::Insert(int id, const WireRule& rule) {
  Rule made{.given = rule,
            .at = Numbers(rule.at),
            .ports = {rule.ports.begin(), rule.ports.end()},
            .ways = {},
            .random = Random(Mix64(static_cast<std::uint64_t>(id))),
            .count = {},
            .waited = {},
            .orders = {}};
  for (const auto& way : rule.ways) made.ways.push_back({Numbers(way.from), Numbers(way.to)});
  rules_.insert_or_assign(id, std::move(made));
}

void WireRules::Remove(int id) { rules_.erase(id); }

bool WireRules::Rule::IsAbout(const FrameEnds& ends) const {
  if (!ports.empty() && !ports.contains(ends.from_port) && !ports.contains(ends.to_port))
    return false;
  return std::any_of(ways.begin(), ways.end(), [&](const Way& way) {
    return way.from.contains(ends.from) && way.to.contains(ends.to);
  });
}

WireRules::Decision WireRules::Decide(const FrameEnds& ends, std::uint32_t at, bool sent) {
  Decision decision;
  for (auto& [id, rule] : rules_) {
    const bool ours = sent ? ends.from == at : ends.to == at && !rule.at.contains(ends.from);
    if (!ours || !rule.at.contains(at) || !rule.IsAbout(ends)) continue;
    const std::uint64_t pair = std::uint64_t{ends.from} << 32 | ends.to;
    ++rule.count.frames;
    Hit hit{.rule = id, .pair = pair, .arrival = ++rule.orders[pair].arrived, .delayed = false};
    const WireRule& given = rule.given;
    if (given.delay + given.jitter > Duration::zero() && Chance(rule.random) < given.delayed) {
      hit.delayed = true;
      const auto spread = static_cast<double>(given.jitter.count());
      const auto off = static_cast<Duration::rep>((2 * Chance(rule.random) - 1) * spread);
      decision.delay += std::max(Duration::zero(), given.delay + Duration(off));
    }
    if (given.doubled > 0 && Chance(rule.random) < given.doubled) {
      ++rule.count.doubled;
      decision.doubled = true;
    }
    decision.hits.push_back(hit);
  }
  return decision;
}

void WireRules::PassedOn(const std::vector<Hit>& hits, Duration waited) {
  for (const Hit& hit : hits) {
    const auto found = rules_.find(hit.rule);
    if (found == rules_.end()) continue;
    Rule& rule = found->second;
    Order& order = rule.orders[hit.pair];
    if (hit.arrival < order.passed) ++rule.count.overtaken;
    order.passed = std::max(order.passed, hit.arrival);
    if (!hit.delayed) continue;
    ++rule.count.delayed;
    rule.waited += waited;
    rule.count.mean_delay = rule.waited / static_cast<Duration::rep>(rule.count.delayed);
  }
}

void WireRules::Overflowed(const std::vector<Hit>& hits) {
  for (const Hit& hit : hits)
    if (const auto rule = rules_.find(hit.rule); rule != rules_.end())
      ++rule->second.count.overflowed;
}

WireCount WireRules::Count(int id) const {
  const auto rule = rules_.find(id);
  return rule == rules_.end() ? WireCount{} : rule->second.count;
}

}  // namespace kproof
