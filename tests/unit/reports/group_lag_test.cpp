// How far groups were behind, from what they committed and what was acked.
#include "reports/run_page/group_lag.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/store/reader.h"
#include "audit/store/writer.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;

class GroupLagOfAStore : public ::testing::Test {
 protected:
  GroupLagOfAStore() : writer_(StoreWriter::Create(path_)) {
    writer_->AddTopic({"main", "payments", 2, 3});
    writer_->OpenActor({"checkout-0", "main", ActorKind::kProducer, "", "", 1}, 0);
    writer_->OpenActor({"billing-0", "main", ActorKind::kConsumer, "", "", 1}, 0);
    for (const std::int32_t partition : {0, 1})
      writer_->PutStream("checkout-0", StreamOf(partition), 1'000);
  }
  static StreamId StreamOf(std::int32_t partition) { return {"main", 1, 0, "payments", partition}; }
  void Ack(double at_s, std::int32_t partition, std::int64_t offset) {
    SettledSpan span;
    span.first_sequence = static_cast<std::uint64_t>(offset);
    span.count = 1;
    span.offsets.Push(offset);
    span.from = span.to = static_cast<RunMicros>(at_s * 1e6);
    writer_->Add("checkout-0", StreamOf(partition), span);
  }
  void Commit(double at_s, std::int32_t partition, std::int64_t offset,
              Outcome outcome = Outcome::kAcked) {
    GroupCommit commit;
    commit.group = "billing";
    commit.topic = "payments";
    commit.partition = partition;
    commit.offset = offset;
    commit.outcome = outcome;
    commit.at = static_cast<RunMicros>(at_s * 1e6);
    writer_->Add("billing-0", commit);
  }
  std::vector<GroupLag> Lags(int seconds) {
    writer_.reset();
    const auto store = StoreReader::Open(path_);
    GroupLags lags(*store);
    store->EachSettled([&](const SettledRow& row) { lags.Take(row); });
    Series series;
    for (int second = 0; second < seconds; ++second)
      series.push_back({.at_s = static_cast<double>(second)});
    return lags.Finish(series);
  }

  TemporaryFolder folder_;
  const std::string path_ = folder_.File("audit.db");
  std::unique_ptr<StoreWriter> writer_;
};

TEST_F(GroupLagOfAStore, IsTheSumOverPartitionsThatAreKnown) {
  Ack(0.5, 0, 99);
  Ack(0.5, 1, 49);
  Commit(1.5, 0, 90);
  Commit(2.5, 1, 50);
  Ack(3.5, 0, 199);
  Commit(4.5, 0, 200);
  const auto lags = Lags(6);
  ASSERT_THAT(lags, SizeIs(1));
  EXPECT_EQ(lags[0].group, "billing");
  EXPECT_THAT(lags[0].values, ElementsAre(std::nullopt, Optional(10.0), Optional(10.0),
                                          Optional(110.0), Optional(110.0), Optional(0.0)));
}

TEST_F(GroupLagOfAStore, AnAssignmentTellsWhereAGroupBegins) {
  Assignment assignment;
  assignment.group = "billing";
  assignment.at = 500'000;
  assignment.places = {{{"main", "payments", 0}, 0}};
  writer_->Add("billing-0", assignment);
  Ack(1.5, 0, 29);
  Commit(2.5, 0, 30, Outcome::kFailed);
  Commit(3.5, 0, 30);
  assignment.at = 4'500'000;
  writer_->Add("billing-0", assignment);
  EXPECT_THAT(Lags(6)[0].values, ElementsAre(Optional(0.0), Optional(30.0), Optional(30.0),
                                             Optional(30.0), Optional(0.0), Optional(0.0)));
}

TEST_F(GroupLagOfAStore, WithoutGroupsThereIsNone) {
  Ack(0.5, 0, 99);
  EXPECT_THAT(Lags(3), IsEmpty());
}

}  // namespace
}  // namespace kproof
