#include "harness/collect/topic_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <variant>

#include "audit/facts/audit_topics.h"
#include "harness/base/error.h"
#include "harness/collect/store_frame.h"
#include "harness/stamp/crc32c.h"

namespace kproof {
namespace {

constexpr Duration kAskTimeout = std::chrono::seconds(2);
constexpr Duration kShortestAsk = std::chrono::milliseconds(50);

ClientConfig ConfigOf(const TopicSourceSetup& setup) {
  auto config = ClientConfig::Consumer(setup.properties);
  config.Force("bootstrap.servers", setup.bootstrap_servers,
               "the cluster that has the audit topics");
  config.Force("isolation.level", "read_uncommitted", "audit records are in no transaction");
  config.Force("allow.auto.create.topics", "false", "readers change nothing");
  config.Default("client.id", "kproof-audit");
  config.Default("log_level", "0");  // brokers that are down are part of every run
  return config;
}

}  // namespace

std::vector<ReadPlace> FindAuditTopics(const TopicSourceSetup& setup, Deadline limit,
                                       AbsentTopics absent) {
  ConsumerClient asking(ConfigOf(setup), {}, {});
  std::vector<ReadPlace> places;
  for (const char* topic : {kProducedTopic, kConsumedTopic}) {
    std::optional<std::int32_t> partitions;
    const auto known = [&] {
      const auto time = std::clamp(limit.Left(), Duration(kShortestAsk), Duration(kAskTimeout));
      if (const auto found = asking.Partitions(topic, time)) partitions = found;
      return partitions && (*partitions > 0 || absent == AbsentTopics::kRefused);
    };
    if (!WaitUntil(known, limit) && !partitions)
      throw Error(ErrorKind::kNotRun,
                  fmt::format("no broker answers at {}", setup.bootstrap_servers),
                  Hint("check the address and the client's security settings"));
    if (*partitions == 0)
      throw Error(ErrorKind::kNotRun,
                  fmt::format("audit topic {} is not there at {}", topic, setup.bootstrap_servers),
                  Hint("docs/audit-topics.md says how to create it"));
    for (std::int32_t partition = 0; partition < *partitions; ++partition)
      places.push_back({topic, partition});
  }
  return places;
}

TopicSource::TopicSource(SpoolSink& store, const TopicSourceSetup& setup, Deadline limit)
    : TopicSource(store, setup, FindAuditTopics(setup, limit, AbsentTopics::kWaitedFor)) {}

TopicSource::TopicSource(SpoolSink& store, TopicSourceSetup setup, std::vector<ReadPlace> places)
    : store_(store), setup_(std::move(setup)), places_(std::move(places)) {
  ends_.assign(places_.size(), -1);
  client_ = std::make_unique<ConsumerClient>(
      ConfigOf(setup_), places_,
      ConsumerClient::Events{
          .on_record = [this](const IncomingRecord& record) { OnRecord(record); },
          .on_end = [this](std::size_t place, std::int64_t offset) { ends_[place] = offset; },
          .on_out_of_range = [this](std::size_t place) { lost_place_.push_back(place); },
          .on_error = [](std::size_t, const std::string&) {}});
  StartReading();
}

std::string TopicSource::PositionName(std::size_t place) const {
  return fmt::format("{}/{}", places_[place].topic, places_[place].partition);
}

std::string TopicSource::NumberName(const Arrived& arrived) const {
  return fmt::format("{}#{:08x}", PositionName(arrived.place), arrived.stamp.origin);
}

std::string TopicSource::Subject(const Arrived& arrived) const {
  return fmt::format("{} offset {}", PositionName(arrived.place), arrived.offset);
}

// From where the store says; a place that was never read, from the log's start.
void TopicSource::StartReading() {
  arrived_.clear();
  numbers_.clear();
  marks_.clear();
  closed_.clear();
  next_.clear();
  for (std::size_t place = 0; place < places_.size(); ++place) {
    next_.push_back(static_cast<std::int64_t>(store_.SpoolPosition(PositionName(place))));
    client_->Read(place, next_[place] == 0 ? std::nullopt : std::optional(next_[place]));
  }
}

void TopicSource::OnRecord(const IncomingRecord& record) {
  auto& arrived = arrived_.emplace_back();
  arrived.place = record.place;
  arrived.offset = record.offset;
  arrived.value.assign(reinterpret_cast<const char*>(record.value.data()), record.value.size());
  if (!record.stamp) return;
  try {
    arrived.stamp = Decode(*record.stamp);
    arrived.stamped = true;
  } catch (const Error&) {  // counted as a record that is not ours
  }
}

std::size_t TopicSource::Poll(Duration timeout) {
  client_->Poll(timeout);
  // What stood there has expired or was cut off. Numbers say what was taken before, so reading all
  // that is there doubles nothing.
  for (const auto place : std::exchange(lost_place_, {})) client_->Read(place, std::nullopt);
  if (arrived_.empty()) return 0;
  try {
    return Take();
  } catch (...) {  // what we remember as stored was rolled back
    StartReading();
    throw;
  }
}

std::size_t TopicSource::Take() {
  StoreTransaction transaction(store_);
  std::size_t taken = 0;
  for (const auto& arrived : arrived_) {
    if (TakeRecord(arrived)) ++taken;
    next_[arrived.place] = arrived.offset + 1;
  }
  for (std::size_t place = 0; place < places_.size(); ++place)
    store_.SetSpoolPosition(PositionName(place), static_cast<std::uint64_t>(next_[place]));
  StoreMarks();
  if (setup_.before_commit) setup_.before_commit();
  transaction.Commit();
  arrived_.clear();
  return taken;
}

// False for what is passed over. What is damaged is a problem of the audit: nobody can say whose
// facts it held.
bool TopicSource::TakeRecord(const Arrived& arrived) {
  if (!arrived.stamped) {
    store_.Add(EventFact{0, "client", Subject(arrived), "not an audit record: it has no stamp"});
    return false;
  }
  std::string actor;
  std::vector<SpoolFrame> frames;
  try {
    const auto bytes = std::as_bytes(std::span(arrived.value.data(), arrived.value.size()));
    if (Crc32c(bytes) != arrived.stamp.value_crc32c)
      throw Error(ErrorKind::kCorrupt, "its value does not match the checksum of its stamp");
    SpoolReader reader(arrived.value, Subject(arrived), "");
    if (!setup_.run_id.empty() && reader.run_id() != setup_.run_id) return false;
    actor = reader.actor();
    while (auto frame = reader.Next()) frames.push_back(std::move(*frame));
    if (reader.Rest() > 0) throw Error(ErrorKind::kCorrupt, "it ends within a frame");
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::kCorrupt) throw;
    store_.Add(EventFact{0, "problem", Subject(arrived), error.what()});
    return false;  // its number stays open, so its actor becomes a hole with the next one
  }
  if (!IsNext(arrived, actor)) return false;
  for (const auto& frame : frames) {
    StoreFrame(store_, actor, frame);
    if (const auto* settled = std::get_if<SpoolSettled>(&frame)) {
      auto& mark = marks_[{actor, settled->stream}];
      mark = std::max(mark, settled->span.first_sequence + settled->span.count);
    }
    if (std::holds_alternative<SpoolOpen>(frame)) closed_[actor] = false;
    if (std::holds_alternative<SpoolClose>(frame)) closed_[actor] = true;
    if (setup_.on_frame) setup_.on_frame(actor, frame);
  }
  return true;
}

