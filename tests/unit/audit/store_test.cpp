#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "audit/store/query.h"
#include "audit/store/reader.h"
#include "harness/base/error.h"
#include "harness/base/sqlite.h"
#include "tests/unit/audit/history.h"

namespace kproof {
namespace {

ErrorKind KindOf(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.kind();
  }
  throw std::runtime_error("it did not throw");
}

const StreamId kStored{"main", 5, 0, "payments", 0};

SettledSpan Span(std::uint64_t first, std::uint64_t count) {
  SettledSpan span;
  span.first_sequence = first;
  span.count = count;
  for (std::uint64_t i = 0; i < count; ++i) {
    span.offsets.Push(static_cast<std::int64_t>(2 * (first + i)));
    span.digest.Add(first + i, static_cast<std::int64_t>(2 * (first + i)));
  }
  span.latency.Add(1000, count);
  return span;
}

TEST(Store, WhatWasWrittenIsRead) {
  const TempStore file;
  {
    const auto writer = StoreWriter::Create(file.path());
    writer->Add("a", kStored, Span(0, 100));
    writer->PutStream("a", kStored, 100);
    writer->PutStream("a", kStored, 90);
  }
  const auto reader = StoreReader::Open(file.path());
  ASSERT_EQ(reader->Streams().size(), 1u);
  EXPECT_EQ(reader->Streams()[0].key, kStored);
  EXPECT_EQ(reader->Streams()[0].sent, 100u);
  int spans = 0;
  reader->EachSettled([&](const SettledRow& row) {
    ++spans;
    EXPECT_EQ(row.Offsets(), Span(0, 100).offsets);
    EXPECT_EQ(row.digest, Span(0, 100).digest);
    EXPECT_EQ(Histogram::Unpack(row.packed_latency).count(), 100u);
  });
  EXPECT_EQ(spans, 1);
  EXPECT_FALSE(std::filesystem::exists(file.path() + "-wal"));
}

TEST(Store, ATransactionThatIsNotCommittedLeavesNothing) {
  const TempStore file;
  const auto writer = StoreWriter::Create(file.path());
  {
    StoreWriter::Transaction transaction(*writer);
    writer->Add("a", kStored, Span(0, 10));
    writer->SetSpoolPosition("a.spool", 77);
  }
  EXPECT_EQ(writer->SpoolPosition("a.spool"), 0u);
  EXPECT_TRUE(StoreReader::Open(file.path())->Streams().empty());
  StoreWriter::Transaction transaction(*writer);
  writer->Add("a", kStored, Span(0, 10));
  writer->SetSpoolPosition("a.spool", 77);
  transaction.Commit();
  EXPECT_EQ(writer->SpoolPosition("a.spool"), 77u);
  EXPECT_EQ(StoreReader::Open(file.path())->Streams().size(), 1u);
}

TEST(Store, ATransactionOfOneSinkHoldsTheOthers) {
  const TempStore file;
  const auto writer = StoreWriter::Create(file.path());
  RunKeySink& keys = *writer;
  EventSink& events = *writer;
  {
    const StoreTransaction transaction(keys);
    events.Add(EventFact{1, "phase", "steady", ""});
  }
  EXPECT_TRUE(StoreReader::Open(file.path())->Events().empty());
  StoreTransaction transaction(keys);
  events.Add(EventFact{1, "phase", "steady", ""});
  transaction.Commit();
  EXPECT_EQ(StoreReader::Open(file.path())->Events().size(), 1u);
}

TEST(Store, APartThatWasRolledBackTakesTheWholeWithItAndNothingElse) {
  const TempStore file;
  const auto writer = StoreWriter::Create(file.path());
  {
    StoreTransaction whole(*writer);
    writer->SetSpoolPosition("a.spool", 77);
    { const StoreTransaction part(*writer); }
    EXPECT_THROW(whole.Commit(), Error);
  }
  EXPECT_EQ(writer->SpoolPosition("a.spool"), 0u);
  std::thread([&] {  // the lock is free again
    StoreTransaction other(*writer);
    writer->SetSpoolPosition("a.spool", 78);
    other.Commit();
  })
      .join();
  EXPECT_EQ(writer->SpoolPosition("a.spool"), 78u);
}

TEST(Store, OpeningAnActorAgainIsHarmlessAndAnotherProcessIsAHole) {
  const TempStore file;
  {
    const auto writer = StoreWriter::Create(file.path());
    writer->OpenActor({"p-0", "main", ActorKind::kProducer, "c", "h", 1}, 10);
    writer->CloseActor("p-0", 20);
    writer->OpenActor({"p-0", "main", ActorKind::kProducer, "c", "h", 1}, 10);
    writer->OpenActor({"p-1", "main", ActorKind::kProducer, "c", "h", 2}, 10);
  }
  {
    const auto writer = StoreWriter::Open(file.path());
    writer->OpenActor({"p-1", "main", ActorKind::kProducer, "c", "h", 3}, 30);
    writer->CloseActor("p-1", 40);
  }
  const auto actors = StoreReader::Open(file.path())->Actors();
  ASSERT_EQ(actors.size(), 2u);
  EXPECT_FALSE(actors[0].MayLackFacts());
  EXPECT_EQ(actors[1].holes.size(), 1u);
}

TEST(Store, AFaultIsReplacedById) {
  const TempStore file;
  const auto writer = StoreWriter::Create(file.path());
  FaultFact fault;
  fault.fault = "kill";
  fault.nodes = {2, 3};
  writer->Put(fault);
  EXPECT_NE(fault.id, 0);
  fault.bit = true;
  fault.from = 5;
  writer->Put(fault);
  const auto faults = StoreReader::Open(file.path())->Faults();
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].nodes, (std::vector<std::int32_t>{2, 3}));
  EXPECT_EQ(faults[0].bit, std::optional(true));
  EXPECT_FALSE(faults[0].healed.has_value());
}

