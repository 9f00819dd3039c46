// Windows of event time, with facts in orders that networks bring.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "audit/windows/reconciler.h"
#include "harness/base/random.h"

namespace kproof {
namespace {

const StreamId kAudited{
    .cluster = "main", .origin = 7, .life = 0, .topic = "payments", .partition = 0};

SettledSpan Acked(std::uint64_t first, std::uint64_t count, std::int64_t offset) {
  SettledSpan span;
  span.first_sequence = first;
  span.count = count;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto at = offset + static_cast<std::int64_t>(i);
    span.offsets.Push(at);
    span.digest.Add(first + i, at);
  }
  return span;
}

ReadSpan GotSpan(std::uint64_t first, std::uint64_t count, std::int64_t offset) {
  const auto acked = Acked(first, count, offset);
  ReadSpan span;
  span.first_sequence = first;
  span.count = count;
  span.offsets = acked.offsets;
  span.digest = acked.digest;
  return span;
}

class Windows : public testing::Test {
 protected:
  Windows() {
    audit_.Opened("checkout-0", ActorKind::kProducer);
    audit_.Opened("monitor-0", ActorKind::kMonitor);
  }
  // Ten records in each second from `second` on, offset = sequence.
  void Produce(std::int64_t second, std::uint64_t first) {
    audit_.EventTime(kAudited, first, second);
    audit_.Settled(kAudited, Acked(first, 10, static_cast<std::int64_t>(first)));
  }
  void Read(std::uint64_t first, std::uint64_t count, std::int64_t offset) {
    audit_.Read("monitor-0", kAudited, GotSpan(first, count, offset));
  }
  WindowRow OnlyRow() {
    const auto reports = audit_.Close();
    EXPECT_EQ(reports.size(), 1u);
    if (reports.empty() || reports[0].rows.size() != 1) return {};
    shortfalls_ = reports[0].shortfalls;
    return reports[0].rows[0];
  }

  // By a member of a group, of offsets `first` to `end` - 1.
  void Process(std::int64_t first, std::int64_t end) {
    kproof::Processed done;
    done.topic = "payments";
    for (auto offset = first; offset < end; ++offset) done.offsets.Push(offset);
    audit_.Processed("shop-1", done);
  }
  void Commit(std::int64_t offset, Outcome outcome = Outcome::kAcked) {
    GroupCommit commit;
    commit.topic = "payments";
    commit.offset = offset;
    commit.outcome = outcome;
    audit_.Committed("shop-1", commit);
  }
  void ReadAsMember(std::uint64_t first, std::uint64_t count) {
    audit_.Read("shop-1", kAudited, GotSpan(first, count, static_cast<std::int64_t>(first)));
  }

