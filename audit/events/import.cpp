#include "audit/events/import.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string_view>

#include "audit/events/import_actor.h"
#include "audit/events/import_cluster.h"
#include "audit/events/import_cut.h"
#include "audit/events/import_member.h"
#include "audit/events/import_read.h"
#include "audit/events/import_run.h"
#include "audit/events/import_sent.h"
#include "audit/events/import_settings.h"
#include "audit/events/import_topic_id.h"
#include "audit/events/import_txn.h"
#include "audit/events/line_parser.h"
#include "audit/events/line_sorter.h"
#include "audit/events/line_source.h"
#include "audit/store/writer.h"
#include "harness/base/error.h"
#include "harness/base/text.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kEventsPerCommit = 200'000;

// One reading of the file.
class Import {
 public:
  Import(const std::string& file, const std::string& store)
      : complaints_(file),
        store_(StoreWriter::Create(store, made_by::kCheck)),
        sent_(places_, *store_,
              [this](const SentImporter::Stream& stream, const SettledSpan& span) {
                store_->Add(stream.actor, stream.id, span);
              }),
        reads_(places_, sent_, *store_),
        txns_(*store_),
        cluster_(actors_, places_, *store_, *store_) {
    transaction_.emplace(*store_);
  }

  // `ended`: the line has a line end.
  void Take(std::string_view line, std::uint64_t number, bool ended) {
    if (!ended && IsTorn(line)) return cut_.Torn(number);
    ++lines_;
    if (!ParseEvent(line, number, event_, complaints_)) return;
    cut_.Take(event_);
    topic_ids_.Take(event_, complaints_);
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
    const auto cut = Cut();
    if (lines_ == 0 && cut.empty())
      complaints_.Add(0, "there are no events in it", "write one JSON object per line");
    sent_.Finish(complaints_);
    run_.Finish(complaints_);
    CheckKeys();
    // A store, and so an export, does not tell the lives of a reader apart.
    if (!run_.IsExport()) members_.Finish(complaints_);
    reads_.Flush();
    txns_.Flush();
    complaints_.Settle(!cut.empty());
    complaints_.ThrowIfAny();
    WriteActors();
    reads_.WriteLate(actors_, complaints_);
    complaints_.ThrowIfAny();
    WriteStreams();
    cluster_.WriteLate();
    run_.Write(*store_, name, cut);
    if (told_until_) store_->SetRun(run_key::kToldUntilUs, std::to_string(*told_until_));
    transaction_->Commit();
    transaction_.reset();
  }

 private:
  void Dispatch() {
    if (const auto at = actors_.TimeOf(event_))
      told_until_ = std::max(told_until_.value_or(*at), *at);
    // The last of several words on one record counts, whoever said it.
    if (event_.type == EventType::kSettle && event_.Has(Field::kT)) {
      file_disorder_ = file_disorder_ || event_.Int(Field::kT) < last_t_;
      last_t_ = event_.Int(Field::kT);
    }
    switch (event_.type) {
      case EventType::kActor:
        return Life();
      case EventType::kAssign:
        return reads_.Assign(event_, Actor());
      case EventType::kBounds:
        return Bounds();
      case EventType::kCommit:
        return Commit();
      case EventType::kConfig:
        return settings_.Take(event_, complaints_);
      case EventType::kEnd:
        return;
      case EventType::kFault:
        return cluster_.Fault(event_, complaints_);
      case EventType::kLog:
        return cluster_.Log(event_);
      case EventType::kNote:
        return cluster_.Note(event_);
      case EventType::kProcess:
        return reads_.Process(event_, Actor());
      case EventType::kRead:
        return reads_.Read(event_, Actor());
      case EventType::kReplica:
        return cluster_.Replica(event_, complaints_);
      case EventType::kRequire:
        return run_.TakeRequire(event_, complaints_);
      case EventType::kReset:
        return reads_.Reset(event_, Actor());
      case EventType::kRun:
        actors_.TimeOf(event_);
        return run_.TakeRun(event_, complaints_);
      case EventType::kSeek:
        return reads_.Seek(event_, Actor());
      case EventType::kSend:
        return Send();
      case EventType::kSettle:
        return Settle();
      case EventType::kState:
        return cluster_.State(event_);
      case EventType::kTxn:
        return Txn();
    }
  }

