#include "tests/unit/audit/random_history.h"

#include <algorithm>

#include "audit/facts/tracker.h"
#include "audit/store/run_keys.h"
#include "audit/store/writer.h"
#include "harness/base/random.h"
#include "tests/unit/audit/random_flow.h"

namespace kproof {
namespace {

constexpr std::int32_t kPartitions = 2;
constexpr std::uint32_t kOrigins[] = {0xa, 0xb};

using Slot = LogSlot;

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : random_(seed), noise_(1 + random_.Below(12)) {
    calm_ = Chance(15);
    transactions_ = random_.Below(100) < 50;
    consumers_ = random_.Below(100) < 60;
  }

  EventList Make() {
    events_.compacted = Chance(6);
    events_.retention_explains = Chance(50);
    for (const auto origin : kOrigins) {
      if (Chance(15)) events_.hidden_origins.insert(origin);
    }
    for (const char* reader : {"monitor-0", "monitor-1", "final", "final-2", "c-0", "c-1", "c-2"}) {
      if (Chance(10)) events_.never_closed.insert(reader);
      if (Chance(4)) events_.untimed.insert(reader);
    }
    for (const auto origin : kOrigins) {
      if (Chance(6)) events_.untimed_origins.insert(origin);
    }
    for (std::int32_t partition = 0; partition < kPartitions; ++partition) {
      Send(partition);
      Overtake(partition);
    }
    Stray();
    const auto before_harm = logs_;
    for (std::int32_t partition = 0; partition < kPartitions; ++partition) {
      const auto before = logs_[partition];
      Harm(partition);
      ReadLive("monitor-0", partition, Chance(50) ? before : logs_[partition]);
      ReadLive("monitor-1", partition, Chance(20) ? before : logs_[partition]);
      if (transactions_ && Chance(60))
        ReadLive("monitor-c", partition, logs_[partition], Isolation::kCommitted);
      ReadFinally(partition);
    }
    SetTimes();
    if (consumers_) AddConsumers(random_, before_harm, logs_, calm_, events_);
    return std::move(events_);
  }

 private:
  bool Chance(std::uint64_t percent) {
    return (!calm_ || percent >= 50) && random_.Below(100) < percent;
  }
  bool Noise() { return Chance(noise_); }

  // Every stream's records in turn, in order, with gaps between them as control records leave.
  void Send(std::int32_t partition) {
    std::vector<Identity> next;
    std::vector<std::uint64_t> left;
    for (const auto origin : kOrigins) {
      for (std::uint32_t life = 0; life < 1 + random_.Below(2); ++life) {
        next.push_back({origin, life, partition, 0});
        left.push_back(random_.Below(14));
        events_.sent[{origin, life, partition}] = left.back();
      }
    }
    std::int64_t end = 0;
    for (;;) {
      std::vector<std::size_t> alive;
      for (std::size_t i = 0; i < left.size(); ++i) {
        if (left[i] > 0) alive.push_back(i);
      }
      if (alive.empty()) break;
      const auto at = alive[random_.Below(alive.size())];
      for (auto batch = std::min<std::uint64_t>(left[at], 1 + random_.Below(3)); batch > 0;
           --batch, --left[at], ++next[at].sequence)
        SendOne(next[at], end);
    }
  }

  void SendOne(const Identity& record, std::int64_t& end) {
    auto& log = logs_[record.partition];
    if (transactions_) Enlist(record);
    if (Chance(6)) end += 1 + static_cast<std::int64_t>(random_.Below(2));
    const bool written = !Noise();
    const auto offset = end;
    if (written) log.push_back({end++, record});
    if (written && Noise()) log.push_back({end++, record});
    if (Noise()) {  // never settled, or not acked
      if (Chance(60)) Settle(record, Chance(50) ? Outcome::kFailed : Outcome::kUnknown, -1);
      return;
    }
    if (Noise()) Settle(record, Chance(50) ? Outcome::kFailed : Outcome::kAcked, offset + 3);
    Settle(record, Outcome::kAcked, Noise() ? -1 : Noise() ? offset + 1 : offset);
    if (Noise()) Settle(record, Outcome::kUnknown, -1);
  }

