#include "harness/run/dry_run.h"

#include <fmt/format.h>

#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/fault/fault.h"
#include "harness/scenario/agents.h"

namespace kproof {
namespace {

std::string BeginningOf(const StepSpec& step) {
  if (!step.begin.state)
    return FormatDuration(step.begin.time.value_or(Duration::zero())) + " into the steady load";
  if (step.after == Duration::zero()) return "when " + step.begin.state->text;
  return FormatDuration(step.after) + " after " + step.begin.state->text;
}

std::string EndOf(const StepSpec& step) {
  if (step.end.state)
    return fmt::format(", until {}, {} at most", step.end.state->text, FormatDuration(step.within));
  if (step.end.time) return ", for " + FormatDuration(*step.end.time);
  return ", for good";
}

std::string TimesOf(const StepSpec& step) {
  if (step.repeat == 1) return "";
  return fmt::format(", {} times, every {}", step.repeat, FormatDuration(step.every));
}

}  // namespace

std::string DescribeSteps(const Scenario& scenario) {
  if (scenario.steps.empty()) return "";
  std::string text = "# What would be done; targets are looked up when a step begins:\n";
  for (const auto& step : scenario.steps) {
    const FaultType& fault = FindFault(step.fault);
    std::vector<std::string> with;
    for (const auto& [name, value] : step.with) with.push_back(name + ": " + value);
    text += fmt::format("# - {}{}{}: {} {}{}\n", BeginningOf(step), EndOf(step), TimesOf(step),
                        step.fault, step.target.text,
                        with.empty() ? "" : " (" + Join(with, ", ") + ")");
    text += "#   " + fault.summary + "\n";
    const bool ends_agents = EndsAgentsAlone(fault.on_agents, step.target);
    text +=
        fmt::format("#   class of failure: {}",
                    NameOf(ends_agents ? FailureClass::kNone : FailureClassOf(fault, step.with)));
    std::vector<std::string> needs;
    for (const Need need : NeedsOf(fault, step.with)) needs.emplace_back(NameOf(need));
    if (!needs.empty()) text += "; needs: " + Join(needs, ", ");
    text += "\n";
  }
  return text;
}

}  // namespace kproof
