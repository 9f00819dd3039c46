#include "tests/unit/audit/oracle_topics.h"

#include <algorithm>
#include <limits>

namespace kproof {

OracleTopics::OracleTopics(const EventList& told) : told_(told), events_(told) {
  SeeIds();
  Renumber();
  for (const auto& [incarnation, number] : numbers_) {
    const auto eras = eras_.find(incarnation);
    if (eras == eras_.end() || eras->second.empty()) continue;
    if (*eras->second.rbegin() < LastEra()) deleted_.insert(number);
    if (eras->second.size() > 1) survived_.insert(number);
  }
}

std::optional<int> OracleTopics::Era(RunMicros at) const {
  int era = 0;
  for (const auto& [from, to] : told_.deletions) {
    if (at < from) return era;
    if (!to || at <= *to) return std::nullopt;
    ++era;
  }
  return era;
}

std::optional<RunMicros> OracleTopics::TimeOf(const std::string& actor, RunMicros at) const {
  return told_.untimed.contains(actor) ? std::nullopt : std::optional(at);
}

// Where nothing was deleted there is one era, whenever that was.
void OracleTopics::See(const std::string& id, std::optional<RunMicros> at) {
  if (id.empty()) return;
  auto& eras = eras_[id];
  if (LastEra() == 0) {
    eras.insert(0);
  } else if (at) {
    if (const auto era = Era(*at)) eras.insert(*era);
  }
}

void OracleTopics::SeeIds() {
  for (const auto& settle : told_.settles) {
    const bool timed = !told_.untimed_origins.contains(settle.record.origin);
    See(settle.topic_id, timed ? std::optional(settle.at) : std::nullopt);
  }
  for (const auto& read : told_.reads) See(read.topic_id, TimeOf(read.reader, read.at));
  for (const auto& step : told_.steps) {
    const bool nowhere = step.kind == ConsumerStep::kAssign && step.assigned.empty();
    if (step.kind != ConsumerStep::kSeek && !nowhere)
      See(step.topic_id, TimeOf(step.consumer, step.at));
  }
  for (const auto& seen : told_.seen) See(seen.topic_id, seen.at);
  for (const auto& b : told_.bounds) {
    if (!b.topic_id.empty()) eras_[b.topic_id].insert(LastEra());
  }
}

int OracleTopics::Number(const std::string& incarnation) {
  return numbers_.try_emplace(incarnation, static_cast<int>(numbers_.size())).first->second;
}

// Reading: in an era in which one id was seen by anybody, that is the incarnation also of what
// nobody named. Of several the observer's last note before counts, unless the next one differs: it
// may have been made again at any moment between.
int OracleTopics::InEra(int era, RunMicros at) {
  std::set<std::string> ids;
  for (const auto& [id, eras] : eras_) {
    if (eras.contains(era)) ids.insert(id);
  }
  if (ids.size() == 1) return Number(*ids.begin());
  if (ids.empty()) {
    const auto nameless = "#" + std::to_string(era);
    eras_[nameless].insert(era);
    return Number(nameless);
  }
  std::string last, next;
  for (const auto& seen : told_.seen) {
    if (Era(seen.at) != era) continue;
    if (seen.at <= at) last = seen.topic_id;
    if (seen.at > at && next.empty()) next = seen.topic_id;
  }
  return last.empty() || (!next.empty() && next != last) ? kOracleUnknownPlace : Number(last);
}

int OracleTopics::Alive(std::optional<RunMicros> at) {
  if (!at) {
    if (LastEra() > 0) return kOracleUnknownPlace;
    return eras_.size() > 1 ? kOracleUnknownPlace : InEra(0, 0);
  }
  const auto era = Era(*at);
  return era ? InEra(*era, *at) : kOracleUnknownPlace;
}

int OracleTopics::Of(const std::string& id, std::optional<RunMicros> at) {
  return id.empty() ? Alive(at) : Number(id);
}

// Its settle says it, else its reads where all of them were in one, else when it was settled.
int OracleTopics::FindOut(const Identity& record) {
  const SettleEvent* word = nullptr;
  std::string id;
  for (const auto& settle : told_.settles) {
    if (settle.record != record) continue;
    word = &settle;
    if (!settle.topic_id.empty()) id = settle.topic_id;
  }
  if (!id.empty()) return Number(id);
  std::set<int> read;
  for (const auto& r : told_.reads) {
    if (r.record == record && !r.in_refunds) read.insert(OfRead(r));
  }
  read.erase(kOracleUnknownPlace);
  if (read.size() == 1) return *read.begin();
  const bool timed = word != nullptr && !told_.untimed_origins.contains(record.origin);
  return Alive(timed ? std::optional(word->at) : std::nullopt);
}

Identity OracleTopics::Of(const Identity& record) {
  auto known = of_.find(record);
  if (known == of_.end()) {
    const auto topic = FindOut(record);
    known = of_.emplace(record, topic == kOracleUnknownPlace ? kOracleUnknownRecord : topic).first;
  }
  auto of = record;
  of.partition += known->second * kOraclePartitions;
  return of;
}

int OracleTopics::AtTheEnd() {
  const bool back = told_.deletions.empty() || told_.deletions.back().to;
  return back ? InEra(LastEra(), std::numeric_limits<RunMicros>::max()) : kOracleUnknownPlace;
}

// Reading: final passes without a clock are the last thing that happened.
template <typename Read>
int OracleTopics::OfRead(const Read& read) {
  const auto at = TimeOf(read.reader, read.at);
  if (!read.topic_id.empty()) return Number(read.topic_id);
  return read.pass == Pass::kFinal && !at ? AtTheEnd() : Alive(at);
}

// Reading: bounds without an id are of the incarnation that the pass returned records of.
int OracleTopics::OfPass(const BoundsEvent& pass) {
  if (!pass.topic_id.empty()) return Number(pass.topic_id);
  std::set<int> read;
  for (const auto& r : told_.reads) {
    if (!r.in_refunds && r.reader == pass.reader && r.pass == Pass::kFinal &&
        r.isolation == pass.isolation && r.partition == pass.bounds.partition)
      read.insert(OfRead(r));
  }
  for (const auto& r : told_.foreign) {
    if (r.reader == pass.reader && r.pass == Pass::kFinal && r.isolation == pass.isolation &&
        r.partition == pass.bounds.partition)
      read.insert(OfForeign(r));
  }
  if (read.empty()) return AtTheEnd();
  return read.size() == 1 ? *read.begin() : kOracleUnknownPlace;
}

// Reading: when a record without a stamp was read is not told. Those of final passes are of what
// there is in the end.
int OracleTopics::OfForeign(const ForeignEvent& read) {
  if (!read.topic_id.empty()) return Number(read.topic_id);
  if (read.pass == Pass::kFinal) return AtTheEnd();
  return Remade() ? kOracleUnknownPlace : InEra(0, 0);
}

bool OracleTopics::Holds(const Identity& record) const {
  auto told = record;
  told.partition = OracleNumberOf(record.partition);
  const auto known = of_.find(told);
  return known != of_.end() && known->second == OracleTopicOf(record.partition);
}

bool OracleTopics::Vague(std::int32_t partition) const {
  const auto number = OracleNumberOf(partition);
  const auto place = [&](const auto& read) {
    return OracleTopicOf(read.partition) == kOracleUnknownPlace &&
           OracleNumberOf(read.partition) == number;
  };
  return std::any_of(of_.begin(), of_.end(),
                     [&](const auto& record) {
                       return record.second == kOracleUnknownRecord &&
                              record.first.partition == number;
                     }) ||
         std::any_of(events_.reads.begin(), events_.reads.end(), place) ||
         std::any_of(events_.foreign.begin(), events_.foreign.end(), place);
}

void OracleTopics::Renumber() {
  const auto move = [](std::int32_t& partition, int topic) {
    partition += topic * kOraclePartitions;
  };
  for (auto& settle : events_.settles) settle.record = Of(settle.record);
  for (auto& read : events_.reads) {
    read.record = Of(read.record);
    move(read.partition, read.in_refunds ? kOracleRefunds : OfRead(read));
  }
  for (auto& read : events_.foreign) {
    move(read.partition, OfForeign(read));
    // Reading: neither is when its key was found, so whose it is is known by an id alone.
    if (read.topic_id.empty() && Remade()) read.key.reset();
  }
  for (auto& b : events_.bounds) move(b.bounds.partition, OfPass(b));
  std::erase_if(events_.bounds, [](const BoundsEvent& b) {
    return OracleTopicOf(b.bounds.partition) == kOracleUnknownPlace;
  });
  for (auto& step : events_.steps) {
    const auto topic = Of(step.topic_id, TimeOf(step.consumer, step.at));
    move(step.partition, topic);
    if (step.kind == ConsumerStep::kRead) step.record = Of(step.record);
    for (auto& [partition, position] : step.assigned) move(partition, topic);
  }
  for (auto& txn : events_.txns) {
    txn.sends.clear();
  }
  for (std::size_t i = 0; i < told_.txns.size(); ++i) {
    for (const auto& record : told_.txns[i].sends) events_.txns[i].sends.insert(Of(record));
  }
  events_.keys.clear();
  for (const auto& [record, key] : told_.keys) events_.keys[Of(record)] = key;
  // A stream goes on in each incarnation.
  events_.sent.clear();
  events_.largest.clear();
  auto sent = told_.sent;
  for (const auto& settle : told_.settles) {
    auto& mark = sent[{settle.record.origin, settle.record.life, settle.record.partition}];
    mark = std::max(mark, settle.record.sequence + 1);
  }
  for (const auto& [stream, mark] : sent) {
    const auto& [origin, life, partition] = stream;
    for (std::uint64_t sequence = 0; sequence < mark; ++sequence)
      Of(Identity{origin, life, partition, sequence});
  }
  std::set<int> topics{kOracleUnknownRecord};
  for (const auto& [incarnation, number] : numbers_) topics.insert(number);
  for (const auto topic : topics) {
    const auto there = [&](auto stream) {
      std::get<2>(stream) += topic * kOraclePartitions;
      return stream;
    };
    for (const auto& [stream, mark] : sent) events_.sent[there(stream)] = mark;
    for (const auto& [stream, largest] : told_.largest) events_.largest[there(stream)] = largest;
  }
}

}  // namespace kproof
