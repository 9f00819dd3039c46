// Out and in again: what is exported is judged like the store that it came from.
#include "audit/events/export.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/events/import.h"
#include "tests/unit/events/judged.h"

namespace kproof {
namespace {

// What people act on, as text: verdict, counts, and each finding with its examples.
std::string Summary(const Result& result) {
  std::string text = Name(result.verdict) + "\n";
  for (const auto& [name, count] : result.ignored) text += "ignored " + name + "\n";
  for (const auto& [name, count] : result.counts) text += name + " " + std::to_string(count) + "\n";
  for (const auto& finding : result.findings) {
    text += finding.check + " " + std::to_string(finding.count) + " " + finding.why + "\n";
    for (const auto& [evidence, count] : finding.evidence)
      text += "  " + evidence + " " + std::to_string(count) + "\n";
    for (const auto& example : finding.examples) {
      text += "  " + example.origin + " " + std::to_string(example.life) + " " +
              std::to_string(example.seq) + "+" + std::to_string(example.count) + " " +
              example.topic + "/" + std::to_string(example.partition) + " at " +
              std::to_string(example.offset.value_or(-1)) + " " + example.stands_there + "\n";
    }
  }
  for (const auto& doubt : result.doubts) text += "doubt: " + doubt + "\n";
  for (const auto& name : result.not_tested) text += "not tested: " + name + "\n";
  return text;
}

void ExpectSameAfterExport(const std::string& lines) {
  const TempFolder folder;
  WriteFile(folder.File("history.jsonl"), lines);
  ImportEvents(folder.File("history.jsonl"), folder.File("first.db"));
  std::string exported;
  ExportEvents(folder.File("first.db"), [&](std::string_view line) {
    exported += line;
    exported += '\n';
  });
  WriteFile(folder.File("exported.jsonl"), exported);
  ImportEvents(folder.File("exported.jsonl"), folder.File("second.db"));
  EXPECT_EQ(Summary(Judge(*StoreReader::Open(folder.File("first.db")))),
            Summary(Judge(*StoreReader::Open(folder.File("second.db")))))
      << exported;
}

TEST(Export, CleanHistory) {
  ExpectSameAfterExport(Sends("p", 0, 3) + Acks("p", 0, 3, 0) +
                        Reads("m", "p", 0, 3, 0, R"(,"pass":"final")") + FinalBounds(0, 3));
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

}  // namespace
}  // namespace kproof