  Reconciler audit_{{.width_s = 10, .patience_s = 50}};
  std::vector<Shortfall> shortfalls_;
};

TEST_F(Windows, ClosesOnlyWhenEverythingWasToldAndPassed) {
  Produce(101, 0);
  Read(0, 9, 0);
  EXPECT_TRUE(audit_.Close().empty()) << "its producer may still create records in it";
  audit_.Progress("checkout-0", 109 * kSecond);
  EXPECT_TRUE(audit_.Close().empty());
  audit_.Progress("checkout-0", 110 * kSecond);
  EXPECT_TRUE(audit_.Close().empty()) << "its last record may be on its way to the reader";
  Read(9, 1, 9);
  const auto row = OnlyRow();
  EXPECT_EQ(row.start_s, 100);
  EXPECT_EQ(row.acked, 10u);
  EXPECT_EQ(row.read, 10u);
  EXPECT_EQ(row.read_digest, row.acked_digest);
  EXPECT_EQ(row.first_sequence, 0u);
  EXPECT_EQ(row.last_sequence, 9u);
  EXPECT_EQ(row.first_offset, 0);
  EXPECT_EQ(row.last_offset, 9);
  EXPECT_FALSE(row.FallsShort());
  EXPECT_TRUE(audit_.Close().empty()) << "each is told once";
}

TEST_F(Windows, OneLossAndOneDuplicateBothShow) {
  Produce(101, 0);
  audit_.Progress("checkout-0", 110 * kSecond);
  Read(0, 5, 0);
  Read(6, 4, 6);   // 5 is lost
  Read(2, 1, 10);  // and 2 is there twice, so that counts are equal
  const auto row = OnlyRow();
  EXPECT_EQ(row.acked, 10u);
  EXPECT_EQ(row.read, 10u);
  EXPECT_EQ(row.missing, 1u);
  EXPECT_EQ(row.doubled, 1u);
  ASSERT_EQ(shortfalls_.size(), 2u);
  EXPECT_EQ(shortfalls_[0].first, (std::vector<SequenceRange>{{5, 6}}));
  EXPECT_EQ(shortfalls_[1].first, (std::vector<SequenceRange>{{2, 3}}));
}

TEST_F(Windows, TheSameOffsetAgainIsNoDuplicate) {
  Produce(101, 0);
  audit_.Progress("checkout-0", 110 * kSecond);
  Read(0, 10, 0);
  Read(3, 4, 3);
  const auto row = OnlyRow();
  EXPECT_EQ(row.read, 10u);
  EXPECT_FALSE(row.FallsShort());
}

TEST_F(Windows, RecordsBelongToTheSecondInWhichTheyWereCreated) {
  Produce(109, 0);
  Produce(110, 10);
  Read(0, 20, 0);  // one span across the boundary
  audit_.Closed("checkout-0");
  const auto reports = audit_.Close();
  ASSERT_EQ(reports.size(), 2u);
  EXPECT_EQ(reports[0].start_s, 100);
  EXPECT_EQ(reports[0].rows[0].read, 10u);
  EXPECT_FALSE(reports[0].rows[0].FallsShort());
  EXPECT_EQ(reports[1].start_s, 110);
  EXPECT_EQ(reports[1].rows[0].last_sequence, 19u);
  EXPECT_FALSE(reports[1].rows[0].FallsShort());
}

TEST_F(Windows, AClockThatStepsBackOpensItsWindowAgain) {
  Produce(111, 0);
  Produce(105, 10);
  Produce(112, 20);
  Read(0, 30, 0);
  audit_.Closed("checkout-0");
  const auto reports = audit_.Close();
  ASSERT_EQ(reports.size(), 2u);
  EXPECT_EQ(reports[0].rows[0].first_sequence, 10u);
  EXPECT_EQ(reports[0].rows[0].acked, 10u);
  EXPECT_EQ(reports[1].rows[0].acked, 20u);
  EXPECT_FALSE(reports[0].rows[0].FallsShort() || reports[1].rows[0].FallsShort());
}

TEST_F(Windows, WhatFailedAndWhatIsUnknownMayBeMissing) {
  audit_.EventTime(kAudited, 0, 101);
  audit_.Settled(kAudited, Acked(0, 4, 0));
  SettledSpan failed;
  failed.outcome = Outcome::kFailed;
  failed.first_sequence = 4;
  failed.count = 2;
  for (const auto sequence : {4U, 5U}) failed.digest.Add(sequence, -1);
  audit_.Settled(kAudited, failed);
  audit_.Sent(kAudited, 8);  // 6 and 7 without a word
  Read(0, 4, 0);
  Read(5, 1, 4);  // failed and yet there
  Read(7, 1, 5);
  audit_.Progress("checkout-0", 110 * kSecond);
  const auto row = OnlyRow();
  EXPECT_EQ(row.acked, 4u);
  EXPECT_EQ(row.failed, 2u);
  EXPECT_EQ(row.unknown, 2u);
  EXPECT_EQ(row.read, 6u);
  EXPECT_EQ(row.missing, 0u);
  EXPECT_EQ(row.extra, 1u);
}

TEST_F(Windows, WhatComesAfterItClosedIsLateAndNotLost) {
  const StreamId other{
      .cluster = "main", .origin = 8, .life = 0, .topic = "payments", .partition = 0};
  Produce(101, 0);
  Read(0, 10, 0);
  audit_.Progress("checkout-0", 110 * kSecond);
  EXPECT_EQ(audit_.Close().size(), 1u);
  audit_.Opened("checkout-1", ActorKind::kProducer);  // its audit records were on their way
  audit_.EventTime(other, 0, 102);
  audit_.Settled(other, Acked(0, 3, 10));
  audit_.Read("monitor-0", other, GotSpan(0, 3, 10));
  const auto reports = audit_.Close();
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_TRUE(reports[0].again);
  ASSERT_EQ(reports[0].rows.size(), 1u);
  EXPECT_EQ(reports[0].rows[0].stream, other);
  EXPECT_EQ(reports[0].rows[0].acked, 3u);
  EXPECT_EQ(reports[0].rows[0].late, 6u);
  EXPECT_FALSE(reports[0].rows[0].FallsShort());
}

TEST_F(Windows, ASilentReaderIsWaitedForUntilPatienceEndsAndIsNotAccused) {
  Produce(101, 0);
  Read(0, 4, 0);
  audit_.Progress("checkout-0", 159 * kSecond);
  EXPECT_TRUE(audit_.Close().empty());
  audit_.Progress("checkout-0", 160 * kSecond);
  const auto reports = audit_.Close();
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_TRUE(reports[0].forced);
  EXPECT_EQ(reports[0].rows[0].unseen, 6u);
  EXPECT_EQ(reports[0].rows[0].missing, 0u);
  Read(4, 6, 4);
  const auto late = audit_.Close();
  ASSERT_EQ(late.size(), 1u);
  EXPECT_EQ(late[0].rows[0].unseen, 0u);
  EXPECT_EQ(late[0].rows[0].late, 6u);
}

TEST_F(Windows, WhereNobodyReadsItIsUnseen) {
  Produce(101, 0);
  audit_.Progress("checkout-0", 200 * kSecond);
  const auto row = OnlyRow();
  EXPECT_EQ(row.reader, "");
  EXPECT_EQ(row.unseen, 10u);
  EXPECT_FALSE(row.FallsShort());
}

TEST_F(Windows, AReaderWhoseFactsAreMissingAccusesNobody) {
  Produce(101, 0);
  Read(0, 2, 0);
  audit_.Doubt("monitor-0");  // an audit record with reads of 2 to 8 is gone
  Read(9, 1, 9);
  audit_.Progress("checkout-0", 110 * kSecond);
  const auto row = OnlyRow();
  EXPECT_EQ(row.missing, 0u);
  EXPECT_EQ(row.unseen, 7u);
}

// A partition goes from one member to the next and back.
TEST_F(Windows, MembersOfAGroupReadTogether) {
  for (const bool group : {true, false}) {
    Reconciler audit{{.width_s = 1, .patience_s = 100}};
    audit.Opened("checkout-0", ActorKind::kProducer);
    for (const std::string member : {"shop-1", "shop-2"}) {
      audit.Opened(member, ActorKind::kConsumer);
      if (group) audit.Joined(member, "shop");
    }
    audit.EventTime(kAudited, 0, 100);
    audit.Settled(kAudited, Acked(0, 10, 0));
    audit.Read("shop-1", kAudited, GotSpan(0, 3, 0));
    audit.Read("shop-2", kAudited, GotSpan(3, 4, 3));
    audit.Read("shop-1", kAudited, GotSpan(8, 2, 8));  // nobody read 7
    audit.Closed("shop-2");
    audit.Progress("checkout-0", 101 * kSecond);
    const auto reports = audit.Close();
    ASSERT_EQ(reports.size(), 1u);
    ASSERT_EQ(reports[0].rows.size(), 1u);
    EXPECT_EQ(reports[0].rows[0].reader, "shop-1");
    EXPECT_EQ(reports[0].rows[0].read, group ? 9u : 5u);
    EXPECT_EQ(reports[0].rows[0].missing, group ? 1u : 5u);
  }
}

TEST_F(Windows, AGroupIsOverWhenItsLastMemberIs) {
  Reconciler audit{{.width_s = 1, .patience_s = 100}};
  audit.Opened("checkout-0", ActorKind::kProducer);
  audit.Opened("monitor-0", ActorKind::kMonitor);
  for (const std::string member : {"shop-1", "shop-2"}) {
    audit.Opened(member, ActorKind::kConsumer);
    audit.Joined(member, "shop");
  }
  audit.EventTime(kAudited, 0, 100);
  audit.Settled(kAudited, Acked(0, 10, 0));
  audit.Read("monitor-0", kAudited, GotSpan(0, 10, 0));
  audit.Read("shop-1", kAudited, GotSpan(0, 3, 0));
  audit.Progress("checkout-0", 101 * kSecond);
  audit.Closed("shop-1");
  EXPECT_TRUE(audit.Close().empty()) << "shop-2 may go on";
  audit.Closed("shop-2");
  EXPECT_EQ(audit.Close().size(), 1u);
}

TEST_F(Windows, AReaderThatBeginsLaterAccusesNobodyOfWhatWasBefore) {
  Produce(101, 0);
  Read(6, 4, 6);
  audit_.Progress("checkout-0", 110 * kSecond);
  const auto row = OnlyRow();
  EXPECT_EQ(row.missing, 0u);
  EXPECT_EQ(row.unseen, 6u);
}

TEST_F(Windows, AnAckWithoutAnOffsetIsNeverMissing) {
  audit_.EventTime(kAudited, 0, 101);
  SettledSpan span;
  span.count = 3;
  for (const auto sequence : {0U, 1U, 2U}) span.digest.Add(sequence, -1);
  audit_.Settled(kAudited, span);
  Read(0, 1, 0);
  Read(2, 1, 1);
  audit_.Progress("checkout-0", 110 * kSecond);
  const auto row = OnlyRow();
  EXPECT_EQ(row.missing, 0u);
  EXPECT_EQ(row.unseen, 1u);
  EXPECT_EQ(row.read, 2u);
}

// It processed two of them twice, and committed past two that it never processed.
TEST_F(Windows, WhatAGroupDidIsCountedFromItsClaims) {
  audit_.Opened("shop-1", ActorKind::kConsumer);
  Produce(101, 0);
  ReadAsMember(0, 10);
  Process(0, 4);
  Process(2, 4);
  Process(6, 10);
  audit_.Progress("checkout-0", 110 * kSecond);
  Commit(9);
  EXPECT_TRUE(audit_.Close().empty()) << "it is about to commit the last one";
  Commit(10, Outcome::kFailed);
  EXPECT_TRUE(audit_.Close().empty());
  Commit(10);
  const auto row = OnlyRow();
  EXPECT_EQ(row.processed, 8u);
  EXPECT_EQ(row.reprocessed, 2u);
  EXPECT_EQ(row.committed, 10u);
  EXPECT_EQ(row.unprocessed, 2u);
  EXPECT_EQ(row.missing, 0u);
  EXPECT_TRUE(row.FallsShort());
  ASSERT_EQ(shortfalls_.size(), 1u);
  EXPECT_EQ(shortfalls_[0].what, "unprocessed");
  EXPECT_EQ(shortfalls_[0].first, (std::vector<SequenceRange>{{4, 6}}));
}

TEST_F(Windows, WhoReportsNoWorkHasNone) {
  Produce(101, 0);
  Read(0, 10, 0);
  audit_.Progress("checkout-0", 110 * kSecond);
  const auto row = OnlyRow();
  EXPECT_EQ(row.processed, std::nullopt);
  EXPECT_EQ(row.committed, std::nullopt);
  EXPECT_EQ(row.unprocessed, std::nullopt);
  EXPECT_FALSE(row.FallsShort());
}

// Nothing that it had not read yet is its loss, and without a commit nothing is.
TEST_F(Windows, AGroupThatClaimsNothingOwesNothing) {
  audit_.Opened("shop-1", ActorKind::kConsumer);
  Produce(101, 0);
  ReadAsMember(4, 6);
  Process(4, 5);
  Process(9, 10);
  audit_.Progress("checkout-0", 110 * kSecond);
  auto row = OnlyRow();
  EXPECT_EQ(row.processed, 2u);
  EXPECT_EQ(row.unprocessed, std::nullopt);
  Commit(10);
  const auto late = audit_.Close();
  ASSERT_EQ(late.size(), 1u);
  EXPECT_TRUE(late[0].again);
  EXPECT_EQ(late[0].rows[0].committed, 10u);
  EXPECT_EQ(late[0].rows[0].unprocessed, 4u) << "4 and 9 are done, 0 to 3 are not its business";
  Process(5, 9);
  EXPECT_EQ(audit_.Close()[0].rows[0].unprocessed, 0u) << "a late effect is one";
}

TEST_F(Windows, ARestoredWindowIsNotToldAgain) {
  Produce(101, 0);
  Read(0, 10, 0);
  audit_.Progress("checkout-0", 110 * kSecond);
  const auto row = OnlyRow();
  Reconciler next({.width_s = 10, .patience_s = 50});
  next.Opened("checkout-0", ActorKind::kProducer);
  next.EventTime(kAudited, 0, 101);
  next.Settled(kAudited, Acked(0, 10, 0));
  next.Read("monitor-0", kAudited, GotSpan(0, 10, 0));
  next.Progress("checkout-0", 110 * kSecond);
  next.Restore(row);
  EXPECT_TRUE(next.Close().empty());
}

// The same facts in any order, closed at any time, end in the same rows; only what was late
// differs.
TEST(WindowOrders, TheEndIsTheSameWhateverCameFirst) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Random random(seed);
    std::vector<std::function<void(Reconciler&)>> facts;
    std::uint64_t lost = 0, undone = 0;
    for (std::uint64_t second = 0; second < 40; ++second) {
      const auto first = second * 10;
      const auto at = static_cast<std::int64_t>(first);
      const auto time = static_cast<std::int64_t>(1000 + second);
      facts.push_back([=](Reconciler& a) {
        a.EventTime(kAudited, first, time);
        a.Settled(kAudited, Acked(first, 10, at));
      });
      const auto gone = second < 39 ? random.Below(3) : 0;  // of its last records
      lost += gone;
      facts.push_back([=](Reconciler& a) {
        a.Read("monitor-0", kAudited, GotSpan(first, 10 - gone, at));
        a.Read("shop-1", kAudited, GotSpan(first, 10, at));
      });
      const auto skipped = static_cast<std::int64_t>(random.Below(3));  // of its first records
      undone += static_cast<std::uint64_t>(skipped);
      facts.push_back([=](Reconciler& a) {
        kproof::Processed done;
        done.topic = "payments";
        for (auto offset = at + skipped; offset < at + 10; ++offset) done.offsets.Push(offset);
        a.Processed("shop-1", done);
      });
      facts.push_back([=](Reconciler& a) {
        GroupCommit commit;
        commit.topic = "payments";
        commit.offset = at + 10;
        a.Committed("shop-1", commit);
      });
    }
    for (std::size_t i = facts.size(); i > 1; --i)
      std::swap(facts[i - 1], facts[i - 1 - random.Below(std::min<std::size_t>(i, 12))]);
    Reconciler audit({.width_s = 10, .patience_s = 1'000'000});
    audit.Opened("checkout-0", ActorKind::kProducer);
    audit.Opened("shop-1", ActorKind::kConsumer);
    std::map<std::int64_t, WindowRow> rows, of_group;
    const auto close = [&] {
      for (const auto& report : audit.Close())
        for (const auto& row : report.rows) {
          if (row.reader == "monitor-0") rows[row.start_s] = row;
          if (row.reader == "shop-1") of_group[row.start_s] = row;
        }
    };
    audit.Progress("checkout-0", 2000 * kSecond);  // a producer that promised too much
    for (const auto& fact : facts) {
      fact(audit);
      if (random.Below(4) == 0) close();
    }
    close();
    ASSERT_EQ(rows.size(), 4u) << "seed " << seed;
    std::uint64_t missing = 0;
    for (const auto& [start, row] : rows) {
      EXPECT_EQ(row.acked, 100u) << "seed " << seed << " window " << start;
      EXPECT_EQ(row.unseen, 0u) << "seed " << seed << " window " << start;
      missing += row.missing;
    }
    EXPECT_EQ(missing, lost) << "seed " << seed;
    std::uint64_t unprocessed = 0;
    for (const auto& [start, row] : of_group) {
      EXPECT_EQ(row.committed, 100u) << "seed " << seed << " window " << start;
      EXPECT_EQ(row.reprocessed, 0u) << "seed " << seed << " window " << start;
      unprocessed += row.unprocessed.value_or(0);
    }
    EXPECT_EQ(unprocessed, undone) << "seed " << seed;
  }
}

}  // namespace
}  // namespace kproof
