// What a reader writes of records whose stamp names this topic, another one, or none.
#include "harness/agent/found_records.h"

#include <gtest/gtest.h>

#include <string_view>
#include <variant>
#include <vector>

#include "harness/agent/config.h"
#include "harness/base/temporary_folder.h"
#include "harness/stamp/crc32c.h"

namespace kproof {
namespace {

constexpr std::string_view kValue = "value";

class FoundInAPartition : public testing::Test {
 protected:
  FoundInAPartition() : process_(Config(), ActorKind::kMonitor) {
    found_.AddPlace({"payments", 1});
  }

  AgentConfig Config() const {
    AgentConfig config;
    config.actor = "monitor-0";
    config.run_id = "r";
    config.spool_folder = folder_.path();
    config.live_page = folder_.File("live");
    config.topics = {{"payments", 3}, {"refunds", 2}};
    return config;
  }

  static StampBytes StampTo(std::string_view topic, std::uint16_t partition,
                            std::uint64_t sequence) {
    return Encode({.origin = 7,
                   .life = 0,
                   .partition = partition,
                   .sequence = sequence,
                   .created_us = 0,
                   .value_crc32c = Crc32c(std::as_bytes(std::span(kValue))),
                   .in_transaction = false,
                   .resend = false,
                   .topic_crc32c = TopicChecksum(topic)});
  }

  void Find(std::int64_t offset, std::span<const std::byte> stamp,
            std::optional<std::uint64_t> run = std::nullopt, std::string_view value = kValue) {
    const IncomingRecord record{.place = 0,
                                .offset = offset,
                                .value = std::as_bytes(std::span(value)),
                                .has_value = true,
                                .stamp = stamp};
    const auto known = FoundRecords::StampOf(record);
    if (known)
      found_.Take(record, *known, 1'000'000 + offset, 0, run);
    else
      found_.TakeForeign(record);
  }

  template <typename Frame>
  std::vector<Frame> Written() {
    found_.Flush();
    process_.spool.Flush();
    SpoolReader reader(SpoolPath(folder_.path(), "monitor-0"), "r");
    std::vector<Frame> frames;
    while (auto frame = reader.Next())
      if (auto* one = std::get_if<Frame>(&*frame)) frames.push_back(std::move(*one));
    return frames;
  }