// Their rows come from threads, one a step, that start in any order.
TEST(Store, FaultsAreReadInTheOrderInWhichTheyBegan) {
  const TempStore file;
  const auto writer = StoreWriter::Create(file.path());
  const std::vector<std::optional<RunMicros>> begins = {std::nullopt, 9, 5, 7};
  for (const auto& begin : begins) {
    FaultFact fault;
    fault.fault = "kill";
    fault.from = begin;
    writer->Put(fault);
  }
  std::vector<std::optional<RunMicros>> read;
  for (const auto& fault : StoreReader::Open(file.path())->Faults()) read.push_back(fault.from);
  EXPECT_EQ(read, (std::vector<std::optional<RunMicros>>{5, 7, 9, std::nullopt}));
}

TEST(Store, MissingForeignNewerAndDamagedFilesAreErrors) {
  const TempStore file;
  EXPECT_EQ(KindOf([&] { StoreReader::Open(file.path()); }), ErrorKind::kCorrupt);
  std::ofstream(file.path())
      << "this is a text file and no database at all, however long it may be";
  EXPECT_EQ(KindOf([&] { StoreReader::Open(file.path()); }), ErrorKind::kCorrupt);
  EXPECT_EQ(KindOf([&] { StoreWriter::Open(file.path()); }), ErrorKind::kCorrupt);
  EXPECT_EQ(KindOf([&] { StoreWriter::Create(file.path()); }), ErrorKind::kUsage);
  std::filesystem::remove(file.path());
  { Database(file.path(), Database::Mode::kCreate).Execute("CREATE TABLE t(x)"); }
  EXPECT_EQ(KindOf([&] { StoreReader::Open(file.path()); }), ErrorKind::kCorrupt);
  std::filesystem::remove(file.path());
  StoreWriter::Create(file.path());
  { Database(file.path(), Database::Mode::kWrite).Execute("PRAGMA user_version=8"); }
  EXPECT_EQ(KindOf([&] { StoreReader::Open(file.path()); }), ErrorKind::kCorrupt);
}

