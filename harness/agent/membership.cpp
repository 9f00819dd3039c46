#include "harness/agent/membership.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/agent/assigned.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr RunMicros kWriteEvery = 5'000;
constexpr RunMicros kIdle = 500'000;
constexpr Duration kCommitLimit = std::chrono::seconds(10);

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
      commits_by_itself_(FindCommitPolicy(config.commit).by_client),
      listens_(config.listener),
      poll_(static_cast<std::size_t>(config.work.poll)),
      began_(process.clock.Now()),
      runs_([this](const ReadRun& run) { process_.spool.Add(SpoolRun{run}); }),
      found_(process, Pass::kLive, isolation_),
      effects_(
          [this](const Processed& processed) { process_.spool.Add(SpoolProcessed{processed}); }),
      crash_(config.crash),
      policy_(FindCommitPolicy(config.commit).make(config, *this)),
      work_(config.work, process.clock, [this](const Task& task) { OnWorked(task); }),
      client_(client, config.subscribe,
              {.on_record = [this](const IncomingRecord& record) { OnRecord(record); },
               .on_assignment = [this](const GroupAssignment& now) { OnAssignment(now); },
               .on_commit = [this](const CommitAnswer& answer) { OnCommit(answer); },
               .on_trouble = [this](const std::string& what) { OnTrouble(what); },
               .on_client_error = [this](const std::string& what) { process_.Told(what); },
               .on_revoke = [this](const std::vector<ReadPlace>& places,
                                   bool lost) { OnRevoked(places, lost); },
               .begin_at =
                   [this](const ReadPlace& place, std::optional<std::int32_t> generation) {
                     return policy_->BeginAt(place, generation);
                   }}) {
  process_.AddSettings("consumer", client_.Settings());
}

Membership::Place& Membership::PlaceOf(std::size_t number) {
  while (places_.size() <= number) {
    const auto& place = client_.places()[places_.size()];
    found_.AddPlace(place);
    places_.push_back({place, IdOf(process_.config.cluster, place), {}});
  }
  return places_[number];
}

Membership::Place* Membership::FindPlace(const ReadPlace& place) {
  const auto found = std::find_if(places_.begin(), places_.end(),
                                  [&](const Place& known) { return known.where == place; });
  return found == places_.end() ? nullptr : &*found;
}

// Records without a stamp count nowhere: nothing is done for them either, but they are committed.
void Membership::OnRecord(const IncomingRecord& record) {
  const auto now = process_.clock.Now();
  Place& place = PlaceOf(record.place);
  place.handed_over.Record(record.offset, now);
  place.next = record.offset + 1;
  const auto stamp = FoundRecords::StampOf(record);
  received_.push_back({record.place, record.offset, stamp.has_value()});
  if (!stamp) return found_.TakeForeign(record);
  const auto run = runs_.Read(place.id, isolation_, group_, record.offset, now);
  found_.Take(record, *stamp, now, WallMicros(), run);
}

void Membership::HandOver() {
  if (received_.empty()) return;
  in_hand_.swap(received_);
  policy_->OnReceived(in_hand_);
  work_.Take(in_hand_);
  in_hand_.clear();
}

void Membership::OnWorked(const Task& task) {
  CrashIf(CrashAt::kBeforeProcessing);
  worked_ = true;
  policy_->AfterWork(task);
}

void Membership::AddEffect(const Task& task, RunMicros now) {
  if (task.has_effect) effects_.Effect(places_[task.place].id, group_, task.offset, now);
}

void Membership::Effect(const Task& task) {
  const auto now = process_.clock.Now();
  AddEffect(task, now);
  if (now >= next_write_) {
    WriteEffects();
    next_write_ = now + kWriteEvery;
  }
  CrashIf(CrashAt::kAfterProcessing);
}

std::vector<DoneBelow> Membership::Named(const DoneBelows& done) const {
  std::vector<DoneBelow> named;
  for (const auto& [number, offset] : done) named.push_back({places_[number].where, offset});
  return named;
}

void Membership::Commit(const DoneBelows& done) {
  WriteEffects();
  const auto asked = process_.clock.Now();
  const auto answers = client_.Commit(Named(done), kCommitLimit);
  bool taken = false;
  for (const auto& answer : answers) {
    TellCommit(answer, asked, process_.clock.Now());
    taken = taken || answer.error == 0;
  }
  if (taken) CrashIf(CrashAt::kAfterCommit);
}

void Membership::CommitLater(const DoneBelows& done) {
  WriteEffects();
  const auto now = process_.clock.Now();
  for (const auto& [number, offset] : done) places_[number].asked.emplace_back(offset, now);
  client_.CommitLater(Named(done));
}

