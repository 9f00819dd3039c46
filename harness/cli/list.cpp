// kproof list scenarios|faults|targets|states|checks|drivers|formats: one row each, from the
// registries.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "audit/judge/registry.h"
#include "harness/base/error.h"
#include "harness/base/printable.h"
#include "harness/base/text.h"
#include "harness/cli/book.h"
#include "harness/cli/output.h"
#include "harness/cli/verbs.h"
#include "harness/cluster/registry.h"
#include "harness/fault/fault.h"
#include "harness/nemesis/states.h"
#include "harness/nemesis/targets.h"
#include "harness/run/place.h"
#include "harness/run/vocabulary.h"
#include "harness/scenario/scenario.h"
#include "reports/registry.h"

namespace kproof {
namespace {

const std::vector<std::string>& Lists() {
  static const std::vector<std::string> lists = {"scenarios", "faults",  "targets", "states",
                                                 "checks",    "drivers", "formats"};
  return lists;
}

struct Row {
  std::string name, summary;
  nlohmann::ordered_json more = nlohmann::ordered_json::object();  // for programs
};

Row ScenarioRow(const ShippedScenario& scenario, const Vocabulary& vocabulary) {
  std::ifstream file(scenario.file);
  std::ostringstream text;
  text << file.rdbuf();
  const auto parsed = ParseScenario(scenario.file, text.str(), vocabulary);
  Row row{scenario.name, "", {{"file", scenario.file}}};
  if (parsed.scenario) {
    row.summary = parsed.scenario->role + ": " + parsed.scenario->about;
    row.more["role"] = parsed.scenario->role;
    row.more["loopback"] = RunsOnLoopback(*parsed.scenario);
  } else {
    row.summary = "does not validate: " + parsed.diagnostics.front().what;
  }
  return row;
}

std::vector<Row> ScenarioRows(const std::string& folder) {
  std::vector<Row> rows;
  const Vocabulary vocabulary = TheVocabulary();
  for (const auto& scenario : ScenariosIn(folder))
    rows.push_back(ScenarioRow(scenario, vocabulary));
  return rows;
}

template <typename Table, typename ToRow>
std::vector<Row> RowsOf(const Table& table, ToRow to_row) {
  std::vector<Row> rows;
  for (const auto& entry : table) rows.push_back(to_row(entry));
  return rows;
}

const auto kNamed = [](const auto& entry) {
  return Row{std::string(entry.name), std::string(entry.summary), {}};
};
const auto kPhrase = [](const auto& entry) {
  return Row{entry.form.pattern, entry.form.summary, {}};
};

std::vector<Row> Rows(const std::string& what, const std::string& folder) {
  if (what == "checks") return RowsOf(Checkers(), kNamed);
  if (what == "drivers") return RowsOf(Drivers(), kNamed);
  if (what == "faults") return RowsOf(Faults(), kNamed);
  if (what == "formats") return RowsOf(Formats(), kNamed);
  if (what == "states") return RowsOf(States(), kPhrase);
  if (what == "targets") return RowsOf(Targets(), kPhrase);
  return ScenarioRows(folder);
}

void Print(const std::vector<Row>& rows, const JsonFlags& json) {
  std::size_t width = 0;
  for (const auto& row : rows) width = std::max(width, row.name.size());
  for (const auto& row : rows) {
    if (json.asked()) {
      nlohmann::ordered_json object = {{"name", row.name}, {"summary", row.summary}};
      if (row.more.is_object()) object.update(row.more);
      PrintJson(object, json);
    } else {
      std::printf("%-*s  %s\n", static_cast<int>(width), Printable(row.name).c_str(),
                  Printable(row.summary).c_str());
    }
  }
}

struct ListFlags {
  std::string what, folder;
  JsonFlags json;
};

int List(const ListFlags& flags) {
  if (flags.what.empty())
    throw Error(ErrorKind::kUsage, "list what? " + Join(Lists(), ", "),
                Hint("for example 'kproof list scenarios'"));
  Print(Rows(flags.what, flags.folder), flags.json);
  return 0;
}

}  // namespace

void AddListVerb(CLI::App& app, VerbAction& action) {
  const auto flags = std::make_shared<ListFlags>();
  auto* verb = app.add_subcommand(
      "list", "list the scenarios, faults, targets, states, checks, drivers or formats");
  verb->add_option("WHAT", flags->what, Join(Lists(), ", "))
      ->type_name(Join(Lists(), "|"))
      ->check(OneOf(Lists()));
  verb->add_option("--folder", flags->folder,
                   "list the scenarios of this folder instead of those that come with kproof")
      ->type_name("FOLDER");
  AddJsonFlags(*verb, flags->json);
  verb->callback([flags, &action] { action = [flags] { return List(*flags); }; });
}

}  // namespace kproof
