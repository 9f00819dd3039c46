// What GitHub is given, read as its runner reads it.
#include "reports/github.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "harness/base/text.h"
#include "tests/unit/reports/sample.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

struct Command {
  std::string name, message;
  std::map<std::string, std::string> properties;
};

std::string Unescaped(std::string text, bool property) {
  std::vector<std::pair<std::string, std::string>> signs = {{"%0D", "\r"}, {"%0A", "\n"}};
  if (property) signs.insert(signs.end(), {{"%3A", ":"}, {"%2C", ","}});
  signs.emplace_back("%25", "%");
  for (const auto& [sign, meaning] : signs)
    for (std::size_t at = 0; (at = text.find(sign, at)) != std::string::npos; at += meaning.size())
      text.replace(at, sign.size(), meaning);
  return text;
}

// A line that begins with "::" is a command: its name and properties end at the next "::".
std::vector<Command> Commands(const std::string& output) {
  std::vector<Command> commands;
  for (const auto& line : Split(output, '\n')) {
    if (!Trim(line).starts_with("::")) continue;
    const auto end = line.find("::", 2);
    const auto head = line.substr(2, end - 2);
    const auto space = head.find(' ');
    Command command{.name = head.substr(0, space),
                    .message = Unescaped(line.substr(end + 2), false),
                    .properties = {}};
    if (space != std::string::npos)
      for (const auto& property : Split(head.substr(space + 1), ',')) {
        const auto equals = property.find('=');
        command.properties[property.substr(0, equals)] =
            Unescaped(property.substr(equals + 1), true);
      }
    commands.push_back(command);
  }
  return commands;
}

TEST(GithubAnnotations, NameTheScenarioTheReasonTheRecordsAndTheCommand) {
  const auto row = RowOf(LossyRun(), true, "scenarios/a.yaml", "kproof run scenarios/a.yaml");
  const auto commands = Commands(GithubAnnotations({row}));
  ASSERT_THAT(commands, SizeIs(1));
  EXPECT_EQ(commands[0].name, "error");
  EXPECT_EQ(commands[0].properties.at("file"), "scenarios/a.yaml");
  EXPECT_EQ(commands[0].properties.at("title"), "UNPROTECTED: leader-kill-acks1, seed 7");
  const auto lines = Split(commands[0].message, '\n');
  ASSERT_THAT(lines, SizeIs(3));
  EXPECT_EQ(lines[0], "1505 acked records are lost, and acks=1 allows it");
  EXPECT_THAT(lines[1], StartsWith("first lost: checkout-0 seq 5013..5020 of payments/3 at "));
  EXPECT_EQ(lines[2], "again: kproof run scenarios/a.yaml");
}

TEST(GithubAnnotations, AreNoticesWhereNothingIsRedAndNothingWhereItPassed) {
  EXPECT_EQ(GithubAnnotations({RowOf(CleanRun(), true, "", "")}), "");
  const auto commands = Commands(GithubAnnotations({RowOf(LossyRun(), false, "", "")}));
  ASSERT_THAT(commands, SizeIs(1));
  EXPECT_EQ(commands[0].name, "notice");
  EXPECT_FALSE(commands[0].properties.contains("file"));
}

TEST(GithubAnnotations, AreOneCommandWhateverATextHolds) {
  const std::string hostile =
      "x,title=y::\n::error::injected\r\n::add-mask::secret%0A::stop-commands::t,line=3:\u2028";
  auto result = LossyRun();
  result.scenario = result.reason = hostile;
  result.findings.front().examples.front().topic = hostile;
  const auto output = GithubAnnotations({RowOf(result, true, "a:b,c\n::debug::d", hostile)});
  const auto commands = Commands(output);
  ASSERT_THAT(commands, SizeIs(1)) << output;
  EXPECT_EQ(Split(output, '\n').size(), 2u) << output;
  EXPECT_THAT(output, Not(HasSubstr("\r")));
  EXPECT_EQ(commands[0].name, "error");
  EXPECT_THAT(commands[0].properties, SizeIs(2));
  EXPECT_EQ(commands[0].properties.at("file"), "a:b,c ::debug::d");
  EXPECT_THAT(commands[0].message, HasSubstr("::add-mask::secret%0A::stop-commands::t"));
}

