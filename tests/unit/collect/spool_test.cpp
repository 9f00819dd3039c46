#include "audit/facts/spool.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include "audit/facts/spool_marks.h"
#include "harness/base/clock.h"
#include "harness/base/error.h"
#include "harness/base/live_page.h"
#include "tests/unit/collect/temp_folder.h"

namespace kproof {
namespace {

const StreamId kStream{
    .cluster = "main", .origin = 77, .life = 1, .topic = "payments", .partition = 3};

SettledSpan SomeSettled(std::uint64_t first) {
  SettledSpan span;
  span.outcome = Outcome::kAcked;
  span.first_sequence = first;
  span.count = 3;
  for (const std::int64_t offset : {5, 6, 9}) span.offsets.Push(offset);
  span.from = 1'000'000;
  span.to = 1'500'000;
  span.pulse = {.low = ~std::uint64_t{0}, .high = 1};
  span.latency.Add(1234, 3);
  span.digest.sum = 0xfedcba9876543210ULL;
  return span;
}

void Write(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// A spool with `settled` spans of one stream.
std::string MakeSpool(const TempFolder& folder, int settled) {
  auto path = SpoolPath(folder.path(), "checkout-0");
  SpoolWriter writer(path, "run-1", "checkout-0");
  writer.Open({.name = "checkout-0",
               .cluster = "main",
               .kind = ActorKind::kProducer,
               .client = "c",
               .host = "h",
               .pid = 9},
              5);
  const auto number = writer.Number(kStream);
  for (int i = 0; i < settled; ++i)
    writer.Settled(number, SomeSettled(static_cast<std::uint64_t>(i) * 3));
  return path;
}

int CountFrames(SpoolReader& reader) {
  int frames = 0;
  while (reader.Next()) ++frames;
  return frames;
}

std::string WhatOf(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kCorrupt);
    return e.what();
  }
  return "";
}

TEST(Spool, EveryKindOfFrameComesBackAsItWas) {
  const TempFolder folder;
  const auto path = SpoolPath(folder.path(), "a");
  ReadSpan read;
  read.partition = 2;
  read.first_sequence = 1ULL << 60;
  read.count = 1;
  read.offsets.Push(1LL << 50);
  read.from = read.to = -5;
  ForeignRead foreign{.topic = "t", .partition = 1, .offsets = {}};
  foreign.offsets.Push(4);
  {
    SpoolWriter writer(path, "run-1", "a");
    writer.Open({.name = "a",
                 .cluster = "west",
                 .kind = ActorKind::kFinalReader,
                 .client = "librdkafka 2.0.2",
                 .host = "h",
                 .pid = 42},
                17);
    writer.Settled(writer.Number(kStream), SomeSettled(8));
    writer.Read(writer.Number(kStream), Pass::kFinal, Isolation::kCommitted, read);
    writer.Corrupt(writer.Number(kStream), Pass::kLive, Isolation::kUncommitted,
                   {.partition = 1, .offset = 7, .sequence = 8});
    writer.Foreign(Pass::kFinal, Isolation::kUncommitted, foreign);
    writer.Add(Isolation::kCommitted,
               Bounds{.topic = "t", .partition = 1, .start = 3, .end = 9, .position = 4});
    writer.Add(Isolation::kCommitted,
               Bounds{.topic = "t", .partition = 2, .start = 0, .end = 0, .position = {}});
    writer.Add(SpoolEvent{99, "fatal"});
    writer.Add(SpoolError{-3, "SSL handshake failed"});
    writer.Add(SpoolResent{7, 1ULL << 40});
    writer.Add(SpoolSetting{"producer", "a", "acks", "all", "scenario"});
    writer.Close(100);
  }
  SpoolReader reader(path, "run-1");
  EXPECT_EQ(reader.actor(), "a");
  const auto open = std::get<SpoolOpen>(*reader.Next());
  EXPECT_EQ(open.actor.name, "a");
  EXPECT_EQ(open.actor.cluster, "west");
  EXPECT_EQ(open.actor.kind, ActorKind::kFinalReader);
  EXPECT_EQ(open.actor.client, "librdkafka 2.0.2");
  EXPECT_EQ(open.actor.pid, 42);
  EXPECT_EQ(open.at, 17);
  EXPECT_TRUE(std::holds_alternative<SpoolStream>(*reader.Next()));
  const auto settled = std::get<SpoolSettled>(*reader.Next());
  EXPECT_EQ(settled.stream, kStream);
  EXPECT_EQ(settled.span.first_sequence, 8u);
  EXPECT_EQ(settled.span.offsets, SomeSettled(8).offsets);
  EXPECT_EQ(settled.span.from, 1'000'000);
  EXPECT_EQ(settled.span.to, 1'500'000);
  EXPECT_EQ(settled.span.pulse.low, ~std::uint64_t{0});
  EXPECT_EQ(settled.span.pulse.high, 1u);
  EXPECT_EQ(settled.span.latency, SomeSettled(8).latency);
  EXPECT_EQ(settled.span.digest, SomeSettled(8).digest);
  const auto read_back = std::get<SpoolRead>(*reader.Next());
  EXPECT_EQ(read_back.pass, Pass::kFinal);
  EXPECT_EQ(read_back.isolation, Isolation::kCommitted);
  EXPECT_EQ(read_back.span.partition, 2);
  EXPECT_EQ(read_back.span.first_sequence, 1ULL << 60);
  EXPECT_EQ(read_back.span.offsets.first(), 1LL << 50);
  EXPECT_EQ(read_back.span.from, -5);
  const auto corrupt = std::get<SpoolCorrupt>(*reader.Next());
  EXPECT_EQ(corrupt.read.offset, 7);
  EXPECT_EQ(corrupt.read.sequence, 8u);
  EXPECT_EQ(std::get<SpoolForeign>(*reader.Next()).read.offsets, foreign.offsets);
  const auto bounds = std::get<SpoolBounds>(*reader.Next());
  EXPECT_EQ(bounds.bounds.end, 9);
  EXPECT_EQ(bounds.bounds.position, 4);
  EXPECT_FALSE(std::get<SpoolBounds>(*reader.Next()).bounds.position.has_value());
  EXPECT_EQ(std::get<SpoolEvent>(*reader.Next()).detail, "fatal");
  const auto error = std::get<SpoolError>(*reader.Next());
  EXPECT_EQ(error.at, -3);
  EXPECT_EQ(error.detail, "SSL handshake failed");
  const auto resent = std::get<SpoolResent>(*reader.Next());
  EXPECT_EQ(resent.at, 7);
  EXPECT_EQ(resent.records, 1ULL << 40);
  EXPECT_EQ(std::get<SpoolSetting>(*reader.Next()).origin, "scenario");
  EXPECT_EQ(std::get<SpoolClose>(*reader.Next()).at, 100);
  EXPECT_FALSE(reader.Next().has_value());
  EXPECT_EQ(reader.Rest(), 0u);
}

TEST(Spool, ATailTornAnywhereIsCutAtTheLastWholeFrame) {
  const TempFolder folder;
  const auto whole = Bytes(MakeSpool(folder, 3));
  const auto path = folder.File("torn.spool");
  std::vector<std::uint64_t> ends;
  std::uint64_t header = 0;
  {
    SpoolReader reader(SpoolPath(folder.path(), "checkout-0"), "run-1");
    header = reader.position();
    while (reader.Next()) ends.push_back(reader.position());
  }
  ASSERT_EQ(ends.size(), 5u);
  for (std::uint64_t length = header; length <= whole.size(); ++length) {
    Write(path, whole.substr(0, length));
    SpoolReader reader(path, "run-1");
    const auto expected =
        std::count_if(ends.begin(), ends.end(), [&](auto end) { return end <= length; });
    ASSERT_EQ(CountFrames(reader), expected) << length;
    ASSERT_EQ(reader.position() + reader.Rest(), length);
  }
}

TEST(Spool, TheReaderGoesOnWhereMoreIsAppended) {
  const TempFolder folder;
  const auto whole = Bytes(MakeSpool(folder, 5));
  const auto path = folder.File("growing.spool");
  Write(path, whole.substr(0, whole.size() / 2));
  SpoolReader reader(path, "run-1");
  const auto first = CountFrames(reader);
  EXPECT_GT(first, 0);
  std::ofstream(path, std::ios::binary | std::ios::app) << whole.substr(whole.size() / 2);
  EXPECT_EQ(first + CountFrames(reader), 7);
}

TEST(Spool, AFlippedBitAnywhereIsNoticedOrLooksTorn) {
  const TempFolder folder;
  const auto whole = Bytes(MakeSpool(folder, 2));
  const auto path = folder.File("flipped.spool");
  for (std::size_t at = 0; at < whole.size(); ++at) {
    auto bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
    Write(path, bytes);
    const auto frames_or_error = [&] {
      SpoolReader reader(path, "run-1");
      const auto frames = CountFrames(reader);
      if (frames == 4 || reader.Rest() == 0)
        ADD_FAILURE() << "byte " << at << " changed and nobody noticed";
    };
    WhatOf(frames_or_error);
  }
}

TEST(Spool, AChecksumErrorInTheMiddleNamesFileAndByte) {
  const TempFolder folder;
  const auto path = MakeSpool(folder, 3);
  auto bytes = Bytes(path);
  bytes[bytes.size() - 60] = static_cast<char>(bytes[bytes.size() - 60] ^ 1);
  Write(path, bytes);
  const auto what = WhatOf([&] {
    SpoolReader reader(path, "run-1");
    CountFrames(reader);
  });
  EXPECT_NE(what.find(path), std::string::npos) << what;
  EXPECT_NE(what.find("is damaged at byte"), std::string::npos) << what;
}

TEST(Spool, ForeignAndNewerFilesAndOtherRunsAreRefused) {
  const TempFolder folder;
  const auto path = folder.File("x.spool");
  Write(path, "SQLite format 3 and a good deal more");
  EXPECT_NE(WhatOf([&] { SpoolReader reader(path, ""); }).find("not a spool"), std::string::npos);
  Write(path, "");
  EXPECT_NE(WhatOf([&] { SpoolReader reader(path, ""); }).find("too short"), std::string::npos);
  auto bytes = Bytes(MakeSpool(folder, 1));
  bytes[8] = 2;
  Write(path, bytes);
  EXPECT_NE(WhatOf([&] { SpoolReader reader(path, ""); }).find("has version 2"), std::string::npos);
  EXPECT_NE(WhatOf([&] {
              SpoolReader reader(SpoolPath(folder.path(), "checkout-0"), "run-2");
            }).find("belongs to run run-1"),
            std::string::npos);
}

TEST(Spool, TwoActorsOfOneNameAreRefused) {
  const TempFolder folder;
  MakeSpool(folder, 0);
  EXPECT_THROW(MakeSpool(folder, 0), Error);
}

TEST(SentMarks, SurviveSigkillWithEveryRaise) {
  const TempFolder folder;
  const auto path = MarksPath(folder.path(), "checkout-0", 1);
  auto other = kStream;
  other.partition = 4;
  const pid_t child = ::fork();
  if (child == 0) {
    SentMarks marks(path, "run-1", "checkout-0", {kStream, other});
    for (std::uint64_t sent = 1; sent <= 100'000; ++sent) marks.Raise(1, sent);
    marks.Raise(0, 5);
    marks.Settled(0, 0, true);
    marks.Settled(0, 2, true);  // out of order
    marks.Settled(0, 1, false);
    for (std::uint64_t sequence = 0; sequence < 99'999; ++sequence)
      marks.Settled(1, sequence, true);
    ::raise(SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  const auto file = ReadSentMarks(path);
  EXPECT_EQ(file.run_id, "run-1");
  EXPECT_EQ(file.actor, "checkout-0");
  ASSERT_EQ(file.marks.size(), 2u);
  EXPECT_EQ(file.marks[0].stream, kStream);
  EXPECT_EQ(file.marks[0].sent, 5u);
  EXPECT_EQ(file.marks[1].stream, other);
  EXPECT_EQ(file.marks[1].sent, 100'000u);
  EXPECT_TRUE(file.tells_settled);
  EXPECT_EQ(file.marks[0].acked, 1u);
  EXPECT_EQ(file.marks[0].settled, 3u);
  EXPECT_EQ(file.marks[1].acked, 99'999u);
  EXPECT_EQ(file.marks[1].settled, 99'999u);
}

// As writers in other languages may, and ours once did.
TEST(SentMarks, MayLackWhatWasSettled) {
  const TempFolder folder;
  const auto path = MarksPath(folder.path(), "a", 0);
  { SentMarks(path, "run-1", "a", {kStream}).Raise(0, 3); }
  const auto bytes = Bytes(path);
  Write(path, bytes.substr(0, bytes.size() - 16));
  const auto file = ReadSentMarks(path);
  EXPECT_FALSE(file.tells_settled);
  EXPECT_EQ(file.marks.front().sent, 3u);
}

TEST(SentMarks, DamagedHeadersAreRefused) {
  const TempFolder folder;
  const auto path = MarksPath(folder.path(), "a", 0);
  { SentMarks marks(path, "run-1", "a", {kStream}); }
  EXPECT_THROW(SentMarks(path, "run-1", "a", {kStream}), Error);
  auto bytes = Bytes(path);
  for (const std::size_t at : {0UL, 8UL, 20UL}) {
    auto damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 4);
    Write(path, damaged);
    EXPECT_NE(WhatOf([&] { ReadSentMarks(path); }), "") << at;
  }
  Write(path, bytes.substr(0, bytes.size() - 8));
  EXPECT_NE(WhatOf([&] { ReadSentMarks(path); }), "");
  Write(path, "");
  EXPECT_NE(WhatOf([&] { ReadSentMarks(path); }), "");
}

TEST(LivePage, OutlivesItsWriter) {
  const TempFolder folder;
  const auto path = folder.File("a.live");
  EXPECT_EQ(LivePage::Open(path), nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto page = LivePage::Create(path);
    page->Show({.sent = 5,
                .acked = 4,
                .failed = 1,
                .unknown = 2,
                .read = 3,
                .last_ack = 77,
                .last_read = 78,
                .phase = {},
                .text = {}});
    page->Enter(AgentPhase::kFailed, std::string(1000, 'x'));
    ::raise(SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  const auto page = LivePage::Open(path);
  ASSERT_NE(page, nullptr);
  const auto state = page->Read();
  EXPECT_EQ(state.sent, 5u);
  EXPECT_EQ(state.acked, 4u);
  EXPECT_EQ(state.failed, 1u);
  EXPECT_EQ(state.unknown, 2u);
  EXPECT_EQ(state.read, 3u);
  EXPECT_EQ(state.last_ack, 77);
  EXPECT_EQ(state.last_read, 78);
  EXPECT_EQ(state.phase, AgentPhase::kFailed);
  EXPECT_EQ(state.text, std::string(239, 'x'));
}

TEST(LivePage, AForeignFileIsRefused) {
  const TempFolder folder;
  Write(folder.File("a.live"), std::string(4096, 'y'));
  EXPECT_THROW(LivePage::Open(folder.File("a.live")), Error);
}

}  // namespace
}  // namespace kproof
