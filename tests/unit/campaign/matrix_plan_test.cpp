// Which cells a matrix has, which of them run, and with which scenarios.
#include "harness/campaign/matrix_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/campaign/plan_json.h"
#include "harness/run/vocabulary.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

constexpr const char* kScenario = R"(name: base
cluster: {brokers: 3, controllers: 1}
topics: {payments: {partitions: 1, config: {min.insync.replicas: 2}}}
producers: {checkout: {config: {acks: all, enable.idempotence: true}}}
monitors: {count: 1}
)";

MatrixRequest Request() {
  return {.seed = 5,
          .repeat = {},
          .sets = {},
          .group_by_clusters = true,
          .find = [](const std::string& name) { return name + ".yaml"; },
          .read = [](const std::string& file) -> std::string {
            if (file == "base.yaml") return kScenario;
            if (file == "other.yaml") return std::string(kScenario).replace(6, 4, "other");
            throw Error(ErrorKind::kUsage, file + " is not there");
          }};
}

PlannedMatrix Planned(const std::string& yaml, const MatrixRequest& request = Request()) {
  const auto parsed = ParseMatrix("m.yaml", "name: m\n" + yaml);
  EXPECT_TRUE(parsed.matrix) << parsed.diagnostics.front().ToString();
  return PlanMatrix(*parsed.matrix, TheVocabulary(), request);
}

// "acks=1: excluded …"
std::vector<std::string> Cells(const CampaignPlan& plan) {
  std::vector<std::string> cells;
  for (const auto& cell : plan.cells)
    cells.push_back(PlaceText(cell.at) + (cell.excluded ? ": " + *cell.excluded : ""));
  return cells;
}

constexpr const char* kTwoAxes = R"(scenario: base
axes:
  acks: {producers.checkout.config.acks: [all, 1]}
  isr: {topics.payments.config.min.insync.replicas: [1, 2]}
)";

TEST(PlanMatrix, HasACellForEachCombinationWithItsValuesInTheScenario) {
  const auto planned = Planned(kTwoAxes, [] {
    auto request = Request();
    request.sets = {{"producers.checkout.config.enable.idempotence", "false"}};
    return request;
  }());
  ASSERT_TRUE(planned.plan);
  const auto& plan = *planned.plan;
  EXPECT_THAT(Cells(plan),
              ElementsAre("acks=all, isr=1", "acks=all, isr=2", "acks=1, isr=1", "acks=1, isr=2"));
  EXPECT_EQ(plan.cells[2].scenario->producers[0].config.at("acks"), "1");
  EXPECT_EQ(plan.cells[2].scenario->producers[0].config.at("enable.idempotence"), "false");
  EXPECT_EQ(plan.cells[3].scenario->topics[0].config.at("min.insync.replicas"), "2");
  EXPECT_EQ(plan.seed, 5u);
  EXPECT_TRUE(plan.matrix);
}

TEST(PlanMatrix, LeavesOutCellsThatCanNotBeAndSaysWhy) {
  const auto planned = Planned(
      "scenario: base\naxes:\n"
      "  idempotence: {producers.checkout.config.enable.idempotence: [true, false]}\n"
      "  acks: {producers.checkout.config.acks: [all, 1]}\n"
      "exclude: [{idempotence: false, acks: all, why: known already}]\n");
  ASSERT_TRUE(planned.plan) << planned.diagnostics.front().ToString();
  const auto cells = Cells(*planned.plan);
  EXPECT_EQ(cells[0], "acks=all, idempotence=true");
  EXPECT_THAT(cells[1],
              HasSubstr("acks=1, idempotence=true: refused: m.yaml:5:48: producer checkout has"));
  EXPECT_EQ(cells[2], "acks=all, idempotence=false: known already");
  EXPECT_EQ(cells[3], "acks=1, idempotence=false");
  EXPECT_EQ(planned.plan->trials.size(), 2u);
}

TEST(PlanMatrix, GivesEachPathOfAnAxisItsValueAndCellsTheirOwnNumberOfTrials) {
  const std::string yaml =
      "scenario: base\naxes:\n"
      "  isr: {\"topics.payments.config.min.insync.replicas, cluster.config.min.insync.replicas\": "
      "[1, 2]}\n"
      "repeats: [{where: {isr: 2}, repeat: 3}]\n";
  const auto planned = Planned(yaml);
  ASSERT_TRUE(planned.plan) << planned.diagnostics.front().ToString();
  const auto& second = *planned.plan->cells[1].scenario;
  EXPECT_EQ(second.topics[0].config.at("min.insync.replicas"), "2");
  EXPECT_EQ(second.clusters.at("main").config.at("min.insync.replicas"), "2");
  EXPECT_EQ(planned.plan->trials.size(), 4u) << "one of the first cell, three of the second";

  auto request = Request();
  request.repeat = 2;
  EXPECT_EQ(Planned(yaml, request).plan->trials.size(), 4u) << "--repeat takes the file's place";

  const auto nowhere = Planned(
      "scenario: base\naxes: {isr: {topics.payments.config.min.insync.replicas: [1, 2]}}\n"
      "exclude: [{isr: 1, why: x}]\nrepeats: [{where: {isr: 1}, repeat: 3}]\n");
  ASSERT_FALSE(nowhere.plan);
  EXPECT_THAT(nowhere.diagnostics[0].ToString(), HasSubstr("this item of repeats means nothing"));
}

