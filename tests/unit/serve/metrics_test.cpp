// /metrics: the format, the table of docs/serve.md and the dashboard. tests/trouble/serve.py has
// Prometheus' own parser read it.
#include "harness/serve/metrics.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "harness/base/json_text.h"
#include "harness/base/text.h"
#include "harness/serve/read_live.h"
#include "tests/unit/serve/results.h"

namespace kproof {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string Source(const std::string& path) {
  std::ifstream file(std::string(KPROOF_SOURCE_DIR) + "/" + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

MeasuredRun GoingOn(const std::string& lines) {
  MeasuredRun run{.campaign = "", .run = "r", .going_on = true, .scenario = "leader-kill"};
  run.live = ReadLive(lines);
  return run;
}

// With every metric in it.
MeasuredRuns Everything() {
  MeasuredRuns all;
  all.runs = {{"pass", 2}};
  all.now.push_back(GoingOn(std::string(kStarted) + kSample + kBegan));
  all.now.back().live.sample->last_read_age_s = 0.5;
  all.now.push_back({.run = "ended", .verdict = Verdict::kViolation, .counts = {{"lost", 3}}});
  return all;
}

TEST(MetricsText, HasEachMetricOnceWithHelpAndType) {
  const auto text = MetricsText(Everything());
  std::size_t at = 0;
  for (const auto& kind : MetricTable()) {
    const auto head =
        fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n{0}", kind.name, kind.help, kind.type);
    const auto found = text.find(head, at);
    ASSERT_NE(found, std::string::npos) << kind.name;
    at = found;
    EXPECT_EQ(text.find(fmt::format("# HELP {} ", kind.name), found + 1), std::string::npos);
  }
}

// Each series has the labels that its row names.
TEST(MetricsText, HasTheLabelsOfItsTable) {
  std::map<std::string, std::string> labels;
  for (const auto& kind : MetricTable()) labels[kind.name] = kind.labels;
  static const std::regex series(R"re(^(\w+)(?:\{(.*)\})? \S+$)re");
  static const std::regex label(R"re((\w+)="(?:[^"\\]|\\.)*",?)re");
  std::istringstream lines(MetricsText(Everything()));
  int seen = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("#")) continue;
    std::smatch match;
    ASSERT_TRUE(std::regex_match(line, match, series)) << line;
    const std::string inside = match[2];
    std::vector<std::string> names;
    for (std::sregex_iterator it(inside.begin(), inside.end(), label), end; it != end; ++it)
      names.push_back((*it)[1]);
    EXPECT_EQ(Join(names, ", "), labels.at(match[1])) << line;
    ++seen;
  }
  EXPECT_GT(seen, 20);
}

TEST(MetricsText, WhatIsStaleIsNotExported) {
  auto run = GoingOn(std::string(kStarted) + kSample + kBegan);
  run.going_on = false;
  const auto text = MetricsText({{}, {run}});
  EXPECT_THAT(text, AllOf(HasSubstr("kproof_run_going_on{"), HasSubstr("kproof_records_sent_total"),
                          Not(HasSubstr("age_seconds")), Not(HasSubstr("kproof_partition"))));
  EXPECT_THAT(text, HasSubstr("target=\"leader of payments/0\"} 0\n"));
}

TEST(MetricsText, AFaultThatHasEndedIsZero) {
  const auto text = MetricsText({{}, {GoingOn(std::string(kStarted) + kBegan + kEnded)}});
  EXPECT_THAT(text, HasSubstr("step=\"0\",fault=\"kill\",target=\"leader of payments/0\"} 0\n"));
  const auto again = MetricsText({{}, {GoingOn(std::string(kStarted) + kBegan + kEnded + kBegan)}});
  EXPECT_THAT(again, HasSubstr("target=\"leader of payments/0\"} 1\n"));
  EXPECT_THAT(again, Not(HasSubstr("target=\"leader of payments/0\"} 0\n")));
}

TEST(MetricsText, LabelsAreEscaped) {
  MeasuredRun run{.run = "a\"b\\c\nd\xff\x1b", .scenario = std::string(10'000, 'x')};
  const auto text = MetricsText({{}, {run}});
  EXPECT_THAT(text, HasSubstr("run=\"a\\\"b\\\\c d\uFFFD\\\\x1b\""));
  EXPECT_LT(text.size(), 2'000u);
}

TEST(MetricTable, IsThatOfTheDocumentation) {
  const auto page = Source("docs/serve.md");
  std::size_t rows = 0;
  for (const auto& kind : MetricTable()) {
    const auto row =
        fmt::format("| `{}` | {} | {} | {} |\n", kind.name, kind.type, kind.labels, kind.help);
    EXPECT_THAT(page, HasSubstr(row));
  }
  for (std::size_t at = 0; (at = page.find("\n| `kproof_", at)) != std::string::npos; ++at) ++rows;
  EXPECT_EQ(rows, MetricTable().size());
}

// Conventions of Prometheus: https://prometheus.io/docs/practices/naming/
TEST(MetricTable, HasNamesByTheConventions) {
  for (const auto& kind : MetricTable()) {
    const std::string name = kind.name;
    EXPECT_TRUE(std::regex_match(name, std::regex("kproof_[a-z_]+"))) << name;
    EXPECT_EQ(name.ends_with("_total"), std::string(kind.type) == "counter") << name;
    EXPECT_FALSE(std::regex_search(name, std::regex("_(ms|s|sec|gauge|counter)$"))) << name;
  }
}

void CollectExpressions(const nlohmann::json& value, std::vector<std::string>& all) {
  if (value.is_object())
    for (const auto& [key, of] : value.items()) {
      if ((key == "expr" || key == "definition") && of.is_string()) all.push_back(of);
      CollectExpressions(of, all);
    }
  if (value.is_array())
    for (const auto& of : value) CollectExpressions(of, all);
}

TEST(Dashboard, NamesMetricsAndLabelsThatAreExported) {
  const auto dashboard = ParseJson(Source("docs/grafana/kproof.json"));
  std::vector<std::string> expressions;
  CollectExpressions(dashboard, expressions);
  EXPECT_GT(expressions.size(), 10u);
  std::map<std::string, std::string> labels;
  for (const auto& kind : MetricTable()) labels[kind.name] = kind.labels;
  for (const auto& expression : expressions) {
    std::smatch match;
    ASSERT_TRUE(std::regex_search(expression, match, std::regex("kproof_\\w+"))) << expression;
    ASSERT_TRUE(labels.contains(match[0])) << expression;
    const bool by_run = expression.find("run=~") != std::string::npos;
    EXPECT_THAT(labels.at(match[0]), HasSubstr(by_run ? "run" : "")) << expression;
  }
  EXPECT_THAT(dashboard["annotations"]["list"][0]["expr"].get<std::string>(),
              HasSubstr("kproof_fault_active"));
}

TEST(Dashboard, PanelsHaveIdsAndPlacesOfTheirOwn) {
  const auto dashboard = ParseJson(Source("docs/grafana/kproof.json"));
  std::set<std::pair<int, int>> taken;
  std::set<int> ids;
  for (const auto& panel : dashboard["panels"]) {
    EXPECT_TRUE(ids.insert(panel["id"].get<int>()).second);
    const auto& place = panel["gridPos"];
    EXPECT_LE(place["x"].get<int>() + place["w"].get<int>(), 24);
    for (int x = 0; x < place["w"]; ++x)
      for (int y = 0; y < place["h"]; ++y)
        EXPECT_TRUE(taken.insert({place["x"].get<int>() + x, place["y"].get<int>() + y}).second)
            << panel["title"];
  }
}

}  // namespace
}  // namespace kproof
