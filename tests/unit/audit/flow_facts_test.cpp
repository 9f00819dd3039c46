// Runs, effects and transactions: how trackers cut them, and that the store keeps them.
#include <gtest/gtest.h>

#include "audit/facts/run_tracker.h"
#include "audit/facts/tracker.h"
#include "audit/store/reader.h"
#include "harness/base/sqlite.h"
#include "tests/unit/audit/history.h"

namespace kproof {
namespace {

const PlaceId kPlace{"main", "payments", 0};
constexpr auto kUncommitted = Isolation::kUncommitted;

class Runs : public ::testing::Test {
 protected:
  std::uint64_t Read(std::int64_t offset, const std::string& group = "") {
    return tracker_.Read(kPlace, kUncommitted, group, offset, ++now_).value_or(99);
  }
  std::vector<ReadRun> runs_;
  RunMicros now_ = 0;
  RunTracker tracker_{[this](const ReadRun& run) { runs_.push_back(run); }};
};

TEST_F(Runs, ARunEndsWhereTheReaderIsMoved) {
  tracker_.Assign({{kPlace, 5}}, 0);
  EXPECT_EQ(Read(5, "g"), 0u);
  EXPECT_EQ(Read(9, "g"), 0u);
  EXPECT_EQ(Read(9, "g"), 1u);
  tracker_.Seek(kPlace, 20, 7);
  EXPECT_EQ(Read(20, "g"), 2u);
  tracker_.Assign({}, 8);
  tracker_.Assign({{kPlace, std::nullopt}}, 9);
  EXPECT_EQ(Read(2, "g"), 3u);
  ASSERT_EQ(runs_.size(), 4u);
  EXPECT_EQ(runs_[0].cause, RunCause::kAssigned);
  EXPECT_EQ(runs_[0].position, 5);
  EXPECT_EQ(runs_[0].group, "g");
  EXPECT_EQ(runs_[1].cause, RunCause::kStepBack);
  EXPECT_EQ(runs_[1].position, 9);
  EXPECT_EQ(runs_[2].cause, RunCause::kSeek);
  EXPECT_EQ(runs_[2].position, 20);
  EXPECT_EQ(runs_[2].assignment, 0u);
  EXPECT_EQ(runs_[3].cause, RunCause::kAssigned);
  EXPECT_EQ(runs_[3].position, std::nullopt);
  EXPECT_EQ(runs_[3].assignment, 1u);
}

TEST_F(Runs, APartitionThatStaysKeepsItsPositionUnlessItIsGivenOne) {
  tracker_.Assign({{kPlace, 0}}, 0);
  EXPECT_EQ(Read(3), 0u);
  tracker_.Assign({{kPlace, std::nullopt}, {{"main", "payments", 1}, 0}}, 1);
  EXPECT_EQ(Read(4), 0u);
  tracker_.Assign({{kPlace, 1}}, 2);
  EXPECT_EQ(Read(1), 2u);
  ASSERT_EQ(runs_.size(), 3u);
  EXPECT_EQ(runs_[1].partition, 1);  // nothing was read of it
  EXPECT_EQ(runs_[2].assignment, 0u);
}

TEST_F(Runs, WithoutAnAssignmentThereIsNoRunOrOneThatKnowsNoPosition) {
  EXPECT_EQ(Read(3), 99u);
  EXPECT_EQ(Read(3, "g"), 0u);
  EXPECT_EQ(Read(2, "g"), 1u);
  ASSERT_EQ(runs_.size(), 2u);
  for (const auto& run : runs_) {
    EXPECT_EQ(run.cause, RunCause::kUnassigned);
    EXPECT_FALSE(run.assignment || run.position);
  }
}

TEST_F(Runs, AnAssignmentOfWhichNothingWasReadIsTold) {
  tracker_.Assign({{kPlace, 4}}, 3);
  tracker_.End();
  ASSERT_EQ(runs_.size(), 1u);
  EXPECT_EQ(runs_[0].position, 4);
  EXPECT_EQ(runs_[0].group, "");
}

TEST(ProcessedTracker, ASecondEffectIsARowOfItsOwn) {
  std::vector<Processed> rows;
  ProcessedTracker tracker([&](const Processed& row) { rows.push_back(row); });
  for (const std::int64_t offset : {0, 1, 5, 5, 6}) tracker.Effect(kPlace, "g", offset, offset);
  tracker.Flush();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].offsets.count(), 3u);
  EXPECT_EQ(rows[1].offsets.first(), 5);
}

