#include "audit/events/import.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string_view>

#include "audit/events/actor_book.h"
#include "audit/events/line_parser.h"
#include "audit/events/line_sorter.h"
#include "audit/events/line_source.h"
#include "audit/events/read_book.h"
#include "audit/events/run_book.h"
#include "audit/events/sent_book.h"
#include "audit/events/settings_book.h"
#include "audit/events/txn_book.h"
#include "audit/store/writer.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kEventsPerCommit = 200'000;

// Classes that docs/promises.md knows, by the names of faults that make them. Any other fault is a
// class of its own, of which nothing is promised for certain.
std::string ClassOf(const std::string& fault) { return fault == "kill" ? "crash" : fault; }

// One reading of the file.
class Import {
 public:
  Import(const std::string& file, const std::string& store)
      : complaints_(file),
        store_(StoreWriter::Create(store)),
        sent_(places_,
              [this](const SentBook::Stream& stream, const SettledSpan& span) {
                store_->Add(stream.actor, stream.id, span);
              }),
        reads_(places_, sent_, *store_),
        txns_(*store_) {
    transaction_.emplace(*store_);
  }

  void Take(std::string_view line, std::uint64_t number) {
    ++lines_;
    if (!ParseEvent(line, number, event_, complaints_)) return;
    Dispatch();
    if (lines_ % kEventsPerCommit != 0) return;
    transaction_->Commit();
    transaction_.emplace(*store_);
  }
  // Nothing that comes can change that this reading is of no use.
  bool ShouldStop() const { return complaints_.enough(); }
  bool OutOfOrder() const {
    return actors_.disorder() || (sent_.said_by_several() && file_disorder_);
  }
  std::uint64_t lines() const { return lines_; }

  void Finish(const std::string& name) {
    if (lines_ == 0)
      complaints_.Add(0, "there are no events in it", "write one JSON object a line");
    sent_.Finish(complaints_);
    run_.Finish(complaints_);
    reads_.Flush();
    txns_.Flush();
    complaints_.ThrowIfAny();
    WriteActors();
    reads_.WriteLate(actors_, complaints_);
    complaints_.ThrowIfAny();
    WriteStreams();
    run_.Write(*store_, name);
    transaction_->Commit();
    transaction_.reset();
  }

 private:
  void Dispatch() {
    if (event_.Has(Field::kT)) {
      file_disorder_ = file_disorder_ || event_.Int(Field::kT) < last_t_;
      last_t_ = event_.Int(Field::kT);
    }
    switch (event_.type) {
      case EventType::kActor:
        return OpenOrClose();
      case EventType::kAssign:
        return reads_.Assign(event_, Actor());
      case EventType::kBounds:
        return Bounds();
      case EventType::kCommit:
        return reads_.Commit(event_, Actor());
      case EventType::kConfig:
        return settings_.Take(event_, complaints_);
      case EventType::kFault:
        return Fault();
      case EventType::kNote:
        return Note();
      case EventType::kProcess:
        return reads_.Process(event_, Actor());
      case EventType::kRead:
        return reads_.Read(event_, Actor());
      case EventType::kReplica:
        return Replica();
      case EventType::kRequire:
        return run_.TakeRequire(event_, complaints_);
      case EventType::kRun:
        actors_.TimeOf(event_);
        return run_.TakeRun(event_, complaints_);
      case EventType::kSeek:
        return reads_.Seek(event_, Actor());
      case EventType::kSend:
        return Send();
      case EventType::kSettle:
        return Settle();
      case EventType::kTxn:
        return Txn();
    }
  }

  ActorState& Actor() { return actors_.Take(event_, true); }

  void OpenOrClose() {
    auto& actor = actors_.Take(event_, false);
    actors_.OpenOrClose(actor, event_, complaints_);
    reads_.End(actor);
  }

  void Bounds() {
    auto* actor = event_.Has(Field::kActor) ? &actors_.Take(event_, false) : nullptr;
    if (actor != nullptr) actor->reads_finally = true;
    reads_.Bounds(event_, actor, complaints_);
  }

