// Two threads load what one would load: the second reader sees the same facts, and what either of
// them finds damaged is told.
#include <gtest/gtest.h>

#include <memory>

#include "audit/judge/judge.h"
#include "audit/store/reader.h"
#include "audit/store/seal.h"
#include "harness/base/error.h"
#include "harness/base/sqlite.h"
#include "tests/unit/audit/history.h"

namespace kproof {
namespace {

constexpr Parallel kOne{.threads = 1, .from_bytes = 0};
constexpr Parallel kTwo{.threads = 2, .from_bytes = 0};

// Something of everything: lost, duplicated, misplaced, with live reads and a fault.
void Fill(HistoryOf& history) {
  history.Sent(300).Fault("crash", 2, 4).Event(5, "phase", "whole");
  for (std::uint64_t second = 0; second < 3; ++second)
    history.Acks(second * 100, 100, static_cast<std::int64_t>(second * 100),
                 static_cast<double>(second));
  history.Reads(Pass::kLive, 0, 250, 0).Reads(kFinal, 0, 120, 0).Reads(kFinal, 130, 170, 130);
  history.Reads(kFinal, 7, 1, 300).FinalBounds(0, 301);
}

void Close(HistoryOf& history) {
  history.Judge();
  history.CloseFile();
}

TEST(Parallel, TwoThreadsFindWhatOneFinds) {
  HistoryOf history;
  Fill(history);
  Close(history);
  const auto reader = StoreReader::Open(history.path());
  ASSERT_NE(reader->Second(0), nullptr);
  const auto result = Judge(*reader, {}, kOne);
  EXPECT_EQ(result.counts.at("lost"), 10u);
  EXPECT_EQ(result.counts.at("duplicated"), 1u);
  EXPECT_TRUE(Judge(*reader, {}, kTwo) == result);
  SealStore(history.path());
  const auto sealed = StoreReader::Open(history.path());
  ASSERT_NE(sealed->Second(0), nullptr);
  EXPECT_TRUE(Judge(*sealed, {}, kTwo) == result);
}

TEST(Parallel, ASecondReaderSeesTheSameMoment) {
  HistoryOf history;
  Fill(history);
  Close(history);
  const auto reader = StoreReader::Open(history.path());
  const auto second = reader->Second(0);
  ASSERT_NE(second, nullptr);
  Database writer(history.path(), Database::Mode::kWrite);
  writer.Execute("PRAGMA busy_timeout=0");
  EXPECT_THROW(writer.Execute("INSERT INTO run VALUES('later', '1')"), Error);
  EXPECT_EQ(second->Run(), reader->Run());
}

TEST(Parallel, WhileAStoreMayGrowThereIsNoSecondReader) {
  HistoryOf history;
  Fill(history);
  const auto reader = StoreReader::Open(history.path());
  EXPECT_EQ(reader->Second(0), nullptr);
}

TEST(Parallel, ASmallStoreHasNoSecondReader) {
  HistoryOf history;
  Fill(history);
  Close(history);
  const auto reader = StoreReader::Open(history.path());
  EXPECT_EQ(reader->Second(Parallel{}.from_bytes), nullptr);
  EXPECT_EQ(reader->Second(std::uint64_t{1} << 40), nullptr);
}

TEST(Parallel, WhatEitherThreadFindsDamagedIsTold) {
  for (const char* damage : {"UPDATE settled SET count=-1", "UPDATE read SET count=-1",
                             "UPDATE settled SET count=-1; UPDATE read SET stream=99"}) {
    HistoryOf history;
    Fill(history);
    Close(history);
    Database(history.path(), Database::Mode::kWrite).Execute(damage);
    const auto reader = StoreReader::Open(history.path());
    std::string one, two;
    try {
      Judge(*reader, {}, kOne);
    } catch (const Error& error) {
      one = error.what();
    }
    try {
      Judge(*reader, {}, kTwo);
    } catch (const Error& error) {
      two = error.what();
    }
    EXPECT_NE(one, "") << damage;
    EXPECT_EQ(one, two) << damage;
  }
}

}  // namespace
}  // namespace kproof