  TemporaryFolder folder_;
  AgentProcess process_;
  FoundRecords found_{process_, Pass::kLive, Isolation::kUncommitted};
};

TEST_F(FoundInAPartition, WhereItWasSentTo) {
  Find(10, StampTo("payments", 1, 0));
  Find(11, StampTo("payments", 1, 1));
  const auto reads = Written<SpoolRead>();
  ASSERT_EQ(reads.size(), 1u);
  EXPECT_EQ(reads[0].stream, (StreamId{"main", 7, 0, "payments", 1}));
  EXPECT_EQ(reads[0].span.count, 2u);
  EXPECT_EQ(reads[0].span.partition, 1);
  EXPECT_EQ(reads[0].span.topic, "");
}

// They do not say which topic: the one they are found in.
TEST_F(FoundInAPartition, OfVersion1) {
  auto stamp = StampTo("anything", 1, 0);
  stamp[0] = std::byte{1};
  Find(10, std::span(stamp).first(32));
  const auto reads = Written<SpoolRead>();
  ASSERT_EQ(reads.size(), 1u);
  EXPECT_EQ(reads[0].stream.topic, "payments");
  EXPECT_EQ(reads[0].span.topic, "");
}

TEST_F(FoundInAPartition, SentToAnotherTopicThatIsKnown) {
  Find(10, StampTo("payments", 1, 0));
  Find(11, StampTo("refunds", 1, 1));  // another stream, whatever its numbers
  Find(12, StampTo("payments", 1, 1));
  const auto reads = Written<SpoolRead>();
  ASSERT_EQ(reads.size(), 2u);
  const auto& astray = reads[0].stream.topic == "refunds" ? reads[0] : reads[1];
  EXPECT_EQ(astray.stream, (StreamId{"main", 7, 0, "refunds", 1}));
  EXPECT_EQ(astray.span.topic, "payments");
  EXPECT_EQ(astray.span.partition, 1);
  EXPECT_EQ(astray.span.count, 1u);
  EXPECT_EQ(astray.span.first_sequence, 1u);
}

TEST_F(FoundInAPartition, SentToATopicThatNobodyKnows) {
  Find(10, StampTo("123456789", 65'535, 4));
  const auto reads = Written<SpoolRead>();
  ASSERT_EQ(reads.size(), 1u);
  EXPECT_EQ(reads[0].stream, (StreamId{"main", 7, 0, "crc32c:e3069283", 65'535}));
  EXPECT_EQ(reads[0].span.topic, "payments");
}

TEST_F(FoundInAPartition, DamagedInAnotherTopicThanItWasSentTo) {
  Find(10, StampTo("refunds", 0, 4), std::nullopt, "valu!");
  const auto damaged = Written<SpoolCorrupt>();
  ASSERT_EQ(damaged.size(), 1u);
  EXPECT_EQ(damaged[0].stream.topic, "refunds");
  EXPECT_EQ(damaged[0].read.topic, "payments");
  EXPECT_EQ(damaged[0].read.partition, 1);
  EXPECT_EQ(damaged[0].read.offset, 10);
}

TEST_F(FoundInAPartition, WithoutAStampThatWeKnow) {
  const auto newer = [] {
    auto stamp = StampTo("payments", 1, 0);
    stamp[0] = std::byte{3};
    return stamp;
  }();
  Find(10, newer);
  Find(12, std::span(newer).first(0));
  EXPECT_TRUE(Written<SpoolRead>().empty());
  const auto foreign = Written<SpoolForeign>();
  ASSERT_EQ(foreign.size(), 1u);
  EXPECT_EQ(foreign[0].read.offsets.Runs().size(), 2u);
}

// The log was cut and written anew, or a reader went back.
TEST_F(FoundInAPartition, ForeignOffsetsThatGoBackAreTold) {
  for (const std::int64_t offset : {10, 11, 11, 4}) Find(offset, {});
  const auto foreign = Written<SpoolForeign>();
  ASSERT_EQ(foreign.size(), 3u);
  EXPECT_EQ(foreign[0].read.offsets.last(), 11);
  EXPECT_EQ(foreign[1].read.offsets.last(), 11);
  EXPECT_EQ(foreign[2].read.offsets.last(), 4);
}

TEST_F(FoundInAPartition, OnlyRecordsWithAStampCountAsRead) {
  Find(10, StampTo("payments", 1, 0));
  Find(11, StampTo("payments", 1, 1), std::nullopt, "valu!");
  Find(12, {});
  EXPECT_EQ(process_.state.read, 2u);
  EXPECT_EQ(process_.state.last_read, 1'000'011);
  EXPECT_EQ(Written<SpoolCorrupt>().size(), 1u);
}

TEST_F(FoundInAPartition, SentToAnotherPartition) {
  Find(10, StampTo("payments", 2, 0));
  const auto reads = Written<SpoolRead>();
  ASSERT_EQ(reads.size(), 1u);
  EXPECT_EQ(reads[0].stream.partition, 2);
  EXPECT_EQ(reads[0].span.partition, 1);
}

TEST_F(FoundInAPartition, NoSpanHoldsTwoRuns) {
  Find(10, StampTo("payments", 1, 0), 3);
  Find(11, StampTo("payments", 1, 1), 4);
  Find(12, StampTo("payments", 1, 2), 4);
  const auto reads = Written<SpoolRead>();
  ASSERT_EQ(reads.size(), 2u);
  EXPECT_EQ(reads[0].run, 3u);
  EXPECT_EQ(reads[0].span.count, 1u);
  EXPECT_EQ(reads[1].run, 4u);
  EXPECT_EQ(reads[1].span.count, 2u);
}

}  // namespace
}  // namespace kproof
