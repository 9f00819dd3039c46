#include "harness/agent/chain.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "harness/agent/assigned.h"
#include "harness/base/error.h"
#include "harness/base/random.h"
#include "harness/kafka/partitioner.h"
#include "harness/stamp/crc32c.h"

namespace kproof {
namespace {

constexpr RunMicros kCommitEvery = 100'000;  // at the latest, however few records there are
constexpr Duration kFlushSlice = std::chrono::milliseconds(200);
constexpr Duration kAnswerLimit = std::chrono::seconds(2);

ProducerConfig OutputOf(const ConsumerConfig& config) {
  ProducerConfig output;
  static_cast<AgentConfig&>(output) = config;
  std::erase_if(output.topics, [&](const AgentTopic& topic) { return topic.name != config.to; });
  return output;
}

}  // namespace

ChainMember::ChainMember(AgentProcess& process, const ConsumerConfig& config,
                         const ClientConfig& reader, const ClientConfig& writer)
    : process_(process),
      config_(config),
      writer_(writer),
      output_(OutputOf(config)),
      origin_(EntropyId()),
      next_life_(config.life),
      partitions_(output_.topics.at(0).partitions),
      runs_([this](const ReadRun& run) { process_.spool.Add(SpoolRun{run}); }),
      found_(process, Pass::kLive, Isolation::kCommitted),
      crash_(config.transaction ? CrashSpec{} : config.crash),
      client_(reader, config.subscribe,
              {.on_record = [this](const IncomingRecord& record) { OnRecord(record); },
               .on_assignment = [this](const GroupAssignment& now) { OnAssignment(now); },
               .on_commit = [](const CommitAnswer&) {},
               .on_trouble = [this](const std::string& what) { OnTrouble(what); },
               .on_client_error = [this](const std::string& what) { process_.Told(what); },
               .on_revoke = [this](const std::vector<ReadPlace>& leaving,
                                   bool) { OnRevoke(leaving); }}) {
  if (config.transaction) {
    transactions_.emplace(
        process, *config.transaction, [this] { return Urgent(); }, config.crash);
    transactions_->SetBeforeCommit([this](Duration limit) { return SendOffsets(limit); });
    transactions_->SetBeforeCrash([this] { FlushFacts(); });
  }
  process_.AddSettings("consumer", client_.Settings());
  NewLife();
  process_.AddSettings("producer", life_->Settings());
}

bool ChainMember::Urgent() const { return StopSignals() > 1; }

// The next client takes the transactional.id over, which ends what the last one had open.
void ChainMember::NewLife() {
  bool ready = false;
  do {
    if (life_) {
      if (transactions_) transactions_->Abandon();
      life_->End();
    }
    life_ = std::make_unique<ProducerLife>(process_, output_, writer_, origin_, next_life_);
    ready = !transactions_ || transactions_->TakeOver(*life_, next_life_);
    ++next_life_;
  } while (!ready && !Urgent());
}

std::size_t ChainMember::NumberOf(std::size_t place) {
  while (places_.size() <= place) {
    const auto& next = client_.places()[places_.size()];
    found_.AddPlace(next);
    places_.push_back(IdOf(process_.config.cluster, next));
  }
  return place;
}

void ChainMember::OnRecord(const IncomingRecord& record) {
  const auto place = NumberOf(record.place);
  if (back_to_.contains(place)) return;  // read ahead of the way back
  const auto now = process_.clock.Now();
  first_.try_emplace(place, record.offset);
  from_.try_emplace(place, record.offset);
  to_[place] = record.offset + 1;
  const auto stamp = FoundRecords::StampOf(record);
  if (!stamp) return found_.TakeForeign(record);
  const auto run =
      runs_.Read(places_[place], Isolation::kCommitted, config_.group, record.offset, now);
  found_.Take(record, *stamp, now, WallMicros(), run);
  const auto text = [](std::span<const std::byte> bytes) {
    return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  };
  held_.push_back({.place = place,
                   .offset = record.offset,
                   .value = text(record.value),
                   .key = std::string(record.key.value_or("")),
                   .stamp = text(*record.stamp),
                   .has_key = record.key.has_value()});
  fresh_ = true;
}

void ChainMember::MakeOutput(const Held& held) {
  if (transactions_ && !transactions_->Before()) return Ended(std::nullopt);
  const auto now = process_.clock.Now();
  if (held_.size() == 1) began_ = now;
  PlaceChooser::Place place{.topic = 0, .partition = 0, .key = {}};
  place.partition = held.has_key ? PartitionForKey(held.key, partitions_)
                                 : places_[held.place].partition % partitions_;
  if (held.has_key) place.key = held.key;
  const auto bytes = std::as_bytes(std::span(held.value));
  const ProducerLife::Input input{.place = places_[held.place],
                                  .offset = held.offset,
                                  .stamp = std::as_bytes(std::span(held.stamp))};
  auto result =
      life_->Send(place, {.bytes = held.value, .crc32c = Crc32c(bytes)}, now, WallMicros(), &input);
  while (result == SendResult::kQueueFull && !Urgent()) {
    life_->Poll(std::chrono::milliseconds(5));
    result = life_->Retry();
  }
  if (result == SendResult::kQueueFull) life_->GiveUp();
  if (transactions_) return Ended(transactions_->After());
  if (held_.size() >= static_cast<std::size_t>(config_.work.batch)) CommitAlone();
}

void ChainMember::TellCommit(const DoneBelow& done, Outcome outcome, RunMicros asked,
                             const std::string& txn) {
  process_.spool.Add(SpoolCommit{{.cluster = process_.config.cluster,
                                  .group = config_.group,
                                  .topic = done.place.topic,
                                  .partition = done.place.partition,
                                  .offset = done.offset,
                                  .outcome = outcome,
                                  .at = process_.clock.Now(),
                                  .asked = asked,
                                  .txn = txn}});
}

void ChainMember::FlushFacts() {
  found_.Flush();
  runs_.End();
}

void ChainMember::CrashAlone(CrashAt at) {
  if (!crash_.Reached(at)) return;
  life_->FlushFacts();
  FlushFacts();
  if (life_->outstanding() == 0) process_.spool.Close(process_.clock.Now());  // nothing is missing
  process_.Crash(crash_.Text());
}

void ChainMember::CommitAlone() {
  while (life_->outstanding() > 0 && life_->fatal_error().empty() && !Urgent()) {
    life_->FlushClient(kFlushSlice);
    life_->Poll(Duration(0));
  }
  if (life_->outstanding() > 0 || !life_->fatal_error().empty()) return TakeBackAlone();
  CrashAlone(CrashAt::kBeforeOffsets);
  std::vector<DoneBelow> done;
  for (const auto& [place, offset] : to_) done.push_back({client_.places()[place], offset});
  const auto asked = process_.clock.Now();
  for (const auto& answer : client_.Commit(done, kAnswerLimit))
    TellCommit({answer.place, answer.offset},
               answer.error == 0 ? Outcome::kAcked : Outcome::kUnknown, asked, "");
  CrashAlone(CrashAt::kAfterOffsets);
  Forget();
}

// What was not delivered is made again: nobody claims its inputs.
void ChainMember::TakeBackAlone() {
  for (const auto& [place, offset] : from_) back_to_[place] = offset;
  if (!life_->fatal_error().empty()) {
    NewLife();
    abandoned_.push_back(std::move(held_));  // of the client that ended
    held_.clear();
  }
  Forget();
}

void ChainMember::Forget() {
  if (life_->outstanding() > 0) abandoned_.push_back(std::move(held_));
  held_.clear();
  from_.clear();
  to_.clear();
}

// Offsets of everything that was read in this transaction, as part of it.
TxnAnswer ChainMember::SendOffsets(Duration limit) {
  std::vector<DoneBelow> done;
  for (const auto& [place, offset] : to_) done.push_back({client_.places()[place], offset});
  const auto asked = process_.clock.Now();
  const auto answer = kproof::SendOffsets(life_->client(), client_, done, limit);
  if (answer.then == TxnThen::kAgain) return answer;
  const auto outcome = answer.then == TxnThen::kGoOn ? Outcome::kAcked : Outcome::kUnknown;
  for (const auto& one : done) TellCommit(one, outcome, asked, transactions_->name());
  return answer;
}

// What follows from the end of a transaction, if it has ended.
void ChainMember::Ended(std::optional<TxnOutcome> outcome) {
  if (transactions_->open() && !transactions_->broken()) return;
  if (outcome != TxnOutcome::kCommitted) {
    for (const auto& [place, offset] : from_)
      back_to_[place] = outcome == TxnOutcome::kAborted ? std::optional(offset) : std::nullopt;
  }
  if (transactions_->broken()) {
    NewLife();
    abandoned_.push_back(std::move(held_));  // of the client that ended
  }
  Forget();
}

// Where it is not known how the last transaction ended, the group's coordinator knows: it answers
// committed readers once no transaction has offsets of the partition open.
void ChainMember::GoBack() {
  if (back_to_.empty()) return;
  std::vector<ReadPlace> ask;
  for (const auto& [place, offset] : back_to_)
    if (!offset) ask.push_back(client_.places()[place]);
  const auto committed = client_.Committed(ask, kAnswerLimit);
  if (!committed) return;  // the next round asks again
  std::vector<DoneBelow> to;
  auto answer = committed->begin();
  for (auto& [place, offset] : back_to_) {
    // Without a commit the group begins anew, where this member did.
    if (!offset && (offset = *answer++) < 0) offset = first_.at(place);
    to.push_back({client_.places()[place], *offset});
  }
  if (!client_.Seek(to, kAnswerLimit)) return;
  const auto now = process_.clock.Now();
  for (const auto& [place, offset] : to)
    runs_.Seek(IdOf(process_.config.cluster, place), offset, now);
  found_.Flush();
  back_to_.clear();
}

void ChainMember::OnRevoke(const std::vector<ReadPlace>& leaving) {
  if (transactions_ && transactions_->open()) Ended(transactions_->End(true));
  for (const auto& place : leaving) {
    const auto known =
        std::find(places_.begin(), places_.end(), IdOf(process_.config.cluster, place));
    if (known == places_.end()) continue;
    const auto number = static_cast<std::size_t>(known - places_.begin());
    back_to_.erase(number);
    from_.erase(number);
    to_.erase(number);
  }
}

void ChainMember::OnAssignment(const GroupAssignment& assignment) {
  const auto now = process_.clock.Now();
  found_.Flush();
  const auto fact = FactOf(assignment, process_.config.cluster, config_.group, now);
  process_.spool.Add(SpoolAssignment{fact});
  runs_.Assign(fact.places, now);
  process_.Flush(now);
  joined_ = true;
}

void ChainMember::OnTrouble(const std::string& what) {
  if (trouble_ == what) return;
  trouble_ = what;
  process_.spool.Add(SpoolEvent{process_.clock.Now(), what});
}

void ChainMember::Poll(Duration timeout) {
  GoBack();
  client_.Poll(timeout);
  const auto now = process_.clock.Now();
  if (std::exchange(fresh_, false)) {
    last_record_ = now;
    MakeOutput(held_.back());
  }
  if (!held_.empty() && now >= began_ + kCommitEvery) Commit();
  if (const auto why = client_.fatal_error(); !why.empty()) {
    OnTrouble("fatal error: " + why);
    process_.Flush(now);
    throw Error(fmt::format("member {} of group {} can't go on: {}", process_.config.actor,
                            config_.group, why));
  }
  found_.FlushOlderThan(now);
  life_->Poll(Duration(0));
}

void ChainMember::Commit() {
  if (!transactions_) return CommitAlone();
  if (transactions_->open()) Ended(transactions_->End(false));
}

std::string ChainMember::MissedCrash() const {
  return transactions_ ? transactions_->MissedCrash() : crash_.Missed();
}

void ChainMember::Leave() {
  if (!held_.empty()) Commit();
  client_.Close();
  if (transactions_) transactions_->Abandon();
  life_->End();
  FlushFacts();
  process_.Flush(process_.clock.Now());
}

}  // namespace kproof