TEST(Store, OfVersion2NamesNoClusterOfEventsAndLogLines) {
  const TempStore file;
  {
    const auto writer = StoreWriter::Create(file.path());
    writer->Add(EventFact{1, "disturbance", "broker-2", "ended unasked", "east", 2});
    writer->Add(LogLine{1, "broker-2", "Kafka Server started", "east"});
  }
  EXPECT_EQ(StoreReader::Open(file.path())->Events().at(0).cluster, "east");
  EXPECT_EQ(StoreReader::Open(file.path())->LogLines().at(0).cluster, "east");
  {
    Database store(file.path(), Database::Mode::kWrite);
    store.Execute(
        "ALTER TABLE event DROP COLUMN cluster; ALTER TABLE event DROP COLUMN node; ALTER TABLE "
        "log_line DROP COLUMN cluster;"
        "PRAGMA user_version=2");
  }
  const auto reader = StoreReader::Open(file.path());
  EXPECT_EQ(reader->Events().at(0).cluster, "");
  EXPECT_EQ(reader->Events().at(0).subject, "broker-2");
  EXPECT_EQ(reader->Events().at(0).node, 2);
  EXPECT_EQ(reader->LogLines().at(0).cluster, "");
  EXPECT_ANY_THROW(StoreWriter::Open(file.path()));
}

// Up to then the name of a node was all that told it.
TEST(Store, OfVersion4NamesTheNodesOfEventsInWordsOnly) {
  const TempStore file;
  {
    const auto writer = StoreWriter::Create(file.path());
    writer->Add(EventFact{1, "disturbance", "controller-3", "ended unasked", "main", 3});
    writer->Add(EventFact{2, "disturbance", "payments/0", "the ISR shrank"});
    writer->Add(EventFact{3, "client", "node-7", "out of range"});  // a client of that name
  }
  const auto nodes = [&] {
    std::vector<std::optional<std::int32_t>> all;
    for (const auto& event : StoreReader::Open(file.path())->Events()) all.push_back(event.node);
    return all;
  };
  using Nodes = std::vector<std::optional<std::int32_t>>;
  EXPECT_EQ(nodes(), (Nodes{3, std::nullopt, std::nullopt}));
  Database(file.path(), Database::Mode::kWrite)
      .Execute("ALTER TABLE event DROP COLUMN node; PRAGMA user_version=4");
  EXPECT_EQ(nodes(), (Nodes{3, std::nullopt, std::nullopt}));
}

