// What a run could not have seen: a report without this would claim more than its facts do.
#include <fmt/format.h>

#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/words/finding.h"
#include "reports/run_page/words.h"

namespace kproof {
namespace {

// Of a check by its name; else the judge's own sentence.
std::string NotTestedText(const std::string& name) {
  const auto* kind = FindFindingKind(name);
  return kind == nullptr ? OneLine(name) : fmt::format("{} ({})", kind->name, kind->meaning);
}

std::vector<std::string> NotTestedLines(const Result& result) {
  std::vector<std::string> checks, lines;
  for (const auto& name : result.not_tested) {
    if (FindFindingKind(name) != nullptr)
      checks.push_back(NotTestedText(name));
    else
      lines.push_back("Not tested: " + NotTestedText(name) + ".");
  }
  if (!checks.empty())
    lines.insert(lines.begin(), "There were no facts for: " + Join(checks, "; ") + ".");
  return lines;
}

}  // namespace

std::vector<std::string> NotSeen(const RunPage& page) {
  const Result& result = page.result;
  std::vector<std::string> lines = NotTestedLines(result);
  if (!WasFaulted(result))
    lines.emplace_back("Nothing was broken in this run: it says nothing about failures.");
  const auto acked = CountNamed(result.counts, "acked");
  if (WasFaulted(result) && acked > result.at_stake)
    lines.push_back(fmt::format(
        "{} acked after the cluster was whole again, or not looked for: they test nothing.",
        Counted(acked - result.at_stake, "record was", "records were")));
  if (const auto unknown = CountNamed(result.counts, "unknown"); unknown > 0)
    lines.push_back(
        fmt::format("{} no known outcome: whether they are in the log breaks no promise.",
                    Counted(unknown, "record has", "records have")));
  for (const auto& line : GuaranteeLines(result)) {
    if (line.promised == "not known")
      lines.push_back(fmt::format("Whether the settings promise {} is not known{}.", line.name,
                                  line.why.empty() ? "" : ": " + line.why));
  }
  if (!result.cut.empty()) lines.push_back("The history is cut: " + OneLine(result.cut) + ".");
  if (!page.scenario_yaml.empty() && result.driver == "local")
    lines.emplace_back(
        "All nodes and clients were processes of one machine with one clock: times are that "
        "machine's, and "
        "what only separate machines do to each other was not there.");
  lines.emplace_back(
      "It is one run with one seed: another order of events may show what this one did not.");
  return lines;
}

}  // namespace kproof
