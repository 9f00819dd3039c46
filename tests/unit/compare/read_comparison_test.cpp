// compare.json is read back into what it was written of, and nothing else is taken for it.
#include "harness/compare/read_comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"
#include "harness/compare/comparison_json.h"
#include "tests/unit/compare/folders.h"
#include "tests/unit/compare/synthetic.h"

namespace kproof {
namespace {

using testing::HasSubstr;

// With a row of each kind, a broken guarantee, cells of one side and trials that are no evidence.
Comparison Rich() {
  Random random(1);
  auto a = SyntheticSide(random, 3, 0.05), b = SyntheticSide(random, 3, 0.05, 1.3);
  a.cells[0].trials[0].found["lost"] = 1;
  a.cells[0].trials[0].verdict = Verdict::kUnprotected;
  b.cells[1].trials[0].verdict = Verdict::kViolation;
  b.cells[1].trials[0].broken = {"no-loss"};
  b.cells[2].trials[1].verdict = Verdict::kInconclusive;
  for (auto& cell : b.cells) cell.circumstances = {{"kafka", "4.3.1"}, {"producer acks", "1"}};
  a.cells.push_back({{{"acks", "0"}, {"fault", "cut"}}, "no", {}, {}});
  return Compare(a, b, {.margin = 0.05, .difference = 0.2});
}

TEST(ReadComparison, GivesBackWhatWasWritten) {
  for (const auto& comparison : {Rich(), Comparison{}}) {
    const auto text = ComparisonFile(comparison);
    EXPECT_EQ(ComparisonFile(ParseComparison(text, "compare.json")), text);
  }
  const auto read = ParseComparison(ComparisonFile(Rich()), "compare.json");
  EXPECT_EQ(read.cells, 6u);
  EXPECT_EQ(read.options.difference, 0.2);
  EXPECT_EQ(read.rows.front().level, PartLevel::kAll);
  EXPECT_EQ(read.broken.size(), 1u);
  EXPECT_EQ(ExitCodeOf(read), 3);
}

TEST(ReadComparison, TakesFilesOfAnOlderKproof) {
  auto json = ComparisonJson(Rich());
  json.erase("cells");
  json.erase("trials_needed_for");
  for (auto& row : json["rows"]) row.erase("part");
  for (const char* side : {"a", "b"})
    for (const char* key : {"versions", "first_started", "last_started"}) json[side].erase(key);
  const auto read = ParseComparison(json.dump(), "compare.json");
  EXPECT_TRUE(read.evidence.empty());
  EXPECT_EQ(read.rows.front().level, PartLevel::kAll);
  EXPECT_NE(read.rows.back().level, PartLevel::kAll);
}

std::string WhyNot(const std::function<void(nlohmann::ordered_json&)>& change) {
  auto json = ComparisonJson(Rich());
  change(json);
  try {
    ParseComparison(json.dump(), "c.json");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage);
    return error.Full();
  }
  return "read";
}

TEST(ReadComparison, RefusesEverythingElse) {
  EXPECT_EQ(WhyNot([](auto&) {}), "read");
  EXPECT_THAT(WhyNot([](auto& json) { json["schema"] = 2; }),
              HasSubstr("c.json has schema 2, and this kproof reads schema 1; use the kproof"));
  EXPECT_THAT(WhyNot([](auto& json) { json["what"] = "kproof baseline"; }),
              HasSubstr("c.json is no comparison of kproof; name a compare.json"));
  EXPECT_THAT(WhyNot([](auto& json) { json["rows"][0]["verdict"] = "bad"; }),
              HasSubstr("rows[0].verdict is no verdict of a comparison: 'bad'"));
  EXPECT_THAT(WhyNot([](auto& json) { json["rows"][0]["part"] = "some"; }),
              HasSubstr("rows[0].part is no part of the cells: 'some'"));
  EXPECT_THAT(WhyNot([](auto& json) { json["rows"][0]["unit"] = ""; }), HasSubstr("is empty"));
  EXPECT_THAT(WhyNot([](auto& json) {
                json["rows"][0]["unit"] = kShareUnit;
                json["rows"][0]["a"] = nullptr;
              }),
              HasSubstr("rows[0].a is no number"));
  EXPECT_THAT(WhyNot([](auto& json) { json["rows"][0]["interval"].push_back(1); }),
              HasSubstr("rows[0].interval has not two bounds"));
  EXPECT_THAT(WhyNot([](auto& json) { json["level"] = 0.1; }), HasSubstr("level is another one"));
  EXPECT_THAT(WhyNot([](auto& json) { json["cells"][0]["c"] = 1; }),
              HasSubstr("cells[0] has the unknown key 'c'"));
  EXPECT_THAT(WhyNot([](auto& json) { json.erase("reason"); }), HasSubstr("reason is missing"));
  EXPECT_THROW(ParseComparison("[]", "c.json"), Error);
}

TEST(ReadComparison, KnowsComparisonsByTheirFirstBytes) {
  const TemporaryFolder folder;
  const auto known = [&](const std::string& text) {
    WriteText(folder.File("c.json"), text);
    return IsComparisonFile(folder.File("c.json"));
  };
  EXPECT_TRUE(known(ComparisonFile(Rich())));
  EXPECT_TRUE(known(ComparisonJson(Rich()).dump()));
  EXPECT_FALSE(known("{\"what\": \"kproof baseline\", \"schema\": 1}"));
}

// Versions are those that all common cells have alike; a cell that says nothing makes them unknown.
TEST(Evidence, HasVersionsSeedsAndVerdictsOfTheCommonCells) {
  const auto comparison = Rich();
  EXPECT_EQ(comparison.b.versions, (std::map<std::string, std::string>{{"kafka", "4.3.1"}}));
  EXPECT_TRUE(comparison.a.versions.empty());
  ASSERT_EQ(comparison.evidence.size(), 6u);
  EXPECT_EQ(comparison.evidence[2].b.seeds, (std::vector<std::uint64_t>{7, 8, 9}));
  EXPECT_EQ(comparison.evidence[2].b.verdicts.at("inconclusive"), 1u);
  Random random(1);
  auto a = SyntheticSide(random, 1, 0.05);
  for (std::size_t at = 0; at < a.cells.size(); ++at) {
    a.cells[at].circumstances["kafka"] = at == 0 ? "4.2.0" : "4.3.1";
    a.cells[at].circumstances["kproof"] = "0.1.0";
    a.cells[at].trials[0].started = "2026-11-30T18:0" + std::to_string(at) + ":00Z";
  }
  const auto side = Compare(a, a, {}).a;
  EXPECT_EQ(side.versions, (std::map<std::string, std::string>{{"kproof", "0.1.0"}}));
  EXPECT_EQ(side.first_started, "2026-11-30T18:00:00Z");
  EXPECT_EQ(side.last_started, "2026-11-30T18:05:00Z");
  a.cells[3].circumstances.clear();
  EXPECT_TRUE(Compare(a, a, {}).a.versions.empty());
}

}  // namespace
}  // namespace kproof