// What it can say of readers, groups and topics it still says.
TEST(Store, OfVersion3KnowsNoIdsKeysAndAssignments) {
  const TempStore file;
  {
    const auto writer = StoreWriter::Create(file.path());
    writer->PutStream("a", kStored, 100);
    writer->Add("a", kStored, Span(0, 100));
    ReadSpan read;
    read.count = 100;
    read.offsets = Span(0, 100).offsets;
    writer->Add("m", Pass::kLive, Isolation::kUncommitted, kStored, read);
    writer->Add("m", Isolation::kUncommitted, Bounds{"payments", 0, 0, 200, std::nullopt});
    GroupCommit commit;
    commit.group = "billing";
    commit.topic = "payments";
    commit.offset = 7;
    writer->Add("c", commit);
    writer->Add(PartitionState{1, 1, "payments", 0, 1, 1, {1}, {1}, {}});
    FaultFact fault;
    fault.fault = "kill";
    writer->Put(fault);
  }
  {
    Database store(file.path(), Database::Mode::kWrite);
    store.Execute(
        "DROP VIEW streams; DROP VIEW lost; DROP VIEW duplicated; DROP VIEW timeline; DROP VIEW "
        "timeline_errors; DROP TABLE assigned; DROP TABLE assignment; DROP TABLE group_reset; DROP "
        "TABLE record_key; DROP TABLE found_key; DROP TABLE made_from;"
        "CREATE TABLE t(id INTEGER PRIMARY KEY, cluster TEXT, name TEXT, partitions INTEGER, "
        "replication INTEGER); INSERT INTO t SELECT id, cluster, name, partitions, replication "
        "FROM topic; PRAGMA foreign_keys=OFF; DROP TABLE topic; ALTER TABLE t RENAME TO topic;"
        "ALTER TABLE stream DROP COLUMN largest; ALTER TABLE stream DROP COLUMN headers;"
        "ALTER TABLE settled DROP COLUMN topic; ALTER TABLE read DROP COLUMN topic;"
        "ALTER TABLE corrupt DROP COLUMN topic; ALTER TABLE fault DROP COLUMN topics;"
        "ALTER TABLE partition_state DROP COLUMN topic_id;"
        "ALTER TABLE group_commit DROP COLUMN asked_us; ALTER TABLE group_commit DROP COLUMN "
        "store; PRAGMA user_version=3");
  }
  const auto reader = StoreReader::Open(file.path());
  EXPECT_EQ(reader->Topics().at(0).name, "payments");
  EXPECT_EQ(reader->Streams().at(0).sent, 100u);
  EXPECT_EQ(reader->AllBounds().size(), 1u);
  EXPECT_EQ(reader->Commits().at(0).commit.offset, 7);
  EXPECT_EQ(reader->Faults().at(0).fault, "kill");
  EXPECT_EQ(reader->PartitionStates().size(), 1u);
  std::uint64_t records = 0;
  reader->EachSettled([&](const SettledRow& row) { records += row.count; });
  reader->EachRead([&](const ReadRow& row) { records += row.count; });
  reader->EachCorrupt([&](const CorruptRow&) { ++records; });
  EXPECT_EQ(records, 200u);
  EXPECT_TRUE(reader->Assignments().empty());
  EXPECT_TRUE(reader->Resets().empty());
  EXPECT_TRUE(reader->MadeFrom().empty());
  EXPECT_ANY_THROW(StoreWriter::Open(file.path()));
}

TEST(Store, ATornFileIsAnError) {
  const TempStore file;
  {
    const auto writer = StoreWriter::Create(file.path());
    for (std::uint64_t i = 0; i < 2000; ++i)
      writer->Add(EventFact{1, "state", std::string(100, 'x'), ""});
  }
  std::filesystem::resize_file(file.path(), std::filesystem::file_size(file.path()) / 2);
  EXPECT_EQ(KindOf([&] { StoreReader::Open(file.path()); }), ErrorKind::kCorrupt);
}

TEST(Store, ViewsAnswerWhatPeopleAsk) {
  const TempStore file;
  {
    const auto writer = StoreWriter::Create(file.path());
    writer->Add("a", kStored, Span(0, 10));
    writer->PutStream("a", kStored, 10);
    ReadSpan read;
    read.count = 9;
    for (int i = 0; i < 9; ++i) read.offsets.Push(2 * i);
    writer->Add("final", Pass::kFinal, Isolation::kUncommitted, kStored, read);
    writer->Add("final", Isolation::kUncommitted, Bounds{"payments", 0, 0, 20, std::nullopt});
  }
  const auto answer = [&](const std::string& sql) {
    std::string last;
    QueryStore(file.path(), sql, [&](const auto& row) { last = row.at(0).text; });
    return last;
  };
  EXPECT_EQ(answer("SELECT not_read_at_least FROM lost"), "1");
  EXPECT_EQ(answer("SELECT count(*) FROM duplicated"), "0");
  EXPECT_EQ(answer("SELECT acked || '/' || final_read FROM timeline"), "10/9");
  EXPECT_EQ(answer("SELECT count(*) FROM timeline_errors"), "0");
}

}  // namespace
}  // namespace kproof
