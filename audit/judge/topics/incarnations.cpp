#include "audit/judge/topics/incarnations.h"

#include <algorithm>
#include <limits>

#include "harness/words/topic_note.h"

namespace kproof {
namespace {

// A deletion that was asked for, of this topic.
bool Deletes(const FaultFact& fault, const TopicRow& topic) {
  return DeletesTopics(fault) && fault.from && fault.cluster == topic.cluster &&
         std::find(fault.topics.begin(), fault.topics.end(), topic.name) != fault.topics.end();
}

// From when on what was acked may have gone to the topic that was created again: as long as a note
// says that this is still to come, it went to the one before.
RunMicros CreatedAgainFrom(const FaultFact& fault, const std::string& topic,
                           const std::vector<EventFact>& events) {
  for (const auto& event : events) {
    if (event.kind == "state" && event.detail == kCreatedAgainNext &&
        event.subject == TopicSubject(topic) &&
        (event.cluster.empty() ? "main" : event.cluster) == fault.cluster &&
        event.at >= *fault.from && event.at <= fault.to.value_or(event.at))
      return event.at;
  }
  return *fault.from;
}

}  // namespace

bool Incarnations::Needed(const FactReader& told) {
  std::map<std::pair<std::string, std::string>, std::set<std::string>> ids;
  const auto faults = told.Faults();
  for (const auto& topic : told.Topics()) {
    auto& known = ids[{topic.cluster, topic.name}];
    if (!known.insert(topic.topic_id).second || known.size() > 1) return true;
    if (std::any_of(faults.begin(), faults.end(),
                    [&](const FaultFact& fault) { return Deletes(fault, topic); }))
      return true;
  }
  for (const auto& state : told.PartitionStates()) {
    if (state.topic_id.empty()) continue;
    auto& known = ids[{state.cluster, state.topic}];
    known.insert(state.topic_id);
    known.erase("");
    if (known.size() > 1) return true;
  }
  return false;
}

Incarnations::Incarnations(const FactReader& told) : told_(told) {
  for (const auto& actor : told.Actors()) timed_[actor.id] = actor.timed;
  LoadNames();
  const auto streams = told.Streams();
  for (const auto& stream : streams) {
    topic_of_[stream.id] = stream.topic;
    actor_of_[stream.id] = stream.actor.value_or(-1);
  }
  SeeIds();
  NumberTopics();
  if (std::none_of(topics_.begin(), topics_.end(),
                   [](const auto& topic) { return topic.second.name->remade; }))
    return;
  for (const auto& stream : streams) {
    const auto& name = topics_.at(stream.topic).name;
    if (name->remade) streams_[stream.id].name = name;
  }
  LoadParts();
  NumberStreams(streams);
  LoadPlaces();
  LoadEffects();
  NumberRuns();
}

void Incarnations::LoadNames() {
  std::map<std::pair<std::string, std::string>, std::shared_ptr<Name>> names;
  const auto faults = told_.Faults();
  const auto events = told_.Events();
  for (const auto& topic : told_.Topics()) {
    auto& name = names[{topic.cluster, topic.name}];
    if (!name) {
      name = std::make_shared<Name>();
      name->first = topic.id;
      for (const auto& fault : faults) {
        if (Deletes(fault, topic))
          name->eras.Delete(CreatedAgainFrom(fault, topic.name, events), fault.to);
      }
    }
    topics_[topic.id] = {name, topic.topic_id};
    name->eras.Name(topic.topic_id);
  }
  for (const auto& state : told_.PartitionStates()) {
    const auto name = names.find({state.cluster, state.topic});
    if (name != names.end()) name->second->eras.Observe(state.topic_id, state.at);
  }
}

When Incarnations::At(std::int64_t actor, RunMicros from, RunMicros to) const {
  const auto known = timed_.find(actor);
  return {from, to, known == timed_.end() || known->second};
}

// From when the first of them may have been sent: the broker took them some time after that. A
// latency of nothing is one that nobody knows.
When Incarnations::SentAndSettled(const SettledRow& row) const {
  const auto latency = Histogram::Unpack(row.packed_latency);
  const bool known = !latency.empty() && latency.Quantile(0.0) > 0;
  const auto from = known ? row.from - static_cast<RunMicros>(latency.Quantile(1.0))
                          : std::numeric_limits<RunMicros>::min();
  // An ack that nothing is known of but that it came may have come later than it was noted.
  const bool untimed =
      row.outcome == Outcome::kAcked && latency.empty() && row.packed_offsets.empty();
  return At(actor_of_.at(row.stream), from,
            untimed ? std::numeric_limits<RunMicros>::max() : row.to);
}

// Clients go on telling of a topic that is gone: what they had fetched, did and committed.
void Incarnations::SeeIds() {
  const auto late = [&](std::int64_t topic, const When& when) {
    const auto& [name, id] = topics_.at(topic);
    name->eras.SeeLate(id, when);
  };
  told_.EachSettled([&](const SettledRow& row) {
    if (!row.topic) return;
    const auto& [name, id] = topics_.at(*row.topic);
    name->eras.See(id, SentAndSettled(row));
    name->eras.SeeLate(id, At(actor_of_.at(row.stream), row.from, row.to));
  });
  told_.EachRead([&](const ReadRow& row) {
    if (!row.topic) return;
    const auto& [name, id] = topics_.at(*row.topic);
    const auto when = At(row.actor, row.from, row.to);
    row.pass == Pass::kFinal ? name->eras.See(id, when) : name->eras.SeeLate(id, when);
  });
  told_.EachProcessed([&](const ProcessedRow& row) {
    late(row.topic, At(row.actor, row.processed.from, row.processed.to));
  });
  for (const auto& row : told_.Commits()) late(row.topic, At(row.actor, row.commit.at));
  for (const auto& row : told_.Resets()) late(row.topic, At(row.actor, row.reset.at));
  for (const auto& row : told_.Assignments()) {
    for (const auto topic : row.topics) late(topic, At(row.actor, row.assignment.at));
  }
  for (const auto& row : told_.Replicas()) {
    const auto& [name, id] = topics_.at(row.topic);
    name->eras.See(id, {row.fact.at, row.fact.at});
  }
  for (const auto& row : told_.AllBounds()) {
    const auto& [name, id] = topics_.at(row.topic);
    name->eras.SeeAtTheEnd(id);
  }
}

void Incarnations::NumberTopics() {
  auto next = topics_.empty() ? 0 : topics_.rbegin()->first + 1;
  for (auto& [number, topic] : topics_) {
    auto& name = *topic.name;
    if (name.first != number) continue;
    name.eras.Close();
    name.remade = name.eras.remade();
    if (!name.remade) continue;
    for (std::size_t i = 0; i < name.eras.ids().size(); ++i) name.topics.push_back(next++);
    name.unknown_place = next++;
    name.unknown_record = next++;
  }
}

void Incarnations::LoadParts() {
  told_.EachSettled([&](const SettledRow& row) {
    const auto stream = streams_.find(row.stream);
    if (stream == streams_.end()) return;
    const bool by_id = row.topic && !topics_.at(*row.topic).id.empty();
    stream->second.parts.TakeWord(
        {row.first_sequence, row.first_sequence + row.count},
        IncarnationOf(by_id ? *row.topic : topic_of_.at(row.stream), SentAndSettled(row)), by_id);
  });
  told_.EachRead([&](const ReadRow& row) {
    const auto stream = streams_.find(row.stream);
    if (stream == streams_.end()) return;
    const auto& topic = topics_.at(ToldTopicOf(row));
    const bool home = stream->second.name == topic.name;
    stream->second.parts.TakeRead({row.first_sequence, row.first_sequence + row.count},
                                  home ? CertainOf(row) : TopicEras::kUnknown, !topic.id.empty());
  });
  told_.EachCorrupt([&](const CorruptRow& row) {
    const auto stream = streams_.find(row.stream);
    if (stream == streams_.end()) return;
    stream->second.parts.TakeRead({row.read.sequence, row.read.sequence + 1}, TopicEras::kUnknown,
                                  false);
  });
}

// Where readers were, once it is known where records went.
void Incarnations::LoadPlaces() {
  told_.EachRead([&](const ReadRow& row) {
    const auto* name = topics_.at(ToldTopicOf(row)).name.get();
    if (!name->remade) return;
    if (row.pass == Pass::kFinal)
      passes_[{row.actor, row.isolation, name, row.partition}].insert(CertainOf(row));
    if (!row.run) return;
    const auto offsets = row.Offsets().Decode();
    EachPart(row, [&](std::int64_t, Range sequences, std::int64_t place) {
      const auto first = offsets[sequences.first - row.first_sequence];
      const auto last = offsets[sequences.end - 1 - row.first_sequence];
      auto& part = run_parts_.try_emplace({*row.run, place}, RunPart{0, row.from, first, last})
                       .first->second;
      if (std::pair(row.from, first) < std::pair(part.from, part.first)) {
        part.from = row.from;
        part.first = first;
      }
      part.last = std::max(part.last, last);
    });
  });
  for (const auto& row : told_.Unstamped()) {
    const auto& [name, id] = topics_.at(row.topic);
    if (name->remade && row.pass == Pass::kFinal)
      passes_[{row.actor, row.isolation, name.get(), row.partition}].insert(AtTheEnd(row.topic));
  }
}

void Incarnations::NumberStreams(const std::vector<StreamRow>& streams) {
  auto next = streams.empty() ? 0 : streams.back().id + 1;
  for (const auto& row : streams) {
    const auto stream = streams_.find(row.id);
    if (stream == streams_.end()) continue;
    auto& [name, parts, numbers] = stream->second;
    parts.Close(row.sent);
    for (const auto incarnation : parts.incarnations()) numbers[incarnation] = next++;
    // Nothing went anywhere; but that there is this life is known, and whose it is.
    if (numbers.empty()) numbers[0] = next++;
  }
}

std::int64_t Incarnations::Name::OfPlace(int incarnation) const {
  return incarnation == TopicEras::kUnknown ? unknown_place
                                            : topics.at(static_cast<std::size_t>(incarnation));
}

std::int64_t Incarnations::Name::OfRecord(int incarnation) const {
  return incarnation == TopicEras::kUnknown ? unknown_record : OfPlace(incarnation);
}

int Incarnations::IncarnationOf(std::int64_t told, const When& when) const {
  const auto& [name, id] = topics_.at(told);
  return name->eras.Of(id, when);
}

// Final passes without a clock are the last thing that happened; their readers had fetched nothing
// before.
int Incarnations::CertainOf(const ReadRow& row) const {
  const auto topic = ToldTopicOf(row);
  const auto& [name, id] = topics_.at(topic);
  const auto when = At(row.actor, row.from, row.to);
  if (row.pass == Pass::kFinal) return when.timed ? name->eras.Of(id, when) : AtTheEnd(topic);
  return id.empty() ? name->eras.First(when) : name->eras.Of(id, when);
}

// What was fetched before a deletion may be returned long after it: where it went tells more than
// when it was read.
int Incarnations::IncarnationOf(const ReadRow& row, std::uint64_t sequence) const {
  const auto& [name, id] = topics_.at(ToldTopicOf(row));
  if (row.pass == Pass::kFinal || !id.empty()) return CertainOf(row);
  const auto went = streams_.at(row.stream).parts.Of(sequence);
  const auto when = At(row.actor, row.from, row.to);
  if (went != TopicEras::kUnknown && name->eras.ThereBy(went, when)) return went;
  return name->eras.First(when);
}

int Incarnations::IncarnationOf(const RunRow& row) const {
  return IncarnationOf(row.topic, At(row.actor, row.run.at));
}

// Of a fact without a time: what it names, else the incarnation that there is in the end.
int Incarnations::AtTheEnd(std::int64_t told) const {
  const auto& [name, id] = topics_.at(told);
  return id.empty() ? name->eras.AtTheEnd() : name->eras.Of(id, {0, 0, false});
}

std::int64_t Incarnations::PlaceOf(std::int64_t told, int incarnation) const {
  const auto& name = *topics_.at(told).name;
  return name.remade ? name.OfPlace(incarnation) : name.first;
}

std::int64_t Incarnations::PlaceOf(std::int64_t told, const When& when) const {
  return PlaceOf(told, IncarnationOf(told, when));
}

std::int64_t Incarnations::ToldTopicOf(const ReadRow& row) const {
  return row.topic ? *row.topic : topic_of_.at(row.stream);
}

}  // namespace kproof
