// Frames of single records, as an agent in another language writes them, are the same facts as the
// spans of an agent that makes its own.
#include "audit/facts/single_records.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "audit/facts/spool_bytes.h"
#include "audit/facts/spool_format.h"
#include "audit/store/query.h"
#include "audit/store/writer.h"
#include "harness/base/error.h"
#include "harness/base/random.h"
#include "harness/collect/collector.h"
#include "tests/unit/collect/temp_folder.h"

namespace kproof::single_records {
namespace {

template <typename Number>
std::string Fixed(Number number) {
  return {reinterpret_cast<const char*>(&number), sizeof number};
}

std::string Frame(std::uint8_t type, const std::string& payload) {
  const std::string body = std::string(1, static_cast<char>(type)) + payload;
  std::string bytes;
  spool::PutU32(bytes, static_cast<std::uint32_t>(body.size()));
  spool::PutU32(bytes, spool::Checksum(body));
  return bytes + body;
}

std::string Begin(const std::string& actor, ActorKind kind) {
  SpoolWriter writer("run-1", actor);
  writer.Open({.name = actor,
               .cluster = "main",
               .kind = kind,
               .client = "java 4.3.1",
               .host = "h",
               .pid = 9},
              5);
  return writer.Take();
}

std::string End() { return Frame(spool::kClose, SpoolBytes().Signed(99'000'000).bytes()); }

std::string Settled(std::uint32_t stream, std::uint64_t sequence, Outcome outcome,
                    std::int64_t offset, std::int32_t error, RunMicros intended, RunMicros at) {
  return Fixed(stream) + Fixed(sequence) + Fixed(outcome) + Fixed(offset) + Fixed(error) +
         Fixed(intended) + Fixed(at);
}

std::string Stamped(const std::string& topic, std::uint16_t partition, std::uint64_t sequence,
                    std::uint32_t crc) {
  const auto stamp = Encode({.origin = 7,
                             .life = 1,
                             .partition = partition,
                             .sequence = sequence,
                             .created_us = 1'000,
                             .value_crc32c = crc,
                             .in_transaction = false,
                             .resend = false,
                             .topic_crc32c = TopicChecksum(topic)});
  return Fixed(std::uint8_t{kStampBytes}) +
         std::string(reinterpret_cast<const char*>(stamp.data()), stamp.size());
}

std::string Found(std::uint32_t place, std::int64_t offset, RunMicros at,
                  const std::string& stamp) {
  return Fixed(place) + Fixed(offset) + Fixed(at) + Fixed(at / 2) + Fixed(std::uint32_t{0xabcd}) +
         stamp;
}

std::string NoStamp() { return std::string(1 + kStampBytes, '\0'); }

std::string ReadHead(RunMicros at) { return Fixed(at) + std::string(2, '\0'); }

std::string PlaceFrame(std::uint32_t number, const std::string& topic, std::int32_t partition) {
  return Frame(spool::kPlace, SpoolBytes().Number(number).Text(topic).Signed(partition).bytes());
}

std::string StreamFrame(std::uint32_t number, const StreamId& stream) {
  return Frame(spool::kStream, SpoolBytes().Number(number).Stream(stream).bytes());
}

const StreamId kStream{
    .cluster = "main", .origin = 7, .life = 1, .topic = "payments", .partition = 1};

std::vector<SpoolFrame> FramesOf(const std::string& spool) {
  SpoolReader reader(spool, "test", "");
  std::vector<SpoolFrame> frames;
  while (auto frame = reader.Next()) frames.push_back(std::move(*frame));
  return frames;
}

template <typename Fact>
std::vector<Fact> FactsOf(const std::string& spool) {
  std::vector<Fact> facts;
  for (auto& frame : FramesOf(spool))
    if (auto* fact = std::get_if<Fact>(&frame)) facts.push_back(std::move(*fact));
  return facts;
}

std::string WhyDamaged(const std::string& spool) {
  try {
    FramesOf(spool);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kCorrupt);
    return error.what();
  }
  return "";
}

TEST(SingleRecords, AreSpansOnceTheirSecondIsOver) {
  std::string spool = Begin("p-0", ActorKind::kProducer) + StreamFrame(0, kStream);
  spool += Frame(spool::kSettledRecords,
                 Fixed(RunMicros{1'200'000}) +
                     Settled(0, 0, Outcome::kAcked, 10, 0, 1'000'000, 1'100'000) +
                     Settled(0, 1, Outcome::kAcked, 11, 0, 1'050'000, 1'150'000));
  EXPECT_TRUE(FactsOf<SpoolSettled>(spool).empty());
  spool += Frame(spool::kSettledRecords, Fixed(RunMicros{2'000'000}));
  const auto facts = FactsOf<SpoolSettled>(spool);
  ASSERT_EQ(facts.size(), 1u);
  EXPECT_EQ(facts[0].stream, kStream);
  EXPECT_EQ(facts[0].span.count, 2u);
  EXPECT_EQ(facts[0].span.offsets.last(), 11);
  EXPECT_EQ(facts[0].span.from, 1'100'000);
  EXPECT_EQ(facts[0].span.to, 1'150'000);
  EXPECT_EQ(facts[0].span.latency.count(), 2u);
}

TEST(SingleRecords, AreSpansWhenTheSpoolIsClosedOrNobodyWritesAnyMore) {
  const std::string spool =
      Begin("p-0", ActorKind::kProducer) + StreamFrame(0, kStream) +
      Frame(spool::kSettledRecords,
            Fixed(RunMicros{1'200'000}) + Settled(0, 0, Outcome::kFailed, -1, 10, 1, 1'100'000));
  const auto closed = FactsOf<SpoolSettled>(spool + End());
  ASSERT_EQ(closed.size(), 1u);
  EXPECT_EQ(closed[0].span.outcome, Outcome::kFailed);
  EXPECT_EQ(closed[0].span.error, 10);
  SpoolReader killed(spool, "test", "");
  while (killed.Next()) continue;
  EXPECT_EQ(killed.TakeOpen().size(), 1u);
  EXPECT_TRUE(killed.TakeOpen().empty());
}

TEST(SingleRecords, OfReadersAreReadsForeignRecordsAndDamage) {
  const std::string spool =
      Begin("m-0", ActorKind::kMonitor) + PlaceFrame(0, "payments", 0) +
      PlaceFrame(1, "payments", 1) + PlaceFrame(2, "refunds", 0) +
      Frame(spool::kFoundRecords, ReadHead(1'500'000) +
                                      Found(1, 4, 1'200'000, Stamped("payments", 1, 0, 0xabcd)) +
                                      Found(1, 5, 1'200'000, Stamped("payments", 1, 1, 0xabcd)) +
                                      Found(1, 6, 1'200'000, NoStamp()) +
                                      Found(1, 7, 1'200'000, Stamped("refunds", 0, 0, 0xabce))) +
      End();
  const auto reads = FactsOf<SpoolRead>(spool);
  ASSERT_EQ(reads.size(), 2u);
  EXPECT_EQ(reads[0].stream, kStream);
  EXPECT_EQ(reads[0].span.count, 2u);
  EXPECT_EQ(reads[0].span.partition, 1);
  EXPECT_EQ(reads[0].run, std::nullopt);
  EXPECT_EQ(reads[1].stream.topic, "refunds");
  EXPECT_EQ(reads[1].span.topic, "payments");
  const auto foreign = FactsOf<SpoolForeign>(spool);
  ASSERT_EQ(foreign.size(), 1u);
  EXPECT_EQ(foreign[0].read.offsets.first(), 6);
  const auto damaged = FactsOf<SpoolCorrupt>(spool);
  ASSERT_EQ(damaged.size(), 1u);
  EXPECT_EQ(damaged[0].read.offset, 7);
  EXPECT_EQ(damaged[0].stream.topic, "refunds");
}

TEST(SingleRecords, OfMembersHaveRunsAndEffects) {
  const Assignment assignment{.cluster = "main",
                              .group = "billing",
                              .how = AssignHow::kSubscribe,
                              .generation = 3,
                              .at = 1'000'000,
                              .places = {{.place = {"main", "payments", 1}, .position = {}}}};
  SpoolWriter writer("run-1", "c-0");
  const auto empty = writer.Take().size();
  writer.Add(SpoolAssignment{assignment});
  const auto payload = writer.Take().substr(empty + spool::kFrameHead + 1);
  const std::string spool =
      Begin("c-0", ActorKind::kConsumer) + PlaceFrame(0, "payments", 1) +
      Frame(spool::kAssigned, payload) +
      Frame(spool::kFoundRecords, ReadHead(1'500'000) +
                                      Found(0, 4, 1'200'000, Stamped("payments", 1, 0, 0xabcd)) +
                                      Found(0, 5, 1'200'000, Stamped("payments", 1, 1, 0xabcd))) +
      Frame(spool::kEffects,
            Fixed(std::uint32_t{0}) + Fixed(std::int64_t{4}) + Fixed(RunMicros{1'300'000})) +
      Frame(spool::kMoved,
            Fixed(std::uint32_t{0}) + Fixed(std::int64_t{4}) + Fixed(RunMicros{1'400'000})) +
      Frame(spool::kFoundRecords,
            ReadHead(1'600'000) + Found(0, 4, 1'500'000, Stamped("payments", 1, 0, 0xabcd))) +
      End();
  const auto assigned = FactsOf<SpoolAssignment>(spool);
  ASSERT_EQ(assigned.size(), 1u);
  EXPECT_EQ(assigned[0].assignment.generation, 3);
  const auto runs = FactsOf<SpoolRun>(spool);
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(runs[0].run.group, "billing");
  EXPECT_EQ(runs[1].run.cause, RunCause::kSeek);
  EXPECT_EQ(runs[1].run.position, 4);
  const auto reads = FactsOf<SpoolRead>(spool);
  ASSERT_EQ(reads.size(), 2u);
  EXPECT_EQ(reads[0].run, 0u);
  EXPECT_EQ(reads[0].span.count, 2u);
  EXPECT_EQ(reads[1].run, 1u);
  const auto effects = FactsOf<SpoolProcessed>(spool);
  ASSERT_EQ(effects.size(), 1u);
  EXPECT_EQ(effects[0].processed.group, "billing");
  EXPECT_EQ(effects[0].processed.offsets.first(), 4);
}

TEST(SingleRecords, ThatMakeNoSenseAreDamageAndCountNowhere) {
  const auto begin =
      Begin("p-0", ActorKind::kProducer) + StreamFrame(0, kStream) + PlaceFrame(0, "payments", 1);
  const auto good = Settled(0, 0, Outcome::kAcked, 10, 0, 1, 2);
  const auto settled = [&](const std::string& entries) {
    return WhyDamaged(begin + Frame(spool::kSettledRecords, Fixed(RunMicros{3}) + entries));
  };
  EXPECT_EQ(settled(good), "");
  EXPECT_NE(settled(good.substr(0, 40)), "");
  EXPECT_NE(settled(good + "x"), "");
  EXPECT_NE(settled(Settled(1, 0, Outcome::kAcked, 10, 0, 1, 2)), "");
  EXPECT_NE(settled(Settled(0, ~0ULL, Outcome::kAcked, 10, 0, 1, 2)), "");
  EXPECT_NE(settled(Settled(0, 0, static_cast<Outcome>(3), 10, 0, 1, 2)), "");
  EXPECT_NE(settled(Settled(0, 0, Outcome::kAcked, -2, 0, 1, 2)), "");
  EXPECT_NE(settled(Settled(0, 0, Outcome::kAcked, 10, 0, INT64_MIN, 2)), "");
  const auto found = [&](const std::string& entries) {
    return WhyDamaged(begin + Frame(spool::kFoundRecords, ReadHead(3) + entries));
  };
  EXPECT_EQ(found(Found(0, 0, 1, NoStamp())), "");
  EXPECT_NE(found(Found(1, 0, 1, NoStamp())), "");
  EXPECT_NE(found(Found(0, -1, 1, NoStamp())), "");
  EXPECT_NE(found(Found(0, 0, INT64_MAX, NoStamp())), "");
  EXPECT_NE(WhyDamaged(begin + PlaceFrame(2, "payments", 1)), "");
  EXPECT_NE(WhyDamaged(begin + Frame(spool::kEffects, "")), "");
  // Entries before the bad one are of the same frame.
  const auto half = begin + Frame(spool::kSettledRecords, Fixed(RunMicros{3}) + good + "x");
  SpoolReader reader(half, "test", "");
  EXPECT_THROW(while (reader.Next()) continue, Error);
  EXPECT_TRUE(reader.TakeOpen().empty());
}

TEST(SingleRecords, AStampThatNobodyCanHaveMadeIsForeign) {
  auto stamp = Stamped("payments", 1, ~0ULL, 0xabcd);
  const auto spool = Begin("m-0", ActorKind::kMonitor) + PlaceFrame(0, "payments", 1) +
                     Frame(spool::kFoundRecords, ReadHead(9) + Found(0, 4, 8, stamp)) + End();
  EXPECT_TRUE(FactsOf<SpoolRead>(spool).empty());
  EXPECT_EQ(FactsOf<SpoolForeign>(spool).size(), 1u);
}

// -- the same history by both ways, all the way into the store

struct Ack {
  std::uint64_t sequence;
  Outcome outcome;
  std::int64_t offset;
  std::int32_t error;
  RunMicros at;
};

std::vector<Ack> RandomHistory(std::uint64_t seed) {
  Random random(seed);
  std::vector<Ack> acks;
  std::int64_t offset = 0;
  RunMicros at = 0;
  for (std::uint64_t sequence = 0; sequence < 3'000; ++sequence) {
    at += static_cast<RunMicros>(random.Below(2'000));
    offset += 1 + static_cast<std::int64_t>(random.Below(10) == 0 ? random.Below(50) : 0);
    const auto fate = random.Below(200);
    if (fate == 0)
      acks.push_back({sequence, Outcome::kFailed, -1, 10, at});
    else if (fate == 1)
      acks.push_back({sequence, Outcome::kUnknown, -1, -192, at});
    else if (fate == 2)
      acks.push_back({sequence, Outcome::kAcked, -1, 0, at});
    else
      acks.push_back({sequence, Outcome::kAcked, offset, 0, at});
    if (random.Below(300) == 0 && acks.size() > 1)  // callbacks in another order
      std::swap(acks[acks.size() - 1].sequence, acks[acks.size() - 2].sequence);
  }
  return acks;
}

std::string AsSpans(const std::vector<Ack>& acks) {
  SpoolWriter writer("run-1", "p-0");
  writer.Open({.name = "p-0",
               .cluster = "main",
               .kind = ActorKind::kProducer,
               .client = "java 4.3.1",
               .host = "h",
               .pid = 9},
              5);
  const auto number = writer.Number(kStream);
  SettleTracker tracker(
      [&](std::uint32_t, const SettledSpan& span) { writer.Settled(number, span); });
  for (const auto& ack : acks)
    tracker.Settle(0, ack.sequence, ack.outcome, ack.offset, ack.error, ack.at - 700, ack.at);
  tracker.Flush();
  writer.Close(99'000'000);
  return writer.Take();
}

std::string AsSingleRecords(const std::vector<Ack>& acks) {
  std::string spool = Begin("p-0", ActorKind::kProducer) + StreamFrame(0, kStream);
  Random random(1);
  for (std::size_t from = 0; from < acks.size();) {
    const auto to = std::min(acks.size(), from + 1 + random.Below(200));
    std::string payload = Fixed(acks[to - 1].at);
    for (; from < to; ++from)
      payload += Settled(0, acks[from].sequence, acks[from].outcome, acks[from].offset,
                         acks[from].error, acks[from].at - 700, acks[from].at);
    spool += Frame(spool::kSettledRecords, payload);
  }
  return spool + End();
}

std::vector<std::string> RowsOf(const std::string& store) {
  std::vector<std::string> rows;
  QueryStore(store, "SELECT * FROM settled ORDER BY 1, 2, 3, 4, 5", [&](const QueryRow& columns) {
    std::string row;
    for (const auto& column : columns) row += column.text + "|";
    rows.push_back(row);
  });
  return rows;
}

// The store that a collector makes of `spool`, which grows by random steps, with collectors that
// are killed and replaced.
std::vector<std::string> Collected(const std::string& spool, std::uint64_t seed) {
  const TempFolder folder;
  const auto spools = folder.File("spool"), db = folder.File("audit.db");
  std::filesystem::create_directory(spools);
  Random random(seed);
  {
    auto store = StoreWriter::Create(db);
    auto collector = std::make_unique<Collector>(*store, spools);
    for (std::size_t shown = 0; shown < spool.size();) {
      const auto more = std::min(spool.size(), shown + 1 + random.Below(9'000));
      std::ofstream(SpoolPath(spools, "p-0"), std::ios::binary | std::ios::app)
          << spool.substr(shown, more - shown);
      shown = more;
      if (random.Below(3) == 0) {
        const StoreWriter::Transaction killed_before_commit(*store);
        Collector(*store, spools).Poll();
      }
      if (random.Below(4) == 0) collector = std::make_unique<Collector>(*store, spools);
      collector->Poll();
    }
    collector->Finish();
    Collector(*store, spools).Finish();
  }
  return RowsOf(db);
}

TEST(SingleRecords, GiveTheSameStoreAsSpans) {
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    const auto acks = RandomHistory(seed);
    const auto spans = Collected(AsSpans(acks), seed);
    EXPECT_GT(spans.size(), 10u);
    EXPECT_EQ(spans, Collected(AsSingleRecords(acks), seed)) << "seed " << seed;
  }
}

// All that is in its spool counts, the last second among it, and once.
TEST(SingleRecords, OfAnAgentThatWasKilledAreAllInTheStore) {
  const auto acks = RandomHistory(9);
  auto spool = AsSingleRecords(acks);
  spool.resize(spool.size() - End().size());
  auto closed = Collected(AsSpans(acks), 9);
  EXPECT_EQ(closed, Collected(spool + "torn", 9));
}

}  // namespace
}  // namespace kproof::single_records