  // Three records of a life and partition at a time, and those of the same number in other ones.
  void Enlist(const Identity& record) {
    const auto key = std::tuple(record.origin, record.life, record.sequence / 3);
    const auto [known, fresh] = enlisted_.try_emplace(key, std::nullopt);
    if (fresh && Chance(65)) {
      known->second = events_.txns.size();
      TxnEvents txn{record.origin, "t" + std::to_string(events_.txns.size()), 1'000'000, {}, {}};
      if (Chance(65)) {
        txn.outcome = TxnOutcome::kCommitted;
      } else if (Chance(70)) {
        txn.outcome = Chance(60) ? TxnOutcome::kAborted : TxnOutcome::kUnknown;
      }
      if (Chance(20) || (txn.outcome == TxnOutcome::kAborted && Chance(70)))
        txn.commit_asked.reset();
      if (Chance(15))
        txn.commit_asked = 5'000'000 + 30'000 * static_cast<std::int64_t>(random_.Below(30));
      events_.txns.push_back(std::move(txn));
    }
    if (known->second) events_.txns[*known->second].sends.insert(record);
    if (Noise() && !events_.txns.empty()) {  // sent again
      auto& other = events_.txns[random_.Below(events_.txns.size())];
      if (other.origin == record.origin) other.sends.insert(record);
    }
  }

  // Each reader, pass and isolation reads in steps of 30 ms.
  void SetTimes() {
    std::map<std::tuple<std::string, Pass, Isolation>, RunMicros> now;
    for (auto& read : events_.reads) {
      auto& at = now.try_emplace({read.reader, read.pass, read.isolation}, 5'000'000).first->second;
      read.at = at += 30'000;
    }
  }

  // Records that the broker wrote in another order, as their acks say.
  void Overtake(std::int32_t partition) {
    auto& log = logs_[partition];
    for (std::size_t i = 1; i < log.size(); ++i) {
      auto& one = log[i - 1];
      auto& other = log[i];
      if (!Noise() || one.record == other.record) continue;
      for (auto& settle : events_.settles) {
        if (settle.record == one.record && settle.offset == one.offset) {
          settle.offset = other.offset;
        } else if (settle.record == other.record && settle.offset == other.offset) {
          settle.offset = one.offset;
        }
      }
      std::swap(one.record, other.record);
    }
  }

  void Settle(const Identity& record, Outcome outcome, std::int64_t offset) {
    events_.settles.push_back({record, outcome, outcome == Outcome::kAcked ? offset : -1});
  }

  // Records in a partition that they were not sent to, and records that nobody sent.
  void Stray() {
    for (std::int32_t partition = 0; partition < kPartitions; ++partition) {
      auto& log = logs_[partition];
      const auto end = [&] { return log.empty() ? 0 : log.back().offset + 1; };
      const auto& other = logs_[1 - partition];
      if (Noise() && !other.empty())
        log.push_back({end(), other[random_.Below(other.size())].record});
      while (Noise()) {
        const std::uint32_t origins[] = {0xa, 0xb, 0xdead};
        log.push_back({end(), {origins[random_.Below(3)], 0, partition, 10 + random_.Below(6)}});
      }
    }
  }

  // Drops, swaps, and an end that was cut off and written anew.
  void Harm(std::int32_t partition) {
    auto& log = logs_[partition];
    for (std::size_t i = 0; i < log.size(); ++i) {
      if (Noise()) log.erase(log.begin() + static_cast<std::ptrdiff_t>(i));
    }
    for (std::size_t i = 1; i < log.size(); ++i) {
      if (Noise()) std::swap(log[i - 1].record, log[i].record);
    }
    if (log.empty() || !Chance(25)) return;
    const auto keep = random_.Below(log.size());
    auto end = log[keep].offset;
    std::vector<Slot> tail(log.begin() + static_cast<std::ptrdiff_t>(keep), log.end());
    log.resize(keep);
    for (const auto& slot : tail) {
      if (Chance(50)) log.push_back({end++, slot.record});
    }
  }