TEST(PlanMatrix, RefusesAValueThatNoCellTakes) {
  const auto planned =
      Planned("scenario: base\naxes: {acks: {producers.checkout.config.acks: [all, two]}}\n");
  ASSERT_FALSE(planned.plan);
  ASSERT_EQ(planned.diagnostics.size(), 1u);
  EXPECT_THAT(
      planned.diagnostics[0].ToString(),
      HasSubstr("m.yaml:3:53: acks = two is refused in all of its cells, first in acks=two;"));
}

TEST(PlanMatrix, RefusesAPathThatLeadsNowhere) {
  const auto planned =
      Planned("scenario: base\naxes: {acks: {producers.chekout.config.acks: [all, 1]}}\n");
  ASSERT_FALSE(planned.plan);
  ASSERT_EQ(planned.diagnostics.size(), 1u) << "one for the axis, not one for each value";
  EXPECT_THAT(planned.diagnostics[0].ToString(), HasSubstr("there is no 'chekout' in producers"));
}

TEST(PlanMatrix, RefusesRulesThatNoCellHasAndAMatrixThatRunsNothing) {
  const std::string isr =
      "scenario: base\naxes: {isr: {topics.payments.config.min.insync.replicas: [1, 2]}}\n";
  const auto rule =
      Planned(isr + "exclude: [{isr: 1, why: x}]\nexpect: [{where: {isr: 1}, verdict: pass}]\n");
  ASSERT_FALSE(rule.plan);
  EXPECT_THAT(rule.diagnostics[0].ToString(), HasSubstr("no cell that runs is at isr=1"));
  const auto nothing = Planned(isr + "exclude: [{isr: 1, why: x}, {isr: 2, why: y}]\n");
  ASSERT_FALSE(nothing.plan);
  EXPECT_THAT(nothing.diagnostics[0].ToString(), HasSubstr("every cell is excluded"));
}

TEST(PlanMatrix, TakesScenariosFromFilesOfAnAxis) {
  const auto planned = Planned("axes: {which: {scenario: [base, other]}}\n");
  ASSERT_TRUE(planned.plan);
  EXPECT_EQ(planned.plan->cells[1].scenario->name, "other");
  EXPECT_THROW(Planned("axes: {which: {scenario: [nowhere]}}\n"), Error);
}

TEST(PlanMatrix, RunsAllCellsOnceBeforeItRepeatsAny) {
  const auto planned =
      Planned(std::string(kTwoAxes) + "exclude: [{acks: 1, why: x}]\nrepeat: 3\nseed: 9\n");
  const auto& trials = planned.plan->trials;
  ASSERT_EQ(trials.size(), 6u);
  for (std::size_t round = 0; round < 3; ++round) {
    EXPECT_EQ(trials[2 * round].seed, 9 + round);
    EXPECT_EQ(trials[2 * round + 1].seed, 9 + round);
    EXPECT_THAT((std::vector{trials[2 * round].cell, trials[2 * round + 1].cell}),
                UnorderedElementsAre(0, 1));
  }
}

TEST(PlanMatrix, GivesTheSameOrderForTheSameSeedAndOthersForOthers) {
  const auto order = [](std::uint64_t seed) {
    auto request = Request();
    request.seed = seed;
    request.repeat = 8;
    std::vector<std::size_t> cells;
    const auto planned = Planned(std::string(kTwoAxes) + "exclude: [{acks: 1, why: x}]\n", request);
    for (const auto& trial : planned.plan->trials) cells.push_back(trial.cell);
    return cells;
  };
  EXPECT_EQ(order(5), order(5));
  EXPECT_NE(order(5), order(6));
}

TEST(CampaignJson, ReadsBackAsItWas) {
  auto plan = *Planned(std::string(kTwoAxes) +
                       "exclude: [{acks: 1, why: x}]\nnames: [{where: {isr: 1}, name: n}]\n"
                       "expect: [{where: {isr: 2}, verdict: unprotected}]\nrepeat: 2\n")
                   .plan;
  const auto again = ParseCampaignPlan(ToJson(plan), TheVocabulary());
  EXPECT_EQ(again, plan);
}

TEST(CampaignJson, RefusesWhatItDoesNotWrite) {
  const auto good = ToJson(*Planned(std::string(kTwoAxes) + "exclude: [{acks: 1, why: x}]\n").plan);
  const auto changed = [&](const std::string& what, const std::string& with) {
    auto text = good;
    return text.replace(text.find(what), what.size(), with);
  };
  for (const auto& text :
       {std::string(), good.substr(0, good.size() / 2), changed("\"schema\": 1", "\"schema\": 2"),
        changed("\"cell\": ", "\"cell\": 9"), changed("\"seed\": 5", "\"seed\": 5.5"),
        changed("\"name\": \"m\"", "\"nam\": \"m\"")})
    EXPECT_THROW(ParseCampaignPlan(text, TheVocabulary()), Error) << text.substr(0, 60);
  EXPECT_THROW(ParseCampaignPlan(changed("brokers: 3", "brokers: x"), TheVocabulary()), Error);
}

}  // namespace
}  // namespace kproof
