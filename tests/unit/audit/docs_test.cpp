// The pages of docs and what they describe agree, row by row.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <utility>

#include "audit/judge/registry.h"
#include "audit/promise/promise.h"
#include "audit/store/query.h"
#include "harness/base/text.h"
#include "harness/words/guarantee.h"
#include "harness/words/limit.h"
#include "tests/unit/audit/history.h"

namespace kproof {
namespace {

std::string Page(const std::string& name) {
  std::ifstream file(std::string(KPROOF_SOURCE_DIR "/docs/") + name);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// The section of `page` under "## name"; "" when there is none.
std::string Section(const std::string& page, const std::string& name) {
  const auto start = page.find("\n## " + name + "\n");
  if (start == std::string::npos) return "";
  return page.substr(start, page.find("\n## ", start + 1) - start);
}

// How rows about this guarantee begin.
std::string RowAbout(const std::string& name) {
  return "\n| " + name + " | " + Join(FindingsAgainst(name), ", ") + " | ";
}

TEST(Docs, EveryColumnOfTheStoreIsDescribed) {
  const TempStore file;
  StoreWriter::Create(file.path());
  const auto page = Page("audit-store.md");
  bool names = true;
  std::map<std::string, std::size_t> columns;
  QueryStore(file.path(),
             "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type "
             "IN ('table', 'view')",
             [&](const auto& row) {
               if (!std::exchange(names, false)) {
                 ++columns[row[0].text];
                 EXPECT_NE(Section(page, row[0].text).find("\n| `" + row[1].text + "` | "),
                           std::string::npos)
                     << row[0].text << "." << row[1].text;
               }
             });
  for (const auto& [table, count] : columns) {
    const auto section = Section(page, table);
    std::size_t rows = 0;
    for (auto at = section.find("\n| `"); at != std::string::npos;
         at = section.find("\n| `", at + 1))
      ++rows;
    EXPECT_EQ(rows, count) << table;
  }
}

TEST(Docs, EveryCheckerHasItsRow) {
  const auto page = Page("checks.md");
  for (const auto& checker : Checkers()) {
    EXPECT_NE(page.find(std::string("\n| `") + checker.name + "` | " + checker.summary),
              std::string::npos)
        << checker.name;
  }
}

TEST(Checkers, AreOneForEachKindOfFinding) {
  std::vector<std::string> names;
  for (const auto& checker : Checkers()) names.emplace_back(checker.name);
  EXPECT_EQ(names, FindingNames());
}

TEST(Docs, EveryLimitHasItsRow) {
  const auto section = Section(Page("checks.md"), "Limits");
  std::size_t rows = 0;
  for (auto at = section.find("\n| `"); at != std::string::npos; at = section.find("\n| `", at + 1))
    ++rows;
  EXPECT_EQ(rows, LimitTable().size());
  for (const auto& limit : LimitTable()) {
    const auto row =
        std::string("\n| `") + limit.name + "` | " + limit.meaning + " | " + limit.needs + " |";
    EXPECT_NE(section.find(row), std::string::npos) << row;
  }
}

TEST(Docs, EveryRuleOfThePromiseHasItsRow) {
  const auto page = Page("promises.md");
  for (const auto& rule : PromiseRules()) {
    const std::string holds = !rule.holds ? "unknown" : *rule.holds ? "yes" : "no";
    const auto row = RowAbout(NameOf(rule.guarantee)) + "`" + rule.name + "` | " + rule.when +
                     " | " + holds + " | " + rule.reason + " | " + rule.source + " |";
    EXPECT_NE(page.find(row), std::string::npos) << row;
  }
  for (const auto& guarantee : GuaranteeTable()) {
    const bool listed = page.find(RowAbout(guarantee.name)) != std::string::npos;
    EXPECT_TRUE(listed) << guarantee.name;
    const auto nobody = page.find(RowAbout(guarantee.name) + "`promised-by-nobody`");
    EXPECT_EQ(nobody == std::string::npos, guarantee.by_settings) << guarantee.name;
  }
}

TEST(Docs, EveryRowOfThePromiseIsARule) {
  const auto page = Page("promises.md");
  std::size_t rows = 0;
  for (const auto& guarantee : GuaranteeTable()) {
    const auto row = std::string("\n| ") + guarantee.name + " | ";
    for (auto at = page.find(row); at != std::string::npos; at = page.find(row, at + 1)) ++rows;
    if (!guarantee.by_settings) --rows;
  }
  EXPECT_EQ(rows, PromiseRules().size());
}

}  // namespace
}  // namespace kproof