void Membership::StoredOutside(const std::vector<Task>& tasks, const DoneBelows& done,
                               RunMicros asked) {
  const auto now = process_.clock.Now();
  for (const auto& task : tasks) AddEffect(task, now);
  effects_.Flush();
  for (const auto& [number, offset] : done)
    TellCommit({places_[number].where, offset}, asked, now, CommitStore::kExternal);
  process_.spool.Flush();
  for (std::size_t i = 0; i < tasks.size(); ++i) CrashIf(CrashAt::kAfterProcessing);
  CrashIf(CrashAt::kAfterCommit);
}

void Membership::OnRevoked(const std::vector<ReadPlace>& places, bool lost) {
  const bool may_commit = listens_ && !lost;
  HandOver();  // what earlier polls returned is worked on before what this one brings
  if (may_commit) work_.Finish();
  std::vector<std::size_t> numbers;
  for (const auto& place : places)
    if (const auto* known = FindPlace(place); known != nullptr)
      numbers.push_back(static_cast<std::size_t>(known - places_.data()));
  policy_->OnRevoked(numbers, may_commit);
}

void Membership::OnAssignment(const GroupAssignment& assignment) {
  const auto now = process_.clock.Now();
  found_.Flush();
  effects_.Flush();
  const auto fact = FactOf(assignment, process_.config.cluster, group_, now);
  process_.spool.Add(SpoolAssignment{fact});
  runs_.Assign(fact.places, now);
  process_.Flush(now);
  joined_ = true;
}

// A refusal may follow a first attempt whose answer got lost.
void Membership::TellCommit(const CommitAnswer& answer, RunMicros asked, RunMicros now,
                            CommitStore store) {
  process_.spool.Add(
      SpoolCommit{{.cluster = process_.config.cluster,
                   .group = group_,
                   .topic = answer.place.topic,
                   .partition = answer.place.partition,
                   .offset = answer.offset,
                   .outcome = answer.error == 0 ? Outcome::kAcked : Outcome::kUnknown,
                   .at = now,
                   .asked = asked,
                   .store = store}});
}

// Of a commit that the client made by itself it is known when it can have been asked for.
void Membership::OnCommit(const CommitAnswer& answer) {
  const auto now = process_.clock.Now();
  effects_.Flush();
  auto* place = FindPlace(answer.place);
  std::optional<RunMicros> asked;
  if (place != nullptr) {
    const auto known = std::find_if(place->asked.begin(), place->asked.end(),
                                    [&](const auto& one) { return one.first == answer.offset; });
    if (known != place->asked.end()) {
      asked = known->second;
      place->asked.erase(known);
    } else {
      asked = place->handed_over.EarliestCommit(answer.offset);
    }
  }
  TellCommit(answer, asked.value_or(began_), now);
  if (answer.error == 0) CrashIf(CrashAt::kAfterCommit);
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

void Membership::CrashIf(CrashAt at) {
  if (crash_.Reached(at)) Crash();
}

// All that it knows is written, and of commits without an answer that they may have been made: then
// nothing is missing, and the spool is closed.
void Membership::Crash() {
  const auto now = process_.clock.Now();
  found_.Flush();
  effects_.Flush();
  for (const auto& place : places_) {
    auto open = place.asked;
    if (commits_by_itself_) open.emplace_back(place.next, now);
    for (const auto& [offset, asked] : open)
      TellCommit({place.where, offset, /*error=*/-1}, asked, now);
  }
  runs_.End();
  process_.Flush(now);
  process_.spool.Close(now);
  process_.Crash(crash_.Text());
}

void Membership::MindIdling(RunMicros now) {
  if (std::exchange(worked_, false)) idle_since_ = now;
  if (now < idle_since_ + kIdle) return;
  idle_since_ = now;
  policy_->OnIdle();
}

void Membership::Poll(Duration timeout) {
  auto now = process_.clock.Now();
  const auto until = now + timeout.count() + kWriteEvery;
  const auto next_end = work_.next_end();
  if (next_end) timeout = std::clamp(Duration(*next_end - now), Duration(0), timeout);
  bool more = false;
  if (work_.full())
    SleepFor(timeout);
  else
    more = client_.Poll(timeout);
  for (;;) {
    if (!more || received_.size() >= poll_) HandOver();
    now = process_.clock.Now();
    if (!more || now >= std::min(until, next_write_) || work_.full()) break;
    more = client_.Poll(Duration(next_write_ - now));
  }
  work_.Step();
  MindIdling(now);
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
  HandOver();
  work_.Finish();
  policy_->OnIdle();
  client_.Close();
  found_.Flush();
  effects_.Flush();
  runs_.End();
  process_.Flush(process_.clock.Now());
}

}  // namespace kproof