TEST(ReadTracker, OneInstantASpanWhereThatIsAskedFor) {
  int spans = 0;
  ReadTracker tracker([&](std::uint32_t, const ReadSource&, const ReadSpan&) { ++spans; }, true);
  tracker.Read(0, {1, 0, 0}, 0, 0, 0, 10);
  tracker.Read(0, {1, 0, 0}, 1, 1, 0, 10);
  tracker.Read(0, {1, 0, 0}, 2, 2, 0, 11);
  tracker.Flush();
  EXPECT_EQ(spans, 2);
}

TEST(FlowStore, WhatWasWrittenIsRead) {
  const TempStore file;
  const StreamId stream{"main", 5, 0, "payments", 0};
  {
    const auto writer = StoreWriter::Create(file.path());
    writer->MarkUntimed("c-0");
    const ReadRun run{0, 0, "main", "payments", 0, Isolation::kCommitted, "group", RunCause::kSeek,
                      7, 9};
    const auto id = writer->AddRun("c-0", run);
    EXPECT_EQ(writer->AddRun("c-0", run), id);
    ReadSpan read;
    read.count = 1;
    read.offsets.Push(7);
    writer->Add("c-0", Pass::kLive, Isolation::kCommitted, stream, read, id);
    writer->Put("p-0", {"t", 1, std::nullopt, std::nullopt, std::nullopt, std::nullopt});
    writer->AddTxnRecords("p-0", "t", stream, 3, 4);
    writer->Put("p-0", {"t", 5, 6, std::nullopt, std::nullopt, TxnOutcome::kUnknown});
    writer->Put("p-0", {"t", 5, 8, std::nullopt, 9, TxnOutcome::kCommitted});
    Processed effects{"main", "group", "payments", 0, {}, 3, 4};
    effects.offsets.Push(7);
    writer->Add("c-0", effects);
    writer->Add("c-0", GroupCommit{"main", "group", "payments", 0, 8, Outcome::kUnknown, 5});
  }
  const auto reader = StoreReader::Open(file.path());
  ASSERT_EQ(reader->Runs().size(), 1u);
  const auto run = reader->Runs()[0];
  EXPECT_EQ(run.run.cause, RunCause::kSeek);
  EXPECT_EQ(run.run.position, 7);
  EXPECT_EQ(run.run.assignment, 0u);
  reader->EachRead([&](const ReadRow& row) { EXPECT_EQ(row.run, run.id); });
  for (const auto& actor : reader->Actors()) EXPECT_EQ(actor.timed, actor.name == "p-0");
  ASSERT_EQ(reader->Txns().size(), 1u);
  const auto txn = reader->Txns()[0].txn;
  EXPECT_EQ(txn.began, 1);
  EXPECT_EQ(txn.commit_asked, 6);
  EXPECT_EQ(txn.ended, 9);
  EXPECT_EQ(txn.outcome, TxnOutcome::kCommitted);
  ASSERT_EQ(reader->TxnRecords().size(), 1u);
  EXPECT_EQ(reader->TxnRecords()[0].count, 4u);
  int effects = 0;
  reader->EachProcessed([&](const ProcessedRow& row) {
    ++effects;
    EXPECT_EQ(row.processed.offsets.first(), 7);
  });
  EXPECT_EQ(effects, 1);
  ASSERT_EQ(reader->Commits().size(), 1u);
  EXPECT_EQ(reader->Commits()[0].commit.offset, 8);
}

TEST(FlowStore, AStoreOfVersion1IsReadAndNotWritten) {
  HistoryOf history;
  history.Acks(0, 10, 0).Reads(Pass::kFinal, 0, 10, 0).FinalBounds(0, 10);
  history.Judge();
  history.CloseFile();
  {
    Database store(history.path(), Database::Mode::kWrite);
    store.Execute("PRAGMA foreign_keys=0; PRAGMA user_version=1");
    store.Execute("ALTER TABLE read DROP COLUMN run; ALTER TABLE actor DROP COLUMN timed");
    for (const char* table : {"read_run", "txn_records", "txn", "processed", "group_commit"})
      store.Execute(std::string("DROP TABLE ") + table);
  }
  EXPECT_EQ(Judge(*StoreReader::Open(history.path())).verdict, Verdict::kPass);
  EXPECT_ANY_THROW(StoreWriter::Open(history.path()));
}

}  // namespace
}  // namespace kproof
