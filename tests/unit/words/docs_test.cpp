// The pages of docs, and the schema of scenarios, name the words of the tables and no others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "harness/words/actor_kind.h"
#include "harness/words/failure_class.h"
#include "harness/words/finding.h"
#include "harness/words/guarantee.h"
#include "harness/words/limit.h"
#include "harness/words/param_kind.h"
#include "harness/words/verdict.h"

namespace kproof {
namespace {

std::string Text(const std::string& page) {
  std::ifstream file(std::string(KPROOF_SOURCE_DIR "/docs/") + page);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// The rows of the table under this head, each from its first cell to its last.
std::vector<std::string> Rows(const std::string& page, const std::string& head) {
  const std::string text = Text(page);
  std::vector<std::string> rows;
  auto at = text.find("\n" + head + "\n|-");
  EXPECT_NE(at, std::string::npos) << page << " has no table: " << head;
  if (at == std::string::npos) return rows;
  at = text.find('\n', text.find("|-", at)) + 1;
  for (; text.compare(at, 1, "|") == 0; at = text.find('\n', at) + 1)
    rows.push_back(text.substr(at, text.find('\n', at) - at));
  return rows;
}

std::string Joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

TEST(Docs, HaveARowForEachKindOfAgent) {
  std::vector<std::string> rows, numbers;
  for (const auto& row : ActorKindTable()) {
    rows.push_back(std::string("| `") + row.name + "` | " + row.meaning + " |");
    numbers.push_back(std::to_string(static_cast<int>(row.word)) + " " + row.name);
  }
  EXPECT_THAT(Rows("spool.md", "| kind of agent | what it does |"),
              testing::ElementsAreArray(rows));
  EXPECT_THAT(Text("audit-store.md"), testing::HasSubstr("| `kind` | " + Joined(numbers) + ", "));
  const auto all = Text("events.md");
  const auto field = all.substr(all.find("| `kind` | "));
  for (const auto& row : ActorKindTable())
    EXPECT_THAT(field.substr(0, field.find('\n')),
                testing::HasSubstr(std::string("`") + row.name + "`"));
}

TEST(Docs, HaveARowForEachClassOfFailure) {
  std::vector<std::string> rows;
  for (const auto& row : FailureClassTable())
    rows.push_back(std::string("| `") + row.name + "` | " + row.meaning + " | " + row.promise +
                   " |");
  EXPECT_THAT(Rows("promises.md", "| class of failure | what happened | promised |"),
              testing::ElementsAreArray(rows));
}

TEST(Docs, HaveARowForEachFinding) {
  std::vector<std::string> rows;
  for (const auto& name : FindingNames()) {
    const auto* row = FindFindingKind(name);
    rows.push_back("| `" + name + "` | " + row->meaning +
                   (row->anomaly() ? " |" : "; no anomaly |"));
  }
  EXPECT_THAT(Rows("checks.md", "| check | counts |"), testing::ElementsAreArray(rows));
}

TEST(Docs, HaveARowForEachGuarantee) {
  std::vector<std::string> rows;
  for (const auto& row : GuaranteeTable())
    rows.push_back(std::string("| `") + row.name + "` | " + row.meaning + " | " +
                   Joined(FindingsAgainst(row.name)) + " | " + (row.by_settings ? "yes" : "never") +
                   " |");
  EXPECT_THAT(Rows("result.md", "| guarantee | means | excludes | promised by settings |"),
              testing::ElementsAreArray(rows));
}

TEST(Docs, HaveARowForEachKindOfParameter) {
  std::vector<std::string> rows;
  for (const auto& row : ParamKindTable())
    rows.push_back(std::string("| ") + row.name + " | " + row.meaning + " |");
  EXPECT_THAT(Rows("scenario.md", "| kind of parameter | what to write |"),
              testing::ElementsAreArray(rows));
}

TEST(Docs, HaveARowForEachVerdict) {
  const auto rows = Rows("result.md", "| verdict | code | means | when |");
  for (const auto& row : VerdictTable()) {
    const std::string code =
        row.word == Verdict::kInterrupted ? "129, 130, 143" : std::to_string(row.exit_code);
    const auto start = std::string("| `") + row.name + "` | " + code + " | " + row.meaning + " |";
    EXPECT_THAT(rows, testing::Contains(testing::StartsWith(start)));
  }
  EXPECT_EQ(rows.size(), VerdictTable().size() + 1);  // `compare` has a code, and no verdict
}

TEST(Schema, KnowsTheWordsOfTheTables) {
  const auto defs = nlohmann::json::parse(Text("scenario.schema.json")).at("$defs");
  EXPECT_EQ(defs.at("guarantee").at("enum"), nlohmann::json(GuaranteeNames()));
  EXPECT_EQ(defs.at("limit").at("enum"), nlohmann::json(LimitNames()));
}

}  // namespace
}  // namespace kproof
