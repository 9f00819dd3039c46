// Stores of any size for the judge's benchmarks, written as fast as the store takes them in: the
// spans are made directly, one a second of each stream, in the order in which a collector would
// have taken them over.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "audit/store/run_keys.h"
#include "audit/store/writer.h"
#include "harness/base/random.h"

namespace kproof {

struct Scale {
  std::int32_t partitions = 1;    // two streams on each
  std::uint64_t spans = 1;        // of acks, and as many of reads, of each stream
  std::uint64_t span = 1'000;     // records in each
  bool interleaved = false;       // two producers take turns in batches of one or two records
  std::uint64_t lose_one_in = 0;  // records that the final pass does not return; 0: none
  std::int32_t harmed = 1 << 30;  // only in the first so many partitions
  std::uint64_t records() const {
    return static_cast<std::uint64_t>(partitions) * 2 * spans * span;
  }
};

class ScaleLoad {
 public:
  ScaleLoad(const std::string& path, const Scale& scale)
      : scale_(scale), store_(StoreWriter::Create(path)), random_(7) {
    Describe();
    for (std::uint64_t second = 0; second < scale_.spans; ++second) {
      StoreWriter::Transaction transaction(*store_);
      for (std::int32_t partition = 0; partition < scale_.partitions; ++partition)
        AddSecond(second, partition);
      transaction.Commit();
    }
    StoreWriter::Transaction transaction(*store_);
    for (std::int32_t partition = 0; partition < scale_.partitions; ++partition) {
      for (const std::uint32_t origin : {0U, 1U})
        store_->PutStream(Producer(origin), Id(origin, partition), scale_.spans * scale_.span);
      store_->Add("final", Isolation::kUncommitted,
                  Bounds{"payments", partition, 0, End(scale_.spans), std::nullopt});
    }
    for (const char* actor : {"checkout-0", "checkout-1", "final"}) store_->CloseActor(actor, 1);
    transaction.Commit();
  }

 private:
  static const char* Producer(std::uint32_t origin) {
    return origin == 0 ? "checkout-0" : "checkout-1";
  }
  static StreamId Id(std::uint32_t origin, std::int32_t partition) {
    return {"main", origin, 0, "payments", partition};
  }
  std::int64_t End(std::uint64_t seconds) const {
    return static_cast<std::int64_t>(2 * seconds * scale_.span);
  }

  void Describe() {
    store_->SetRun(run_key::kEnded, run_key::kComplete);
    store_->AddTopic({"main", "payments", scale_.partitions, 3});
    for (const std::uint32_t origin : {0U, 1U})
      store_->OpenActor({Producer(origin), "main", ActorKind::kProducer, "", "", 1}, 0);
    store_->OpenActor({"final", "main", ActorKind::kFinalReader, "", "", 2}, 0);
  }

  // Both streams get `span` of the 2 * span offsets of this second.
  void AddSecond(std::uint64_t second, std::int32_t partition) {
    std::vector<std::int64_t> offsets[2];
    auto offset = End(second);
    while (offsets[0].size() < scale_.span || offsets[1].size() < scale_.span) {
      auto origin = scale_.interleaved ? random_.Next() & 1 : offsets[0].size() == scale_.span;
      if (offsets[origin].size() == scale_.span) origin = 1 - origin;
      for (auto batch = 1 + random_.Below(2); batch > 0 && offsets[origin].size() < scale_.span;
           --batch)
        offsets[origin].push_back(offset++);
    }
    for (const std::uint32_t origin : {0U, 1U}) {
      SettledSpan acks;
      Fill(acks, second, offsets[origin]);
      store_->Add(Producer(origin), Id(origin, partition), acks);
      if (scale_.lose_one_in == 0 || partition >= scale_.harmed) {
        AddRead(origin, partition, acks);
      } else {
        AddHarmed(origin, partition, second, offsets[origin]);
      }
    }
  }

  template <typename Span>
  void Fill(Span& span, std::uint64_t second, const std::vector<std::int64_t>& offsets) {
    span.first_sequence = second * scale_.span;
    span.count = offsets.size();
    span.from = static_cast<RunMicros>(second) * 1'000'000;
    span.to = span.from + 999'999;
    span.pulse = {~std::uint64_t{0}, ~std::uint64_t{0} >> 28};
    auto sequence = span.first_sequence;
    for (const auto offset : offsets) {
      span.offsets.Push(offset);
      span.digest.Add(sequence++, offset);
    }
    for (int i = 0; i < 40; ++i) span.latency.Add(1'500 + 50 * i, span.count / 40 + 1);
  }

  void AddRead(std::uint32_t origin, std::int32_t partition, const SettledSpan& acks) {
    ReadSpan read;
    read.partition = partition;
    read.first_sequence = acks.first_sequence;
    read.count = acks.count;
    read.offsets = acks.offsets;
    read.from = acks.from + static_cast<RunMicros>(scale_.spans) * 1'000'000;
    read.to = read.from;
    read.pulse = acks.pulse;
    read.latency = acks.latency;
    read.digest = acks.digest;
    store_->Add("final", Pass::kFinal, Isolation::kUncommitted, Id(origin, partition), read);
  }

  // What is left of a second, as spans of consecutive sequences.
  void AddHarmed(std::uint32_t origin, std::int32_t partition, std::uint64_t second,
                 const std::vector<std::int64_t>& offsets) {
    const auto lost = [&](std::uint64_t i) {
      return (second * scale_.span + i) % scale_.lose_one_in == 0;
    };
    for (std::uint64_t i = 0; i < offsets.size();) {
      if (lost(i)) {
        ++i;
        continue;
      }
      ReadSpan read;
      read.partition = partition;
      read.first_sequence = second * scale_.span + i;
      read.from = read.to = static_cast<RunMicros>(scale_.spans + second) * 1'000'000;
      read.pulse.Mark(read.from);
      for (; i < offsets.size() && !lost(i); ++i, ++read.count) {
        read.offsets.Push(offsets[i]);
        read.digest.Add(read.first_sequence + read.count, offsets[i]);
        read.latency.Add(3'000);
      }
      store_->Add("final", Pass::kFinal, Isolation::kUncommitted, Id(origin, partition), read);
    }
  }

  Scale scale_;
  std::unique_ptr<StoreWriter> store_;
  Random random_;
};

}  // namespace kproof
