// A matrix's file: read strictly, every complaint with its line.
#include "harness/scenario/matrix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kGood = R"(name: small
about: what two settings buy
scenario: base.yaml
axes:
  acks: {producers.checkout.config.acks: [0, 1, all]}
  min.isr: {topics.payments.config.min.insync.replicas: [1, 2]}
exclude:
  - {acks: 0, min.isr: 2, why: never acked}
expect:
  - where: {acks: all}
    verdict: pass
names:
  - {where: {acks: 1, min.isr: 1}, name: a choice}
repeat: 2
seed: 7
)";

// The complaints about a file that has `what` replaced by `with`, one after the other.
std::string Complaints(const std::string& what, const std::string& with) {
  std::string yaml = kGood;
  const auto at = yaml.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  yaml.replace(at, what.size(), with);
  const auto parsed = ParseMatrix("m.yaml", yaml);
  EXPECT_EQ(parsed.matrix.has_value(), parsed.diagnostics.empty());
  std::string all;
  for (const auto& diagnostic : parsed.diagnostics) all += diagnostic.ToString() + "\n";
  return all;
}

TEST(Matrix, HasAxesRulesAndNumbers) {
  const auto parsed = ParseMatrix("m.yaml", kGood);
  ASSERT_TRUE(parsed.matrix) << parsed.diagnostics.front().ToString();
  const auto& matrix = *parsed.matrix;
  EXPECT_EQ(matrix.name, "small");
  EXPECT_EQ(matrix.scenario_file, "base.yaml");
  ASSERT_EQ(matrix.axes.size(), 2u);
  EXPECT_EQ(matrix.axes[0].name, "acks");
  EXPECT_THAT(matrix.axes[0].paths, ElementsAre("producers.checkout.config.acks"));
  EXPECT_EQ(matrix.axes[0].values[2].text, "all");
  EXPECT_EQ(matrix.axes[0].values[2].place.line, 5);
  EXPECT_EQ(matrix.exclude.front().where, (CellPlace{{"acks", "0"}, {"min.isr", "2"}}));
  EXPECT_EQ(matrix.exclude.front().why, "never acked");
  EXPECT_EQ(matrix.expect.front().verdict, Verdict::kPass);
  EXPECT_EQ(matrix.names.front().name, "a choice");
  EXPECT_EQ(matrix.repeat, 2);
  EXPECT_EQ(matrix.seed, 7u);
}

TEST(Matrix, MayHoldItsScenario) {
  const auto parsed =
      ParseMatrix("m.yaml", "name: m\nscenario: {name: a}\naxes: {d: {duration: [1s]}}\n");
  ASSERT_TRUE(parsed.matrix);
  ASSERT_TRUE(parsed.matrix->scenario);
  EXPECT_EQ(parsed.matrix->scenario->Find("name")->text, "a");
}

TEST(Matrix, SetsSeveralPathsToOneValueAndRepeatsSomeCellsMoreOften) {
  const auto parsed =
      ParseMatrix("m.yaml",
                  "name: m\nscenario: base.yaml\n"
                  "axes: {client: {\"producers.*.client, consumers.*.client\": "
                  "[java, librdkafka]}}\n"
                  "repeat: 2\nrepeats: [{where: {client: librdkafka}, repeat: 5}]\n");
  ASSERT_TRUE(parsed.matrix) << parsed.diagnostics.front().ToString();
  EXPECT_THAT(parsed.matrix->axes.front().paths,
              ElementsAre("producers.*.client", "consumers.*.client"));
  EXPECT_EQ(parsed.matrix->repeat, 2);
  ASSERT_EQ(parsed.matrix->repeats.size(), 1u);
  EXPECT_EQ(parsed.matrix->repeats.front().repeat, 5);
  EXPECT_EQ(parsed.matrix->repeats.front().where, (CellPlace{{"client", "librdkafka"}}));
}

TEST(Matrix, TakesScenariosFromAnAxis) {
  EXPECT_EQ(Complaints("scenario: base.yaml\naxes:\n", "axes:\n  fault: {scenario: [a, b]}\n"), "");
  EXPECT_THAT(
      Complaints("axes:\n", "axes:\n  fault: {scenario: [a, b]}\n"),
      HasSubstr("m.yaml:3:1: scenarios are values of axis fault; leave out 'scenario' here"));
}

