// The histories of docs/examples/histories are judged as the table beside them says.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include "harness/base/text.h"
#include "tests/unit/events/judged.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

constexpr char kFolder[] = KPROOF_SOURCE_DIR "/docs/examples/histories";

struct Row {
  std::string verdict, counts;
};

// "| [`lost`](lost.jsonl) | violation | lost 1 | … |" → lost.jsonl, violation, "lost 1".
std::map<std::string, Row> Table() {
  std::map<std::string, Row> rows;
  std::istringstream page(ReadFile(std::string(kFolder) + "/README.md"));
  for (std::string line; std::getline(page, line);) {
    const auto cells = Split(line, '|');
    const auto open = line.find('(');
    const auto close = line.find(".jsonl)");
    if (cells.size() < 5 || open == std::string::npos || close == std::string::npos) continue;
    rows[line.substr(open + 1, close - open - 1) + ".jsonl"] = {Trim(cells[2]), Trim(cells[3])};
  }
  return rows;
}

// What of `counts` is an anomaly, as in the table: "lost 1, misplaced 2"; "none".
std::string AnomaliesOf(const Result& result) {
  static const std::set<std::string> kNoAnomaly = {"sent", "acked", "failed", "unknown", "read"};
  std::vector<std::string> parts;
  for (const auto& [name, count] : result.counts) {
    if (count > 0 && !kNoAnomaly.contains(name)) parts.push_back(fmt::format("{} {}", name, count));
  }
  return parts.empty() ? "none" : Join(parts, ", ");
}

TEST(Histories, AreJudgedAsTheTableSays) {
  const auto table = Table();
  EXPECT_GE(table.size(), 24u);
  for (const auto& [file, row] : table) {
    const auto result = JudgedFile(std::string(kFolder) + "/" + file);
    EXPECT_EQ(Name(result.verdict), row.verdict) << file << ": " << result.reason;
    EXPECT_EQ(AnomaliesOf(result), row.counts) << file;
  }
}

TEST(Histories, EachFileHasARow) {
  const auto table = Table();
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    const auto name = entry.path().filename().string();
    EXPECT_TRUE(name == "README.md" || table.contains(name)) << name;
  }
}

TEST(Histories, ShowEachCheck) {
  std::string all;
  for (const auto& [file, row] : Table()) all += row.counts + "\n";
  for (const auto& [name, count] : Judged(Sends("p", 0, 1)).counts) {
    if (name == "sent" || name == "acked" || name == "failed" || name == "unknown" ||
        name == "read")
      continue;
    EXPECT_NE(all.find(name + " "), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace kproof
