// An export, cut at random: at lines, at bytes, and with lines taken out anywhere. Never a
// violation, never a pass. KPROOF_CUT_RECORDS and KPROOF_CUTS make it longer at night.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <vector>

#include "audit/events/export.h"
#include "audit/events/import.h"
#include "audit/store/reader.h"
#include "harness/base/random.h"
#include "tests/unit/events/big_history.h"
#include "tests/unit/events/judged.h"

namespace kproof {
namespace {

std::uint64_t Told(const char* name, std::uint64_t otherwise) {
  const char* told = std::getenv(name);
  return told == nullptr ? otherwise : std::strtoull(told, nullptr, 10);
}

class RandomCuts : public testing::Test {
 protected:
  void SetUp() override {
    WriteBigHistory(folder_.File("told.jsonl"), Told("KPROOF_CUT_RECORDS", 250));
    ImportEvents(folder_.File("told.jsonl"), folder_.File("run.db"));
    ExportEvents(folder_.File("run.db"), [&](std::string_view line) {
      text_.append(line).append("\n");
      line_ends_.push_back(text_.size());
    });
  }

  std::uint64_t cuts() const { return Told("KPROOF_CUTS", 30); }
  std::size_t BeginOf(std::size_t line) const { return line == 0 ? 0 : line_ends_[line - 1]; }

  Result JudgedText(std::string_view text) const {
    std::ofstream(folder_.File("cut.jsonl"), std::ios::binary) << text;
    std::filesystem::remove(folder_.File("cut.db"));
    ImportEvents(folder_.File("cut.jsonl"), folder_.File("cut.db"));
    return Judge(*StoreReader::Open(folder_.File("cut.db")));
  }
  void ExpectKnown(std::string_view text, const std::string& what) const {
    const auto result = JudgedText(text);
    EXPECT_EQ(result.verdict, Verdict::kInconclusive) << what << ": " << result.reason;
    EXPECT_NE(result.cut, "") << what;
  }

  const TempFolder folder_;
  Random random_{7};
  std::string text_;
  std::vector<std::size_t> line_ends_;
};

TEST_F(RandomCuts, Whole) {
  const auto result = JudgedText(text_);
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
  std::printf("%zu lines, %zu bytes\n", line_ends_.size(), text_.size());
}

TEST_F(RandomCuts, AtLines) {
  for (std::uint64_t i = 0; i < cuts(); ++i) {
    const auto lines = 1 + random_.Below(line_ends_.size() - 1);
    ExpectKnown(std::string_view(text_).substr(0, BeginOf(lines)),
                "cut behind line " + std::to_string(lines));
  }
}

// The last byte is the end of the last line: without it nothing is missing.
TEST_F(RandomCuts, AtBytes) {
  for (std::uint64_t i = 0; i < cuts(); ++i) {
    const auto bytes = 1 + random_.Below(text_.size() - 2);
    ExpectKnown(std::string_view(text_).substr(0, bytes), "cut at byte " + std::to_string(bytes));
  }
  EXPECT_EQ(JudgedText(std::string_view(text_).substr(0, text_.size() - 1)).verdict,
            Verdict::kPass);
}

TEST_F(RandomCuts, LinesTakenOutAnywhere) {
  for (std::uint64_t i = 0; i < cuts(); ++i) {
    const auto first = random_.Below(line_ends_.size());
    const auto most =
        std::min<std::uint64_t>(1000, line_ends_.size() - std::max<std::size_t>(1, first));
    const auto end = first + 1 + random_.Below(std::max<std::uint64_t>(1, most));
    ExpectKnown(text_.substr(0, BeginOf(first)) + text_.substr(BeginOf(end)),
                "lines " + std::to_string(first + 1) + " to " + std::to_string(end) + " taken out");
  }
}

// Neither the first line nor the last one is there to tell.
TEST_F(RandomCuts, BeheadedToo) {
  for (std::uint64_t i = 0; i < cuts() / 4; ++i) {
    const auto lines = 20 + random_.Below(line_ends_.size() - 20);
    ExpectKnown(text_.substr(BeginOf(1), BeginOf(lines) - BeginOf(1)),
                "lines 2 to " + std::to_string(lines));
  }
}

// Of a writer that announces no end nobody knows; but what accuses stands behind what it needs.
TEST_F(RandomCuts, OfUnannouncedHistoriesNeverAccuse) {
  std::string text = text_;
  const std::string announcement = R"("announces_end":true,)";
  for (std::size_t at = 0; (at = text.find(announcement, at)) != std::string::npos;)
    text.replace(at, announcement.size(), announcement.size(), ' ');
  const std::string last = R"(,"announces_end":true)";
  for (std::size_t at = 0; (at = text.find(last, at)) != std::string::npos;)
    text.replace(at, last.size(), last.size(), ' ');
  for (std::uint64_t i = 0; i < cuts(); ++i) {
    const auto lines = 1 + random_.Below(line_ends_.size() - 1);
    const auto result = JudgedText(std::string_view(text).substr(0, BeginOf(lines)));
    EXPECT_EQ(result.cut, "");
    EXPECT_NE(result.verdict, Verdict::kViolation) << lines << ": " << result.reason;
  }
}

}  // namespace
}  // namespace kproof
