#include "audit/events/export.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "audit/events/event.h"
#include "audit/events/exporter.h"
#include "audit/events/run_book.h"
#include "audit/store/run_keys.h"
#include "audit/store/sqlite.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

// Keys of the run that hold JSON or numbers, and go out as they are.
bool IsJson(const std::string& key) {
  for (const char* name :
       {run_key::kExpect, run_key::kFailOn, run_key::kIgnore, run_key::kLabels, run_key::kLimits,
        run_key::kSeconds, run_key::kSeed, run_key::kStartedUs, run_key::kTrials}) {
    if (key == name) return true;
  }
  return false;
}

const char* Word(ActorKind kind) {
  switch (kind) {
    case ActorKind::kProducer:
      return "producer";
    case ActorKind::kMonitor:
      return "monitor";
    case ActorKind::kFinalReader:
      return "final";
    case ActorKind::kConsumer:
      return "consumer";
  }
  return "";
}

// A key that a `config` event has a meaning of its own for can't be a setting there.
bool IsField(const std::string& key) {
  for (const auto& form : FieldForms()) {
    if (key == form.name) return true;
  }
  return key == "event";
}

template <typename Row>
const Row& Find(const std::map<std::int64_t, Row>& rows, std::int64_t id, const char* what) {
  const auto found = rows.find(id);
  if (found == rows.end())
    throw Error(ErrorKind::kCorrupt, fmt::format("the audit store has no {} {}", what, id));
  return found->second;
}

}  // namespace

Exporter::Exporter(const std::string& path, LineSorter& sorter)
    : store_(StoreReader::Open(path)), sorter_(sorter) {
  for (auto& row : store_->Actors()) actors_[row.id] = row;
  for (auto& row : store_->Topics()) topics_[row.id] = row;
  for (auto& row : store_->Streams()) streams_[row.id] = row;
  for (const auto& [id, stream] : streams_) {
    if (stream.actor) origins_.try_emplace(stream.key.origin, Actor(*stream.actor).name);
  }
  LoadCorrupt(path);
}

void Exporter::LoadCorrupt(const std::string& path) {
  Database database(path, Database::Mode::kRead);
  Statement rows(database, "SELECT stream, actor, pass, isolation, partition, offset FROM corrupt");
  while (rows.Step()) {
    corrupt_.insert({rows.Int(0), rows.Int(1), rows.Int(2), rows.Int(3), rows.Int(4), rows.Int(5)});
  }
}

void Exporter::LoadTxns() {
  std::map<std::int64_t, const TxnRow*> by_id;
  const auto txns = store_->Txns();
  for (const auto& row : txns) by_id[row.id] = &row;
  for (const auto& row : store_->TxnRecords()) {
    const auto found = by_id.find(row.txn);
    if (found == by_id.end()) continue;
    txns_[row.stream].push_back({row.first_sequence, row.first_sequence + row.count,
                                 Actor(found->second->actor).name, found->second->txn.name});
  }
}

const ActorRow& Exporter::Actor(std::int64_t id) const { return Find(actors_, id, "actor"); }
const TopicRow& Exporter::Topic(std::int64_t id) const { return Find(topics_, id, "topic"); }
const StreamRow& Exporter::Stream(std::int64_t id) const { return Find(streams_, id, "stream"); }

// As the judge names it; a stream that nobody is known to have sent to may be of a known origin.
std::string Exporter::OriginOf(const StreamRow& stream) const {
  const auto name = origins_.find(stream.key.origin);
  return name != origins_.end() ? name->second : fmt::format("{:08x}", stream.key.origin);
}

void Exporter::Put(std::optional<RunMicros> at, const ActorRow* actor, EventLine line) {
  if (at && (actor == nullptr || actor->timed)) line.Seconds("t", at);
  sorter_.Add(at.value_or(LineSorter::kNoTime), ++lines_, line.str());
}

// Its `t` is where seconds are counted from when the events are read again.
void Exporter::AddRun() {
  EventLine line("run");
  line.Seconds("t", 0);
  std::string require = "[]";
  for (const auto& [key, value] : store_->Run()) {
    if (key == run_key::kRequire) require = value;
    if (!IsRunKey(key) || value.empty()) continue;
    IsJson(key) ? line.Raw(key, value) : line.Text(key, value);
  }
  if (!store_->Run().contains(run_key::kEnded)) line.Text(run_key::kEnded, "");
  PutFirst(line);
  if (require != "[]") PutFirst(EventLine("require").Raw("guarantees", require));
}

