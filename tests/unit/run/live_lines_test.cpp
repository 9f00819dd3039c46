// The lines of live.jsonl and --events-to: what docs/live.md says, and nothing that a reader could
// stumble over.
#include "harness/run/live_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "harness/base/text.h"

namespace kproof {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using Json = nlohmann::json;

Json Parsed(const RunNews::What& what) { return Json::parse(LiveLine({"a-run", 12.3456, what})); }

// One of each event of a run, of a campaign and of a stream.
std::map<std::string, Json> OneOfEach() {
  const ActiveFault fault{1, "kill", "broker 2", 9'000'000};
  RunSample sample;
  sample.partitions = {{"payments/0", 2, 3, 3}};
  sample.faults = {fault};
  std::map<std::string, Json> lines;
  for (const RunNews::What& what :
       {RunNews::What(RunStarted{"leader-kill", 7, "claim", 31.0}),
        RunNews::What(PhaseReached{"steady"}), RunNews::What(sample), RunNews::What(fault),
        RunNews::What(EndedFault{fault, true, true, ""}), RunNews::What(RunLine{"steady"}),
        RunNews::What(RunEnded{"pass", "nothing", {{"lost", 0}}, 0})}) {
    const auto line = Parsed(what);
    lines[line["event"]] = line;
  }
  lines["campaign"] = Json::parse(LiveLine(CampaignNews{"c", 60, 1, 2, 120.0}));
  lines["stream"] = Json::parse(FirstLiveLine());
  lines["gap"] = Json::parse(GapLine(12));
  return lines;
}

std::set<std::string> WordsOf(const std::string& cell) {
  std::set<std::string> words;
  const auto parts = Split(cell, '`');
  for (std::size_t at = 1; at < parts.size(); at += 2) words.insert(parts[at]);
  return words;
}

void AddKeys(const Json& value, std::set<std::string>& keys) {
  if (value.is_array() && !value.empty()) AddKeys(value.front(), keys);
  if (!value.is_object()) return;
  for (const auto& [key, inner] : value.items()) {
    keys.insert(key);
    if (key != "counts") AddKeys(inner, keys);
  }
}

TEST(LiveDocs, HaveEachEventWithItsFields) {
  std::ifstream page(KPROOF_SOURCE_DIR "/docs/live.md");
  std::map<std::string, std::set<std::string>> documented;
  bool in_table = false;
  for (std::string line; std::getline(page, line);) {
    if (!line.starts_with("|")) in_table = false;
    if (line.starts_with("| event |")) in_table = true;
    const auto cells = Split(line, '|');
    if (!in_table || cells.size() != 5 || !Trim(cells[1]).starts_with("`")) continue;
    documented[*WordsOf(cells[1]).begin()] = WordsOf(cells[3]);
  }
  const auto lines = OneOfEach();
  EXPECT_EQ(documented.size(), lines.size());
  for (const auto& [event, line] : lines) {
    std::set<std::string> keys;
    AddKeys(line, keys);
    for (const char* common : {"event", "at_s", "run"}) keys.erase(common);
    auto words = documented[event];
    // Values, names of events, and fields of a fault that the row names by its event.
    for (const char* other : {"start", "null", "fault_began", "\"\""}) words.erase(other);
    if (event == "sample")
      for (const char* of_fault : {"step", "fault", "target", "since_s"}) keys.erase(of_fault);
    EXPECT_EQ(words, keys) << event;
  }
}

TEST(LiveLine, IsOneLineWithItsTimeAndRun) {
  for (const auto& [event, line] : OneOfEach()) {
    EXPECT_THAT(line.dump(), Not(HasSubstr("\n")));
    if (event == "stream" || event == "gap") continue;
    EXPECT_TRUE(line["at_s"].is_number()) << event;
    EXPECT_TRUE(line["run"].is_string()) << event;
  }
  EXPECT_EQ(LiveLine({"a-run", 12.3456, PhaseReached{"steady"}}),
            R"({"event":"phase","at_s":12.346,"run":"a-run","phase":"steady"})");
  EXPECT_THAT(FirstLiveLine(), testing::StartsWith(R"({"event":"stream","schema":1,"kproof":)"));
}

TEST(LiveLine, HasNullForWhatIsNotKnown) {
  RunSample sample;
  sample.partitions = {{"payments/0", std::nullopt, 0, 3}};
  const auto line = Parsed(sample);
  EXPECT_TRUE(line["expected_s"].is_null());
  EXPECT_TRUE(line["last_ack_age_s"].is_null());
  EXPECT_TRUE(line["partitions"][0]["leader"].is_null());
  EXPECT_TRUE(Parsed(EndedFault{})["bit"].is_null());
}

TEST(LiveLine, CutsTextFromOutsideAndKeepsItValid) {
  const std::string hostile = "</script>\"\n\xff\x1b[2J" + std::string(100'000, 'x');
  for (const RunNews::What& what :
       {RunNews::What(RunLine{hostile}), RunNews::What(ActiveFault{1, "kill", hostile, 0}),
        RunNews::What(EndedFault{{1, "kill", "x", 0}, false, {}, hostile}),
        RunNews::What(RunEnded{"pass", hostile, {}, 0})}) {
    const auto line = LiveLine({"a-run", 1, what});
    EXPECT_LT(line.size(), 4'000U);
    EXPECT_THAT(line, Not(HasSubstr("\n")));
    EXPECT_TRUE(Json::accept(line)) << line;
  }
}

}  // namespace
}  // namespace kproof
