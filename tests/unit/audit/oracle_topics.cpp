#include "tests/unit/audit/oracle_topics.h"

#include <algorithm>
#include <limits>

namespace kproof {
namespace {

constexpr RunMicros kOracleLatency = 5'000;  // from the send of each record to each word on it

}  // namespace

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

std::optional<int> OracleTopics::Era(RunMicros from, RunMicros to) const {
  return Era(from) == Era(to) ? Era(from) : std::nullopt;
}

// Where nothing was deleted there is one era, whenever that was.
void OracleTopics::See(const std::string& id, std::optional<int> era, bool late) {
  if (id.empty()) return;
  auto& eras = eras_[id];
  if (LastEra() == 0) {
    eras.insert(0);
  } else if (era && late) {
    late_[id] = std::min(late_.try_emplace(id, *era).first->second, *era);
  } else if (era) {
    eras.insert(*era);
  }
}

// Reading: clients go on telling of a topic that is gone, so what they say of an id is that it was
// there by then. That it was there then is said by brokers, by final passes, and by what was sent
// and acked in one era.
void OracleTopics::SeeIds() {
  for (const auto& settle : told_.settles) {
    if (told_.untimed_origins.contains(settle.record.origin)) {
      See(settle.topic_id, std::nullopt, false);
      continue;
    }
    See(settle.topic_id, Era(settle.at - kOracleLatency, settle.at), false);
    See(settle.topic_id, Era(settle.at), true);
  }
  const auto era = [&](const std::string& actor, RunMicros at) {
    return told_.untimed.contains(actor) ? std::nullopt : Era(at);
  };
  for (const auto& read : told_.reads)
    See(read.topic_id, era(read.reader, read.at), read.pass == Pass::kLive);
  for (const auto& step : told_.steps) {
    const bool nowhere = step.kind == ConsumerStep::kAssign && step.assigned.empty();
    if (step.kind != ConsumerStep::kSeek && !nowhere)
      See(step.topic_id, era(step.consumer, step.at), true);
  }
  for (const auto& seen : told_.seen) See(seen.topic_id, Era(seen.at), false);
  for (const auto& b : told_.bounds) {
    if (!b.topic_id.empty()) eras_[b.topic_id].insert(LastEra());
  }
  // Reading: without another id before it, it may have been told late, of an earlier era.
  const auto firm = eras_;
  for (const auto& [id, first] : late_) {
    auto& eras = eras_[id];
    if (!eras.empty() && first >= *eras.begin()) continue;
    bool another = false;
    for (const auto& [other, theirs] : firm) {
      const auto late = late_.find(other);
      another = another || (other != id && ((!theirs.empty() && *theirs.begin() < first) ||
                                            (late != late_.end() && late->second < first)));
    }
    if (first > 0 && eras.empty() && !another) vague_.insert(first);
    eras.insert(first);
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
  if (ids.size() == 1 && !vague_.contains(era)) return Number(*ids.begin());
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

// Its settle's id says it; else the id that its reads name, where that is one; else the time from
// its send to its settle; else reads of which it is certain where they were.
int OracleTopics::FindOut(const Identity& record) {
  const SettleEvent* word = nullptr;
  std::string id;
  for (const auto& settle : told_.settles) {
    if (settle.record != record) continue;
    word = &settle;
    if (!settle.topic_id.empty()) id = settle.topic_id;
  }
  if (!id.empty()) return Number(id);
  std::set<int> named, certain;
  for (const auto& r : told_.reads) {
    if (r.record != record || r.in_refunds) continue;
    if (const auto where = CertainOf(r); where != kOracleUnknownPlace)
      (r.topic_id.empty() ? certain : named).insert(where);
  }
  if (named.size() == 1) return *named.begin();
  if (word != nullptr && !told_.untimed_origins.contains(record.origin)) {
    const auto era = Era(word->at - kOracleLatency, word->at);
    const auto alive = era ? InEra(*era, word->at) : kOracleUnknownPlace;
    if (alive != kOracleUnknownPlace && InEra(*era, word->at - kOracleLatency) == alive)
      return alive;
  } else if (word != nullptr) {
    if (const auto alive = Alive(std::nullopt); alive != kOracleUnknownPlace) return alive;
  }
  return certain.size() == 1 ? *certain.begin() : Alive(std::nullopt);
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

// The one that was there before any deletion.
std::optional<int> OracleTopics::First(const std::string& actor, RunMicros at) {
  const auto when = TimeOf(actor, at);
  if (LastEra() == 0) {
    const auto alive = Alive(when);
    return alive == kOracleUnknownPlace ? std::nullopt : std::optional(alive);
  }
  if (!when || Era(*when) != 0) return std::nullopt;
  return InEra(0, *when);
}

// Reading: final passes without a clock are the last thing that happened.
int OracleTopics::CertainOf(const ReadEvent& read) {
  const auto at = TimeOf(read.reader, read.at);
  if (!read.topic_id.empty()) return Number(read.topic_id);
  if (read.pass == Pass::kFinal) return at ? Alive(at) : AtTheEnd();
  return First(read.reader, read.at).value_or(kOracleUnknownPlace);
}

bool OracleTopics::ThereBy(int incarnation, const std::string& actor, RunMicros at) const {
  if (told_.untimed.contains(actor)) return true;
  for (const auto& [name, number] : numbers_) {
    const auto eras = eras_.find(name);
    if (number != incarnation || eras == eras_.end() || eras->second.empty()) continue;
    const auto first = *eras->second.begin();
    if (first == 0) return true;
    const auto& before = told_.deletions[static_cast<std::size_t>(first - 1)];
    return !before.to || *before.to < at;
  }
  return true;
}

// Reading: what was fetched before a deletion may be returned after it, so where the record went
// says where it was read.
int OracleTopics::OfRead(const ReadEvent& read) {
  if (read.pass == Pass::kFinal || !read.topic_id.empty()) return CertainOf(read);
  const auto went = OracleTopicOf(Of(read.record).partition);
  if (went != kOracleUnknownRecord && ThereBy(went, read.reader, read.at)) return went;
  return CertainOf(read);
}

// A commit took place between its asking and its answer.
int OracleTopics::OfStep(const ConsumerStep& step) {
  if (step.kind == ConsumerStep::kRead) {
    ReadEvent read{step.consumer, Pass::kLive, step.isolation, step.partition,
                   step.offset,   step.record, step.at};
    read.topic_id = step.topic_id;
    return OfRead(read);
  }
  if (step.kind == ConsumerStep::kProcess) return OfEffect(step);
  if (step.kind == ConsumerStep::kCommit && step.asked && step.topic_id.empty() && LastEra() > 0 &&
      Era(*step.asked) != Era(step.at))
    return kOracleUnknownPlace;
  return Of(step.topic_id, TimeOf(step.consumer, step.at));
}

// Reading: an effect that names no id is one of what its consumer had got at that offset and not
// done yet, or, where it had done all, of what it got last.
int OracleTopics::OfEffect(const ConsumerStep& effect) {
  if (!effect.topic_id.empty()) return Number(effect.topic_id);
  if (const auto first = First(effect.consumer, effect.at)) return *first;
  std::vector<std::pair<RunMicros, int>> got;
  std::set<int> done;
  for (const auto& step : told_.steps) {
    if (step.consumer != effect.consumer || step.partition != effect.partition ||
        step.offset != effect.offset || step.at > effect.at)
      continue;
    if (step.kind == ConsumerStep::kRead) got.emplace_back(step.at, OfStep(step));
    if (step.kind == ConsumerStep::kProcess && &step < &effect) done.insert(OfEffect(step));
  }
  std::stable_sort(got.begin(), got.end());
  std::set<int> open;
  for (const auto& [at, where] : got) {
    if (!done.contains(where)) open.insert(where);
  }
  if (open.empty()) return got.empty() ? kOracleUnknownPlace : got.back().second;
  return open.size() == 1 ? *open.begin() : kOracleUnknownPlace;
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
  for (std::size_t i = 0; i < told_.reads.size(); ++i) {
    auto& read = events_.reads[i];
    read.record = Of(read.record);
    move(read.partition, read.in_refunds ? kOracleRefunds : OfRead(told_.reads[i]));
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
    const auto topic = OfStep(told_.steps[static_cast<std::size_t>(&step - events_.steps.data())]);
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