TEST(Matrix, SaysWhatIsWrongAndWhere) {
  const struct {
    const char *what, *with, *says;
  } cases[] = {
      {"name: small\n", "", "the matrix has no 'name'"},
      {"repeat: 2", "repaet: 2", "m.yaml:14:1: unknown key 'repaet'; did you mean 'repeat'?"},
      {"repeat: 2", "repeat: 0", "repeat"},
      {"seed: 7", "seed: -1", "seed"},
      {"scenario: base.yaml\n", "", "the matrix has no 'scenario'"},
      {"[1, 2]", "[1, 1]", "'1' is listed twice"},
      {"[1, 2]", "[]", "axis min.isr has no values"},
      {"[1, 2]", "{a: 1}", "values of axis min.isr is a map, not a list"},
      {"acks: {producers.checkout.config.acks: [0, 1, all]}", "acks: {a: [1], b: [2]}",
       "axis acks has 2 lists of values"},
      {"producers.checkout.config.acks:", "\"a,,b\":", "'a,,b' has a path that is empty"},
      {"producers.checkout.config.acks:", "\"a, scenario\":",
       "scenario files are values of an axis by themselves"},
      {"repeat: 2", "repeats: [{where: {acks: 1}}]", "an item of repeats has no 'repeat'"},
      {"repeat: 2", "repeats: [{where: {acks: 7}, repeat: 2}]", "axis acks has no value '7'"},
      {"repeat: 2", "repeats: [{where: {acks: 1}, repeat: 0}]", "m.yaml:14:"},
      {"acks: {producers.checkout.config.acks: [0, 1, all]}", "a cks: {a: [1]}",
       "'a cks' is not a name for an axis"},
      {"{acks: 0, min.isr: 2, why: never acked}", "{acks: 0}", "an item of exclude has no 'why'"},
      {"{acks: 0, min.isr: 2, why: never acked}", "{acs: 0, why: x}",
       "m.yaml:8:6: there is no axis 'acs'; did you mean 'acks'?"},
      {"where: {acks: all}", "where: {acks: al}",
       "axis acks has no value 'al'; there are 0, 1, all"},
      {"verdict: pass", "verdict: passed", "did you mean 'pass'?"},
      {"    verdict: pass\n", "", "an item of expect has no 'verdict'"},
      {"name: a choice", "nam: a choice", "unknown key 'nam' in an item of names"},
      {"exclude:\n  - {acks: 0, min.isr: 2, why: never acked}", "exclude: {acks: 0}",
       "exclude is not a list"},
  };
  for (const auto& one : cases) EXPECT_THAT(Complaints(one.what, one.with), HasSubstr(one.says));
}

TEST(Matrix, IsNoLargerThanAnybodyRuns) {
  std::string values = "[0";
  for (int value = 1; value < 101; ++value) values += ", " + std::to_string(value);
  const auto axis = [&](const char* name) {
    return std::string(name) + ": {duration: " + values + "]}";
  };
  EXPECT_THAT(Complaints("acks: {producers.checkout.config.acks: [0, 1, all]}",
                         axis("a") + "\n  " + axis("b")),
              HasSubstr("there are more than 10,000 cells"));
}

TEST(Matrix, IsToldFromAScenario) {
  EXPECT_TRUE(IsMatrix(kGood));
  EXPECT_FALSE(IsMatrix("name: a\nsteps: []\n"));
  EXPECT_FALSE(IsMatrix("{"));
}

TEST(CellPlaces, MatchWhereEachValueIsTheSame) {
  const CellPlace cell = {{"acks", "1"}, {"min.isr", "2"}};
  EXPECT_TRUE(Matches({}, cell));
  EXPECT_TRUE(Matches({{"acks", "1"}}, cell));
  EXPECT_FALSE(Matches({{"acks", "1"}, {"min.isr", "1"}}, cell));
  EXPECT_FALSE(Matches({{"rf", "1"}}, cell));
  EXPECT_EQ(PlaceText(cell), "acks=1, min.isr=2");
}

}  // namespace
}  // namespace kproof