  // The time of a send says when the record was made, and no more: settles and reads order facts.
  void Send() {
    auto& actor = actors_.Take(event_, false);
    actor.sends = true;
    const auto stream = sent_.Send(event_, actor, complaints_);
    if (event_.Has(Field::kTxn)) txns_.Sent(event_, actor, stream, sent_.streams()[stream].id);
  }

  void Settle() {
    auto& actor = Actor();
    actor.sends = true;
    const auto [stream, fresh] = sent_.Settle(event_, actor);
    if (fresh && event_.Has(Field::kTxn))
      txns_.Sent(event_, actor, stream, sent_.streams()[stream].id);
  }

  void Txn() {
    auto& actor = Actor();
    actor.sends = true;
    reads_.HasTransactions(actor);
    txns_.Take(event_, actor, complaints_);
  }

  void Fault() {
    FaultFact fault;
    fault.step = faults_++;
    fault.cluster = event_.Cluster();
    fault.fault = event_.Text(Field::kFault);
    fault.failure_class =
        event_.Has(Field::kClass) ? event_.Text(Field::kClass) : ClassOf(fault.fault);
    fault.target = event_.Has(Field::kTarget) ? event_.Text(Field::kTarget) : "";
    fault.nodes = event_.numbers;
    if (event_.Has(Field::kFrom)) fault.from = actors_.Rebase(event_.Int(Field::kFrom));
    if (event_.Has(Field::kTo)) fault.to = actors_.Rebase(event_.Int(Field::kTo));
    if (event_.Has(Field::kBit)) fault.bit = event_.Int(Field::kBit) != 0;
    if (event_.Has(Field::kHealed)) fault.healed = event_.Int(Field::kHealed) != 0;
    if (event_.Has(Field::kProof)) fault.proof = event_.Text(Field::kProof);
    if (event_.Has(Field::kProblem)) fault.problem = event_.Text(Field::kProblem);
    if (fault.to && fault.from && *fault.to < *fault.from)
      complaints_.Add(event_.line, "the fault ended before it began");
    store_->Put(fault);
  }

  void Note() {
    const auto text = [&](Field field) {
      return event_.Has(field) ? event_.Text(field) : std::string();
    };
    store_->Add(EventFact{actors_.TimeOf(event_).value_or(0), event_.Text(Field::kKind),
                          text(Field::kSubject), text(Field::kDetail)});
  }

  void Replica() {
    const auto int_or = [&](Field field, std::int64_t otherwise) {
      return static_cast<std::int32_t>(event_.IntOr(field, otherwise));
    };
    ReplicaFact replica;
    replica.at = actors_.TimeOf(event_).value_or(0);
    replica.cluster = event_.Cluster();
    replica.topic = event_.Text(Field::kTopic);
    replica.partition = int_or(Field::kPartition, 0);
    replica.node = int_or(Field::kBroker, 0);
    replica.leader = int_or(Field::kLeader, -1);
    replica.leader_epoch = int_or(Field::kLeaderEpoch, -1);
    replica.in_isr = event_.Int(Field::kInIsr) != 0;
    replica.start = event_.Int(Field::kStart);
    replica.end = event_.Int(Field::kEnd);
    replica.position = event_.IntOr(Field::kPosition, replica.end);
    if (event_.Has(Field::kProblem)) replica.problem = event_.Text(Field::kProblem);
    for (const auto& [name, value] :
         {std::pair("end", replica.end), std::pair("position", replica.position)}) {
      if (value >= replica.start) continue;
      complaints_.Add(event_.line,
                      fmt::format("'{}' {} is below 'start' {}", name, value, replica.start));
    }
    if (event_.Has(Field::kDifferences)) {
      for (const auto& item : event_.differences) {
        replica.differences.push_back({static_cast<ReplicaFact::Difference::Kind>(item.kind),
                                       item.offset, item.count, item.detail});
      }
    }
    places_.NumberOf(replica.cluster, replica.topic, replica.partition);
    store_->Add(replica);
  }

