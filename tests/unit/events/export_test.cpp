// Out and in again: what is exported is judged like the store that it came from.
#include "audit/events/export.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>
#include <tuple>

#include "audit/events/event.h"
#include "audit/events/import.h"
#include "audit/events/import_run.h"
#include "audit/store/reader.h"
#include "audit/store/run_keys.h"
#include "audit/store/writer.h"
#include "harness/base/error.h"
#include "reports/json.h"
#include "tests/unit/events/big_history.h"
#include "tests/unit/events/judged.h"

namespace kproof {
namespace {

void Export(const std::string& store, const std::string& file) {
  std::string exported;
  ExportEvents(store, [&](std::string_view line) { exported.append(line).append("\n"); });
  WriteFile(file, exported);
}

// All of it: verdict, reason, doubts, counts, findings with their examples, faults, times,
// settings.
void ExpectSameAfterExport(const std::string& lines) {
  const TempFolder folder;
  WriteFile(folder.File("history.jsonl"), lines);
  ImportEvents(folder.File("history.jsonl"), folder.File("first.db"));
  Export(folder.File("first.db"), folder.File("exported.jsonl"));
  ImportEvents(folder.File("exported.jsonl"), folder.File("second.db"));
  EXPECT_EQ(ToJson(Judge(*StoreReader::Open(folder.File("first.db")))),
            ToJson(Judge(*StoreReader::Open(folder.File("second.db")))))
      << ReadFile(folder.File("exported.jsonl"));
}

// One record, acked at this offset and moment.
SettledSpan AckedAt(std::int64_t offset, RunMicros at) {
  SettledSpan span;
  span.count = 1;
  span.offsets.Push(offset);
  span.from = span.to = at;
  span.pulse.Mark(at);
  span.latency.Add(1'000);
  span.digest.Add(0, offset);
  return span;
}

TEST(Export, CleanHistory) {
  ExpectSameAfterExport(Sends("p", 0, 3) + Acks("p", 0, 3, 0) +
                        Reads("m", "p", 0, 3, 0, R"(,"pass":"final")") + FinalBounds(0, 3));
}

TEST(Export, HistoriesWithLimits) {
  std::size_t files = 0;
  const std::string folder = KPROOF_SOURCE_DIR "/docs/examples/histories";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto text = ReadFile(entry.path().string());
    if (entry.path().extension() != ".jsonl" || text.find("\"limits\"") == std::string::npos)
      continue;
    SCOPED_TRACE(entry.path().filename().string());
    ExpectSameAfterExport(text);
    ++files;
  }
  EXPECT_GE(files, 29u);
}

TEST(Export, NotesAndTheRunKeepTheirClusters) {
  const TempFolder folder;
  WriteFile(folder.File("in.jsonl"),
            R"({"event":"run","cluster_ids":{"main":"abc","east":"def"}})"
            "\n"
            R"({"event":"note","t":1,"kind":"disturbance","subject":"broker-2","cluster":"east"})"
            "\n"
            R"({"event":"note","t":2,"kind":"disturbance","subject":"broker-1"})"
            "\n" +
                Sends("p", 0, 3) + Acks("p", 0, 3, 0) +
                Reads("m", "p", 0, 3, 0, R"(,"pass":"final")") + FinalBounds(0, 3));
  ImportEvents(folder.File("in.jsonl"), folder.File("first.db"));
  std::string exported;
  ExportEvents(folder.File("first.db"), [&](std::string_view line) {
    exported += line;
    exported += '\n';
  });
  WriteFile(folder.File("out.jsonl"), exported);
  ImportEvents(folder.File("out.jsonl"), folder.File("second.db"));
  const Result result = Judge(*StoreReader::Open(folder.File("second.db")));
  EXPECT_THAT(result.disturbances, testing::ElementsAre("0.0 s: east:broker-2", "1.0 s: broker-1"))
      << exported;
  EXPECT_EQ(result.clusters.at("east").id, "def") << exported;
}

TEST(Export, LostDuplicatedAndCorrupt) {
  const std::string final = R"(,"pass":"final","t":3)";
  ExpectSameAfterExport(
      R"({"event":"config","acks":"all","idempotence":true,"replication":3,"min_insync":2})"
      "\n" +
      Sends("p", 0, 5, R"(,"t":1)") + Acks("p", 0, 5, 0, R"(,"t":1.5)") +
      Reads("m", "p", 0, 1, 0, final) + Reads("m", "p", 2, 3, 2, final) +
      Reads("m", "p", 3, 1, 7, final + R"(,"crc":"bad")") + FinalBounds(0, 9));
}

TEST(Export, PhantomsHolesAndRecordsWithoutStamp) {
  ExpectSameAfterExport(
      R"({"event":"actor","actor":"p","op":"open","t":0.5})"
      "\n" +
      Sends("p", 0, 3, R"(,"t":1)") + Acks("p", 0, 2, 0, R"(,"t":1.5)") +
      Reads("m", "p", 0, 4, 0, R"(,"t":2)") + Reads("m", "q", 0, 1, 9, R"(,"t":2)") +
      R"({"event":"read","actor":"m","topic":"x","partition":0,"offset":10,"origin":null,"t":2})"
      "\n");
}

TEST(Export, ConsumersOfAGroup) {
  const std::string group = R"(,"group":"g")";
  ExpectSameAfterExport(
      Sends("p", 0, 9) + Acks("p", 0, 9, 0) + Reads("f", "p", 0, 9, 0, R"(,"pass":"final")") +
      FinalBounds(0, 9) +
      R"({"event":"assign","actor":"c","partitions":[["x",0,0]]})"
      "\n" +
      Reads("c", "p", 0, 3, 0, group) + Reads("c", "p", 5, 2, 5, group) +
      Reads("c", "p", 4, 1, 4, group) +
      R"({"event":"seek","actor":"c","topic":"x","partition":0,"offset":7})"
      "\n" +
      Reads("c", "p", 7, 1, 7, group) +
      R"({"event":"process","actor":"c","group":"g","topic":"x","partition":0,"offset":2})"
      "\n"
      R"({"event":"process","actor":"c","group":"g","topic":"x","partition":0,"offset":2})"
      "\n"
      R"({"event":"commit","actor":"c","group":"g","topic":"x","partition":0,"offset":6,)"
      R"("outcome":"acked"})"
      "\n"
      R"({"event":"assign","actor":"c","partitions":[["x",0,null]]})"
      "\n"
      R"({"event":"assign","actor":"c","partitions":[]})"
      "\n"
      R"({"event":"assign","actor":"c","partitions":[["x",0,2]]})"
      "\n" +
      Reads("c", "p", 2, 2, 2, group));
}

// Which a store tells no more: in a history of its own it would be a member of two groups.
TEST(Export, AMemberThatIsInAnotherGroupInItsNextLife) {
  const auto in = [](const std::string& group, int t) {
    const auto at = fmt::format(R"(,"t":{},"group":"{}")", t, group);
    return fmt::format(
        R"({{"event":"actor","actor":"c","op":"open"{0}}})"
        "\n"
        R"({{"event":"assign","actor":"c","partitions":[["x",0,0]]{1}}})"
        "\n{2}"
        R"({{"event":"commit","actor":"c","topic":"x","partition":0,"offset":2,"outcome":"acked"{1}}})"
        "\n"
        R"({{"event":"actor","actor":"c","op":"close"{0}}})"
        "\n",
        fmt::format(R"(,"t":{})", t), at, Reads("c", "p", 0, 2, 0, at));
  };
  ExpectSameAfterExport(Sends("p", 0, 2) + Acks("p", 0, 2, 0) + in("g", 1) + in("h", 2));
}

TEST(Export, Transactions) {
  const auto txn = [](const std::string& name, const std::string& op,
                      const std::string& more = "") {
    return R"({"event":"txn","actor":"p","txn":")" + name + R"(","op":")" + op + "\"" + more +
           "}\n";
  };
  ExpectSameAfterExport(R"({"event":"require","guarantees":["atomic"]})"
                        "\n" +
                        txn("a", "begin") + Sends("p", 0, 2, R"(,"txn":"a")") + Acks("p", 0, 2, 0) +
                        txn("a", "commit") + txn("a", "end", R"(,"outcome":"committed")") +
                        txn("b", "begin") + Sends("p", 2, 2, R"(,"txn":"b")") + Acks("p", 2, 2, 3) +
                        txn("b", "abort") + txn("b", "end", R"(,"outcome":"aborted")") +
                        Reads("f", "p", 0, 1, 0, R"(,"pass":"final","isolation":"committed")") +
                        Reads("f", "p", 2, 1, 3, R"(,"pass":"final","isolation":"committed")") +
                        FinalBounds(0, 6, R"(,"isolation":"committed")"));
}

// One that lacks records, one whose copies differ, one that holds more, one that was not read to
// its end, one outside the ISR.
TEST(Export, Replicas) {
  const auto replica = [](int broker, const std::string& more, bool in_isr = true) {
    return fmt::format(
        R"({{"event":"replica","t":4.5,"topic":"x","partition":0,"broker":{},"in_isr":{},"leader":1,)"
        R"("leader_epoch":7,"start":0,"end":9{}}})"
        "\n",
        broker, in_isr, more);
  };
  const auto log = Sends("p", 0, 9) + Acks("p", 0, 9, 0) +
                   Reads("f", "p", 0, 9, 0, R"(,"pass":"final")") + FinalBounds(0, 9);
  ExpectSameAfterExport(
      log + replica(1, "") +
      replica(2, R"(,"differences":[["lacks",3,2],["differs",7,1,"a \"CRC\""]])"));
  ExpectSameAfterExport(log + replica(2, R"(,"differences":[["extra",9,2]])"));
  ExpectSameAfterExport(log + replica(2, R"(,"position":4,"problem":"no answer")"));
  ExpectSameAfterExport(log + replica(2, R"(,"differences":[["lacks",3,2]])", false));
}

