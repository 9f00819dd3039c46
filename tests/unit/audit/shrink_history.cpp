#include "tests/unit/audit/shrink_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace kproof {
namespace {

template <typename Element>
void Erase(std::vector<Element>& list, const HistoryCut& cut) {
  const auto first = list.begin() + static_cast<std::ptrdiff_t>(cut.first);
  list.erase(first, first + static_cast<std::ptrdiff_t>(cut.count));
}

std::string Text(const Identity& record) {
  return fmt::format("{:x}/{}/p{}/{}", record.origin, record.life, record.partition,
                     record.sequence);
}

std::string Text(const std::optional<std::int64_t>& number) {
  return number ? std::to_string(*number) : "null";
}

const char* Text(Isolation isolation) {
  return isolation == Isolation::kCommitted ? "committed" : "uncommitted";
}

// In front of a partition.
std::string Topic(const std::string& id) { return id.empty() ? "" : id + "/"; }

void Show(const ConsumerStep& step, std::ostream& out) {
  static constexpr const char* kKinds[] = {"assign", "seek", "read", "process", "commit", "reset"};
  out << fmt::format("{} {} ({}, {}) {}: {}p{} offset {}", step.at, step.consumer, step.group,
                     Text(step.isolation), kKinds[step.kind], Topic(step.topic_id), step.partition,
                     step.offset);
  if (step.kind == ConsumerStep::kRead) out << " " << Text(step.record);
  if (step.kind == ConsumerStep::kCommit) {
    out << " outcome " << static_cast<int>(step.outcome) << (step.external ? " external" : "");
    if (step.asked) out << " asked " << *step.asked;
    if (!step.txn.empty()) out << " txn " << step.txn;
  }
  if (step.manual) out << " manual";
  if (step.generation) out << " generation " << *step.generation;
  for (const auto& [partition, position] : step.assigned)
    out << fmt::format(" [p{}, {}]", partition, Text(position));
  out << "\n";
}

}  // namespace

std::vector<HistoryCut> Cuts(const EventList& events) {
  const std::pair<HistoryCut::List, std::size_t> lists[] = {
      {HistoryCut::kSettles, events.settles.size()},
      {HistoryCut::kReads, events.reads.size()},
      {HistoryCut::kSteps, events.steps.size()},
      {HistoryCut::kTxns, events.txns.size()},
      {HistoryCut::kBounds, events.bounds.size()},
      {HistoryCut::kForeign, events.foreign.size()},
      {HistoryCut::kNotes, events.client_notes.size()},
      {HistoryCut::kSeen, events.seen.size()},
      {HistoryCut::kAdded, events.added.size()}};
  std::vector<HistoryCut> cuts;
  for (const auto& [list, size] : lists) {
    for (auto length = size; length > 0; length /= 2) {
      for (std::size_t first = 0; first + length <= size; first += length)
        cuts.push_back({list, first, length});
    }
  }
  std::stable_sort(cuts.begin(), cuts.end(),
                   [](const auto& a, const auto& b) { return a.count > b.count; });
  return cuts;
}

EventList Without(const EventList& events, const HistoryCut& cut) {
  EventList rest = events;
  switch (cut.list) {
    case HistoryCut::kSettles:
      Erase(rest.settles, cut);
      break;
    case HistoryCut::kReads:
      Erase(rest.reads, cut);
      break;
    case HistoryCut::kSteps:
      Erase(rest.steps, cut);
      break;
    case HistoryCut::kTxns:
      Erase(rest.txns, cut);
      break;
    case HistoryCut::kBounds:
      Erase(rest.bounds, cut);
      break;
    case HistoryCut::kForeign:
      Erase(rest.foreign, cut);
      break;
    case HistoryCut::kNotes:
      Erase(rest.client_notes, cut);
      break;
    case HistoryCut::kSeen:
      Erase(rest.seen, cut);
      break;
    case HistoryCut::kAdded:
      Erase(rest.added, cut);
  }
  // What a consumer read is a step and a read.
  std::erase_if(rest.reads, [&](const ReadEvent& read) {
    return read.consumer && std::none_of(rest.steps.begin(), rest.steps.end(), [&](const auto& s) {
             return s.kind == ConsumerStep::kRead && s.consumer == read.reader && s.at == read.at;
           });
  });
  std::erase_if(rest.steps, [&](const ConsumerStep& step) {
    return step.kind == ConsumerStep::kRead &&
           std::none_of(rest.reads.begin(), rest.reads.end(), [&](const auto& read) {
             return read.consumer && read.reader == step.consumer && read.at == step.at;
           });
  });
  return rest;
}

