// Spools in memory: what the values of audit records are.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "audit/facts/spool.h"
#include "harness/base/error.h"
#include "tests/unit/collect/temp_folder.h"

namespace kproof {
namespace {

const StreamId kA{.cluster = "main", .origin = 7, .life = 1, .topic = "payments", .partition = 3};
const StreamId kB{.cluster = "main", .origin = 7, .life = 1, .topic = "payments", .partition = 4};

SettledSpan Span(std::uint64_t first) {
  SettledSpan span;
  span.first_sequence = first;
  span.count = 2;
  span.offsets.Push(static_cast<std::int64_t>(first) + 10);
  span.offsets.Push(static_cast<std::int64_t>(first) + 12);
  span.digest.Add(first, static_cast<std::int64_t>(first) + 10);
  return span;
}

std::vector<SpoolFrame> Frames(const std::string& bytes) {
  SpoolReader reader(bytes, "audit record", "run-1");
  EXPECT_EQ(reader.actor(), "checkout-0");
  std::vector<SpoolFrame> frames;
  while (auto frame = reader.Next()) frames.push_back(std::move(*frame));
  EXPECT_EQ(reader.Rest(), 0u);
  return frames;
}

TEST(AuditRecord, EachIsReadByItself) {
  SpoolWriter writer("run-1", "checkout-0");
  writer.Settled(writer.Number(kA), Span(0));
  const auto first = writer.Take();
  writer.Add(SpoolEventTime{.stream = kB, .sequence = 5, .second = -3});
  writer.Settled(writer.Number(kA), Span(2));
  writer.Add(SpoolSent{.stream = kA, .sent = 4});
  writer.Add(SpoolProgress{.created_us = 99});
  const auto second = writer.Take();

  EXPECT_EQ(Frames(first).size(), 2u);  // a stream, and its span
  const auto frames = Frames(second);
  ASSERT_EQ(frames.size(), 6u);
  const auto& time = std::get<SpoolEventTime>(frames[1]);
  EXPECT_EQ(time.stream, kB);
  EXPECT_EQ(time.sequence, 5u);
  EXPECT_EQ(time.second, -3);
  EXPECT_EQ(std::get<SpoolSettled>(frames[3]).stream, kA);
  EXPECT_EQ(std::get<SpoolSettled>(frames[3]).span.first_sequence, 2u);
  EXPECT_EQ(std::get<SpoolSent>(frames[4]).sent, 4u);
  EXPECT_EQ(std::get<SpoolProgress>(frames[5]).created_us, 99);
}

TEST(AuditRecord, EveryFrameOfASpoolIsCopiedAsItIs) {
  const TempFolder folder;
  const auto path = SpoolPath(folder.path(), "checkout-0");
  SpoolWriter spool(path, "run-1", "checkout-0");
  spool.Open({.name = "checkout-0", .client = "c", .host = "h", .pid = 3}, 1);
  spool.Number(kB);  // so that numbers differ between the two
  spool.Settled(spool.Number(kA), Span(0));
  ReadSpan read;
  read.partition = 3;
  read.count = 1;
  read.offsets.Push(4);
  spool.Read(spool.Number(kA), Pass::kFinal, Isolation::kCommitted, read);
  spool.Corrupt(spool.Number(kA), Pass::kLive, Isolation::kUncommitted, {3, 4, 5});
  spool.Foreign(Pass::kLive, Isolation::kUncommitted, {"payments", 3, read.offsets});
  spool.Add(Isolation::kCommitted, Bounds{"payments", 3, 0, 9, 7});
  spool.Add(SpoolEvent{6, "fatal"});
  spool.Add(SpoolError{6, "connect refused"});
  spool.Add(SpoolSetting{"producer", "checkout-0", "acks", "all", "scenario"});
  spool.Add(SpoolSent{kA, 2});
  spool.Add(SpoolEventTime{kA, 0, 8});
  spool.Add(SpoolProgress{9});
  spool.Close(10);

  SpoolWriter record("run-1", "checkout-0");
  SpoolReader reader(path, "run-1");
  std::vector<std::size_t> kinds;
  while (auto frame = reader.Next()) {
    if (!std::holds_alternative<SpoolStream>(*frame)) kinds.push_back(frame->index());
    record.Copy(*frame);
  }
  std::vector<std::size_t> copied;
  for (const auto& frame : Frames(record.Take())) {
    if (!std::holds_alternative<SpoolStream>(frame)) copied.push_back(frame.index());
    if (const auto* settled = std::get_if<SpoolSettled>(&frame)) {
      EXPECT_EQ(settled->stream, kA);
      EXPECT_EQ(settled->span.offsets, Span(0).offsets);
      EXPECT_EQ(settled->span.digest, Span(0).digest);
    }
    if (const auto* got = std::get_if<SpoolRead>(&frame)) {
      EXPECT_EQ(got->stream, kA);
      EXPECT_EQ(got->pass, Pass::kFinal);
    }
  }
  EXPECT_EQ(copied, kinds);
  EXPECT_EQ(kinds.size(), 13u);
}

// docs/audit-topics.md shows one record to the byte.
TEST(AuditRecord, IsAsTheDocsSay) {
  const std::ifstream page(KPROOF_SOURCE_DIR "/docs/audit-topics.md");
  std::ostringstream text;
  text << page.rdbuf();
  const auto start = text.str().rfind("```\n4b");
  ASSERT_NE(start, std::string::npos);
  std::istringstream digits(text.str().substr(start + 4));
  std::string bytes;
  for (std::string word; digits >> word && word != "```";)
    bytes.push_back(static_cast<char>(std::stoi(word, nullptr, 16)));

  StreamId stream;
  stream.origin = 7;
  stream.topic = "t";
  SettledSpan span;
  span.count = 3;
  for (std::uint64_t i = 0; const std::int64_t offset : {5, 6, 9}) {
    span.offsets.Push(offset);
    span.digest.Add(i++, offset);
  }
  span.from = 1'000'000;
  span.to = 1'500'000;
  span.pulse.Mark(span.from);
  span.pulse.Mark(span.to);
  span.latency.Add(1234, 3);
  SpoolWriter writer("r", "p");
  writer.Settled(writer.Number(stream), span);
  writer.Add(SpoolSent{.stream = stream, .sent = 3});
  EXPECT_EQ(writer.Take(), bytes);
}

TEST(AuditRecord, DamageAndTornEndsAreNoticed) {
  SpoolWriter writer("run-1", "checkout-0");
  writer.Settled(writer.Number(kA), Span(0));
  const auto whole = writer.Take();
  SpoolReader torn(std::string_view(whole).substr(0, whole.size() - 1), "r", "");
  while (torn.Next()) {
  }
  EXPECT_GT(torn.Rest(), 0u);
  auto damaged = whole;
  damaged.back() = static_cast<char>(damaged.back() ^ 1);
  SpoolReader reader(damaged, "r", "");
  reader.Next();
  EXPECT_THROW(reader.Next(), Error);
  EXPECT_THROW(SpoolReader(whole, "r", "run-2"), Error);
  EXPECT_THROW(SpoolReader("something else", "r", ""), Error);
}

}  // namespace
}  // namespace kproof
