// The load that the audit benchmarks store and judge: two producers on each partition, 2,000
// records a second each, in batches of one or two, acked and then read by a final pass.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "audit/facts/tracker.h"
#include "audit/store/run_keys.h"
#include "audit/store/writer.h"

namespace kproof {

// A path in the system's temporary folder; the file goes with the value.
struct BenchFile {
  std::string path = (std::filesystem::temp_directory_path() /
                      ("kproof-bench-" + std::to_string(getpid()) + ".db"))
                         .string();
  BenchFile() { Remove(); }
  ~BenchFile() { Remove(); }
  BenchFile(const BenchFile&) = delete;
  void Remove() const {
    for (const char* end : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(path + end);
  }
};

struct LoadShape {
  std::int32_t partitions = 1;
  std::uint64_t records = 0;        // of each producer on each partition
  std::uint64_t lose_one_in = 0;    // records that the final pass does not return; 0: none
  RunMicros micros_a_record = 500;  // of one producer on one partition: 2,000/s
};

inline const char* ProducerName(std::uint32_t origin) {
  return origin == 0 ? "checkout-0" : "checkout-1";
}

// Writes everything that is known about the load into a new store at `path`.
inline void StoreLoad(const std::string& path, const LoadShape& shape) {
  const auto store = StoreWriter::Create(path);
  StoreWriter::Transaction transaction(*store);
  store->SetRun(run_key::kEnded, run_key::kComplete);
  store->AddTopic({"main", "payments", shape.partitions, 3});
  for (const std::uint32_t origin : {0U, 1U})
    store->OpenActor({ProducerName(origin), "main", ActorKind::kProducer, "", "", 1}, 0);
  store->OpenActor({"final", "main", ActorKind::kFinalReader, "", "", 2}, 0);
  for (std::int32_t partition = 0; partition < shape.partitions; ++partition) {
    const auto id = [&](std::uint32_t origin) {
      return StreamId{"main", origin, 0, "payments", partition};
    };
    SettleTracker settles([&](std::uint32_t origin, const SettledSpan& span) {
      store->Add(ProducerName(origin), id(origin), span);
    });
    ReadTracker reads([&](std::uint32_t, const ReadSource& source, const ReadSpan& found) {
      ReadSpan span = found;
      span.partition = partition;
      store->Add("final", Pass::kFinal, Isolation::kUncommitted, id(source.origin), span);
    });
    Random random(static_cast<std::uint64_t>(partition) + 1);
    std::uint64_t sent[2] = {0, 0};
    RunMicros acked_at[2] = {0, 0};  // acks come in order
    std::int64_t offset = 0;
    const RunMicros read_from =
        static_cast<RunMicros>(shape.records) * shape.micros_a_record + 5'000'000;
    while (sent[0] < shape.records || sent[1] < shape.records) {
      const bool behind = sent[1] < sent[0];
      const std::uint32_t origin = sent[0] == sent[1] ? random.Next() & 1 : behind;
      for (auto batch = 1 + random.Below(2); batch > 0 && sent[origin] < shape.records; --batch) {
        const auto now = static_cast<RunMicros>(sent[origin]) * shape.micros_a_record;
        const auto latency = static_cast<RunMicros>(1'500 + random.Below(2'000));
        acked_at[origin] = std::max(acked_at[origin], now + latency);
        settles.Settle(origin, sent[origin], Outcome::kAcked, offset, 0, now, acked_at[origin]);
        if (shape.lose_one_in == 0 || random.Below(shape.lose_one_in) != 0)
          reads.Read(0, {origin, 0, partition}, sent[origin], offset, 3'000 + latency,
                     read_from + offset * 5);  // 200,000/s
        ++sent[origin];
        ++offset;
      }
    }
    settles.Flush();
    reads.Flush();
    for (const std::uint32_t origin : {0U, 1U})
      store->PutStream(ProducerName(origin), id(origin), sent[origin]);
    store->Add("final", Isolation::kUncommitted,
               Bounds{"payments", partition, 0, offset, std::nullopt});
  }
  for (const char* actor : {"checkout-0", "checkout-1", "final"}) store->CloseActor(actor, 1);
  transaction.Commit();
}

}  // namespace kproof
