#include "harness/fault/traffic.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/text.h"

namespace kproof {
namespace {

constexpr std::size_t kNamesShown = 4;

// The value of a parameter that the caller's type may not have.
std::string Given(const FaultOptions& options, const std::string& name, const char* fallback) {
  const auto found = options.with.find(name);
  return found == options.with.end() ? fallback : found->second;
}

std::vector<Host> Without(const std::vector<Host>& all, const std::vector<Host>& gone) {
  std::vector<Host> left;
  std::copy_if(all.begin(), all.end(), std::back_inserter(left),
               [&](const Host& host) { return !Contains(gone, host); });
  return left;
}

std::vector<Host> PeersOf(const Target& target, const FaultOptions& options) {
  const auto named = options.targets.find("peers");
  const std::vector<Host> all =
      named == options.targets.end() ? options.mechanisms.network->hosts() : named->second.hosts;
  std::vector<Host> peers = Without(all, target.hosts);
  // "brokers" with the peers "brokers": each of them and the others.
  if (peers.empty() && target.hosts.size() > 1) peers = target.hosts;
  if (peers.empty())
    throw Error(ErrorKind::kUsage,
                "there is no other host that " + target.name + " could be cut from",
                Hint("name others as 'peers'"));
  return peers;
}

std::vector<int> PortsOf(const std::string& listener, const Target& target,
                         const FaultOptions& options) {
  if (listener == "all") return {};
  const std::vector<std::string> known = {"all", "clients", "controllers", "replication"};
  if (!Contains(known, listener))
    throw Error(ErrorKind::kUsage,
                "there is no listener '" + listener + "'" + DidYouMean(listener, known),
                Hint("it is one of " + Join(known, ", ")));
  std::set<int> ports;
  const auto collect = [&](const std::vector<Node*>& nodes) {
    for (const Node* node : nodes) {
      if (listener == "clients" && node->broker()) ports.insert(node->clients().port);
      if (listener == "replication" && node->broker()) ports.insert(node->replication().port);
      if (listener == "controllers" && node->controller()) ports.insert(node->control().port);
    }
  };
  collect(target.nodes);
  const auto peers = options.targets.find("peers");
  if (peers != options.targets.end()) collect(peers->second.nodes);
  if (ports.empty())
    throw Error(ErrorKind::kUsage,
                "neither " + target.name + " nor its peers have a listener for " + listener,
                Hint("name who has it as 'peers'"));
  return {ports.begin(), ports.end()};
}

}  // namespace

std::string NamesOf(const std::vector<Host>& hosts) {
  if (hosts.size() > kNamesShown) return fmt::format("{} hosts", hosts.size());
  std::vector<std::string> names;
  for (const auto& host : hosts) names.push_back(host.name);
  return Join(names, ", ");
}

std::vector<std::string> AddressesOf(const std::vector<Host>& hosts) {
  std::vector<std::string> addresses;
  for (const auto& host : hosts) addresses.push_back(host.address);
  return addresses;
}

std::string Flow::ToString() const { return NamesOf(from) + " to " + NamesOf(to); }

std::vector<FaultParam> PeerParams(const std::vector<FaultParam>& more) {
  std::vector<FaultParam> params = {
      {"peers", FaultParam::Kind::kTarget, "everybody else", "who is on the other side"},
      {"listener",
       FaultParam::Kind::kWord,
       "all",
       "only traffic of that listener",
       {"all", "clients", "replication", "controllers"}}};
  params.insert(params.end(), more.begin(), more.end());
  return params;
}

std::vector<FaultParam> TrafficParams(const std::vector<FaultParam>& more) {
  std::vector<FaultParam> params = PeerParams({{"direction",
                                                FaultParam::Kind::kWord,
                                                "both",
                                                "out: what the target sends; in: what it is sent",
                                                {"both", "out", "in"}}});
  params.insert(params.end(), more.begin(), more.end());
  return params;
}

Traffic ChooseTraffic(const Target& target, const FaultOptions& options) {
  const std::string direction = Given(options, "direction", "both");
  const std::string listener = Given(options, "listener", "all");
  if (direction != "both" && direction != "out" && direction != "in")
    throw Error(ErrorKind::kUsage, "there is no direction '" + direction + "'",
                Hint("it is both, out (what the target sends) or in (what it is sent)"));
  Traffic traffic{.target = target.hosts,
                  .peers = PeersOf(target, options),
                  .flows = {},
                  .ports = PortsOf(listener, target, options),
                  .text = ""};
  const Flow out{traffic.target, traffic.peers};
  const Flow in{traffic.peers, traffic.target};
  if (direction != "in") traffic.flows.push_back(out);
  if (direction == "in" || (direction == "both" && traffic.peers != traffic.target))
    traffic.flows.push_back(in);
  traffic.text = direction == "out"  ? out.ToString()
                 : direction == "in" ? in.ToString()
                                     : NamesOf(out.from) + " and " + NamesOf(out.to);
  if (listener != "all") traffic.text += " (" + listener + ")";
  return traffic;
}

FaultType TrafficFault(std::string name, std::string summary, std::vector<FaultParam> params,
                       decltype(FaultType::make) make) {
  return {.name = std::move(name),
          .summary = std::move(summary),
          .failure_class = FailureClass::kCut,
          .remains = Remains::kNothing,
          .takes_down = false,
          .on_agents = OnAgents::kTakesBack,
          .params = std::move(params),
          .needs = {Need::kSandbox},
          .make = make};
}

std::vector<FilterRule> RulesFor(const Traffic& traffic, const FilterRule& like) {
  std::vector<FilterRule> rules;
  for (const auto& flow : traffic.flows) {
    FilterRule rule = like;
    rule.name = flow.ToString();
    rule.from = AddressesOf(flow.from);
    rule.to = AddressesOf(flow.to);
    rule.ports = traffic.ports;
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace kproof