TEST(GithubAnnotations, AreAtMostTenOfALevelTheWorstFirst) {
  std::vector<GithubRow> rows;
  for (int at = 0; at < 12; ++at) {
    auto result = LossyRun();
    result.seed = static_cast<std::uint64_t>(at);
    rows.push_back(RowOf(result, true, "", ""));
    rows.push_back(RowOf(result, false, "", ""));
  }
  auto violation = LossyRun();
  violation.verdict = Verdict::kViolation;
  rows.push_back(RowOf(violation, true, "", ""));
  const auto commands = Commands(GithubAnnotations(rows));
  ASSERT_THAT(commands, SizeIs(20));
  EXPECT_THAT(commands[0].properties.at("title"), StartsWith("VIOLATION"));
  EXPECT_EQ(commands[9].properties.at("title"), "4 more");
  EXPECT_EQ(commands[9].name, "error");
  EXPECT_EQ(commands[10].name, "notice");
  EXPECT_EQ(commands[19].properties.at("title"), "3 more");
}

MatrixCell CellWith(Verdict verdict, std::optional<Verdict> expect = {}) {
  auto result = CleanRun();
  result.verdict = verdict;
  result.reason = "because of " + Name(verdict);
  MatrixCell cell;
  cell.at = {{"acks", "1"}};
  cell.planned = 1;
  cell.expect = expect;
  Summarise({&result}, cell);
  return cell;
}

TEST(GithubRows, OfAMatrixAreErrorsWhereItsExitCodeIsRed) {
  using Level = GithubRow::Level;
  const struct {
    MatrixCell cell;
    std::uint64_t min_trials;
    Level level;
  } cases[] = {
      {CellWith(Verdict::kPass), 1, Level::kNothing},
      {CellWith(Verdict::kPass), 2, Level::kError},
      {CellWith(Verdict::kPass, Verdict::kUnprotected), 1, Level::kError},
      {CellWith(Verdict::kUnprotected), 1, Level::kNotice},
      {CellWith(Verdict::kUnprotected, Verdict::kUnprotected), 1, Level::kNothing},
      {CellWith(Verdict::kLimit), 1, Level::kNotice},
      {CellWith(Verdict::kViolation), 1, Level::kError},
      {CellWith(Verdict::kInconclusive), 1, Level::kError},
      {CellWith(Verdict::kError), 1, Level::kError},
  };
  for (const auto& [cell, min_trials, level] : cases) {
    Matrix matrix;
    matrix.cells = {cell};
    const auto rows = RowsOf(matrix, min_trials, "m.yaml");
    ASSERT_THAT(rows, SizeIs(1));
    EXPECT_EQ(rows[0].level, level) << Name(*cell.verdict);
    EXPECT_EQ(rows[0].level == Level::kError, ExitCodeOf(matrix, min_trials) != 0);
    EXPECT_EQ(rows[0].what, "acks=1");
    EXPECT_EQ(rows[0].file, "m.yaml");
  }
}

TEST(GithubRows, LeaveOutWhatIsNotPartOfTheCampaign) {
  Matrix matrix;
  matrix.cells.resize(2);
  matrix.cells[0].excluded = "no";
  EXPECT_THAT(RowsOf(matrix, 1, ""), IsEmpty());
}

TEST(GithubTable, HasARowForEachAndNoMarkupFromOutside) {
  auto result = LossyRun();
  result.reason = "a | b\n| <img> `x`";
  const auto table = GithubTable("run: exit code 6", {RowOf(result, true, "", "")});
  EXPECT_THAT(Split(table, '\n'),
              ElementsAre("### run: exit code 6", "", "| verdict | what | why |", "|---|---|---|",
                          "| unprotected | leader-kill-acks1, seed 7 | a \\| b \\| \\<img\\> "
                          "\\`x\\` |",
                          "", ""));
}

TEST(GithubTable, IsCutAndSaysSo) {
  auto result = LossyRun();
  result.reason = std::string(100'000, 'x');
  const auto table = GithubTable("t", std::vector<GithubRow>(1'000, RowOf(result, true, "", "")));
  EXPECT_LT(table.size(), kGithubSummaryBytes / 4);
  EXPECT_THAT(table, HasSubstr("800 more; junit.xml has all."));
}

}  // namespace
}  // namespace kproof