TEST(Export, WhatIsIgnoredAndWhatClientsWereTold) {
  ExpectSameAfterExport(R"({"event":"config","acks":1,"replication":3})"
                        "\n"
                        R"({"event":"run","ignore":["no-loss"]})"
                        "\n" +
                        Sends("p", 0, 2) + Acks("p", 0, 2, 0) + FinalBounds(0, 0));
  ExpectSameAfterExport(Sends("p", 0, 2) +
                        R"({"event":"note","t":3,"kind":"error","subject":"p","detail":"refused"})"
                        "\n");
}

TEST(Export, WantsOfTheRun) {
  ExpectSameAfterExport(
      R"({"event":"run","role":"control","expect":{"lost":"> 0"},"seed":7,"seconds":21.4,)"
      R"("labels":{"team":"pay"}})"
      "\n" +
      Sends("p", 0, 2) + Acks("p", 0, 2, 0) + FinalBounds(0, 0) +
      R"({"event":"fault","fault":"kill","nodes":[2],"from":1,"to":2.5,"bit":true,"healed":null})"
      "\n"
      R"({"event":"note","t":3,"kind":"phase","subject":"whole"})"
      "\n");
}

TEST(Export, HolesAreSaidWithTheirReason) {
  ExpectSameAfterExport(
      Sends("p", 0, 3) + Acks("p", 0, 2, 0) + Reads("m", "p", 0, 2, 0) +
      R"({"event":"actor","actor":"p","op":"hole","detail":"its spool is damaged at byte 12"})"
      "\n"
      R"({"event":"actor","actor":"m","op":"open"})"
      "\n");
}