void Exporter::AddSettings() {
  std::map<std::tuple<std::string, std::string, std::string>, std::map<std::string, std::string>>
      settings;  // scope, cluster, subject
  for (const auto& setting : store_->Settings()) {
    const bool of_producer = setting.scope == "producer";
    if (IsField(setting.key) ||
        (!of_producer && setting.scope != "topic" && setting.scope != "broker"))
      continue;
    settings[{setting.scope, of_producer ? "" : setting.cluster, setting.subject}][setting.key] =
        setting.value;
  }
  const auto put = [&](const std::string& cluster, const char* field, const std::string& subject,
                       const std::map<std::string, std::string>& values) {
    if (values.empty()) return;
    EventLine line("config");
    line.TextUnless("main", "cluster", cluster).Text(field, subject);
    for (const auto& [key, value] : values) line.Text(key, value);
    PutFirst(line);
  };
  // What is said of a group ("checkout") is said of each of its producers ("checkout-0").
  std::set<std::pair<std::string, std::string>> origins;
  for (const auto& [id, stream] : streams_) origins.insert({stream.key.cluster, OriginOf(stream)});
  for (const auto& [cluster, origin] : origins) {
    std::map<std::string, std::string> values = settings[{"producer", "", origin}];
    values.merge(std::map(settings[{"producer", "", origin.substr(0, origin.rfind('-'))}]));
    put(cluster, "origin", origin, values);
  }
  for (const auto& [id, topic] : topics_) {
    auto values = settings[{"topic", topic.cluster, topic.name}];
    if (topic.replication) values["replication"] = std::to_string(*topic.replication);
    put(topic.cluster, "topic", topic.name, values);
  }
  for (const auto& [subject, values] : settings) {
    const auto& [scope, cluster, node] = subject;
    if (scope == "broker") put(cluster, "node", node, values);
  }
}

// An actor with a hole does not close, whatever is known of the hole.
void Exporter::AddActors() {
  for (const auto& [id, actor] : actors_) {
    const auto put = [&actor = actor](const char* op, std::optional<RunMicros> at) {
      EventLine line("actor");
      line.Text("actor", actor.name).Text("op", op).TextUnless("main", "cluster", actor.cluster);
      if (actor.kind) line.Text("kind", Word(*actor.kind));
      line.TextUnless("", "client", actor.client);
      if (actor.timed) line.Seconds("t", at);
      return line;
    };
    if (actor.opened || !actor.holes.empty()) {
      const auto at = actor.opened.value_or(0);
      sorter_.Add(at, 0, put("open", at).str());  // before whatever it did in that moment
    }
    if (!actor.closed || !actor.holes.empty()) continue;
    const auto at = *actor.closed;
    sorter_.Add(at, std::numeric_limits<std::uint64_t>::max(), put("close", at).str());
  }
}

void Exporter::AddFaultsAndNotes() {
  for (const auto& fault : store_->Faults()) {
    EventLine line("fault");
    line.Text("fault", fault.fault)
        .Raw("nodes", fmt::format("[{}]", fmt::join(fault.nodes, ",")))
        .Seconds("from", fault.from)
        .Seconds("to", fault.to)
        .Flag("bit", fault.bit)
        .Flag("healed", fault.healed)
        .Text("class", fault.failure_class)
        .Text("target", fault.target)
        .TextUnless("", "proof", fault.proof)
        .TextUnless("", "problem", fault.problem)
        .TextUnless("main", "cluster", fault.cluster);
    PutFirst(line);
  }
  for (const auto& event : store_->Events()) {
    EventLine line("note");
    line.Text("kind", event.kind)
        .Text("subject", event.subject)
        .TextUnless("", "detail", event.detail);
    Put(event.at, nullptr, std::move(line));
  }
}

void Exporter::AddReplicas() {
  for (const auto& [topic, replica] : store_->Replicas()) {
    std::vector<std::string> differences;
    for (const auto& [kind, first, count, detail] : replica.differences) {
      const auto more = detail.empty() ? "" : "," + Quoted(detail);
      differences.push_back(fmt::format("[{},{},{}{}]",
                                        Quoted(DifferenceKinds()[static_cast<std::size_t>(kind)]),
                                        first, count, more));
    }
    EventLine line("replica");
    line.Text("topic", replica.topic)
        .Int("partition", replica.partition)
        .Int("broker", replica.node)
        .Flag("in_isr", replica.in_isr)
        .Int("start", replica.start)
        .Int("end", replica.end)
        .IntUnless(-1, "leader", replica.leader)
        .IntUnless(-1, "leader_epoch", replica.leader_epoch)
        .IntUnless(replica.end, "position", replica.position)
        .TextUnless("", "problem", replica.problem)
        .TextUnless("main", "cluster", replica.cluster);
    if (!differences.empty())
      line.Raw("differences", fmt::format("[{}]", fmt::join(differences, ",")));
    Put(replica.at, nullptr, std::move(line));
  }
}

std::uint64_t ExportEvents(const std::string& store,
                           const std::function<void(std::string_view line)>& write) {
  LineSorter sorter(fs::temp_directory_path().string());
  {
    Exporter exporter(store, sorter);
    exporter.AddRun();
    exporter.AddSettings();
    exporter.AddActors();
    exporter.AddFaultsAndNotes();
    exporter.AddReplicas();
    exporter.AddSends();
    exporter.AddSettles();
    exporter.AddReads();
    exporter.AddRuns();
    exporter.AddForeign();
    exporter.AddBounds();
    exporter.AddTxns();
    exporter.AddProcessed();
    exporter.AddCommits();
  }
  std::uint64_t lines = 0;
  std::string line;
  for (std::uint64_t number = 0; sorter.Next(line, number); ++lines) write(line);
  return lines;
}

}  // namespace kproof