bool TopicSource::IsNext(const Arrived& arrived, const std::string& actor) {
  const auto name = NumberName(arrived);
  const auto [known, fresh] = numbers_.try_emplace({arrived.stamp.origin, arrived.place}, 0);
  auto& next = known->second;
  if (fresh) next = store_.SpoolPosition(name);
  const auto number = arrived.stamp.sequence;
  if (number < next) return false;
  if (number > next) {
    store_.AddHole(actor, fmt::format("audit records {} to {} of publisher {:08x} are missing "
                                      "before {}",
                                      next, number - 1, arrived.stamp.origin, Subject(arrived)));
    if (setup_.on_hole) setup_.on_hole(actor);
  }
  next = number + 1;
  store_.SetSpoolPosition(name, next);
  return true;
}

// Whatever was settled was sent, though the mark that says so may be on its way.
void TopicSource::StoreMarks() {
  for (const auto& [whose, sent] : std::exchange(marks_, {}))
    store_.PutStream(whose.first, whose.second, sent);
}

bool TopicSource::ReadToEnds(Deadline deadline, const std::function<bool()>& give_up) {
  std::vector<std::int64_t> ends(places_.size(), -1);
  for (std::size_t place = 0; place < places_.size(); ++place) {
    const auto answered = [&] {
      const auto marks = client_->QueryWatermarks(place, kAskTimeout);
      if (marks) ends[place] = marks->end;
      return marks.has_value() || give_up();
    };
    if (!WaitUntil(answered, deadline) || ends[place] < 0) return false;
  }
  const auto done = [&] {
    for (std::size_t place = 0; place < places_.size(); ++place)
      if (std::max(next_[place], ends_[place]) < ends[place]) return false;
    return true;
  };
  while (!done()) {
    if (deadline.Passed() || give_up()) return false;
    Poll(std::chrono::milliseconds(50));
  }
  return true;
}

bool TopicSource::AtEnds() const {
  for (std::size_t place = 0; place < places_.size(); ++place)
    if (ends_[place] < 0 || next_[place] < ends_[place]) return false;
  return true;
}

std::vector<std::string> TopicSource::Finish(const std::vector<std::string>& started) {
  auto closed_of = closed_;
  for (const auto& actor : started) closed_of.try_emplace(actor, false);
  std::vector<std::string> unclosed;
  StoreTransaction transaction(store_);
  for (const auto& [actor, closed] : closed_of) {
    if (closed) continue;
    unclosed.push_back(actor);
    const auto told = actor + "#hole";
    if (store_.SpoolPosition(told) != 0) continue;
    store_.SetSpoolPosition(told, 1);
    store_.AddHole(
        actor, "the end of its audit records is missing: it was killed, or they did not arrive");
  }
  transaction.Commit();
  return unclosed;
}

}  // namespace kproof