  ActorState& Actor() {
    auto& actor = actors_.Take(event_, true);
    members_.Take(event_, actor);
    return actor;
  }

  // Why the history is known to be cut: what shows now, and what was known of it before.
  std::string Cut() const {
    std::vector<std::string> reasons;
    for (const auto& reason : {cut_.Why(), run_.Cut()}) {
      if (!reason.empty()) reasons.push_back(reason);
    }
    return Join(reasons, "; ");
  }

  void Life() {
    auto& actor = actors_.Take(event_, false);
    if (!actors_.Life(actor, event_, complaints_)) return;
    reads_.End(actor);
    members_.End(actor);
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
    const auto [stream, fresh] = sent_.Send(event_, actor, complaints_);
    KeepOrder();
    txns_.TakeRecord(event_, actor, stream, sent_.streams()[stream].id, fresh, complaints_);
  }

  // Streams stand in the store in the order in which they were named first: of several that break
  // the same promise the first one is the example.
  void KeepOrder() {
    for (; stored_ < sent_.streams().size(); ++stored_) {
      const auto& stream = sent_.streams()[stored_];
      store_->PutStream(stream.actor, stream.id, 0);
    }
  }

  void Settle() {
    auto& actor = Actor();
    actor.sends = true;
    const auto [stream, fresh] = sent_.Settle(event_, actor);
    KeepOrder();
    txns_.TakeRecord(event_, actor, stream, sent_.streams()[stream].id, fresh, complaints_);
  }

  void Commit() {
    auto& actor = Actor();
    std::optional<RunMicros> asked;
    if (event_.Has(Field::kAsked)) asked = actors_.Rebase(event_.Int(Field::kAsked));
    if (asked && (!event_.Has(Field::kT) || *asked > actor.at))
      return complaints_.Add(
          event_.line,
          event_.Has(Field::kT) ? "the commit was answered before it was requested"
                                : "a commit with 'asked' needs its 't'",
          "'asked' and 't' are times of the same clock, and 'asked' comes first");
    reads_.Commit(event_, actor, asked);
  }

  void Txn() {
    auto& actor = Actor();
    actor.sends = true;
    reads_.HasTransactions(actor);
    txns_.Take(event_, actor, complaints_);
  }