// When a leader was there again and the ISR was full; settings with where they come from; logs.
TEST(Export, EverythingThatARunSays) {
  const TempFolder folder;
  WriteBigHistory(folder.File("big.jsonl"), 1'000);
  const auto lines = ReadFile(folder.File("big.jsonl"));
  const auto result = JudgedFile(folder.File("big.jsonl"));
  ASSERT_EQ(result.verdict, Verdict::kPass) << result.reason;
  ASSERT_EQ(result.faults.size(), 1u);
  EXPECT_NEAR(result.faults[0].first_ack_after_s.value_or(0), 11.5, 0.02);
  EXPECT_NEAR(result.faults[0].isr_full_after_s.value_or(0), 13.7, 0.001);
  EXPECT_EQ(result.effective.at("producer").at("p").at("acks").origin, "scenario");
  EXPECT_EQ(result.effective.at("monitor").at("m").at("isolation.level").value, "read_uncommitted");
  ExpectSameAfterExport(lines);
  // The same without a record in both final passes.
  std::string harmed;
  std::istringstream all(lines);
  for (std::string line; std::getline(all, line);) {
    const auto has = [&](const char* text) { return line.find(text) != std::string::npos; };
    if (!has(R"("partition":0,)") || !has(R"("origin":"p-0","seq":7,"pass":"final")"))
      harmed += line + "\n";
  }
  ASSERT_EQ(Judged(harmed).counts.at("lost"), 1u);
  ExpectSameAfterExport(harmed);
}

// Of two producers whose settings promise nothing the one that the run named first is the example,
// though the other one was acked before.
TEST(Export, KeepsTheOrderOfStreams) {
  const TempFolder folder;
  {
    const auto store = StoreWriter::Create(folder.File("run.db"));
    for (const auto& [key, value] :
         {std::pair(run_key::kScenario, "two-producers"), std::pair(run_key::kDriver, "local"),
          std::pair(run_key::kSandbox, "loopback")})
      store->SetRun(key, value);
    store->AddTopic({"main", "x", 1, 3});
    store->Add(SettingFact{"producer", "p", "acks", "1", "scenario", "main"});
    const auto stream = [](std::uint32_t origin) { return StreamId{"main", origin, 0, "x", 0}; };
    store->PutStream("p-1", stream(77), 1);
    store->PutStream("p-0", stream(5), 1);
    for (const auto& [actor, origin, at] :
         {std::tuple("p-0", 5u, RunMicros{100'000}), std::tuple("p-1", 77u, RunMicros{1'500'000})})
      store->Add(actor, stream(origin), AckedAt(origin == 5 ? 0 : 1, at));
  }
  const auto first = Judge(*StoreReader::Open(folder.File("run.db")));
  ASSERT_THAT(first.promise.at("no-loss").why, testing::HasSubstr("producer p-1"));
  Export(folder.File("run.db"), folder.File("run.jsonl"));
  ImportEvents(folder.File("run.jsonl"), folder.File("again.db"));
  EXPECT_EQ(ToJson(first), ToJson(Judge(*StoreReader::Open(folder.File("again.db")))));
}

// One record in two transactions: a store can say it, and events can't.
TEST(Export, SaysWhatEventsHaveNoWordsFor) {
  const StreamId stream{"main", 5, 0, "x", 0};
  const auto exported = [&](std::uint64_t first_of_b) {
    const TempFolder folder;
    {
      const auto store = StoreWriter::Create(folder.File("run.db"));
      store->PutStream("p", stream, 4);
      for (const auto* name : {"a", "b"}) {
        TxnFact txn;
        txn.name = name;
        txn.began = 0;
        store->Put("p", txn);
      }
      store->AddTxnRecords("p", "a", stream, 1, 2);
      store->AddTxnRecords("p", "b", stream, first_of_b, 1);
    }
    try {
      Export(folder.File("run.db"), folder.File("run.jsonl"));
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return ReadFile(folder.File("run.jsonl"));
  };
  for (const auto first_of_b : {0u, 3u})
    EXPECT_THAT(exported(first_of_b), testing::HasSubstr("\"run\""));
  for (const auto first_of_b : {1u, 2u})
    EXPECT_THAT(exported(first_of_b), testing::HasSubstr("to x/0 was sent in two transactions"));
}

std::vector<std::string> ExportedLines(const std::string& lines) {
  const TempFolder folder;
  WriteFile(folder.File("history.jsonl"), lines);
  ImportEvents(folder.File("history.jsonl"), folder.File("audit.db"));
  std::vector<std::string> exported;
  ExportEvents(folder.File("audit.db"),
               [&](std::string_view line) { exported.emplace_back(line); });
  return exported;
}

std::string EventOf(const std::string& line) {
  return nlohmann::json::parse(line).at("event").get<std::string>();
}

// So that a file that breaks off lacks what accuses, and knows that it lacks something.
TEST(Export, OpensFirstClaimsLastAndCountsAll) {
  const TempFolder folder;
  WriteBigHistory(folder.File("big.jsonl"), 100);
  const auto lines = ExportedLines(ReadFile(folder.File("big.jsonl")));
  EXPECT_EQ(nlohmann::json::parse(lines.front()).at("announces_end"), true);
  std::vector<std::string> order;  // of events and ops, without repetitions
  std::map<std::string, std::uint64_t> counts;
  for (const auto& line : lines) {
    const auto event = nlohmann::json::parse(line);
    ++counts[event.at("event")];
    std::string what = event.at("event");
    if (what == "actor") what += " " + event.at("op").get<std::string>();
    if (order.empty() || order.back() != what) order.push_back(what);
  }
  const std::vector<std::string> head = {"run", "actor open", "require", "config", "send"};
  const std::vector<std::string> tail = {"fault", "bounds", "actor close", "run", "end"};
  ASSERT_GT(order.size(), head.size() + tail.size());
  EXPECT_TRUE(std::equal(head.begin(), head.end(), order.begin())) << lines.front();
  EXPECT_TRUE(std::equal(tail.rbegin(), tail.rend(), order.rbegin())) << lines.back();
  for (const auto& what : tail) {
    const auto first = std::find(order.begin() + 1, order.end(), what) - order.begin();
    EXPECT_GE(first, static_cast<std::ptrdiff_t>(order.size() - tail.size())) << what;
  }
  counts.erase("end");
  EXPECT_EQ(nlohmann::json::parse(lines.back()).at("counts"), nlohmann::json(counts));
}

// What a store says of its run is exported, but for what has an event of its own, or no meaning
// elsewhere.
TEST(Export, KnowsEachKeyOfTheRun) {
  const std::set<std::string> otherwise = {"audit_transport", "complete",      "interrupted",
                                           "require",         "scenario_yaml", "told_until_us"};
  const auto all = ReadFile(KPROOF_SOURCE_DIR "/audit/store/run_keys.h");
  const auto header = all.substr(0, all.find("namespace kproof::made_by"));
  const std::regex key(R"re(constexpr char k\w+\[\]\s*=\s*"(\w+)")re");
  std::size_t keys = 0;
  for (std::sregex_iterator found(header.begin(), header.end(), key), end; found != end; ++found) {
    ++keys;
    EXPECT_TRUE(IsRunKey((*found)[1]) || otherwise.contains((*found)[1])) << (*found)[1];
  }
  EXPECT_GT(keys, 20u);
}

TEST(Export, WritesEachEvent) {
  const TempFolder folder;
  WriteBigHistory(folder.File("big.jsonl"), 100);
  std::set<std::string> written;
  for (const auto& line : ExportedLines(
           R"({"event":"assign","actor":"d","partitions":[["x",0,2]]})"
           "\n" +
           Reads("d", "p-0", 1, 1, 3, R"(,"group":"h")") +
           R"({"event":"seek","actor":"d","topic":"x","partition":0,"offset":0})"
           "\n" +
           Reads("d", "p-0", 0, 1, 0, R"(,"group":"h")") +
           R"({"event":"reset","actor":"ops","group":"h","topic":"x","partition":0,"offset":2})"
           "\n"
           R"({"event":"replica","t":26,"topic":"x","partition":0,"broker":1,"in_isr":true,)"
           R"("start":0,"end":9})"
           "\n" +
           ReadFile(folder.File("big.jsonl"))))
    written.insert(EventOf(line));
  for (const auto& form : EventForms()) EXPECT_TRUE(written.contains(form.name)) << form.name;
}

}  // namespace
}  // namespace kproof
