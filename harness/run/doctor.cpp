// Java and Maven are asked in a child of their own: asking them starts threads, and a sandbox can
// be tried only before there are any.
#include "harness/run/doctor.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "harness/base/error.h"
#include "harness/base/json_text.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/client/kind.h"
#include "harness/cluster/java.h"
#include "harness/cluster/kafka_home.h"
#include "harness/cluster/registry.h"
#include "harness/cluster/sandbox.h"
#include "harness/cluster/tool.h"
#include "harness/fault/fault.h"
#include "harness/inject/network_probe.h"
#include "harness/run/place.h"
#include "harness/scenario/scenario.h"

namespace kproof {
namespace {

Ability Kafka() {
  const std::string version = ClusterSpec{}.kafka;
  Ability kafka{"machine", "kafka", IsCached(version), "", ""};
  kafka.details =
      version + (kafka.works ? " is in the cache, " : " is not in the cache, ") + CacheFolder();
  if (kafka.works) return kafka;
  kafka.works = !FindProgram("mvn").empty();
  kafka.details += kafka.works ? "; the first run fetches it" : ", and there is no mvn to fetch it";
  if (!kafka.works) kafka.remedy = "apt-get install maven, or name cluster.kafka_dir in scenarios";
  return kafka;
}

Ability Program(const std::string& name, const std::string& package, const std::string& use) {
  const std::string path = FindProgram(name);
  return {.group = "machine",
          .name = name,
          .works = !path.empty(),
          .details = path.empty() ? "missing: " + use : path,
          .remedy = path.empty() ? "apt-get install " + package : ""};
}

Ability JavaAbility() {
  try {
    const Java java = FindJava(ClusterSpec{}.kafka);
    return {.group = "machine",
            .name = "java",
            .works = true,
            .details = java.version + " in " + java.program,
            .remedy = ""};
  } catch (const Error& error) {
    return {"machine", "java", false, error.what(), error.hint()};
  }
}

Ability Disk() {
  std::error_code failed;
  const auto space = std::filesystem::space(".", failed);
  constexpr std::uintmax_t kEnough = 1ull << 30;  // a cluster of six nodes writes some 200 MB
  return {.group = "machine",
          .name = "disk",
          .works = !failed && space.available >= kEnough,
          .details = std::to_string(space.available >> 20) + " MiB free here",
          .remedy = space.available >= kEnough ? "" : "free 1 GiB, or use --out"};
}

// What a tool says first is why; what follows is only that it gave up.
std::string FirstLine(const std::string& text) { return Split(Trim(text), '\n').front(); }

nlohmann::json ToJson(const std::vector<NetworkFeature>& features) {
  auto rows = nlohmann::json::array();
  for (const auto& one : features)
    rows.push_back({one.name, one.offers, one.works, one.reason, one.remedy});
  return rows;
}

// Asked in a sandbox, because it tries links and tables.
std::vector<Ability> NetworkAbilities() {
  std::vector<Ability> abilities;
  const auto rows = ParseJson(AskInSandbox([] { return JsonText(ToJson(ProbeNetwork())); }));
  for (const auto& row : rows) {
    const bool works = row.at(2);
    abilities.push_back({"network", row.at(0), works,
                         std::string(row.at(1)) + (works ? "" : ": " + FirstLine(row.at(3))),
                         row.at(4)});
  }
  return abilities;
}

Ability FaultAbility(const std::string& name, const std::set<Need>& needs, const RunPlace& place) {
  const auto missing = Missing(needs, place);
  const std::string where =
      needs.contains(Need::kSandbox) ? "private sandbox" : "private sandbox and loopback";
  return {.group = "fault",
          .name = name,
          .works = !missing,
          .details = missing ? missing->what : where,
          .remedy = missing ? missing->hint : ""};
}

Ability DriverAbility(const DriverType& driver) {
  const auto lacks = driver.lacking == nullptr ? std::nullopt : driver.lacking();
  return {.group = "driver",
          .name = driver.name,
          .works = !lacks,
          .details = lacks ? lacks->what : driver.summary,
          .remedy = lacks ? lacks->hint : ""};
}

Ability ClientAbility(const ClientKind& kind) {
  const bool here = kind.is_here("");
  const auto lacks = here ? std::nullopt : kind.lacking();
  return {.group = "client",
          .name = kind.name,
          .works = !lacks,
          .details = kind.standard + (here    ? " is here"
                                      : lacks ? " is not here: " + lacks->what
                                              : " is not here; the first run fetches it"),
          .remedy = lacks ? lacks->hint : ""};
}

// The fault as it is by default, then each word of a parameter that needs something else.
void AddFault(const FaultType& fault, const RunPlace& place, std::vector<Ability>& all) {
  all.push_back(FaultAbility(fault.name, NeedsOf(fault, {}), place));
  for (const auto& param : fault.params) {
    for (const auto& [word, more] : param.needs) {
      if (word == param.fallback) continue;
      const std::string name = fault.name + " (" + param.name + ": " + word + ")";
      all.push_back(FaultAbility(name, NeedsOf(fault, {{param.name, word}}), place));
    }
  }
}

}  // namespace

std::vector<Ability> Examine() {
  const RunPlace place = ChoosePlace("auto");  // first: what follows starts threads
  const auto& sandbox = place.refusal;
  std::vector<Ability> network;
  if (!sandbox) network = NetworkAbilities();
  std::vector<Ability> all = {
      JavaAbility(),
      Kafka(),
      Disk(),
      Program("ip", "iproute2", "the private sandbox makes its network with it"),
      Program("nft", "nftables", "network faults in the private sandbox filter packets with it"),
      Program("mkfs.ext4", "e2fsprogs",
              "power-loss with `by: filesystem` makes its disks with it")};
  all.push_back({"sandbox", "private", !sandbox,
                 sandbox ? sandbox->what
                         : "namespaces, bridge and packet filter, as " +
                               std::string(::geteuid() == 0 ? "root" : "user"),
                 sandbox ? sandbox->hint : ""});
  all.push_back({"sandbox", "loopback", true, "addresses of 127/8", ""});
  all.insert(all.end(), network.begin(), network.end());
  for (const auto& fault : Faults()) AddFault(fault, place, all);
  for (const auto& kind : ClientKinds())
    if (!kind.agents.empty()) all.push_back(ClientAbility(kind));
  for (const auto& driver : Drivers()) all.push_back(DriverAbility(driver));
  return all;
}

bool CanRun(const std::vector<Ability>& abilities) {
  return std::all_of(abilities.begin(), abilities.end(), [](const Ability& ability) {
    return ability.works || ability.group != "machine" || ability.name == "ip" ||
           ability.name == "mkfs.ext4" || ability.name == "nft";
  });
}

}  // namespace kproof
