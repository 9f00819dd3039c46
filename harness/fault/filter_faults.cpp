#include "harness/fault/filter_faults.h"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "harness/base/caught.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/fault/traffic.h"

namespace kproof {

namespace {

// "dropped 124 packets (10.2 KB): broker-1 to broker-2 60, broker-2 to broker-1 64".
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

// Tables in the namespaces of who is sent something, for rules that answer the sender.
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

// Makes the plan from the traffic that the fault's parameters choose.
using PlanOfTraffic = FilterFault::Plan (*)(const Traffic& traffic, const FaultOptions& options,
                                            PacketFilter& filter);

class TrafficFilter final : public FilterFault {
 public:
  TrafficFilter(const FaultOptions& options, PlanOfTraffic plan)
      : FilterFault(options), plan_of_(plan) {}

 private:
  Plan MakePlan(const Target& target, PacketFilter& filter) const override {
    return plan_of_(ChooseTraffic(target, options_), options_, filter);
  }

  const PlanOfTraffic plan_of_;
};

template <PlanOfTraffic plan>
std::unique_ptr<Fault> MakeTrafficFilter(const FaultOptions& options) {
  return std::make_unique<TrafficFilter>(options, plan);
}

FilterTables OneTable(std::unique_ptr<FilterTable> table) {
  FilterTables tables;
  tables.push_back(std::move(table));
  return tables;
}

double ShareOf(const FaultOptions& options) { return std::stod(options.with.at("fraction")); }

FilterFault::Plan PlanCut(const Traffic& traffic, const FaultOptions&, PacketFilter& filter) {
  return {.tables = OneTable(filter.OnBridge(RulesFor(traffic, {}))),
          .undo = "join " + traffic.text + " again",
          .deed = "dropped"};
}

FilterFault::Plan PlanHalfOpen(const Traffic& traffic, const FaultOptions&, PacketFilter& filter) {
  const FilterRule opened{.packets = FilterRule::Packets::kOpened};
  return {.tables = OneTable(filter.OnForgetfulBridge(RulesFor(traffic, opened))),
          .undo = "let old connections pass between " + traffic.text,
          .deed = "dropped"};
}

FilterFault::Plan PlanLoss(const Traffic& traffic, const FaultOptions& options,
                           PacketFilter& filter) {
  const FilterRule by_chance{.fraction = ShareOf(options)};
  return {.tables = OneTable(filter.OnBridge(RulesFor(traffic, by_chance))),
          .undo = "lose nothing between " + traffic.text,
          .deed = "lost"};
}

FilterFault::Plan PlanRefuse(const Traffic& traffic, const FaultOptions&, PacketFilter& filter) {
  const FilterRule opening{.packets = FilterRule::Packets::kOpening,
                           .action = FilterRule::Action::kReset};
  return {.tables = TablesAtReceivers(traffic, opening, filter),
          .undo = "accept connections between " + traffic.text + " again",
          .deed = "refused"};
}

FilterFault::Plan PlanReset(const Traffic& traffic, const FaultOptions& options,
                            PacketFilter& filter) {
  const FilterRule opened{.packets = FilterRule::Packets::kOpened,
                          .fraction = ShareOf(options),
                          .action = FilterRule::Action::kReset};
  return {.tables = TablesAtReceivers(traffic, opened, filter),
          .undo = "reset no more connections between " + traffic.text,
          .deed = "reset"};
}

}  // namespace

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

// Drops packets between hosts, silently: a cable that was pulled. No socket gets an error; TCP
// sends again at longer and longer intervals and goes on where it was once packets pass, so to
// Kafka a cut is a request without an answer until request.timeout.ms, a follower that does not
// fetch until replica.lag.time.max.ms, a broker without heartbeats until broker.session.timeout.ms.
FaultType CutType() {
  return TrafficFault("cut",
                      "drop packets between the target and its peers, silently; they pass again at "
                      "the end of the step",
                      TrafficParams(), MakeTrafficFilter<PlanCut>);
}

// Connections die without a word while new ones work: what a stateful firewall or a NAT does that
// has lost its memory. Packets of every connection that was open when the fault began vanish, both
// ways; each end goes on believing in it until its own timeout (request.timeout.ms of clients,
// replica.socket.timeout.ms of followers, TCP's retransmissions), and then a new one passes.
FaultType HalfOpenType() {
  return TrafficFault("half-open",
                      "drop what belongs to connections that were open before, silently; new ones "
                      "work",
                      PeerParams(), MakeTrafficFilter<PlanHalfOpen>);
}

// Drops packets by chance, as a bad cable or a full queue does. TCP sends them again, so nothing is
// missing in the end but time: latencies grow by retransmission timeouts (at least 200 ms each).
FaultType LossType() {
  return TrafficFault(
      "loss", "drop packets between the target and its peers by chance",
      TrafficParams({{"fraction", FaultParam::Kind::kFraction, "0.1", "of the packets, 0 to 1"}}),
      MakeTrafficFilter<PlanLoss>);
}

// Answers who wants to open a connection with a reset: a port on which nobody listens. Those that
// are open stay. Clients hear of it at once, so they go elsewhere much sooner than after a cut.
FaultType RefuseType() {
  return TrafficFault("refuse",
                      "refuse new connections between the target and its peers; open ones stay",
                      TrafficParams(), MakeTrafficFilter<PlanRefuse>);
}

// Resets connections, as middleboxes do that want to be rid of them: each packet of an open
// connection is by chance not delivered but answered with a reset. New connections open, and meet
// the same fate. With the fraction 1 none outlives its first packet; in a step of some
// milliseconds that is every connection once.
FaultType ResetType() {
  return TrafficFault(
      "reset",
      "answer packets of open connections with a reset; they pass again at the end of "
      "the step",
      PeerParams({{"fraction", FaultParam::Kind::kFraction, "1",
                   "of the packets that are answered with a reset, 0 to 1"}}),
      MakeTrafficFilter<PlanReset>);
}

}  // namespace kproof
