// Steps that other steps wait for: one name is one step, and nobody waits in a circle.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/base/text.h"
#include "harness/scenario/parts.h"

namespace kproof {
namespace {

// Begin or end of a step. A step ends after it has begun, and each may wait for one of another.
struct Moment {
  std::size_t step = 0;
  bool end = false;
  auto operator<=>(const Moment&) const = default;
};

class StepCheck {
 public:
  StepCheck(const Tree& root, const Scenario& scenario, Diagnostics& complaints)
      : root_(root), scenario_(scenario), complaints_(complaints) {}

  void Run() {
    for (std::size_t at = 0; at < scenario_.steps.size(); ++at) {
      NameIsItsOwn(at);
      if (Waits({at, false}) && Circle({at, false}))
        Complain(at, "when", fmt::format("step {} would wait for itself to begin", at + 1));
      else if (Waits({at, true}) && Circle({at, true}))
        Complain(at, "until", fmt::format("step {} would wait for itself to end", at + 1));
    }
  }

 private:
  void Complain(std::size_t at, const char* key, const std::string& what) {
    complaints_.At(PlaceOf(root_, {"steps", std::to_string(at), key}), what,
                   "begin one of the steps at a time (`at`), or end one after a time (`for`)");
  }

  void NameIsItsOwn(std::size_t at) {
    const std::string& name = scenario_.steps[at].name;
    for (std::size_t other = 0; other < at && !name.empty(); ++other) {
      if (scenario_.steps[other].name != name) continue;
      complaints_.At(PlaceOf(root_, {"steps", std::to_string(at), "name"}),
                     fmt::format("step {} is called '{}' too", other + 1, name),
                     "give one another name");
      return;
    }
  }

  // What the moment waits for among steps, by its own state; nothing: for no step.
  std::optional<Moment> Waits(const Moment& moment) const {
    const StepSpec& step = scenario_.steps[moment.step];
    const auto& state = moment.end ? step.end.state : step.begin.state;
    if (!state || state->pattern.rfind("step {step} ", 0) != 0) return std::nullopt;
    for (std::size_t at = 0; at < scenario_.steps.size(); ++at)
      if (scenario_.steps[at].name == state->args.at(0))
        return Moment{at, state->pattern == "step {step} ended"};
    return std::nullopt;
  }

  bool Circle(const Moment& start) const {
    std::set<Moment> seen;
    std::vector<Moment> next = After(start);
    while (!next.empty()) {
      const Moment moment = next.back();
      next.pop_back();
      if (moment == start) return true;
      if (!seen.insert(moment).second) continue;
      for (const auto& one : After(moment)) next.push_back(one);
    }
    return false;
  }

  std::vector<Moment> After(const Moment& moment) const {
    std::vector<Moment> moments;
    if (const auto waits = Waits(moment)) moments.push_back(*waits);
    if (moment.end) moments.push_back({moment.step, false});
    return moments;
  }

  const Tree& root_;
  const Scenario& scenario_;
  Diagnostics& complaints_;
};

}  // namespace

void CheckSteps(const Tree& root, const Scenario& scenario, Diagnostics& complaints) {
  StepCheck(root, scenario, complaints).Run();
}

}  // namespace kproof