std::string Describe(const std::map<std::string, std::uint64_t>& counts) {
  std::string text;
  for (const auto& [name, count] : counts) text += fmt::format("{} {}, ", name, count);
  return text;
}

namespace {

void ShowAbout(const EventList& events, std::ostream& out) {
  out << fmt::format(
      "\ncompacted {}, retention explains {}, retention bytes {}, compressed {}, tombstones may be "
      "gone {}, records deleted {}, assignments named {}\n",
      events.compacted, events.retention_explains, Text(events.retention_bytes), events.compressed,
      events.tombstones_may_be_gone, events.records_deleted, events.names_assignments);
  for (const auto& name : events.never_closed) out << name << " never closed\n";
  for (const auto& name : events.untimed) out << name << " has no clock\n";
  for (const auto origin : events.hidden_origins) out << fmt::format("{:x} never closed\n", origin);
  for (const auto origin : events.untimed_origins)
    out << fmt::format("{:x} has no clock\n", origin);
  for (const auto& [from, to] : events.deletions)
    out << fmt::format("topic deleted {}, again {}\n", from, Text(to));
  for (const auto& [at, id] : events.seen) out << fmt::format("{} topic {} seen\n", at, id);
  for (const auto& [from, to] : events.added)
    out << fmt::format("partitions added {}..{}\n", from, to);
  for (const auto& [actor, at] : events.client_notes)
    out << fmt::format("{} note of {}\n", at, actor);
}

void ShowStreams(const EventList& events, std::ostream& out) {
  for (const auto& [stream, sent] : events.sent) {
    const auto& [origin, life, partition] = stream;
    out << fmt::format("{:x}/{}/p{} sent {}", origin, life, partition, sent);
    const auto largest = events.largest.find(stream);
    if (largest != events.largest.end())
      out << fmt::format(", largest {} with {} headers", largest->second.bytes,
                         largest->second.headers);
    out << "\n";
  }
  for (const auto& [record, key] : events.keys)
    out << Text(record) << " key " << key.hash << (key.tombstone ? " tombstone\n" : "\n");
}

}  // namespace

void showValue(const EventList& events, std::ostream& out) {
  ShowAbout(events, out);
  ShowStreams(events, out);
  for (const auto& txn : events.txns) {
    out << fmt::format("{} of {:x} {}: commit asked {}, ended {}, outcome {}:", txn.name,
                       txn.origin, txn.actor, Text(txn.commit_asked), Text(txn.ended),
                       txn.outcome ? static_cast<int>(*txn.outcome) : -1);
    for (const auto& record : txn.sends) out << " " << Text(record);
    out << "\n";
  }
  for (const auto& settle : events.settles) {
    out << fmt::format("{} settle {}{} {} at {}\n", settle.at, Topic(settle.topic_id),
                       Text(settle.record), static_cast<int>(settle.outcome), settle.offset);
  }
  for (const auto& read : events.reads) {
    if (read.consumer) continue;
    out << fmt::format("{} {} {} {} read {}p{} {}: {}\n", read.at, read.reader,
                       read.pass == Pass::kFinal ? "final" : "live", Text(read.isolation),
                       read.in_refunds ? "refunds/" : Topic(read.topic_id), read.partition,
                       read.offset, Text(read.record));
  }
  for (const auto& read : events.foreign) {
    out << fmt::format("{} {} {} read p{} {}: foreign", read.at, read.reader, Text(read.isolation),
                       read.partition, read.offset);
    if (read.key) out << " key " << read.key->hash << (read.key->tombstone ? " tombstone" : "");
    out << "\n";
  }
  for (const auto& step : events.steps) Show(step, out);
  for (const auto& [reader, isolation, bounds, topic_id] : events.bounds) {
    out << fmt::format("{} bounds {} {}p{} {}..{} position {}\n", reader, Text(isolation),
                       Topic(topic_id), bounds.partition, bounds.start, bounds.end,
                       Text(bounds.position));
  }
}

}  // namespace kproof
