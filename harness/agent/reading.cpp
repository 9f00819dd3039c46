#include "harness/agent/reading.h"

#include <fmt/format.h>

#include <algorithm>

namespace kproof {
namespace {

constexpr auto kQueryTimeout = std::chrono::seconds(2);
constexpr Duration kRefreshLimit = std::chrono::milliseconds(500);

std::vector<ReadPlace> PlacesOf(const std::vector<AgentTopic>& topics) {
  std::vector<ReadPlace> places;
  for (const auto& topic : topics)
    for (std::int32_t partition = 0; partition < topic.partitions; ++partition)
      places.push_back({topic.name, partition});
  return places;
}

}  // namespace

ClientConfig ReaderClient(const AgentConfig& config, Isolation isolation) {
  auto client = ClientConfig::Consumer(config.properties);
  client.Force("bootstrap.servers", config.bootstrap_servers, "the cluster of this run");
  client.Force("isolation.level",
               isolation == Isolation::kCommitted ? "read_committed" : "read_uncommitted",
               "librdkafka's own default is read_committed, Kafka's read_uncommitted");
  client.Force("allow.auto.create.topics", "false", "readers change nothing");
  client.Default("client.id", config.instance);
  return client;
}

Reading::Reading(AgentProcess& process, const ClientConfig& client, Pass pass, Isolation isolation)
    : process_(process),
      pass_(pass),
      places_(PlacesOf(process.config.topics)),
      progress_(places_.size()),
      found_(process, pass, isolation),
      client_(
          client, places_,
          {.on_record = [this](const IncomingRecord& record) { OnRecord(record); },
           .on_end = [this](std::size_t place,
                            std::int64_t offset) { progress_[place].end = offset; },
           .on_out_of_range = [this](std::size_t place) { progress_[place].lost_its_place = true; },
           .on_error = [this](std::size_t place, const std::string& what) { OnError(place, what); },
           .on_client_error = [this](const std::string& what) { process_.Told(what); }}) {
  process_.AddSettings(pass == Pass::kFinal ? "final" : "monitor", client_.Settings());
  for (const auto& place : places_) found_.AddPlace(place);
  refresh_ = MetadataRefresh(client_.Settings());
}

std::size_t Reading::TakeNewPartitions(Deadline deadline) {
  const auto first = places_.size();
  for (const auto& topic : process_.config.topics) {
    const auto known = std::count_if(places_.begin(), places_.end(), [&](const ReadPlace& place) {
      return place.topic == topic.name;
    });
    const auto limit = std::min<Duration>(kQueryTimeout, std::max(deadline.Left(), Duration(1000)));
    const auto partitions = client_.Partitions(topic.name, limit).value_or(0);
    for (auto next = static_cast<std::int32_t>(known); next < partitions; ++next) {
      const ReadPlace place{topic.name, next};
      places_.push_back(place);
      progress_.emplace_back();
      found_.AddPlace(place);
      client_.AddPlace(place);
    }
  }
  return first;
}

std::vector<std::optional<Bounds>> Reading::QueryBounds(Deadline deadline) {
  std::vector<std::optional<Bounds>> bounds(places_.size());
  for (std::size_t place = 0; place < places_.size(); ++place) {
    std::optional<Watermarks> marks;
    do {
      client_.Poll(Duration(0));  // hands over errors
      marks = client_.QueryWatermarks(
          place, std::min<Duration>(kQueryTimeout, std::max(deadline.Left(), Duration(1000))));
    } while (!marks && !deadline.Passed() && StopSignals() == 0);
    if (marks)
      bounds[place] = Bounds{.topic = places_[place].topic,
                             .partition = places_[place].partition,
                             .start = marks->start,
                             .end = marks->end,
                             .position = std::nullopt};
  }
  return bounds;
}

void Reading::OnError(std::size_t place, const std::string& what) {
  if (progress_[place].error == what) return;
  progress_[place].error = what;
  process_.spool.Add(SpoolEvent{process_.clock.Now(), fmt::format("{}/{}: {}", places_[place].topic,
                                                                  places_[place].partition, what)});
}

void Reading::OnRecord(const IncomingRecord& record) {
  if (clock_is_due_) {
    clock_is_due_ = false;
    now_ = process_.clock.Now();
    wall_us_ = WallMicros();
  }
  progress_[record.place].next = record.offset + 1;
  if (const auto stamp = FoundRecords::StampOf(record))
    found_.Take(record, *stamp, now_, wall_us_);
  else
    found_.TakeForeign(record);
}

// Goes on at the log's start where the log begins later now, else at its end: what lies between was
// cut off and written anew. The final pass tells exactly what is there, a live reader only has to
// see on.
void Reading::Resume(std::size_t place) {
  const auto marks = client_.QueryWatermarks(place, kQueryTimeout);
  if (!marks) return;
  auto& progress = progress_[place];
  progress.lost_its_place = false;
  const auto next = progress.next < marks->start ? marks->start : marks->end;
  process_.spool.Add(SpoolEvent{
      now_, fmt::format("{}/{}: offset {} is out of range, the log holds {} to {}; goes on at {}",
                        places_[place].topic, places_[place].partition, progress.next, marks->start,
                        marks->end, next)});
  client_.Read(place, next);
}

void Reading::Poll(Duration timeout) {
  clock_is_due_ = true;
  client_.Poll(timeout);
  now_ = process_.clock.Now();
  for (std::size_t place = 0; place < places_.size(); ++place)
    if (pass_ == Pass::kLive && progress_[place].lost_its_place) Resume(place);
  if (pass_ == Pass::kLive && refresh_.Due(now_))
    for (auto place = TakeNewPartitions(Deadline(kRefreshLimit)); place < places_.size(); ++place)
      Start(place, std::nullopt);
  if (!process_.FlushDue(now_)) return;
  found_.FlushOlderThan(now_);
  process_.Flush(now_);
}

void Reading::End() {
  found_.Flush();
  process_.Flush(process_.clock.Now());
}

bool Reading::Positioned() const {
  return std::all_of(progress_.begin(), progress_.end(),
                     [](const Progress& p) { return p.next >= 0 || p.end >= 0; });
}

std::int64_t Reading::Position(std::size_t place, std::int64_t start) const {
  const auto& progress = progress_[place];
  return std::max({start, progress.next, progress.end});
}

}  // namespace kproof
