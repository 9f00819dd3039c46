// kproof list scenarios|faults|targets|states|checks|drivers|formats: one row each, from the
// registries.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "audit/judge/registry.h"
#include "harness/base/error.h"
#include "harness/cli/verbs.h"
#include "harness/cluster/registry.h"
#include "harness/fault/fault.h"
#include "harness/nemesis/states.h"
#include "harness/nemesis/targets.h"
#include "harness/run/vocabulary.h"
#include "harness/scenario/scenario.h"
#include "reports/registry.h"

namespace kproof {
namespace {

struct Row {
  std::string name, summary;
};

std::vector<Row> ScenarioRows(const std::string& folder) {
  namespace fs = std::filesystem;
  if (!fs::is_directory(folder))
    throw Error(ErrorKind::kUsage, "there is no folder " + folder, Hint("name one with --folder"));
  std::vector<Row> rows;
  const Vocabulary vocabulary = TheVocabulary();
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".yaml") continue;
    std::ifstream file(entry.path());
    std::ostringstream text;
    text << file.rdbuf();
    const auto parsed = ParseScenario(entry.path().string(), text.str(), vocabulary);
    rows.push_back({entry.path().string(),
                    parsed.scenario ? parsed.scenario->role + ": " + parsed.scenario->about
                                    : "does not validate: " + parsed.diagnostics.front().what});
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.name < b.name; });
  return rows;
}

template <typename Table, typename ToRow>
std::vector<Row> RowsOf(const Table& table, ToRow to_row) {
  std::vector<Row> rows;
  for (const auto& entry : table) rows.push_back(to_row(entry));
  return rows;
}

const auto kNamed = [](const auto& entry) {
  return Row{std::string(entry.name), std::string(entry.summary)};
};
const auto kPhrase = [](const auto& entry) { return Row{entry.form.pattern, entry.form.summary}; };

std::vector<Row> Rows(const std::string& what, const std::string& folder) {
  if (what == "checks") return RowsOf(Checkers(), kNamed);
  if (what == "drivers") return RowsOf(Drivers(), kNamed);
  if (what == "faults") return RowsOf(Faults(), kNamed);
  if (what == "formats") return RowsOf(Formats(), kNamed);
  if (what == "states") return RowsOf(States(), kPhrase);
  if (what == "targets") return RowsOf(Targets(), kPhrase);
  return ScenarioRows(folder);
}

int Print(const std::vector<Row>& rows, bool json) {
  std::size_t width = 0;
  for (const auto& row : rows) width = std::max(width, row.name.size());
  auto array = nlohmann::json::array();
  for (const auto& row : rows) {
    if (json) {
      array.push_back({{"name", row.name}, {"summary", row.summary}});
    } else {
      std::printf("%-*s  %s\n", static_cast<int>(width), row.name.c_str(), row.summary.c_str());
    }
  }
  if (json) std::printf("%s\n", array.dump(2).c_str());
  return 0;
}

}  // namespace

void AddListVerb(CLI::App& app, VerbAction& action) {
  struct Flags {
    std::string what, folder = "scenarios";
    bool json = false;
  };
  const auto flags = std::make_shared<Flags>();
  auto* verb = app.add_subcommand(
      "list", "name the scenarios, faults, targets, states, checks, drivers or formats there are");
  verb->add_option("WHAT", flags->what, "what to list")
      ->required()
      ->check(CLI::IsMember(
          {"scenarios", "faults", "targets", "states", "checks", "drivers", "formats"}));
  verb->add_option("--folder", flags->folder, "where scenarios are looked for")
      ->capture_default_str();
  verb->add_flag("--json", flags->json, "an array of objects instead of rows");
  verb->callback([flags, &action] {
    action = [flags] { return Print(Rows(flags->what, flags->folder), flags->json); };
  });
}

}  // namespace kproof
