// Everything that section 7 lets events say goes into the store, comes out of it again, and goes in
// the same a second time.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "audit/events/export.h"
#include "audit/events/import.h"
#include "audit/store/reader.h"
#include "tests/unit/events/judged.h"

namespace kproof {
namespace {

using nlohmann::json;

// Each line's fields are those that an export writes, but for what is a default, and keys, which
// are exported as hashes.
const std::string kAll =
    R"({"event":"actor","t":0,"actor":"p","op":"open"}
{"event":"actor","t":0,"actor":"c","op":"open","kind":"consumer"}
{"event":"config","topic":"x","cleanup.policy":"compact"}
{"event":"send","t":1,"actor":"p","origin":"p","seq":0,"topic":"x","partition":0,"txn":"T","key":"a","bytes":120,"headers":2,"from":{"topic":"in","partition":3,"offset":7}}
{"event":"send","t":1,"actor":"p","origin":"p","seq":1,"topic":"x","partition":0,"txn":"T","key":"b","tombstone":true,"bytes":100,"from":{"topic":"in","partition":3,"offset":9,"cluster":"east"}}
{"event":"settle","t":2,"actor":"p","origin":"p","seq":0,"topic":"x","partition":0,"outcome":"acked","offset":0,"topic_id":"ID1"}
{"event":"settle","t":2,"actor":"p","origin":"p","seq":1,"topic":"x","partition":0,"outcome":"acked","offset":1,"topic_id":"ID2"}
{"event":"assign","t":3,"actor":"c","partitions":[["x",0,0,"ID1"],["x",1,null]],"group":"g","how":"manual","generation":4}
{"event":"read","t":4,"actor":"c","topic":"x","partition":0,"offset":0,"origin":"p","seq":0,"group":"g","topic_id":"ID1","key":"a"}
{"event":"read","t":4.1,"actor":"c","topic":"y","partition":0,"offset":5,"origin":"p","seq":1,"group":"g","sent_topic":"x"}
{"event":"read","t":4.2,"actor":"c","topic":"x","partition":0,"offset":3,"origin":null,"key":"z","tombstone":true}
{"event":"seek","t":4.5,"actor":"c","topic":"x","partition":0,"offset":0}
{"event":"read","t":4.6,"actor":"c","topic":"x","partition":0,"offset":0,"origin":"p","seq":0,"group":"g","topic_id":"ID1","crc":"bad"}
{"event":"process","t":5,"actor":"c","group":"g","topic":"x","partition":0,"offset":0,"topic_id":"ID1"}
{"event":"commit","t":6,"actor":"c","group":"g","topic":"x","partition":0,"offset":1,"outcome":"acked","asked":5.5,"txn":"T2","store":"external","topic_id":"ID1"}
{"event":"reset","t":7,"actor":"ops","group":"g","topic":"x","partition":0,"offset":0,"topic_id":"ID2"}
{"event":"assign","t":8,"actor":"c","partitions":[],"group":"g"}
{"event":"fault","fault":"delete-topic","class":"deletion","nodes":[],"from":2.5,"to":2.6,"bit":true,"healed":true,"target":"topic x"}
{"event":"state","t":1,"topic":"x","partition":0,"broker":1,"replicas":[1],"isr":[1],"topic_id":"ID1"}
{"event":"replica","t":9,"topic":"x","partition":0,"broker":1,"in_isr":true,"start":0,"end":2,"topic_id":"ID2"}
{"event":"bounds","topic":"x","partition":0,"start":0,"end":2,"actor":"c","topic_id":"ID2"}
{"event":"actor","t":10,"actor":"c","op":"close"}
{"event":"actor","t":10,"actor":"p","op":"close"}
)";

std::string Exported(const std::string& lines) {
  const TempFolder folder;
  WriteFile(folder.File("in.jsonl"), lines);
  ImportEvents(folder.File("in.jsonl"), folder.File("audit.db"));
  std::string out;
  ExportEvents(folder.File("audit.db"),
               [&](std::string_view line) { out.append(line).append("\n"); });
  return out;
}

std::vector<json> LinesOf(const std::string& text) {
  std::vector<json> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(json::parse(line));
  return lines;
}

// What `line` says, in `all`: the same event of the same moment with all of its fields.
bool Holds(const std::vector<json>& all, const json& line) {
  const std::set<std::string> others = {"key", "t", "txn", "bytes", "headers"};
  return std::any_of(all.begin(), all.end(), [&](const json& other) {
    for (const auto& [key, value] : line.items()) {
      if (others.contains(key)) {
        if (!other.contains(key)) return key == "t" || line["event"] == "settle";
        continue;
      }
      if (!other.contains(key) || other[key] != value) return false;
    }
    return true;
  });
}

TEST(Contents, AllOfSectionSevenIsExported) {
  const auto exported = LinesOf(Exported(kAll));
  for (const auto& line : LinesOf(kAll)) {
    EXPECT_TRUE(Holds(exported, line)) << line.dump();
  }
}

TEST(Contents, AnExportOfAnExportIsTheSame) {
  const auto once = Exported(kAll);
  auto again = LinesOf(Exported(once));
  auto first = LinesOf(once);
  ASSERT_EQ(first.size(), again.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    for (auto* line : {&first[i], &again[i]}) line->erase("key");  // a hash of a hash
    EXPECT_EQ(first[i], again[i]);
  }
}

// Two records have one key in an export where they had one before.
TEST(Contents, KeysOfAnExportAreAlikeWhereTheyWere) {
  const auto lines = LinesOf(Exported(kAll));
  std::map<std::string, std::string> keys;  // event and place → key
  for (const auto& line : lines) {
    if (line.contains("key"))
      keys[line["event"].get<std::string>() + line.value("seq", json()).dump()] = line["key"];
  }
  EXPECT_EQ(keys.at("send0"), keys.at("read0"));
  EXPECT_NE(keys.at("send0"), keys.at("send1"));
}

TEST(Contents, KeysOfATopicThatIsNotCompactedAreNotKept) {
  const TempFolder folder;
  auto lines = kAll;
  lines.replace(lines.find("compact"), 7, "delete");
  WriteFile(folder.File("in.jsonl"), lines);
  ImportEvents(folder.File("in.jsonl"), folder.File("audit.db"));
  const auto store = StoreReader::Open(folder.File("audit.db"));
  store->EachKey([](const KeyRow&) { ADD_FAILURE(); });
  store->EachFoundKey([](const FoundKeyRow&) { ADD_FAILURE(); });
}

// The size of one record that nobody told may be any.
TEST(Contents, TheLargestRecordIsKnownWhereAllAreTold) {
  for (const bool all : {true, false}) {
    const TempFolder folder;
    WriteFile(folder.File("in.jsonl"), Sends("p", 0, 2, R"(,"bytes":90)") +
                                           Sends("p", 2, 1, R"(,"bytes":300,"headers":1)") +
                                           (all ? "" : Sends("p", 3, 1)));
    ImportEvents(folder.File("in.jsonl"), folder.File("audit.db"));
    const auto largest = StoreReader::Open(folder.File("audit.db"))->Streams().at(0).largest;
    EXPECT_EQ(largest.has_value(), all);
    if (!largest) continue;
    EXPECT_EQ(largest->bytes, 300u);
    EXPECT_EQ(largest->headers, 1u);
  }
}

}  // namespace
}  // namespace kproof
