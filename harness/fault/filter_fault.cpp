#include "harness/fault/filter_fault.h"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "harness/base/caught.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"

namespace kproof {

Undo FilterFault::Prepare(const Target& target) {
  plan_ = MakePlan(target, *options_.mechanisms.filter);
  return Undo{plan_.undo, [this] {
                Regardless all;
                for (const auto& table : plan_.tables) all.Do([&] { table->Remove(); });
                all.Throw();
              }};
}

void FilterFault::Inject(const Target&) {
  for (const auto& table : plan_.tables) table->Install();
}

Bite FilterFault::Prove(const Target&) const {
  std::vector<FilterCount> all;
  for (const auto& table : plan_.tables) {
    const auto counts = table->Counts();
    all.insert(all.end(), counts.begin(), counts.end());
  }
  return BiteOf(all, plan_.deed);
}

FilterTables TablesAtReceivers(const Traffic& traffic, const FilterRule& like,
                               PacketFilter& filter) {
  std::map<std::string, std::pair<Host, std::vector<FilterRule>>> by_receiver;
  for (const auto& flow : traffic.flows) {
    for (const auto& host : flow.to) {
      FilterRule rule = like;
      rule.name = NamesOf(flow.from) + " to " + host.name;
      rule.from = AddressesOf(flow.from);
      rule.to = {host.address};
      rule.ports = traffic.ports;
      auto& [receiver, rules] = by_receiver[host.address];
      receiver = host;
      rules.push_back(std::move(rule));
    }
  }
  FilterTables tables;
  for (auto& [address, place] : by_receiver)
    tables.push_back(filter.OnHost(place.first, std::move(place.second)));
  return tables;
}

Bite BiteOf(const std::vector<FilterCount>& counts, const std::string& deed) {
  FilterCount sum;
  std::vector<std::string> parts;
  for (const auto& count : counts) {
    sum.matched += count.matched;
    sum.hit += count.hit;
    sum.hit_bytes += count.hit_bytes;
    parts.push_back(count.name + " " + WithThousands(count.hit));
  }
  if (counts.empty()) return {false, "no rule is there"};
  const std::string of = sum.hit == sum.matched ? "" : " of " + WithThousands(sum.matched);
  return {sum.hit > 0,
          fmt::format("{} {}{} {} ({:.1f} KB): {}", deed, WithThousands(sum.hit), of,
                      Plural(sum.hit == sum.matched ? sum.hit : sum.matched, "packet"),
                      static_cast<double>(sum.hit_bytes) / 1000, JoinFew(parts, "; "))};
}

}  // namespace kproof