  // What is known of a store's actor from all who are behind it: itself, or who sent as this
  // origin.
  void Merge(const std::string& name, const std::string& cluster, ActorKind kind,
             const ActorState& actor) {
    auto& row = rows_[name];
    if (row.cluster.empty()) row = {cluster, kind, actor.client, actor.opened_at, actor.closed_at};
    row.untimed = row.untimed || actor.untimed;
    if (!row.hole.empty() || !actor.MayLackFacts()) return;
    row.hole = actor.hole.empty() ? "it was opened and never closed" : actor.hole;
    row.told = !actor.hole.empty();
  }

  void WriteActors() {
    for (const auto& actor : actors_.actors())
      Merge(actor.name, actor.cluster.empty() ? "main" : actor.cluster, actor.Kind(), actor);
    for (const auto& [name, alias] : reads_.aliases())
      Merge(name, alias.cluster, ActorKind::kConsumer, actors_.Named(alias.actor));
    for (const auto& stream : sent_.streams()) {
      for (const auto& name : stream.said_by)
        Merge(stream.actor, stream.id.cluster, ActorKind::kProducer, actors_.Named(name));
    }
    for (const auto& [name, row] : rows_) {
      store_->OpenActor({name, row.cluster, row.kind, row.client, "", 0}, row.opened_at);
      if (row.told) store_->AddHole(name, row.hole);
      if (row.hole.empty()) store_->CloseActor(name, row.closed_at);
      if (row.untimed) store_->MarkUntimed(name);
    }
  }

  void WriteStreams() {
    std::map<std::string, std::set<std::string>> origins;
    std::map<std::pair<std::string, std::string>, std::int32_t> topics;
    for (const auto& stream : sent_.streams()) {
      store_->PutStream(stream.actor, stream.id, stream.known.next());
      origins[stream.id.cluster].insert(stream.actor);
    }
    for (std::uint32_t place = 0; place < places_.size(); ++place) {
      auto& partitions = topics[{places_.ClusterOf(place), places_.TopicOf(place)}];
      partitions = std::max(partitions, places_.PartitionOf(place) + 1);
    }
    settings_.Write(*store_, origins, topics);
  }

  struct Row {
    std::string cluster;
    ActorKind kind = ActorKind::kProducer;
    std::string client;
    RunMicros opened_at = 0, closed_at = 0;
    std::string hole = {};  // "": it is complete
    bool told = false;      // and the hole is more than a close that never came
    bool untimed = false;
  };

  Complaints complaints_;
  std::unique_ptr<StoreWriter> store_;
  std::optional<StoreWriter::Transaction> transaction_;
  Event event_;
  Places places_;
  ActorBook actors_;
  SentBook sent_;
  ReadBook reads_;
  TxnBook txns_;
  SettingsBook settings_;
  RunBook run_;
  std::map<std::string, Row> rows_;  // the store's actors
  std::uint64_t lines_ = 0;
  std::int32_t faults_ = 0;
  std::int64_t last_t_ = std::numeric_limits<std::int64_t>::min();
  bool file_disorder_ = false;
};

void RemoveStore(const std::string& path) {
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) fs::remove(path + suffix, ignored);
}

// Nothing when the file has to be sorted first.
std::optional<Imported> InFileOrder(const std::string& events, const std::string& store) {
  Import import(events, store);
  LineSource source(events);
  std::string_view line;
  while (!import.ShouldStop() && source.Next(line)) {
    import.Take(line, source.number());
    if (import.OutOfOrder()) return std::nullopt;
  }
  import.Finish(fs::path(events).stem().string());
  return Imported{import.lines(), false};
}

Imported InOrderOfTime(const std::string& events, const std::string& store) {
  Import import(events, store);
  LineSorter sorted(fs::absolute(store).parent_path().string());
  AddEvents(events, sorted);
  std::string line;
  for (std::uint64_t number = 0; !import.ShouldStop() && sorted.Next(line, number);)
    import.Take(line, number);
  import.Finish(fs::path(events).stem().string());
  return Imported{import.lines(), true};
}

}  // namespace

Imported ImportEvents(const std::string& events, const std::string& store) {
  try {
    if (const auto imported = InFileOrder(events, store)) return *imported;
    RemoveStore(store);
    return InOrderOfTime(events, store);
  } catch (...) {
    RemoveStore(store);
    throw;
  }
}

}  // namespace kproof