  void Read(const std::string& reader, Pass pass, Isolation isolation, std::int32_t partition,
            const Slot& slot) {
    if (isolation == Isolation::kCommitted && !GivenToCommitted(events_, slot.record) && !Noise())
      return;
    events_.reads.push_back({reader, pass, isolation, partition, slot.offset, slot.record});
  }

  // From somewhere on, now and then with a jump ahead or a step back.
  void ReadLive(const std::string& reader, std::int32_t partition, const std::vector<Slot>& log,
                Isolation isolation = Isolation::kUncommitted) {
    if (log.empty() || Chance(30)) return;
    auto at = Chance(70) ? 0 : random_.Below(log.size());
    if (Chance(15)) {  // from its middle on, then a part of what stands before
      for (auto late = at; late < log.size(); ++late)
        Read(reader, Pass::kLive, isolation, partition, log[late]);
      const auto back = random_.Below(at + 1);
      for (auto early = back; early < back + random_.Below(at - back + 1); ++early)
        Read(reader, Pass::kLive, isolation, partition, log[early]);
      return;
    }
    const auto stop = Chance(70) ? log.size() : random_.Below(log.size() + 1);
    for (bool stepped = false; at < stop; ++at) {
      if (Noise()) continue;
      Read(reader, Pass::kLive, isolation, partition, log[at]);
      if (!stepped && Chance(3)) {
        stepped = true;
        at = random_.Below(at + 1);
      }
    }
  }

  void ReadFinally(std::int32_t partition) {
    if (Chance(25)) return;  // no final pass
    if (Chance(85)) Pass_("final", Isolation::kUncommitted, partition);
    if (Chance(20)) Pass_("final", Isolation::kCommitted, partition);
    if (Chance(15)) Pass_("final-2", Isolation::kUncommitted, partition);
    if (Chance(8)) Pass_("final-2", Isolation::kCommitted, partition);
  }

  void Pass_(const std::string& reader, Isolation isolation, std::int32_t partition) {
    const auto& log = logs_[partition];
    Bounds bounds{"payments", partition, 0, log.empty() ? 0 : log.back().offset + 1, std::nullopt};
    if (Chance(20)) bounds.start = static_cast<std::int64_t>(random_.Below(6));
    if (Chance(10)) bounds.end -= static_cast<std::int64_t>(random_.Below(4));
    bounds.end = std::max(bounds.end, bounds.start);
    if (Chance(20))
      bounds.position =
          bounds.start + static_cast<std::int64_t>(random_.Below(
                             static_cast<std::uint64_t>(bounds.end - bounds.start) + 2));
    for (const auto& slot : log) {
      if (slot.offset < bounds.start && !Noise()) continue;
      if (bounds.position && slot.offset >= *bounds.position) continue;
      if (!Chance(1)) Read(reader, Pass::kFinal, isolation, partition, slot);
    }
    if (!Chance(4)) events_.bounds.push_back({reader, isolation, bounds});
  }

