// How a random history gets into a store: through the agents' own trackers, as spans.
#include "audit/facts/tracker.h"
#include "audit/store/run_keys.h"
#include "audit/store/writer.h"
#include "tests/unit/audit/random_flow.h"
#include "tests/unit/audit/random_history.h"

namespace kproof {
namespace {

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
  for (const auto& settle : events.settles) {
    const auto& of = settle.record;
    const StreamId id{"main", of.origin, of.life, "payments", of.partition};
    const auto [number, fresh] = numbers.try_emplace(id, streams.size());
    if (fresh) streams.push_back(id);
    tracker.Settle(number->second, of.sequence, settle.outcome, settle.offset, 0, settle.at - 5'000,
                   settle.at);
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
    if (!txn.actor.empty()) continue;
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

void WriteStore(const EventList& events, const std::string& path) {
  const auto writer = StoreWriter::Create(path);
  StoreWriter::Transaction transaction(*writer);
  writer->AddTopic({"main", "payments", 2, 3});
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
  for (const std::uint32_t origin : {0xa, 0xb}) {
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
  for (const auto& pass : events.bounds) writer->Add(pass.reader, pass.isolation, pass.bounds);
  transaction.Commit();
}

}  // namespace kproof
