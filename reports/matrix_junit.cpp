// junit.xml of a matrix, for CI servers.
#include <algorithm>
#include <pugixml.hpp>
#include <sstream>

#include "harness/base/printable.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "reports/matrix.h"
#include "reports/run_command.h"

namespace kproof {
namespace {

constexpr std::size_t kNamedRuns = 10;

// Every reason, and how its runs are looked at and the first of the worst is run again from the
// campaign's folder.
std::string WhyText(const MatrixCell& cell) {
  auto lines = FirstFew(cell.reasons, kNamedRuns);
  for (const auto& folder : FirstFew(RunFolders(cell), kNamedRuns, "runs"))
    lines.push_back("run: " + folder);
  const auto worst = std::find_if(cell.runs.begin(), cell.runs.end(), [&](const MatrixRun& run) {
    return run.verdict == cell.verdict;
  });
  if (worst != cell.runs.end())
    lines.push_back("again: " + RunCommand(worst->folder + "/scenario.yaml", worst->seed));
  return Join(lines, "\n");
}

void AddCase(pugi::xml_node suite, const Matrix& matrix, const MatrixCell& cell) {
  auto test = suite.append_child("testcase");
  test.append_attribute("classname") = Printable(matrix.name).c_str();
  test.append_attribute("name") = Printable(PlaceText(cell.at)).c_str();
  const auto say = [&](const char* kind, const std::string& message) {
    auto said = test.append_child(kind);
    said.append_attribute("message") = Printable(message).c_str();
    const auto why = Printable(WhyText(cell), Spaces::kKept);
    if (!why.empty()) said.text().set(why.c_str());
  };
  const std::string reason = cell.reasons.empty() ? "" : cell.reasons.front();
  if (cell.excluded) {
    say("skipped", *cell.excluded);
  } else if (!cell.verdict) {
    say("skipped", "no trial of it has ended");
  } else if (const auto unexpected = Unexpected(cell); !unexpected.empty()) {
    say("failure", unexpected + ": " + reason);
  } else if (IsUndecided(*cell.verdict)) {
    say("error", Name(*cell.verdict) + ": " + reason);
  } else if (const auto few = TooFew(cell, matrix.min_trials); !few.empty()) {
    say("error", few);
  }
}

// How many cases have a child of this kind.
std::size_t Cases(const pugi::xml_node& suite, const char* kind) {
  std::size_t count = 0;
  for (const auto& test : suite.children("testcase")) count += test.child(kind) ? 1 : 0;
  return count;
}

}  // namespace

std::string ToJunit(const Matrix& matrix) {
  pugi::xml_document document;
  auto root = document.append_child("testsuites");
  root.append_attribute("name") = "kproof";
  auto suite = root.append_child("testsuite");
  suite.append_attribute("name") = Printable(matrix.name).c_str();
  for (const auto& cell : matrix.cells) AddCase(suite, matrix, cell);
  suite.append_attribute("tests") = matrix.cells.size();
  suite.append_attribute("failures") = Cases(suite, "failure");
  suite.append_attribute("errors") = Cases(suite, "error");
  suite.append_attribute("skipped") = Cases(suite, "skipped");
  std::ostringstream text;
  document.save(text, "  ");
  return text.str();
}

}  // namespace kproof
