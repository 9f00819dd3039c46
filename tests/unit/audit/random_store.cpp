// How a random history gets into a store: through the agents' own trackers, as spans.
#include <algorithm>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "audit/facts/tracker.h"
#include "audit/store/run_keys.h"
#include "audit/store/writer.h"
#include "harness/base/read_input.h"
#include "harness/words/guarantee.h"
#include "tests/unit/audit/random_flow.h"
#include "tests/unit/audit/random_history.h"

namespace kproof {
namespace {

const char* ProducerOf(std::uint32_t origin) { return origin == 0xa ? "checkout-0" : "checkout-1"; }

StreamId StreamOf(const Identity& record) {
  return {"main", record.origin, record.life, "payments", record.partition};
}

Actor ActorOf(const std::string& name, ActorKind kind) {
  return {name, "main", kind, "by hand", "here", 1};
}

void WriteSettles(const EventList& events, StoreWriter& writer) {
  std::vector<StreamId> streams;
  std::map<StreamId, std::uint32_t> numbers;
  SettleTracker tracker([&](std::uint32_t stream, const SettledSpan& span) {
    writer.Add(ProducerOf(streams[stream].origin), streams[stream], span);
  });
  for (const auto& settle : events.settles) {
    const auto& of = settle.record;
    const auto [number, fresh] = numbers.try_emplace(StreamOf(of), streams.size());
    if (fresh) streams.push_back(StreamOf(of));
    tracker.Settle(number->second, of.sequence, settle.outcome, settle.offset, 0, settle.at - 5'000,
                   settle.at, settle.topic_id);
  }
  tracker.Flush();
}

void WriteReads(const EventList& events, StoreWriter& writer) {
  std::map<std::tuple<std::string, Pass, Isolation>, std::vector<const ReadEvent*>> readers;
  for (const auto& read : events.reads)
    if (!read.consumer) readers[{read.reader, read.pass, read.isolation}].push_back(&read);
  for (const auto& [who, reads] : readers) {
    const auto& [name, pass, isolation] = who;
    std::vector<const ReadEvent*> places;  // one of each
    ReadTracker tracker(
        [&, &name = name, pass = pass, isolation = isolation](
            std::uint32_t place, const ReadSource& source, const ReadSpan& found) {
          ReadSpan span = found;
          span.partition = places[place]->partition;
          span.topic_id = places[place]->topic_id;
          if (places[place]->in_refunds) span.topic = "refunds";
          writer.Add(name, pass, isolation,
                     {"main", source.origin, source.life, "payments", source.sent_partition}, span);
        },
        isolation == Isolation::kCommitted);
    for (const auto* read : reads) {
      const auto place = std::find_if(places.begin(), places.end(), [&](const auto* other) {
        return std::tie(other->partition, other->topic_id, other->in_refunds) ==
               std::tie(read->partition, read->topic_id, read->in_refunds);
      });
      const auto number = place - places.begin();
      if (place == places.end()) places.push_back(read);
      const auto now = read->at;
      tracker.Read(static_cast<std::uint32_t>(number),
                   {read->record.origin, read->record.life, read->record.partition},
                   read->record.sequence, read->offset, 1'000, now);
      if (now % 7 == 0) tracker.FlushOlderThan(now);
    }
    tracker.Flush();
  }
}

void WriteForeign(const EventList& events, StoreWriter& writer) {
  for (const auto& read : events.foreign) {
    ForeignRead found{"payments", read.partition, {}};
    found.offsets.Push(read.offset);
    writer.Add(read.reader, read.pass, read.isolation, found);
    if (!read.key) continue;
    writer.Add(read.reader, FoundKey{"payments", read.partition, read.offset, read.key->hash,
                                     read.key->tombstone});
  }
}

void WriteTransactions(const EventList& events, StoreWriter& writer) {
  for (const auto& txn : events.txns) {
    const auto actor = txn.actor.empty() ? ProducerOf(txn.origin) : txn.actor;
    for (const auto& record : txn.sends)
      writer.AddTxnRecords(actor, txn.name, StreamOf(record), record.sequence, 1);
    TxnFact fact;
    fact.name = txn.name;
    fact.commit_asked = txn.commit_asked;
    fact.ended = txn.ended;
    fact.outcome = txn.outcome;
    writer.Put(actor, fact);
  }
}

// What streams hold: sent marks, keys and sizes.
void WriteStreams(const EventList& events, StoreWriter& writer) {
  for (const auto& [stream, sent] : events.sent) {
    const auto& [origin, life, partition] = stream;
    writer.PutStream(ProducerOf(origin), StreamOf({origin, life, partition, 0}), sent);
  }
  for (const auto& [record, key] : events.keys)
    writer.Add(StreamOf(record), KeySpan{record.sequence, {key.hash}, {key.tombstone}});
  for (const auto& [stream, largest] : events.largest) {
    const auto& [origin, life, partition] = stream;
    writer.Put(StreamOf({origin, life, partition, 0}),
               Largest{static_cast<std::uint64_t>(largest.bytes),
                       static_cast<std::uint64_t>(largest.headers)});
  }
}

void WriteSettings(const EventList& events, StoreWriter& writer) {
  const auto set = [&](const char* key, const std::string& value) {
    writer.Add(SettingFact{"topic", "payments", key, value, ""});
  };
  set("retention.ms", events.retention_explains ? "1" : "604800000");
  set("retention.bytes", std::to_string(events.retention_bytes.value_or(-1)));
  set("cleanup.policy", events.compacted ? "compact" : "delete");
  set("delete.retention.ms", events.tombstones_may_be_gone ? "1" : "86400000");
  set("compression.type", events.compressed ? "zstd" : "uncompressed");
}

FaultFact FaultOn(const std::string& name, const std::string& failure_class, RunMicros from,
                  std::optional<RunMicros> to) {
  FaultFact fault;
  fault.fault = name;
  fault.failure_class = failure_class;
  fault.target = "topic payments";
  fault.topics = {"payments"};
  fault.from = from;
  fault.to = to;
  fault.bit = true;
  if (to) fault.healed = true;
  return fault;
}

void WriteCluster(const EventList& events, StoreWriter& writer) {
  std::vector<FaultFact> faults;
  for (const auto& [from, to] : events.deletions)
    faults.push_back(FaultOn("recreate-topic", "deletion", from, to));
  if (events.records_deleted)
    faults.push_back(FaultOn("delete-records", "deletion", 4'600'000, 4'700'000));
  for (const auto& [from, to] : events.added)
    faults.push_back(FaultOn("add-partitions", "operation", from, to));
  for (auto& fault : faults) writer.Put(fault);
  for (const auto& seen : events.seen) {
    PartitionState state;
    state.at = seen.at;
    state.node = state.leader = 1;
    state.topic = "payments";
    state.replicas = state.isr = {1};
    state.topic_id = seen.topic_id;
    writer.Add(state);
  }
  for (const auto& note : events.client_notes)
    writer.Add(EventFact{note.at, "client", note.actor, "it lost its place"});
}

std::string AllGuarantees() {
  auto names = nlohmann::json::array();
  for (const auto& guarantee : GuaranteeTable()) names.push_back(guarantee.name);
  return names.dump();
}

}  // namespace

void WriteStore(const EventList& events, const std::string& path) {
  // What an empty store is like is written once: making the tables would cost more than judging.
  static const std::string kEmpty = [&] {
    StoreWriter::Create(path);
    return ReadInput(path, std::numeric_limits<std::size_t>::max());
  }();
  std::ofstream(path, std::ios::binary) << kEmpty;
  const auto writer = StoreWriter::Open(path);
  StoreWriter::Transaction transaction(*writer);
  writer->AddTopic({"main", "payments", 2, 3});
  writer->SetRun(run_key::kEnded, run_key::kComplete);
  writer->SetRun(run_key::kRequire, AllGuarantees());
  WriteSettings(events, *writer);
  for (const char* name : {"monitor-0", "monitor-1", "monitor-c", "final", "final-2"}) {
    const bool final = name[0] == 'f';
    writer->OpenActor(ActorOf(name, final ? ActorKind::kFinalReader : ActorKind::kMonitor), 0);
    if (!events.never_closed.contains(name)) writer->CloseActor(name, 20'000'000);
  }
  for (const std::uint32_t origin : {0xa, 0xb}) {
    writer->OpenActor(ActorOf(ProducerOf(origin), ActorKind::kProducer), 0);
    if (!events.hidden_origins.contains(origin)) writer->CloseActor(ProducerOf(origin), 20'000'000);
  }
  WriteStreams(events, *writer);
  WriteSettles(events, *writer);
  WriteReads(events, *writer);
  WriteForeign(events, *writer);
  WriteConsumers(events, *writer);
  WriteTransactions(events, *writer);
  WriteCluster(events, *writer);
  for (const auto& name : events.untimed) writer->MarkUntimed(name);
  for (const auto origin : events.untimed_origins) writer->MarkUntimed(ProducerOf(origin));
  for (const auto& pass : events.bounds) {
    auto bounds = pass.bounds;
    bounds.topic_id = pass.topic_id;
    writer->Add(pass.reader, pass.isolation, bounds);
  }
  transaction.Commit();
}

}  // namespace kproof