  // What is known of a store's actor from all who are behind it: itself, or who sent as this
  // origin.
  void Merge(const std::string& name, const std::string& cluster, ActorKind kind,
             const ActorState& actor) {
    auto& row = rows_[name];
    if (row.cluster.empty()) row = {cluster, kind, actor.client, actor.opened_at, actor.closed_at};
    row.untimed = row.untimed || actor.untimed;
    row.holes.insert(row.holes.end(), actor.holes.begin(), actor.holes.end());
    row.closes = row.closes && (!actor.opened || actor.closed);
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
      for (const auto& hole : row.holes) store_->AddHole(name, hole);
      if (row.closes) store_->CloseActor(name, row.closed_at);
      if (row.untimed) store_->MarkUntimed(name);
    }
  }

  void WriteStreams() {
    std::map<std::string, std::set<std::string>> origins;
    std::map<std::pair<std::string, std::string>, std::int32_t> topics;
    for (const auto& stream : sent_.streams()) {
      store_->PutStream(stream.actor, stream.id, stream.known.end());
      origins[stream.id.cluster].insert(stream.actor);
    }
    for (std::uint32_t place = 0; place < places_.size(); ++place) {
      auto& partitions = topics[{places_.ClusterOf(place), places_.TopicOf(place)}];
      partitions = std::max(partitions, places_.PartitionOf(place) + 1);
    }
    for (const auto& topic : settings_.Topics()) topics.try_emplace(topic, 0);
    // Keys matter on compacted topics alone.
    store_->KeepKeysOf([this](const std::string& cluster, const std::string& topic) {
      return settings_.IsCompacted(cluster, topic);
    });
    settings_.Write(*store_, origins, topics, [this](const std::string& actor) {
      const auto found = rows_.find(actor);
      // The kind of an actor is what its settings stand under.
      return WordOf(EventType::kActor, Field::kKind,
                    found == rows_.end() ? ActorKind::kMonitor : found->second.kind);
    });
  }

  // Of a compacted topic's records all have keys or none has.
  void CheckKeys() {
    std::map<std::pair<std::string, std::string>, const SentImporter::Stream*> keyed, keyless;
    for (const auto& stream : sent_.streams()) {
      const std::pair topic(stream.id.cluster, stream.id.topic);
      if (!settings_.IsCompacted(topic.first, topic.second)) continue;
      if (stream.contents.keyed()) keyed.try_emplace(topic, &stream);
      if (stream.contents.keyless()) keyless.try_emplace(topic, &stream);
    }
    for (const auto& [topic, stream] : keyless) {
      const auto other = keyed.find(topic);
      if (other == keyed.end()) continue;
      const auto& without = *stream->contents.keyless();
      const auto& with = *other->second->contents.keyed();
      complaints_.Add(without.line,
                      fmt::format("seq {} of {} to the compacted topic {} has no 'key', and seq {} "
                                  "of {} on line {} has one",
                                  without.sequence, stream->actor, topic.second, with.sequence,
                                  other->second->actor, with.line),
                      "give the key of each record, or of none");
    }
  }

  struct Row {
    std::string cluster;
    ActorKind kind = ActorKind::kProducer;
    std::string client;
    RunMicros opened_at = 0, closed_at = 0;
    std::vector<std::string> holes = {};
    bool closes = true;
    bool untimed = false;
  };

  Complaints complaints_;
  std::unique_ptr<StoreWriter> store_;
  std::optional<StoreWriter::Transaction> transaction_;
  Event event_;
  Places places_;
  ActorImporter actors_;
  SentImporter sent_;
  ReadImporter reads_;
  MemberImporter members_;
  TopicIdImporter topic_ids_;
  TxnImporter txns_;
  ClusterImporter cluster_;
  CutImporter cut_;
  SettingsImporter settings_;
  RunImporter run_;
  std::map<std::string, Row> rows_;  // the store's actors
  std::uint64_t lines_ = 0;
  std::size_t stored_ = 0;  // streams
  std::optional<RunMicros> told_until_;
  std::int64_t last_t_ = std::numeric_limits<std::int64_t>::min();
  bool file_disorder_ = false;
};

std::string FolderOf(const std::string& store) {
  return fs::absolute(store).parent_path().string();
}

void RemoveStore(const std::string& path) {
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) fs::remove(path + suffix, ignored);
}

// Nothing when the history has to be sorted first.
std::optional<Imported> InFileOrder(LineSource& source, const std::string& name,
                                    const std::string& store) {
  Import import(name, store);
  std::string_view line;
  while (!import.ShouldStop() && source.Next(line)) {
    import.Take(line, source.number(), source.ended());
    if (import.OutOfOrder()) return std::nullopt;
  }
  import.Finish(fs::path(name).stem().string());
  return Imported{import.lines(), false};
}

Imported InOrderOfTime(LineSource& source, const std::string& name, const std::string& store) {
  Import import(name, store);
  LineSorter sorted(FolderOf(store));
  const auto without_end = AddEvents(source, sorted);
  std::string line;
  for (std::uint64_t number = 0; !import.ShouldStop() && sorted.Next(line, number);)
    import.Take(line, number, number != without_end);
  import.Finish(fs::path(name).stem().string());
  return Imported{import.lines(), true};
}

}  // namespace

Imported ImportEvents(const std::string& events, const std::string& store) {
  // Only what is made here is removed below.
  if (fs::exists(fs::symlink_status(store)))
    throw Error(ErrorKind::kUsage, fmt::format("audit store {} exists already", store),
                Hint("choose another folder"));
  try {
    LineSource source(events);
    if (source.once()) source.KeepCopy(FolderOf(store));
    const auto name = NameOfSource(events);
    if (const auto imported = InFileOrder(source, name, store)) return *imported;
    RemoveStore(store);
    source.Rewind();
    return InOrderOfTime(source, name, store);
  } catch (...) {
    RemoveStore(store);
    throw;
  }
}

}  // namespace kproof
