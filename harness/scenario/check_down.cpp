// More nodes down at once than there are. Only what times and numbers make certain is an error; the
// rest shows when the steps fire.
#include <fmt/format.h>

#include <algorithm>

#include "harness/scenario/nodes.h"
#include "harness/scenario/parts.h"

namespace kproof {
namespace {

struct Kind {
  const char* one;
  const char* many;
  std::set<std::int32_t> Taken::*numbers;
  std::int32_t Taken::*any;
};

const Kind kBrokers = {"broker", "brokers", &Taken::brokers, &Taken::any_brokers};
const Kind kControllers = {"controller", "controllers", &Taken::controllers,
                           &Taken::any_controllers};

class DownCheck {
 public:
  DownCheck(const Tree& root, const Vocabulary& vocabulary, const Scenario& scenario,
            Diagnostics& complaints)
      : root_(root), vocabulary_(vocabulary), scenario_(scenario), complaints_(complaints) {}

  void Run() {
    for (std::size_t at = 0; at < scenario_.steps.size(); ++at) {
      const auto cluster = scenario_.clusters.find(scenario_.steps[at].cluster);
      if (cluster == scenario_.clusters.end() || !TakesDown(scenario_.steps[at])) continue;
      const ClusterSpec& spec = cluster->second;
      if (TwiceDown(at, spec)) continue;
      if (spec.brokers != kUnread) TooMany(at, spec, kBrokers, spec.brokers);
      if (!spec.combined && spec.controllers != kUnread)
        TooMany(at, spec, kControllers, spec.controllers);
    }
  }

 private:
  bool TakesDown(const StepSpec& step) const {
    const FaultForm* fault = FindFaultForm(vocabulary_, step.fault);
    return fault != nullptr && fault->takes_down;
  }

  // Earlier steps that are active when step `at` begins; of steps that begin together the first in
  // the file is earlier.
  std::vector<std::size_t> ActiveBefore(std::size_t at) const {
    std::vector<std::size_t> active;
    const StepSpec& step = scenario_.steps[at];
    for (std::size_t other = 0; other < scenario_.steps.size(); ++other) {
      const StepSpec& first = scenario_.steps[other];
      if (other == at || !TakesDown(first) || !ActiveWhenBegins(first, step)) continue;
      if (first.begin.time == step.begin.time && other > at) continue;
      active.push_back(other);
    }
    return active;
  }

  void Complain(std::size_t at, const std::string& what, const std::string& hint) {
    complaints_.At(PlaceOf(root_, {"steps", std::to_string(at), "target"}), what, hint);
  }

  // The same fault on the same node, twice at once.
  bool TwiceDown(std::size_t at, const ClusterSpec& cluster) {
    const StepSpec& step = scenario_.steps[at];
    const Taken now = TakenBy(step.target, cluster);
    for (const std::size_t other : ActiveBefore(at)) {
      if (scenario_.steps[other].fault != step.fault) continue;
      const Taken before = TakenBy(scenario_.steps[other].target, cluster);
      for (const Kind& kind : {kBrokers, kControllers}) {
        for (const auto number : now.*kind.numbers) {
          if ((before.*kind.numbers).count(number) == 0) continue;
          Complain(at, fmt::format("{} {} is already down", kind.one, number),
                   fmt::format("step {} has not ended when this one begins", other + 1));
          return true;
        }
      }
    }
    return false;
  }

  void TooMany(std::size_t at, const ClusterSpec& cluster, const Kind& kind, std::int32_t exist) {
    Taken all = TakenBy(scenario_.steps[at].target, cluster);
    if ((all.*kind.numbers).empty() && all.*kind.any == 0) return;
    for (const std::size_t other : ActiveBefore(at)) {
      const Taken taken = TakenBy(scenario_.steps[other].target, cluster);
      (all.*kind.numbers).insert((taken.*kind.numbers).begin(), (taken.*kind.numbers).end());
      all.*kind.any += taken.*kind.any;
    }
    const auto down =
        std::count_if((all.*kind.numbers).begin(), (all.*kind.numbers).end(),
                      [&](std::int32_t number) { return number >= 1 && number <= exist; }) +
        all.*kind.any;
    if (down > exist)
      Complain(at,
               fmt::format("{} {} would be down at once, but cluster {} has {}", down, kind.many,
                           scenario_.steps[at].cluster, exist),
               "end an earlier step before this one begins");
  }

  const Tree& root_;
  const Vocabulary& vocabulary_;
  const Scenario& scenario_;
  Diagnostics& complaints_;
};

}  // namespace

void CheckDown(const Tree& root, const Vocabulary& vocabulary, const Scenario& scenario,
               Diagnostics& complaints) {
  DownCheck(root, vocabulary, scenario, complaints).Run();
}

}  // namespace kproof
