// Frames of keys, inputs, readers, groups and transactions: they come back as they were, and the
// store holds what they say.
#include <gtest/gtest.h>

#include "audit/facts/spool.h"
#include "audit/store/reader.h"
#include "audit/store/writer.h"
#include "harness/base/error.h"
#include "harness/collect/store_frame.h"
#include "tests/unit/collect/temp_folder.h"

namespace kproof {
namespace {

const StreamId kSent{
    .cluster = "main", .origin = 7, .life = 1, .topic = "payments", .partition = 3};
const PlaceId kPlace{"main", "payments", 3};

OffsetRun Offsets(std::initializer_list<std::int64_t> offsets) {
  OffsetRun run;
  for (const auto offset : offsets) run.Push(offset);
  return run;
}

ReadRun Run() {
  ReadRun run;
  run.number = 5;
  run.assignment = 2;
  run.topic = "payments";
  run.partition = 3;
  run.isolation = Isolation::kCommitted;
  run.group = "billing";
  run.cause = RunCause::kSeek;
  run.position = 40;
  run.at = 1'000;
  run.topic_id = "ID1";
  return run;
}

ReadSpan Found() {
  ReadSpan span;
  span.partition = 3;
  span.first_sequence = 8;
  span.count = 2;
  span.offsets = Offsets({40, 42});
  span.topic = "refunds";
  span.topic_id = "ID2";
  return span;
}

GroupCommit Commit() {
  GroupCommit commit;
  commit.group = "billing";
  commit.topic = "payments";
  commit.partition = 3;
  commit.offset = 43;
  commit.outcome = Outcome::kUnknown;
  commit.at = 3'000;
  commit.asked = 2'500;
  commit.txn = "T";
  commit.store = CommitStore::kExternal;
  commit.topic_id = "ID1";
  return commit;
}

std::string Spool() {
  SpoolWriter writer("run-1", "worker-0");
  const Assignment assignment{
      "main", "billing", AssignHow::kManual,
      7,      900,       {{kPlace, 40, "ID1"}, {{"main", "payments", 4}, std::nullopt}}};
  const Assignment empty{"main", "", std::nullopt, std::nullopt, 5'000, {}};
  writer.Add(SpoolAssignment{assignment});
  writer.Add(SpoolRun{Run()});
  writer.Read(writer.Number(kSent), Pass::kLive, Isolation::kCommitted, Found(), 5);
  writer.Add(SpoolProcessed{{"main", "billing", "payments", 3, Offsets({40, 42}), 1'500, 1'600}});
  writer.Add(SpoolTxn{{"T", 2'000, 2'400, std::nullopt, 2'600, TxnOutcome::kCommitted}});
  writer.Add(SpoolTxnRecords{kSent, "T", 8, 2});
  writer.Add(SpoolCommit{Commit()});
  writer.Add(SpoolReset{{"main", "billing", "payments", 3, 12, 4'000, "ID1"}});
  writer.Add(SpoolAssignment{empty});
  writer.Add(SpoolKeys{kSent, {8, {11, ~std::uint64_t{0}}, {false, true}}});
  writer.Add(SpoolFoundKey{{"payments", 3, 42, 11, true, "ID1"}});
  writer.Add(SpoolMadeFrom{kSent, {8, "east", "in", 1, Offsets({3, 9})}});
  writer.Add(SpoolLargest{kSent, {1'234, 2}});
  return writer.Take();
}

TEST(FlowFrames, AreCopiedAsTheyAre) {
  const auto spool = Spool();
  SpoolWriter copy("run-1", "worker-0");
  SpoolReader reader(spool, "in memory", "run-1");
  while (const auto frame = reader.Next()) copy.Copy(*frame);
  EXPECT_EQ(copy.Take(), spool);
}

TEST(FlowFrames, AreWhatTheStoreHoldsThen) {
  const TempFolder folder;
  const auto path = folder.path() + "/audit.db";
  const auto spool = Spool();
  {
    const auto store = StoreWriter::Create(path);
    SpoolReader reader(spool, "in memory", "run-1");
    while (const auto frame = reader.Next()) StoreFrame(*store, "worker-0", *frame);
  }
  const auto store = StoreReader::Open(path);
  const auto runs = store->Runs();
  ASSERT_EQ(runs.size(), 1u);
  EXPECT_EQ(runs[0].run.assignment, 2u);
  EXPECT_EQ(runs[0].run.topic_id, "ID1");
  EXPECT_EQ(runs[0].run.cause, RunCause::kSeek);
  std::map<std::int64_t, TopicRow> topics;
  for (const auto& topic : store->Topics()) topics[topic.id] = topic;
  store->EachRead([&](const ReadRow& row) {
    EXPECT_EQ(row.run, runs[0].id);
    ASSERT_TRUE(row.topic);
    EXPECT_EQ(topics[*row.topic].name, "refunds");
    EXPECT_EQ(topics[*row.topic].topic_id, "ID2");
  });
  const auto assignments = store->Assignments();
  ASSERT_EQ(assignments.size(), 2u);
  EXPECT_EQ(assignments[0].assignment.how, AssignHow::kManual);
  EXPECT_EQ(assignments[0].assignment.generation, 7);
  ASSERT_EQ(assignments[0].assignment.places.size(), 2u);
  EXPECT_EQ(assignments[0].assignment.places[0].position, 40);
  EXPECT_EQ(assignments[0].assignment.places[0].topic_id, "ID1");
  EXPECT_EQ(assignments[0].assignment.places[1].position, std::nullopt);
  EXPECT_TRUE(assignments[1].assignment.places.empty());
  EXPECT_EQ(assignments[1].assignment.how, std::nullopt);
  const auto commits = store->Commits();
  ASSERT_EQ(commits.size(), 1u);
  EXPECT_EQ(commits[0].commit.asked, 2'500);
  EXPECT_EQ(commits[0].commit.txn, "T");
  EXPECT_EQ(commits[0].commit.store, CommitStore::kExternal);
  EXPECT_EQ(commits[0].commit.outcome, Outcome::kUnknown);
  ASSERT_EQ(store->Txns().size(), 1u);
  EXPECT_EQ(store->Txns()[0].txn.outcome, TxnOutcome::kCommitted);
  EXPECT_EQ(store->TxnRecords().at(0).count, 2u);
  ASSERT_EQ(store->Resets().size(), 1u);
  EXPECT_EQ(store->Resets()[0].reset.offset, 12);
  int keys = 0;
  store->EachKey([&](const KeyRow& row) {
    ++keys;
    EXPECT_EQ(row.span.hashes, (std::vector<std::uint64_t>{11, ~std::uint64_t{0}}));
    EXPECT_EQ(row.span.tombstones, (std::vector<bool>{false, true}));
  });
  store->EachFoundKey([&](const FoundKeyRow& row) {
    ++keys;
    EXPECT_EQ(row.key.offset, 42);
    EXPECT_TRUE(row.key.tombstone);
  });
  EXPECT_EQ(keys, 2);
  ASSERT_EQ(store->MadeFrom().size(), 1u);
  EXPECT_EQ(store->MadeFrom()[0].span.cluster, "east");
  EXPECT_EQ(store->MadeFrom()[0].span.offsets, Offsets({3, 9}));
  EXPECT_EQ(store->Streams().at(0).largest->bytes, 1'234u);
  EXPECT_EQ(store->Streams().at(0).largest->headers, 2u);
}

// A run comes before its reads; a spool in which it does not is damaged.
TEST(FlowFrames, ReadsOfARunThatNeverBeganAreAnError) {
  const TempFolder folder;
  const auto store = StoreWriter::Create(folder.path() + "/audit.db");
  EXPECT_THROW(StoreFrame(*store, "worker-0",
                          SpoolRead{kSent, Pass::kLive, Isolation::kUncommitted, Found(), 6}),
               Error);
}

}  // namespace
}  // namespace kproof
