// What the history says of itself: the run, its actors, and what was configured and required.
#include <fmt/format.h>

#include "audit/events/event.h"
#include "audit/events/exporter.h"
#include "audit/events/import_run.h"
#include "audit/store/run_keys.h"

namespace kproof {
namespace {

// A key that a `config` event has a meaning of its own for can't be a setting there.
bool IsField(const std::string& key) {
  for (const auto& form : FieldForms()) {
    if (key == form.name) return true;
  }
  return key == "event";
}

// The field of a `config` that names what settings of this scope are set on.
const char* FieldOf(const std::string& scope) {
  return scope == "producer" ? "origin"
         : scope == "topic"  ? "topic"
         : scope == "broker" ? "node"
                             : "actor";
}

}  // namespace

// Its `t` is where seconds are counted from when the events are read again.
void Exporter::AddRun() {
  EventLine line("run");
  line.Text(run_key::kMadeBy, made_by::kExport).Flag("announces_end", true).Seconds("t", 0);
  for (const auto& [key, value] : store_->Run()) {
    const bool elsewhere = key == run_key::kEnded || key == run_key::kMadeBy;
    if (!IsRunKey(key) || value.empty() || elsewhere) continue;
    IsJsonRunKey(key) ? line.Raw(key, value) : line.Text(key, value);
  }
  PutFirst(line);
}

void Exporter::AddRequirements() {
  const auto run = store_->Run();
  const auto require = run.find(run_key::kRequire);
  if (require == run.end() || require->second.empty() || require->second == "[]") return;
  PutFirst(EventLine("require").Raw("guarantees", require->second));
}

// That it is complete is said once all of it is told. Its `t` is the last time that was told.
void Exporter::AddEnded() {
  const auto run = store_->Run();
  const auto ended = run.find(run_key::kEnded);
  EventLine line("run");
  line.Text(run_key::kEnded, ended == run.end() ? "" : ended->second);
  if (const auto told_until = ToldUntil(run)) line.Seconds("t", told_until);
  PutLast(line);
}

void Exporter::AddSettings() {
  struct Values {
    std::map<std::string, std::string> values, sources;
  };
  std::map<std::tuple<std::string, std::string, std::string>, Values> all;  // scope, cluster, name
  for (const auto& setting : store_->Settings()) {
    if (IsField(setting.key) || setting.subject.empty()) continue;
    auto& of = all[{setting.scope, setting.cluster, setting.subject}];
    of.values[setting.key] = setting.value;
    if (!setting.origin.empty()) of.sources[setting.key] = setting.origin;
  }
  for (const auto& [id, topic] : topics_) {
    if (topic.replication)
      all[{"topic", topic.cluster, topic.name}].values["replication"] =
          std::to_string(*topic.replication);
  }
  for (const auto& [subject, settings] : all) {
    const auto& [scope, cluster, name] = subject;
    EventLine line("config");
    line.TextUnless("main", "cluster", cluster).Text(FieldOf(scope), name);
    for (const auto& [key, value] : settings.values) line.Text(key, value);
    std::string sources;
    for (const auto& [key, source] : settings.sources)
      sources += (sources.empty() ? "" : ",") + Quoted(key) + ":" + Quoted(source);
    if (!sources.empty()) line.Raw("sources", "{" + sources + "}");
    PutFirst(line);
  }
}

EventLine Exporter::LineOf(const ActorRow& actor, const char* op) {
  EventLine line("actor");
  line.Text("actor", actor.name).Text("op", op).TextUnless("main", "cluster", actor.cluster);
  if (actor.kind) line.Text("kind", WordOf(EventType::kActor, Field::kKind, *actor.kind));
  return line.TextUnless("", "client", actor.client);
}

// The end is announced again with each of them: the first line may be what is lost.
void Exporter::AddOpenings() {
  for (const auto& [id, actor] : actors_) {
    if (!actor.opened) continue;
    auto line = LineOf(actor, "open").Flag("announces_end", true);
    if (actor.timed) line.Seconds("t", actor.opened);
    PutFirst(line);
  }
}

void Exporter::AddClosings() {
  for (const auto& [id, actor] : actors_) {
    for (const auto& why : actor.holes) PutLast(LineOf(actor, "hole").Text("detail", why));
    if (!actor.opened || !actor.closed) continue;
    auto line = LineOf(actor, "close");
    if (actor.timed) line.Seconds("t", actor.closed);
    PutLast(line);
  }
}

}  // namespace kproof
