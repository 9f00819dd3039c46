#include "audit/events/import_read.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/facts/keys.h"

namespace kproof {
namespace {

constexpr std::uint64_t kMostForeign = 1U << 16;  // records of one row

std::size_t IndexOf(Pass pass, Isolation isolation, bool instant) {
  return static_cast<std::size_t>(pass) * 4 + static_cast<std::size_t>(isolation) * 2 +
         (instant ? 1 : 0);
}

std::string TopicIdOf(const Event& event) {
  return event.Has(Field::kTopicId) ? event.Text(Field::kTopicId) : std::string();
}

std::int32_t PartitionOf(const Event& event) {
  return static_cast<std::int32_t>(event.Int(Field::kPartition));
}

}  // namespace

std::string ReadImporter::NameOf(const ActorState& actor, std::string_view cluster) {
  if (actor.cluster == cluster) return actor.name;
  auto name = fmt::format("{}@{}", actor.name, cluster);
  aliases_[name] = {actor.name, std::string(cluster)};
  return name;
}

ReadImporter::Reader& ReadImporter::ReaderOf(const ActorState& actor, std::string_view cluster) {
  if (last_.first == &actor && last_.second->cluster == cluster) return *last_.second;
  auto& reader = readers_[{actor.name, std::string(cluster)}];
  if (!reader) {
    reader = std::make_unique<Reader>();
    reader->cluster = cluster;
    reader->name = NameOf(actor, cluster);
    auto* of = reader.get();
    reader->runs = std::make_unique<RunTracker>(
        [this, of](const ReadRun& run) { of->run_ids[run.number] = store_.AddRun(of->name, run); });
    reader->processed = std::make_unique<ProcessedTracker>(
        [this, of](const Processed& processed) { store_.Add(of->name, processed); });
  }
  last_ = {&actor, reader.get()};
  return *reader;
}

ReadImporter::Spans& ReadImporter::SpansOf(Reader& reader, Pass pass, Isolation isolation,
                                           bool instant) {
  auto& spans = reader.spans[IndexOf(pass, isolation, instant)];
  if (spans.tracker) return spans;
  const auto emit = [this, &reader, &spans, pass, isolation](
                        std::uint32_t number, const ReadSource& source, const ReadSpan& span) {
    const auto& here = spans.places[number];
    auto stream = StreamOf(source, here.place);
    ReadSpan found = span;
    found.partition = places_.PartitionOf(here.place);
    FoundIn(found, stream, here.place);
    store_.Add(reader.name, pass, isolation, stream, found, here.run_id);
  };
  spans.tracker = std::make_unique<ReadTracker>(emit, instant);
  return spans;
}

// What its stamp says, of a record that was found at `place`.
StreamId ReadImporter::StreamOf(const ReadSource& source, std::uint32_t place) const {
  const auto sent = source.sent_topic < 0 ? place : static_cast<std::uint32_t>(source.sent_topic);
  auto stream = sent_.IdOf(source.origin, source.life, sent);
  stream.partition = source.sent_partition;
  return stream;
}

template <typename Found>
void ReadImporter::FoundIn(Found& found, const StreamId& stream, std::uint32_t place) const {
  if (places_.ClusterOf(place) != stream.cluster) found.cluster = places_.ClusterOf(place);
  if (places_.TopicOf(place) != stream.topic) found.topic = places_.TopicOf(place);
  found.topic_id = places_.TopicIdOf(place);
}

ReadImporter::Spans::Here& ReadImporter::HereOf(Spans& spans, std::uint32_t place,
                                                std::uint32_t& number) {
  if (spans.last >= spans.places.size() || spans.places[spans.last].place != place) {
    const auto [known, fresh] =
        spans.numbers.try_emplace(place, static_cast<std::uint32_t>(spans.places.size()));
    if (fresh) spans.places.emplace_back().place = place;
    spans.last = known->second;
  }
  number = spans.last;
  return spans.places[number];
}

PlaceId ReadImporter::IdOf(const Event& event) const {
  return {std::string(event.Cluster()), event.Text(Field::kTopic), PartitionOf(event)};
}

void ReadImporter::TakeForeign(Reader& reader, Pass pass, Isolation isolation, Spans::Here& here,
                               std::int64_t offset) {
  if (!here.foreign.empty() &&
      (offset <= here.foreign.last() || here.foreign.count() >= kMostForeign))
    FlushForeign(reader, pass, isolation, here);
  here.foreign.Push(offset);
}

// The store knows an actor's cluster once it was opened there: rows of other clusters wait for it.
void ReadImporter::FlushForeign(Reader& reader, Pass pass, Isolation isolation, Spans::Here& here) {
  if (here.foreign.empty()) return;
  ForeignRead read{places_.TopicOf(here.place), places_.PartitionOf(here.place),
                   std::exchange(here.foreign, {}), places_.TopicIdOf(here.place)};
  if (reader.cluster == "main") return store_.Add(reader.name, pass, isolation, read);
  foreign_.push_back({reader.name, pass, isolation, std::move(read)});
}

// A run is one stretch of one assignment: spans hold reads of one run alone.
void ReadImporter::FollowRun(const Event& event, Reader& reader, Spans& spans, std::uint32_t number,
                             Isolation isolation, RunMicros at) {
  const bool grouped = event.Has(Field::kGroup);
  reader.stands_somewhere = reader.stands_somewhere || grouped;
  if (!reader.stands_somewhere) return;
  const auto run =
      reader.runs->Read(IdOf(event), isolation, grouped ? event.Text(Field::kGroup) : std::string(),
                        event.Int(Field::kOffset), at, TopicIdOf(event));
  auto& here = spans.places[number];
  if (run == here.run) return;
  spans.tracker->Flush(number);
  here.run = run;
  here.run_id = run ? std::optional(reader.run_ids.at(*run)) : std::nullopt;
}

void ReadImporter::Read(const Event& event, ActorState& actor) {
  const auto pass = static_cast<Pass>(event.IntOr(Field::kPass, 0));
  const auto isolation = static_cast<Isolation>(event.IntOr(Field::kIsolation, 0));
  const auto offset = event.Int(Field::kOffset);
  (pass == Pass::kFinal ? actor.reads_finally : actor.reads) = true;
  actor.consumes = actor.consumes || event.Has(Field::kGroup);
  auto& reader = ReaderOf(actor, event.Cluster());
  const bool instant =
      isolation == Isolation::kCommitted && (actor.timed || transactional_.contains(actor.name));
  auto& spans = SpansOf(reader, pass, isolation, instant);
  const auto place = places_.NumberOf(event.Cluster(), event.Text(Field::kTopic),
                                      PartitionOf(event), TopicIdOf(event));
  if (event.Has(Field::kKey)) TakeKey(event, reader, place);
  std::uint32_t number = 0;
  auto& here = HereOf(spans, place, number);
  // A step back is later than what it goes back from, also where the clock did not move.
  const auto at = std::max(actor.at, here.last_at + (offset <= here.last_offset ? 1 : 0));
  here.last_at = at;
  here.last_offset = offset;
  // A final pass is a fresh client's: where it stands says nothing of the actor.
  if (pass == Pass::kFinal) {
    if (!here.read_finally) final_readers_[{place, isolation}].insert(reader.name);
    here.read_finally = true;
  } else if (event.Has(Field::kOrigin)) {
    FollowRun(event, reader, spans, number, isolation, at);
  }
  if (!event.Has(Field::kOrigin)) return TakeForeign(reader, pass, isolation, here, offset);
  ReadSource source{
      sent_.OriginNumber(event.Text(Field::kOrigin)),
      static_cast<std::uint32_t>(event.IntOr(Field::kLife, 0)),
      static_cast<std::int32_t>(event.IntOr(Field::kSentPartition, event.Int(Field::kPartition)))};
  if (event.Has(Field::kSentTopic) || event.Has(Field::kSentCluster)) {
    const auto& cluster =
        event.Has(Field::kSentCluster) ? event.Text(Field::kSentCluster) : places_.ClusterOf(place);
    const auto& topic =
        event.Has(Field::kSentTopic) ? event.Text(Field::kSentTopic) : places_.TopicOf(place);
    source.sent_topic = static_cast<std::int32_t>(
        places_.NumberOf(std::string(cluster), std::string(topic), source.sent_partition));
  }
  const auto sequence = static_cast<std::uint64_t>(event.Int(Field::kSeq));
  spans.tracker->Read(number, source, sequence, offset, 0, at);
  if (event.IntOr(Field::kCrc, 0) == 0) return;
  const auto stream = StreamOf(source, place);
  CorruptRead corrupt{PartitionOf(event), offset, sequence};
  FoundIn(corrupt, stream, place);
  store_.Add(reader.name, pass, isolation, stream, corrupt);
}

// The store knows the cluster of readers of main alone, as yet.
void ReadImporter::TakeKey(const Event& event, const Reader& reader, std::uint32_t place) {
  FoundKey key{places_.TopicOf(place),
               places_.PartitionOf(place),
               event.Int(Field::kOffset),
               KeyHash(event.Text(Field::kKey)),
               event.IntOr(Field::kTombstone, 0) != 0,
               places_.TopicIdOf(place)};
  if (reader.cluster == "main") return store_.Add(reader.name, key);
  keys_.push_back({reader.name, std::move(key)});
}

void ReadImporter::Assign(const Event& event, ActorState& actor) {
  actor.consumes = true;
  auto& reader = ReaderOf(actor, event.Cluster());
  std::vector<AssignedPlace> places;
  for (const auto& item : event.places) {
    places.push_back({PlaceId{std::string(event.Cluster()), item.topic, item.partition},
                      item.offset, item.topic_id});
  }
  reader.stands_somewhere = true;
  reader.has_places = !places.empty();
  reader.runs->Assign(places, actor.at);
  Assignment fact;
  fact.cluster = event.Cluster();
  if (event.Has(Field::kGroup)) fact.group = event.Text(Field::kGroup);
  if (event.Has(Field::kHow)) fact.how = static_cast<AssignHow>(event.Int(Field::kHow));
  if (event.Has(Field::kGeneration))
    fact.generation = static_cast<std::int32_t>(event.Int(Field::kGeneration));
  fact.at = actor.at;
  fact.places = std::move(places);
  store_.Add(reader.name, fact);
}

void ReadImporter::Seek(const Event& event, ActorState& actor) {
  ReaderOf(actor, event.Cluster())
      .runs->Seek(IdOf(event), event.Int(Field::kOffset), actor.at, TopicIdOf(event));
}

void ReadImporter::Process(const Event& event, ActorState& actor) {
  actor.consumes = true;
  ReaderOf(actor, event.Cluster())
      .processed->Effect(IdOf(event), event.Text(Field::kGroup), event.Int(Field::kOffset),
                         actor.at, TopicIdOf(event));
}

void ReadImporter::Commit(const Event& event, ActorState& actor, std::optional<RunMicros> asked) {
  actor.consumes = true;
  GroupCommit commit;
  commit.cluster = event.Cluster();
  commit.group = event.Text(Field::kGroup);
  commit.topic = event.Text(Field::kTopic);
  commit.partition = PartitionOf(event);
  commit.offset = event.Int(Field::kOffset);
  commit.outcome = static_cast<Outcome>(event.Int(Field::kOutcome));
  commit.at = actor.at;
  commit.asked = asked;
  if (event.Has(Field::kTxn)) commit.txn = event.Text(Field::kTxn);
  commit.store = static_cast<CommitStore>(event.IntOr(Field::kStore, 0));
  commit.topic_id = TopicIdOf(event);
  store_.Add(ReaderOf(actor, event.Cluster()).name, commit);
}

// Whoever resets a group's offset is no member of it by that. What came before it and what came
// after it stand in rows of their own.
void ReadImporter::Reset(const Event& event, ActorState& actor) {
  for (auto& [who, reader] : readers_) {
    reader->processed->Flush();
    for (auto& spans : reader->spans) {
      if (spans.tracker) spans.tracker->Flush();
    }
  }
  GroupReset reset;
  reset.cluster = event.Cluster();
  reset.group = event.Text(Field::kGroup);
  reset.topic = event.Text(Field::kTopic);
  reset.partition = PartitionOf(event);
  reset.offset = event.Int(Field::kOffset);
  reset.at = actor.at;
  reset.topic_id = TopicIdOf(event);
  store_.Add(ReaderOf(actor, event.Cluster()).name, reset);
}

void ReadImporter::Bounds(const Event& event, const ActorState* actor, Complaints& complaints) {
  PendingBounds bounds;
  bounds.place = places_.NumberOf(event.Cluster(), event.Text(Field::kTopic), PartitionOf(event),
                                  TopicIdOf(event));
  bounds.start = event.Int(Field::kStart);
  bounds.end = event.Int(Field::kEnd);
  bounds.position = event.MaybeInt(Field::kPosition);
  bounds.timed = event.Has(Field::kT);
  bounds.line = event.line;
  if (actor != nullptr) bounds.reader = NameOf(*actor, event.Cluster());
  if (event.Has(Field::kIsolation))
    bounds.isolation = static_cast<Isolation>(event.Int(Field::kIsolation));
  for (const auto& [name, value] :
       {std::pair("end", std::optional(bounds.end)), std::pair("position", bounds.position)}) {
    if (!value || *value >= bounds.start) continue;
    complaints.Add(event.line,
                   fmt::format("'{}' {} is below 'start' {}", name, *value, bounds.start));
  }
  bounds_.push_back(std::move(bounds));
}

void ReadImporter::End(const ActorState& actor) {
  for (auto& [who, reader] : readers_) {
    if (who.first != actor.name) continue;
    reader->runs->End();
    if (actor.closed) {
      if (reader->has_places) reader->left = actor.closed_at;
    } else if (reader->left) {  // opened again: what it had, it had up to there
      Assignment none;
      none.cluster = reader->cluster;
      none.at = *reader->left;
      store_.Add(reader->name, none);
      reader->left.reset();
      reader->has_places = false;
    }
  }
}

void ReadImporter::Flush() {
  for (auto& [who, reader] : readers_) {
    for (const auto pass : {Pass::kLive, Pass::kFinal}) {
      for (const auto isolation : {Isolation::kUncommitted, Isolation::kCommitted}) {
        for (const bool instant : {false, true}) {
          auto& spans = reader->spans[IndexOf(pass, isolation, instant)];
          if (!spans.tracker) continue;
          spans.tracker->Flush();
          for (auto& here : spans.places) FlushForeign(*reader, pass, isolation, here);
        }
      }
    }
    reader->runs->End();
    reader->processed->Flush();
  }
}

std::set<std::string> ReadImporter::FinalReaders(std::uint32_t place, Isolation isolation) const {
  const auto found = final_readers_.find({place, isolation});
  return found == final_readers_.end() ? std::set<std::string>() : found->second;
}

// Stands for the reader of a final pass that returned nothing.
std::string ReadImporter::NobodyAt(std::uint32_t place) {
  const auto& cluster = places_.ClusterOf(place);
  if (cluster == "main") return "final";
  auto name = "final@" + cluster;
  store_.OpenActor({name, cluster, ActorKind::kFinalReader, "", "", 0}, 0);
  store_.CloseActor(name, 0);
  return name;
}

void ReadImporter::WriteLate(ActorImporter& actors, Complaints& complaints) {
  for (const auto& [reader, pass, isolation, read] : foreign_)
    store_.Add(reader, pass, isolation, read);
  for (const auto& [reader, key] : keys_) store_.Add(reader, key);
  const auto actor_of = [&](const std::string& reader) -> const ActorState& {
    const auto alias = aliases_.find(reader);
    return actors.Named(alias == aliases_.end() ? reader : alias->second.actor);
  };
  const auto may_lack_facts = [&](const std::string& reader) {
    return actor_of(reader).MayLackFacts();
  };
  for (const auto& bounds : bounds_) {
    const bool committed = !FinalReaders(bounds.place, Isolation::kCommitted).empty();
    if (!bounds.isolation && committed &&
        !FinalReaders(bounds.place, Isolation::kUncommitted).empty()) {
      complaints.Add(bounds.line, "this partition has a final pass at both isolations",
                     "give the 'isolation' of these bounds");
      continue;
    }
    const auto isolation =
        bounds.isolation.value_or(committed ? Isolation::kCommitted : Isolation::kUncommitted);
    auto readers = FinalReaders(bounds.place, isolation);
    if (!bounds.reader.empty()) readers = {bounds.reader};
    // Of several the one that may lack facts: then they are bounds of which little is believed.
    const auto doubtful = std::find_if(readers.begin(), readers.end(), may_lack_facts);
    const auto reader = doubtful != readers.end() ? *doubtful
                        : readers.empty()         ? NobodyAt(bounds.place)
                                                  : *readers.begin();
    store_.Add(
        reader, isolation,
        kproof::Bounds{places_.TopicOf(bounds.place), places_.PartitionOf(bounds.place),
                       bounds.start, bounds.end, bounds.position, places_.TopicIdOf(bounds.place)});
    // Nobody knows when the log began there: retention may have had all the time that it needs.
    if (bounds.start > 0 && !bounds.timed && !actor_of(reader).timed) store_.MarkUntimed(reader);
  }
}

}  // namespace kproof
