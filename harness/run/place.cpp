// What a run needs is known from its steps alone, before anything is started.
#include "harness/run/place.h"

#include <unistd.h>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/cluster/fetch_first.h"
#include "harness/fault/fault.h"
#include "harness/inject/shim.h"

namespace kproof {

RunPlace ChoosePlace(const std::string& asked) {
  if (asked == "loopback") return {};
  RunPlace place{.mode = "private", .refusal = ProbeSandbox()};
  if (place.refusal && asked == "auto") place.mode = "loopback";
  return place;
}

std::set<std::string> Needs(const Scenario& scenario) {
  std::set<std::string> needs;
  for (const auto& step : scenario.steps) needs.merge(std::set(FindFault(step.fault).needs));
  return needs;
}

void RequirePlace(const RunPlace& place, const Scenario& scenario) {
  if (place.mode == "private" && place.refusal)
    throw Error(ErrorKind::kNotRun, place.refusal->what, Hint(place.refusal->hint));
  for (const auto& step : scenario.steps) {
    const auto& needs = FindFault(step.fault).needs;
    if (needs.contains("sandbox") && place.mode != "private")
      throw Error(ErrorKind::kNotRun,
                  "fault '" + step.fault + "' needs the private sandbox" +
                      (place.refusal ? ", and " + place.refusal->what : ""),
                  Hint(place.refusal ? place.refusal->hint : "leave --sandbox loopback away"));
    if (needs.contains("shim") && !ShimLibrary())
      throw Error(ErrorKind::kNotRun,
                  "fault '" + step.fault + "' needs the shim's library, which is not there",
                  Hint("install lib/kproof/kproof_shim.so with kproof"));
    if (needs.contains("root") && ::geteuid() != 0)
      throw Error(ErrorKind::kNotRun, "fault '" + step.fault + "' needs root",
                  Hint("run kproof as root"));
  }
}

void FetchBeforehand(const std::vector<Plan>& plans) {
  std::set<std::string> versions;
  for (const auto& plan : plans) {
    for (const auto& [name, cluster] : plan.scenario.clusters)
      if (cluster.kafka_dir.empty()) versions.insert(cluster.kafka);
    for (const auto& step : plan.scenario.steps)
      if (step.fault == "rolling-upgrade") versions.insert(step.with.at("to"));
  }
  FetchFirst(versions);
}

}  // namespace kproof
