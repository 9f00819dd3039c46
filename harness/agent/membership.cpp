#include "harness/agent/membership.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr RunMicros kWriteEvery = 5'000;

Isolation IsolationOf(const ClientConfig& client) {
  // librdkafka's own default is read_committed.
  return client.Given("isolation.level") == "read_uncommitted" ? Isolation::kUncommitted
                                                               : Isolation::kCommitted;
}

}  // namespace

Membership::Membership(AgentProcess& process, const ConsumerConfig& config,
                       const ClientConfig& client)
    : process_(process),
      group_(config.group),
      isolation_(IsolationOf(client)),
      began_(process.clock.Now()),
      runs_([this](const ReadRun& run) { process_.spool.Add(SpoolRun{run}); }),
      found_(process, Pass::kLive, isolation_),
      effects_(
          [this](const Processed& processed) { process_.spool.Add(SpoolProcessed{processed}); }),
      client_(client, config.subscribe,
              {.on_record = [this](const IncomingRecord& record) { OnRecord(record); },
               .on_assignment = [this](const GroupAssignment& now) { OnAssignment(now); },
               .on_commit = [this](const CommitAnswer& answer) { OnCommit(answer); },
               .on_trouble = [this](const std::string& what) { OnTrouble(what); },
               .on_client_error = [this](const std::string& what) { process_.Told(what); }}) {
  process_.AddSettings("consumer", client_.Settings());
}

PlaceId Membership::IdOf(const ReadPlace& place) const {
  return {.cluster = process_.config.cluster, .topic = place.topic, .partition = place.partition};
}

Membership::Place& Membership::PlaceOf(std::size_t number) {
  while (places_.size() <= number) {
    const auto& place = client_.places()[places_.size()];
    found_.AddPlace(place);
    places_.push_back({IdOf(place), {}});
  }
  return places_[number];
}

// Records without a stamp count nowhere: nothing is done for them either.
void Membership::OnRecord(const IncomingRecord& record) {
  const auto now = process_.clock.Now();
  Place& place = PlaceOf(record.place);
  place.handed_over.Record(record.offset, now);
  const auto stamp = FoundRecords::StampOf(record);
  if (!stamp) return found_.TakeForeign(record);
  const auto run = runs_.Read(place.id, isolation_, group_, record.offset, now);
  found_.Take(record, *stamp, now, WallMicros(), run);
  effects_.Effect(place.id, group_, record.offset, now);
}

void Membership::OnAssignment(const GroupAssignment& assignment) {
  const auto now = process_.clock.Now();
  found_.Flush();
  effects_.Flush();
  Assignment fact{.cluster = process_.config.cluster,
                  .group = group_,
                  .how = AssignHow::kSubscribe,
                  .generation = assignment.generation,
                  .at = now,
                  .places = {}};
  // Where it begins is known with the first record: the client asks the group's coordinator itself.
  for (const auto& place : assignment.places)
    fact.places.push_back({.place = IdOf(place), .position = std::nullopt});
  process_.spool.Add(SpoolAssignment{fact});
  runs_.Assign(fact.places, now);
  process_.Flush(now);
  joined_ = true;
}

void Membership::OnCommit(const CommitAnswer& answer) {
  const auto now = process_.clock.Now();
  effects_.Flush();
  const auto place = std::find_if(places_.begin(), places_.end(), [&](const Place& known) {
    return known.id.topic == answer.place.topic && known.id.partition == answer.place.partition;
  });
  const auto asked =
      place == places_.end() ? std::nullopt : place->handed_over.EarliestCommit(answer.offset);
  process_.spool.Add(
      SpoolCommit{{.cluster = process_.config.cluster,
                   .group = group_,
                   .topic = answer.place.topic,
                   .partition = answer.place.partition,
                   .offset = answer.offset,
                   // A refusal may follow a first attempt whose answer got lost.
                   .outcome = answer.error == 0 ? Outcome::kAcked : Outcome::kUnknown,
                   .at = now,
                   .asked = asked.value_or(began_)}});
}

void Membership::OnTrouble(const std::string& what) {
  if (trouble_ == what) return;
  trouble_ = what;
  process_.spool.Add(SpoolEvent{process_.clock.Now(), what});
}

void Membership::WriteEffects() {
  effects_.Flush();
  process_.spool.Flush();
}

void Membership::Poll(Duration timeout) {
  bool more = client_.Poll(timeout);
  auto now = process_.clock.Now();
  for (; more && now < next_write_; now = process_.clock.Now())
    more = client_.Poll(Duration(next_write_ - now));
  WriteEffects();
  next_write_ = now + kWriteEvery;
  if (!process_.FlushDue(now)) return;
  if (const auto why = client_.fatal_error(); !why.empty()) {
    OnTrouble("fatal error: " + why);
    process_.Flush(now);
    throw Error(
        fmt::format("member {} of group {} can't go on: {}", process_.config.actor, group_, why));
  }
  found_.FlushOlderThan(now);
  process_.Flush(now);
}

void Membership::Leave() {
  client_.Close();
  found_.Flush();
  effects_.Flush();
  runs_.End();
  process_.Flush(process_.clock.Now());
}

}  // namespace kproof