  Random random_;
  std::uint64_t noise_;  // percent
  bool calm_ = false;    // whatever is not likely does not happen
  bool transactions_ = false, consumers_ = false;
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint64_t>, std::optional<std::size_t>>
      enlisted_;
  LogSlots logs_;
  EventList events_;
};

const char* ProducerOf(std::uint32_t origin) { return origin == 0xa ? "checkout-0" : "checkout-1"; }

Actor ActorOf(const std::string& name, ActorKind kind) {
  return {name, "main", kind, "by hand", "here", 1};
}

void WriteSettles(const EventList& events, StoreWriter& writer) {
  std::vector<StreamId> streams;
  std::map<StreamId, std::uint32_t> numbers;
  SettleTracker tracker([&](std::uint32_t stream, const SettledSpan& span) {
    writer.Add(ProducerOf(streams[stream].origin), streams[stream], span);
  });
  RunMicros now = 1'000'000;
  for (const auto& settle : events.settles) {
    const auto& of = settle.record;
    const StreamId id{"main", of.origin, of.life, "payments", of.partition};
    const auto [number, fresh] = numbers.try_emplace(id, streams.size());
    if (fresh) streams.push_back(id);
    now += 30'000;
    tracker.Settle(number->second, of.sequence, settle.outcome, settle.offset, 0, now - 5'000, now);
  }
  tracker.Flush();
}

void WriteReads(const EventList& events, StoreWriter& writer) {
  std::map<std::tuple<std::string, Pass, Isolation>, std::vector<const ReadEvent*>> readers;
  for (const auto& read : events.reads)
    if (!read.consumer) readers[{read.reader, read.pass, read.isolation}].push_back(&read);
  for (const auto& [who, reads] : readers) {
    const auto& [name, pass, isolation] = who;
    ReadTracker tracker(
        [&, &name = name, pass = pass, isolation = isolation](
            std::uint32_t place, const ReadSource& source, const ReadSpan& found) {
          ReadSpan span = found;
          span.partition = static_cast<std::int32_t>(place);
          writer.Add(name, pass, isolation,
                     {"main", source.origin, source.life, "payments", source.sent_partition}, span);
        },
        isolation == Isolation::kCommitted);
    for (const auto* read : reads) {
      const auto now = read->at;
      tracker.Read(static_cast<std::uint32_t>(read->partition),
                   {read->record.origin, read->record.life, read->record.partition},
                   read->record.sequence, read->offset, 1'000, now);
      if (now % 7 == 0) tracker.FlushOlderThan(now);
    }
    tracker.Flush();
  }
}

void WriteTransactions(const EventList& events, StoreWriter& writer) {
  for (const auto& txn : events.txns) {
    const auto* producer = ProducerOf(txn.origin);
    for (const auto& record : txn.sends) {
      writer.AddTxnRecords(producer, txn.name,
                           {"main", record.origin, record.life, "payments", record.partition},
                           record.sequence, 1);
    }
    TxnFact fact;
    fact.name = txn.name;
    fact.commit_asked = txn.commit_asked;
    fact.outcome = txn.outcome;
    writer.Put(producer, fact);
  }
}

}  // namespace

EventList RandomEvents(std::uint64_t seed) { return Maker(seed).Make(); }

void WriteStore(const EventList& events, const std::string& path) {
  const auto writer = StoreWriter::Create(path);
  StoreWriter::Transaction transaction(*writer);
  writer->AddTopic({"main", "payments", kPartitions, 3});
  writer->SetRun(run_key::kEnded, run_key::kComplete);
  writer->Add(SettingFact{"topic", "payments", "retention.ms",
                          events.retention_explains ? "1" : "604800000", ""});
  writer->Add(SettingFact{"topic", "payments", "retention.bytes", "-1", ""});
  writer->Add(SettingFact{"topic", "payments", "cleanup.policy",
                          events.compacted ? "compact" : "delete", ""});
  for (const char* name : {"monitor-0", "monitor-1", "monitor-c", "final", "final-2"}) {
    const bool final = name[0] == 'f';
    writer->OpenActor(ActorOf(name, final ? ActorKind::kFinalReader : ActorKind::kMonitor), 0);
    if (!events.never_closed.contains(name)) writer->CloseActor(name, 20'000'000);
  }
  for (const auto origin : kOrigins) {
    writer->OpenActor(ActorOf(ProducerOf(origin), ActorKind::kProducer), 0);
    if (!events.hidden_origins.contains(origin)) writer->CloseActor(ProducerOf(origin), 20'000'000);
  }
  for (const auto& [stream, sent] : events.sent) {
    const auto& [origin, life, partition] = stream;
    writer->PutStream(ProducerOf(origin), {"main", origin, life, "payments", partition}, sent);
  }
  WriteSettles(events, *writer);
  WriteReads(events, *writer);
  WriteConsumers(events, *writer);
  WriteTransactions(events, *writer);
  for (const auto& name : events.untimed) writer->MarkUntimed(name);
  for (const auto origin : events.untimed_origins) writer->MarkUntimed(ProducerOf(origin));
  for (const auto& [reader, isolation, bounds] : events.bounds)
    writer->Add(reader, isolation, bounds);
  transaction.Commit();
}

}  // namespace kproof
