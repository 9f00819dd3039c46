#include "tests/unit/audit/oracle_log.h"

#include <algorithm>

#include "tests/unit/audit/oracle_topics.h"

namespace kproof {

OracleLog::OracleLog(const EventList& events) : events_(events) {
  for (const auto& read : events.reads) {
    if (Stands(read) && !InAnotherIncarnation(read))
      records_[read.record].insert({read.partition, read.offset});
  }
}

// Reading: in the same partition of another incarnation of its topic a record is no copy and not
// misplaced; it counts there for nothing.
bool OracleLog::InAnotherIncarnation(const ReadEvent& read) {
  const auto topic = OracleTopicOf(read.partition);
  return topic != kOracleRefunds && topic != OracleTopicOf(read.record.partition) &&
         OracleNumberOf(read.partition) == OracleNumberOf(read.record.partition);
}

bool OracleLog::Visible(const Identity& record) const {
  return std::any_of(events_.reads.begin(), events_.reads.end(), [&](const ReadEvent& read) {
    if (read.record != record || !Stands(read) || InAnotherIncarnation(read)) return false;
    if (read.isolation == Isolation::kCommitted || !HasCommittedPass(read.partition)) return true;
    return events_.compacted ||
           std::none_of(events_.bounds.begin(), events_.bounds.end(), [&](const auto& b) {
             return b.bounds.partition == read.partition && b.isolation == Isolation::kCommitted &&
                    !events_.never_closed.contains(b.reader) && b.bounds.start <= read.offset &&
                    read.offset < std::min(b.bounds.end, b.bounds.position.value_or(b.bounds.end));
           });
  });
}

bool OracleLog::StandsIn(const Identity& record, std::int32_t partition) const {
  const auto places = records_.find(record);
  return places != records_.end() &&
         std::any_of(places->second.begin(), places->second.end(),
                     [&](const Place& place) { return place.first == partition; });
}

bool OracleLog::StandsAt(const Identity& record, const Place& place) const {
  const auto places = records_.find(record);
  return places != records_.end() && places->second.contains(place);
}

bool OracleLog::Stands(const ReadEvent& read) const {
  return InBounds(read.pass, read.isolation, {read.partition, read.offset});
}

bool OracleLog::Stands(const ForeignEvent& read) const {
  return InBounds(read.pass, read.isolation, {read.partition, read.offset});
}

bool OracleLog::InBounds(Pass pass, Isolation isolation, const Place& place) const {
  if (!HasFinalPass(place.first)) return true;
  return pass == Pass::kFinal &&
         std::any_of(events_.bounds.begin(), events_.bounds.end(), [&](const auto& b) {
           return b.bounds.partition == place.first && b.isolation == isolation &&
                  b.bounds.start <= place.second && place.second < b.bounds.end;
         });
}

bool OracleLog::TakenByAnother(const Identity& record, const Place& place) const {
  for (const auto& [other, places] : records_) {
    if (other != record && places.contains(place)) return true;
  }
  return std::any_of(events_.foreign.begin(), events_.foreign.end(), [&](const auto& read) {
    return Place(read.partition, read.offset) == place && Stands(read);
  });
}

bool OracleLog::HasFinalPass(std::int32_t partition) const {
  return std::any_of(events_.bounds.begin(), events_.bounds.end(),
                     [&](const auto& b) { return b.bounds.partition == partition; });
}

bool OracleLog::HasCommittedPass(std::int32_t partition) const {
  return std::any_of(events_.bounds.begin(), events_.bounds.end(), [&](const auto& b) {
    return b.bounds.partition == partition && b.isolation == Isolation::kCommitted;
  });
}

std::int64_t OracleLog::Start(std::int32_t partition) const {
  std::optional<std::int64_t> start;
  for (const auto& b : events_.bounds) {
    if (b.bounds.partition == partition)
      start = std::min(start.value_or(b.bounds.start), b.bounds.start);
  }
  return start.value_or(0);
}

std::optional<std::int64_t> OracleLog::End(std::int32_t partition) const {
  std::optional<std::int64_t> end;
  for (const auto& b : events_.bounds) {
    if (b.bounds.partition == partition) end = std::max(end.value_or(b.bounds.end), b.bounds.end);
  }
  return end;
}

bool OracleLog::ToTheEnd(const Bounds& bounds) {
  return !bounds.position || *bounds.position >= bounds.end;
}

// Those below the end of the last pass, and what is above it.
bool OracleLog::GoneOverWhole(std::int32_t partition) const {
  if (!HasFinalPass(partition)) return false;
  std::int64_t last = 0;
  for (const auto& b : events_.bounds) last = std::max({last, b.bounds.start, b.bounds.end});
  for (auto offset = std::max<std::int64_t>(Start(partition), 0); offset <= last; ++offset) {
    if (!GoneOver({partition, offset})) return false;
  }
  return true;
}

bool OracleLog::GoneOver(const Place& place) const {
  if (!HasFinalPass(place.first)) return ReaderWentOver(place);
  return std::any_of(events_.bounds.begin(), events_.bounds.end(), [&](const auto& b) {
    if (b.bounds.partition != place.first || events_.never_closed.contains(b.reader)) return false;
    if (place.second < b.bounds.start) return false;
    if (!ToTheEnd(b.bounds)) return place.second < *b.bounds.position;
    return b.isolation == Isolation::kUncommitted || place.second < b.bounds.end;
  });
}

// Reading: a reader whose client told of trouble has gone over nothing, whenever that was.
bool OracleLog::LostItsPlace(const std::string& reader) const {
  return events_.never_closed.contains(reader) ||
         std::any_of(events_.client_notes.begin(), events_.client_notes.end(),
                     [&](const ClientNote& note) { return note.actor == reader; });
}

// Somebody stood at or below the place and then returned a higher offset.
bool OracleLog::ReaderWentOver(const Place& place) const {
  std::set<std::pair<std::string, Isolation>> stood;
  for (const auto& read : events_.reads) {
    if (read.consumer || read.partition != place.first || LostItsPlace(read.reader)) continue;
    const std::pair who(read.reader, read.isolation);
    if (read.offset > place.second && stood.contains(who)) return true;
    if (read.offset <= place.second) stood.insert(who);
  }
  for (const auto& run : OracleRuns(events_)) {
    if (run.assignment && run.partition == place.first && !run.returned.empty() &&
        !LostItsPlace(run.consumer) && *run.From() <= place.second &&
        place.second < run.returned.rbegin()->first)
      return true;
  }
  return false;
}

}  // namespace kproof
