#include "audit/events/import_actor.h"

#include <fmt/format.h>

#include <algorithm>

namespace kproof {
namespace {

enum ActorOp : std::int64_t { kOpen = 0, kClose = 1, kHole = 2 };

}  // namespace

// An actor that was opened and wrote nothing may have sent what nobody knows of.
ActorKind ActorState::Kind() const {
  if (said) return *said;
  if (sends) return ActorKind::kProducer;
  if (consumes) return ActorKind::kConsumer;
  if (reads_finally) return ActorKind::kFinalReader;
  return reads ? ActorKind::kMonitor : ActorKind::kProducer;
}

std::uint32_t ActorImporter::NumberOf(std::string_view name) {
  const auto number = names_.NumberOf(name);
  if (number == actors_.size()) actors_.emplace_back().name = name;
  return number;
}

std::optional<RunMicros> ActorImporter::TimeOf(const Event& event) {
  const auto t = event.Micros(Field::kT);
  return t ? std::optional(Rebase(*t)) : std::nullopt;
}

RunMicros ActorImporter::Rebase(std::int64_t t) {
  if (!base_) base_ = SecondOf(t) * kSecond;
  return t - *base_;
}

ActorState& ActorImporter::Take(const Event& event, bool fact) {
  auto& actor = Named(event.Text(Field::kActor));
  if (actor.cluster.empty()) actor.cluster = event.Cluster();
  if (const auto at = TimeOf(event)) {
    disorder_ = disorder_ || (actor.timed && *at < actor.at);
    actor.at = actor.timed || actor.untimed ? std::max(actor.at, *at) : *at;
    actor.timed = true;
  } else if (!actor.timed) {
    ++actor.at;
    actor.untimed = actor.untimed || fact;
  }
  return actor;
}

bool ActorImporter::Life(ActorState& actor, const Event& event, Complaints& complaints) {
  if (event.Has(Field::kClient)) actor.client = event.Text(Field::kClient);
  if (event.Has(Field::kKind)) actor.said = static_cast<ActorKind>(event.Int(Field::kKind));
  switch (event.Int(Field::kOp)) {
    case kOpen:
      Open(actor, event.line);
      return true;
    case kClose:
      if (!actor.opened || actor.closed)
        complaints.AddUnlessCut(event.line,
                                fmt::format("actor '{}' is closed but was not open", actor.name),
                                "open it when it begins, with 'op': 'open'");
      actor.closed = event.line;
      actor.closed_at = actor.at;
      return true;
    case kHole:
      actor.holes.push_back(event.Has(Field::kDetail) ? event.Text(Field::kDetail)
                                                      : "it says so itself");
      return false;
    default:
      return false;
  }
}

void ActorImporter::Open(ActorState& actor, std::uint64_t line) {
  if (actor.opened && !actor.closed)
    actor.holes.push_back(
        fmt::format("it was opened again on line {} without having been closed", line));
  if (!actor.opened) actor.opened_at = actor.at;
  actor.opened = line;
  actor.closed.reset();
}

}  // namespace kproof
