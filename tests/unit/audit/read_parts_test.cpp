// Spans of reads that share a row come back as they were, in their order.
#include "audit/store/read_parts.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "audit/store/read_packer.h"
#include "audit/store/reader.h"
#include "audit/store/writer.h"
#include "harness/base/error.h"
#include "harness/base/random.h"
#include "harness/base/sqlite.h"
#include "tests/unit/audit/history.h"

namespace kproof {
namespace {

constexpr auto kMostSequence = std::uint64_t{1} << 63;

// Each second record of a second, from `sequence` on.
std::vector<ReadPart> EachSecond(std::uint64_t sequence, std::uint64_t parts, RunMicros from = 0) {
  std::vector<ReadPart> all;
  for (std::uint64_t i = 0; i < parts; ++i) {
    const auto at = from + static_cast<RunMicros>(i) * 10;
    all.push_back({sequence + 2 * i, 1, i, at, at});
  }
  return all;
}

std::uint64_t RecordsOf(const std::vector<ReadPart>& parts) {
  std::uint64_t records = 0;
  for (const auto& part : parts) records += part.count;
  return records;
}

std::vector<ReadPart> Again(const std::vector<ReadPart>& parts) {
  std::vector<ReadPart> again;
  UnpackParts(PackParts(parts), parts.front().sequence, RecordsOf(parts), PartTimes::kTold, again);
  return again;
}

TEST(ReadParts, RegularOnesTakeAFewBytes) {
  const auto parts = EachSecond(1'000'000, 1'000, 1'000'000);
  EXPECT_LE(PackParts(parts).size(), 32u);
  EXPECT_EQ(Again(parts), parts);
}

TEST(ReadParts, WhatBreaksTheRuleInTheMiddleComesBack) {
  for (std::uint64_t where = 0; where < 9; ++where) {
    auto parts = EachSecond(10, 9, 5);
    for (auto i = where; i < parts.size(); ++i) {
      parts[i].sequence += 5;
      parts[i].turn += 1;
      parts[i].from += 3;
      parts[i].to += 4;
    }
    parts[where].count = 2;
    EXPECT_EQ(Again(parts), parts) << where;
    auto longer = EachSecond(10, 9, 5);
    longer[where].to += 7;
    EXPECT_EQ(Again(longer), longer) << where;
  }
}

TEST(ReadParts, OneAtEitherEndOfTheNumbers) {
  for (const std::uint64_t sequence : {std::uint64_t{0}, kMostSequence - 2}) {
    for (const RunMicros at : {-(RunMicros{1} << 60), RunMicros{-1}, RunMicros{1} << 60}) {
      const std::vector<ReadPart> parts{{sequence, 1, 0, at, at}};
      EXPECT_EQ(Again(parts), parts);
    }
  }
  const std::vector<ReadPart> apart{{0, 1, 0, RunMicros{1} << 60, RunMicros{1} << 60},
                                    {kMostSequence - 2, 1, 7, -(RunMicros{1} << 60), -1}};
  std::vector<ReadPart> again;
  EXPECT_THROW(UnpackParts(PackParts(apart), 0, 2, PartTimes::kTold, again),
               Error);  // lasts too long
}

TEST(ReadParts, TheirTimesMayBeLeftOut) {
  const auto parts = EachSecond(4, 3, 77);
  std::vector<ReadPart> again;
  UnpackParts(PackParts(parts), 4, 3, PartTimes::kLeftOut, again);
  ASSERT_EQ(again.size(), 3u);
  EXPECT_EQ(again[2].sequence, 8u);
  EXPECT_EQ(again[2].from, 0);
}

// Whatever the bytes are, they hold as many records as the row, ascending, or they are damaged.
TEST(ReadParts, DamagedOnesAreTold) {
  const auto parts = EachSecond(6, 5, 1'000);
  auto irregular = parts;
  irregular[3].sequence += 1;
  irregular[4].sequence += 2;
  Random random(5);
  for (const auto& whole : {PackParts(parts), PackParts(irregular)}) {
    std::vector<ReadPart> again;
    for (std::size_t length = 0; length < whole.size(); ++length)
      EXPECT_THROW(UnpackParts(whole.substr(0, length), 6, 5, PartTimes::kTold, again), Error);
    EXPECT_THROW(UnpackParts(whole + '\1', 6, 5, PartTimes::kTold, again), Error);
    for (const std::uint64_t count : {4, 6})
      EXPECT_THROW(UnpackParts(whole, 6, count, PartTimes::kTold, again), Error);
    for (int round = 0; round < 20'000; ++round) {
      auto bytes = whole;
      for (auto flips = 1 + random.Below(3); flips > 0; --flips)
        bytes[random.Below(bytes.size())] = static_cast<char>(random.Below(256));
      try {
        UnpackParts(bytes, 6, 5, PartTimes::kTold, again);
      } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kCorrupt);
        continue;
      }
      EXPECT_EQ(RecordsOf(again), 5u);
      for (std::size_t i = 1; i < again.size(); ++i) {
        EXPECT_GE(again[i].sequence, again[i - 1].sequence + again[i - 1].count);
        EXPECT_GT(again[i].turn, again[i - 1].turn);
      }
    }
  }
}

// -- in a store

struct Stored {
  std::string actor = "final";
  Pass pass = Pass::kFinal;
  StreamId stream = kStream;
  ReadSpan span;
};

Stored Read(std::uint64_t sequence, const std::vector<std::int64_t>& offsets, RunMicros at) {
  Stored stored;
  auto& span = stored.span;
  span.first_sequence = sequence;
  span.count = offsets.size();
  span.from = span.to = at;
  span.pulse.Mark(at);
  for (const auto offset : offsets) {
    span.offsets.Push(offset);
    span.digest.Add(sequence++, offset);
    span.latency.Add(2'000);
  }
  return stored;
}

enum class Written { kAtOnce, kOneByOne };

std::unique_ptr<StoreWriter> Store(const std::string& path, const std::vector<Stored>& reads,
                                   Written written) {
  auto writer = StoreWriter::Create(path);
  const auto add = [&] {
    for (const auto& read : reads)
      writer->Add(read.actor, read.pass, Isolation::kUncommitted, read.stream, read.span);
  };
  if (written == Written::kOneByOne) {
    add();
    return writer;
  }
  StoreWriter::Transaction transaction(*writer);
  add();
  transaction.Commit();
  return writer;
}

using Row = std::tuple<std::int64_t, std::int64_t, std::uint64_t, std::vector<std::int64_t>,
                       RunMicros, RunMicros, std::uint64_t, std::uint64_t, std::uint64_t>;

std::vector<Row> Rows(const std::string& path, ReadColumns columns = ReadColumns::kAll,
                      const RowRanges& ranges = {RowRange{}}) {
  std::vector<Row> rows;
  StoreReader::Open(path)->EachRead(
      [&](const ReadRow& row) {
        EXPECT_EQ(row.Offsets().count(), row.count);
        rows.emplace_back(row.stream, row.actor, row.first_sequence, row.Offsets().Decode(),
                          row.from, row.to, row.pulse.low, row.pulse.high, row.digest.sum);
      },
      ranges, columns);
  return rows;
}

std::int64_t RowsOfTable(const std::string& path) {
  return Database(path, Database::Mode::kRead).Number("SELECT count(*) FROM read");
}

std::vector<std::tuple<std::int64_t, std::uint64_t, std::uint64_t>> SpansOf(
    const std::string& path) {
  std::vector<std::tuple<std::int64_t, std::uint64_t, std::uint64_t>> spans;
  StoreReader::Open(path)->EachRow(SpanTable::kRead, [&](const SpanRow& row) {
    spans.emplace_back(row.stream, row.first_sequence, row.count);
  });
  std::sort(spans.begin(), spans.end());
  return spans;
}

// A store that packed them returns what a store returns that has a row for each; gives the number
// of rows that it took.
std::int64_t ExpectTheSame(const std::vector<Stored>& reads) {
  const TempStore packed, plain;
  Store(packed.path(), reads, Written::kAtOnce);
  Store(plain.path(), reads, Written::kOneByOne);
  EXPECT_EQ(RowsOfTable(plain.path()), static_cast<std::int64_t>(reads.size()));
  EXPECT_EQ(Rows(packed.path()), Rows(plain.path()));
  EXPECT_EQ(Rows(packed.path(), ReadColumns::kPlaces), Rows(plain.path(), ReadColumns::kPlaces));
  EXPECT_EQ(SpansOf(packed.path()), SpansOf(plain.path()));
  for (const char* sums :
       {"SELECT group_concat(live_read || ' ' || final_read, ',') FROM timeline",
        "SELECT group_concat(id || ' ' || final_read || ' ' || final_digest, ',') FROM streams",
        "SELECT group_concat(o, ',') FROM (SELECT min(first_offset) || ' ' || max(last_offset) || "
        "' ' "
        "|| min(from_us) || ' ' || max(to_us) AS o FROM read GROUP BY stream, actor ORDER BY 1)"}) {
    EXPECT_EQ(Database(packed.path(), Database::Mode::kRead).Text(sums),
              Database(plain.path(), Database::Mode::kRead).Text(sums));
  }
  return RowsOfTable(packed.path());
}

TEST(PackedReads, EachSecondOneOfASecondIsOneRow) {
  std::vector<Stored> reads;
  for (std::int64_t i = 0; i < 500; ++i)
    reads.push_back(Read(static_cast<std::uint64_t>(2 * i), {2 * i}, 1'000'000 + 100 * i));
  EXPECT_EQ(ExpectTheSame(reads), 1);
  for (auto& read : reads) read.span.from = read.span.to = read.span.from + 980'000;
  for (auto& read : reads) {
    read.span.pulse = {};
    read.span.pulse.Mark(read.span.from);
  }
  EXPECT_EQ(ExpectTheSame(reads), 2);  // two seconds
}

TEST(PackedReads, OfTwoStreamsInTurnKeepTheirOrder) {
  std::vector<Stored> reads;
  for (std::int64_t i = 0; i < 200; ++i) {
    reads.push_back(Read(static_cast<std::uint64_t>(2 * i), {4 * i}, 1'000 * i));
    reads.back().stream.origin = 1 + static_cast<std::uint32_t>(i % 2);
  }
  EXPECT_EQ(ExpectTheSame(reads), 2);
}

TEST(PackedReads, WhatStepsBackBeginsAnotherRow) {
  EXPECT_EQ(ExpectTheSame({Read(0, {0}, 0), Read(2, {2}, 0), Read(0, {0}, 0), Read(2, {2}, 0)}), 2);
  EXPECT_EQ(ExpectTheSame({Read(0, {5}, 0), Read(2, {7}, 0), Read(4, {6}, 0), Read(6, {8}, 0)}), 2);
}

TEST(PackedReads, ALoneSpanIsAPlainRow) {
  const TempStore file;
  Store(file.path(), {Read(3, {3, 4}, 0)}, Written::kAtOnce);
  EXPECT_EQ(Database(file.path(), Database::Mode::kRead)
                .Number("SELECT count(*) FROM read WHERE parts IS NULL"),
            1);
  EXPECT_EQ(ExpectTheSame({Read(3, {3, 4}, 0)}), 1);
}

TEST(PackedReads, WhereNothingSharesARowAllArePlain) {
  auto other = Read(3, {5}, 0);
  other.stream.origin = 1;
  const TempStore file;
  Store(file.path(), {Read(3, {3, 4}, 0), other}, Written::kAtOnce);
  EXPECT_EQ(Database(file.path(), Database::Mode::kRead)
                .Number("SELECT count(*) FROM read WHERE parts IS NULL"),
            2);
}

// Each transaction has turns of its own.
TEST(PackedReads, OfSeveralTransactionsKeepTheirOrder) {
  std::vector<Stored> reads;
  for (std::int64_t i = 0; i < 40; ++i) {
    reads.push_back(Read(static_cast<std::uint64_t>(2 * i), {4 * i}, 1'000 * i));
    reads.back().stream.origin = static_cast<std::uint32_t>(i % 2);
  }
  const TempStore packed, plain;
  Store(plain.path(), reads, Written::kOneByOne);
  {
    const auto writer = StoreWriter::Create(packed.path());
    for (std::size_t first = 0; first < reads.size(); first += 10) {
      StoreWriter::Transaction transaction(*writer);
      for (auto i = first; i < first + 10; ++i)
        writer->Add("final", kFinal, Isolation::kUncommitted, reads[i].stream, reads[i].span);
      transaction.Commit();
    }
  }
  EXPECT_EQ(RowsOfTable(packed.path()), 8);
  EXPECT_EQ(Rows(packed.path()), Rows(plain.path()));
}

// A digest, pulse or time that does not follow from the records would be lost.
TEST(PackedReads, WhatDoesNotFollowIsKept) {
  const auto all = [](const auto& change) {
    std::vector<Stored> reads;
    for (std::int64_t i = 0; i < 4; ++i) {
      reads.push_back(Read(static_cast<std::uint64_t>(2 * i), {2 * i}, 1'000 * i));
      if (i != 1) continue;
      change(reads.back().span);
    }
    return ExpectTheSame(reads);
  };
  EXPECT_EQ(all([](ReadSpan&) {}), 1);
  EXPECT_EQ(all([](ReadSpan& span) { ++span.digest.sum; }), 3);
  EXPECT_EQ(all([](ReadSpan& span) { span.pulse = {}; }), 3);
  EXPECT_EQ(all([](ReadSpan& span) { span.pulse.Mark(500'000); }), 3);
  EXPECT_EQ(all([](ReadSpan& span) { span.to += 5'000'000; }), 3);
  EXPECT_EQ(all([](ReadSpan& span) { span.to -= 1; }), 3);
  EXPECT_EQ(all([](ReadSpan& span) {
              span.from = span.to = RunMicros{1} << 61;
              span.pulse = {};
              span.pulse.Mark(span.from);
            }),
            3);
}

// Streams, readers, runs of offsets and times at random, some of which repeat.
TEST(PackedReads, AtRandomComeBackInTheirOrder) {
  Random random(11);
  for (int round = 0; round < 60; ++round) {
    std::vector<Stored> reads;
    std::map<std::uint32_t, std::uint64_t> sequence;
    std::int64_t offset = 0;
    RunMicros now = static_cast<RunMicros>(random.Below(3'000'000)) - 1'000'000;
    const auto streams = 1 + random.Below(3);
    const bool regular = random.Below(2) == 0;
    for (auto left = 1 + random.Below(300); left > 0; --left) {
      const auto origin = static_cast<std::uint32_t>(random.Below(streams));
      if (random.Below(60) == 0) offset -= static_cast<std::int64_t>(random.Below(20));
      if (random.Below(60) == 0) sequence[origin] -= sequence[origin] / 2;
      offset = std::max<std::int64_t>(offset, 0);
      std::vector<std::int64_t> offsets;
      for (auto records = random.Below(30) == 0 ? 150 : 1 + random.Below(regular ? 1 : 5);
           records > 0; --records) {
        offset += regular ? 1 : 1 + static_cast<std::int64_t>(random.Below(2));
        offsets.push_back(offset);
      }
      offset += 1;
      reads.push_back(Read(sequence[origin], offsets, now));
      sequence[origin] += offsets.size() + (regular ? 1 : random.Below(3));
      auto& stored = reads.back();
      stored.stream.origin = origin;
      if (random.Below(40) == 0) stored.actor = "monitor-0";
      if (random.Below(40) == 0) stored.pass = Pass::kLive;
      if (random.Below(40) == 0) stored.span.partition = 1;
      if (random.Below(40) == 0) stored.span.topic = "elsewhere";
      now += regular ? 50 : static_cast<RunMicros>(random.Below(20'000));
    }
    ExpectTheSame(reads);
  }
}

// Ranges of rows leave out some of those that were packed together.
TEST(PackedReads, ARangeOfRowsReturnsTheirSpansAlone) {
  std::vector<Stored> reads;
  for (std::int64_t i = 0; i < 300; ++i) {
    reads.push_back(Read(static_cast<std::uint64_t>(2 * i), {4 * i}, 1'000 * i));
    reads.back().stream.origin = static_cast<std::uint32_t>(i % 3);
  }
  const TempStore file;
  Store(file.path(), reads, Written::kAtOnce);
  ASSERT_EQ(RowsOfTable(file.path()), 3);
  for (const auto& [ranges, left_out] :
       {std::pair(RowRanges{{1, 1}, {3, 3}}, 2), std::pair(RowRanges{{2, 3}}, 1)}) {
    std::vector<Row> expected;
    for (const auto& row : Rows(file.path())) {
      if (std::get<0>(row) != left_out) expected.push_back(row);
    }
    auto found = Rows(file.path(), ReadColumns::kAll, ranges);
    EXPECT_EQ(found.size(), 200u);
    std::sort(found.begin(), found.end());
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(found, expected);
  }
}

TEST(PackedReads, OfATransactionThatRollsBackAreGone) {
  const TempStore file;
  const auto writer = StoreWriter::Create(file.path());
  const auto add = [&](std::uint64_t sequence) {
    const auto read = Read(sequence, {static_cast<std::int64_t>(sequence)}, 0);
    writer->Add("final", read.pass, Isolation::kUncommitted, read.stream, read.span);
  };
  {
    const StoreWriter::Transaction transaction(*writer);
    add(0);
    add(2);
  }
  StoreWriter::Transaction transaction(*writer);
  add(4);
  add(6);
  transaction.Commit();
  add(8);
  const auto rows = Rows(file.path());
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(std::get<2>(rows.front()), 4u);
  EXPECT_EQ(RowsOfTable(file.path()), 2);
}

TEST(PackedReads, DamagedOnesAreTold) {
  for (const char* damage : {"digest = digest + 1", "parts = x'02'", "count = count + 1",
                             "parts = substr(parts, 1, length(parts) - 1)"}) {
    const TempStore file;
    Store(file.path(), {Read(0, {0}, 0), Read(2, {2}, 0), Read(4, {4}, 9)}, Written::kAtOnce);
    Database(file.path(), Database::Mode::kWrite)
        .Execute(fmt::format("UPDATE read SET {}", damage));
    try {
      Rows(file.path());
      FAIL() << damage;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kCorrupt) << damage;
    }
  }
}

TEST(PackedReads, AreInNoStoreOfVersion5) {
  const TempStore file;
  Store(file.path(), {Read(0, {0}, 0), Read(2, {2}, 0)}, Written::kOneByOne);
  const auto rows = Rows(file.path());
  Database(file.path(), Database::Mode::kWrite)
      .Execute("ALTER TABLE read DROP COLUMN parts; PRAGMA user_version=5");
  EXPECT_EQ(Rows(file.path()), rows);
  EXPECT_EQ(SpansOf(file.path()).size(), 2u);
  EXPECT_ANY_THROW(StoreWriter::Open(file.path()));
}

}  // namespace
}  // namespace kproof
