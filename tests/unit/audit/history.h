// Histories built by hand: each call writes facts into a real store, and Judge() reads that store.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "audit/judge/judge.h"
#include "audit/store/run_keys.h"
#include "audit/store/writer.h"

namespace kproof {

using Counts = std::map<std::string, std::uint64_t>;  // of each anomaly

constexpr auto kFinal = Pass::kFinal;
inline const StreamId kStream{"main", 0xabcd, 0, "payments", 0};  // of checkout-0

inline RunMicros Micros(double seconds) { return static_cast<RunMicros>(seconds * 1e6); }

// How many of each anomaly were found.
inline Counts Found(const Result& result) {
  Counts found;
  for (const auto& finding : result.findings) found[finding.check] = finding.count;
  return found;
}

// A file name in the system's temporary folder; the file is removed in the end.
class TempStore {
 public:
  TempStore();
  ~TempStore();
  TempStore(const TempStore&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// One run on topic "payments" with one producer "checkout-0" (settings: acks=all, idempotent), a
// monitor and a final reader, complete unless it is said to be otherwise. Sequences and offsets are
// those of partition 0.
class HistoryOf {
 public:
  HistoryOf();

  HistoryOf& Sent(std::uint64_t count, std::int32_t partition = 0, std::uint32_t life = 0);
  // Records first … first + count - 1, acked at offsets from `offset` on (-1: without offsets), at
  // `at` seconds.
  HistoryOf& Acks(std::uint64_t first, std::uint64_t count, std::int64_t offset, double at = 1,
                  std::int32_t partition = 0, std::uint32_t life = 0);
  HistoryOf& Settles(Outcome outcome, std::uint64_t first, std::uint64_t count, double at = 0);
  HistoryOf& Reads(Pass pass, std::uint64_t first, std::uint64_t count, std::int64_t offset,
                   std::int32_t partition = 0, std::int32_t found_in = -1, std::uint32_t life = 0);
  HistoryOf& Unstamped(std::int64_t offset);
  HistoryOf& Corrupt(std::uint64_t sequence, std::int64_t offset);
  HistoryOf& FinalBounds(std::int64_t start, std::int64_t end,
                         std::optional<std::int64_t> position = std::nullopt,
                         std::int32_t partition = 0);
  HistoryOf& Producer(const std::string& key, const std::string& value);
  HistoryOf& Topic(const std::string& key, const std::string& value);
  HistoryOf& Fault(const std::string& failure_class, double from, double to, bool bit = true,
                   bool healed = true);
  HistoryOf& Event(double at, const std::string& kind, const std::string& subject,
                   const std::string& detail = "");
  HistoryOf& Run(const std::string& key, const std::string& value);
  HistoryOf& NeverCloses(const std::string& actor);

  const std::string& path() const { return file_.path(); }
  StoreWriter& writer() { return *writer_; }
  void CloseFile() { writer_.reset(); }  // nothing can be added any more
  // Ends the run (once) and judges it.
  Result Judge();

 private:
  StreamId Stream(std::int32_t partition, std::uint32_t life) const;
  TempStore file_;
  std::unique_ptr<StoreWriter> writer_;
  std::string open_;  // the actor that never closes
};

// A hundred records that were acked and read again, and the same without the last of them.
HistoryOf& Clean(HistoryOf& history);
HistoryOf& OneLost(HistoryOf& history);

}  // namespace kproof
