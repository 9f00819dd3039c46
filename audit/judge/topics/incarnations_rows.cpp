// The rows that Incarnations tells otherwise than they were told.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "audit/judge/topics/incarnations.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

// Records first … first + count - 1 of these.
OffsetRun Slice(const OffsetRun& all, std::uint64_t first, std::uint64_t count) {
  OffsetRun part;
  std::uint64_t before = 0;
  all.EachRun([&](const OffsetRun::Run& run) {
    for (auto i = std::max(first, before); i < std::min(first + count, before + run.count); ++i)
      part.Push(run.first + static_cast<std::int64_t>(i - before));
    before += run.count;
  });
  return part;
}

Digest DigestOf(std::uint64_t sequence, std::uint64_t count, const OffsetRun& offsets) {
  Digest digest;
  if (offsets.empty()) {
    for (auto end = sequence + count; sequence < end; ++sequence) digest.Add(sequence, -1);
  }
  offsets.EachRun([&](const OffsetRun::Run& run) {
    for (std::uint64_t i = 0; i < run.count; ++i)
      digest.Add(sequence++, run.first + static_cast<std::int64_t>(i));
  });
  return digest;
}

// A part of a span, cut out of it. `packed` keeps its offsets.
template <typename Row>
Row Cut(const Row& row, Range sequences, std::string& packed) {
  auto part = row;
  if (sequences.size() == row.count) return part;
  const auto offsets = Slice(row.Offsets(), sequences.first - row.first_sequence, sequences.size());
  part.first_sequence = sequences.first;
  part.count = sequences.size();
  packed = offsets.empty() ? "" : offsets.Pack();
  part.packed_offsets = packed;
  if (!offsets.empty()) {
    part.first_offset = offsets.first();
    part.last_offset = offsets.last();
  }
  part.digest = DigestOf(part.first_sequence, part.count, offsets);
  return part;
}

}  // namespace

std::vector<TopicRow> Incarnations::Topics() const {
  std::map<const Name*, TopicRow> described;  // by whatever row
  std::vector<TopicRow> rows;
  const auto told = told_.Topics();
  for (const auto& row : told) {
    auto& known = described.try_emplace(topics_.at(row.id).name.get(), row).first->second;
    if (row.partitions) known.partitions = row.partitions;
    if (row.replication) known.replication = row.replication;
    if (known.topic_id.empty()) known.topic_id = row.topic_id;
  }
  for (const auto& row : told) {
    const auto& name = *topics_.at(row.id).name;
    if (name.first != row.id) continue;
    auto topic = described.at(&name);
    topic.id = name.first;
    if (!name.remade) {
      rows.push_back(topic);
      continue;
    }
    const auto partitions = std::exchange(topic.partitions, std::nullopt);
    const auto put = [&](std::int64_t number, const std::string& id, const Incarnation& what) {
      rows.push_back(topic);
      rows.back().id = number;
      rows.back().topic_id = id;
      rows.back().incarnation = what;
    };
    for (std::size_t i = 0; i < name.topics.size(); ++i) {
      const auto incarnation = static_cast<int>(i);
      put(name.topics[i], name.eras.ids()[i],
          {true, name.eras.Deleted(incarnation), name.eras.Survived(incarnation), false,
           name.eras.unexplained(), name.eras.From(incarnation), name.eras.To(incarnation)});
      // Whoever described it described the one that there is.
      if (incarnation == name.eras.AtTheEnd()) rows.back().partitions = partitions;
    }
    for (const auto number : {name.unknown_place, name.unknown_record})
      put(number, "", {true, false, false, true, name.eras.unexplained()});
  }
  return rows;
}

std::vector<StreamRow> Incarnations::Streams() const {
  std::vector<StreamRow> rows;
  for (auto& row : told_.Streams()) {
    const auto stream = streams_.find(row.id);
    if (stream == streams_.end()) {
      row.topic = topics_.at(row.topic).name->first;
      rows.push_back(std::move(row));
      continue;
    }
    const auto& [name, parts, numbers] = stream->second;
    row.sent = std::max(row.sent, parts.sent());
    std::map<int, StreamRow> split;
    for (const auto& [incarnation, number] : numbers) {
      auto& part = split[incarnation] = row;
      part.id = number;
      part.topic = name->OfRecord(incarnation);
    }
    if (row.sent > 0) {
      parts.EachPart({0, row.sent}, [&](int there, Range sequences) {
        for (auto& [incarnation, part] : split) {
          if (incarnation != there) part.elsewhere.emplace_back(sequences.first, sequences.end);
        }
      });
    }
    for (auto& [incarnation, part] : split) rows.push_back(std::move(part));
  }
  return rows;
}

void Incarnations::EachSettled(const std::function<void(const SettledRow&)>& take,
                               const RowRanges& rows) const {
  std::string packed;
  told_.EachSettled(
      [&](const SettledRow& row) {
        bool continues = false;
        EachStream(row.stream, {row.first_sequence, row.first_sequence + row.count},
                   [&](std::int64_t stream, Range sequences) {
                     auto part = Cut(row, sequences, packed);
                     part.stream = stream;
                     part.topic.reset();
                     part.continues = std::exchange(continues, true);
                     take(part);
                   });
      },
      rows);
}

// Places are always told: most are in another topic than the stream is here.
void Incarnations::EachRead(const std::function<void(const ReadRow&)>& take, const RowRanges& rows,
                            ReadColumns) const {
  std::string packed;
  told_.EachRead(
      [&](const ReadRow& row) {
        EachPart(row, [&](std::int64_t stream, Range sequences, std::int64_t place) {
          auto part = Cut(row, sequences, packed);
          part.stream = stream;
          part.topic = place;
          if (row.run) {
            const auto run = run_parts_.find({*row.run, place});
            if (run != run_parts_.end()) part.run = run->second.number;
          }
          take(part);
        });
      },
      rows);
}

void Incarnations::EachRow(SpanTable table, const std::function<void(const SpanRow&)>& take) const {
  told_.EachRow(table, [&](const SpanRow& row) {
    EachStream(row.stream, {row.first_sequence, row.first_sequence + row.count},
               [&](std::int64_t stream, Range sequences) {
                 take({row.row, stream, sequences.first, sequences.size()});
               });
  });
}

void Incarnations::EachCorrupt(const std::function<void(const CorruptRow&)>& take) const {
  // One who names the topic's id and one who does not may have found the same.
  std::set<std::tuple<std::int64_t, std::int32_t, std::int64_t>> taken;
  told_.EachCorrupt([&](const CorruptRow& row) {
    EachStream(row.stream, {row.read.sequence, row.read.sequence + 1},
               [&](std::int64_t stream, Range) {
                 if (taken.emplace(stream, row.read.partition, row.read.offset).second)
                   take({stream, row.read});
               });
  });
}

std::vector<UnstampedRow> Incarnations::Unstamped() const {
  auto rows = told_.Unstamped();
  for (auto& row : rows) {
    const bool final = row.pass == Pass::kFinal;
    row.topic =
        PlaceOf(row.topic, final ? AtTheEnd(row.topic) : IncarnationOf(row.topic, {0, 0, false}));
  }
  return rows;
}

// Bounds without an id are of the incarnation that the pass returned records of.
std::vector<BoundsRow> Incarnations::AllBounds() const {
  std::vector<BoundsRow> rows;
  for (auto& row : told_.AllBounds()) {
    const auto& [name, id] = topics_.at(row.topic);
    auto incarnation = AtTheEnd(row.topic);
    const auto pass = passes_.find({row.actor, row.isolation, name.get(), row.bounds.partition});
    if (id.empty() && pass != passes_.end())
      incarnation = pass->second.size() == 1 ? *pass->second.begin() : TopicEras::kUnknown;
    if (name->remade && incarnation == TopicEras::kUnknown) continue;
    row.topic = PlaceOf(row.topic, incarnation);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<ReplicaRow> Incarnations::Replicas() const {
  auto rows = told_.Replicas();
  for (auto& row : rows) row.topic = PlaceOf(row.topic, {row.fact.at, row.fact.at});
  return rows;
}

std::vector<TxnRecordsRow> Incarnations::TxnRecords() const {
  std::vector<TxnRecordsRow> rows;
  for (const auto& row : told_.TxnRecords()) {
    EachStream(row.stream, {row.first_sequence, row.first_sequence + row.count},
               [&](std::int64_t stream, Range sequences) {
                 rows.push_back({row.txn, stream, sequences.first, sequences.size()});
               });
  }
  return rows;
}

void Incarnations::EachProcessed(const std::function<void(const ProcessedRow&)>& take) const {
  std::size_t number = 0;
  told_.EachProcessed([&](const ProcessedRow& told) {
    auto row = told;
    const auto known = effects_.find(number++);
    if (known == effects_.end()) {
      row.topic = PlaceOf(row.topic, At(row.actor, row.processed.from, row.processed.to));
      return take(row);
    }
    for (const auto& [incarnation, offsets] : known->second) {
      row.topic = PlaceOf(told.topic, incarnation);
      row.processed.offsets = offsets;
      take(row);
    }
  });
}

// It is not told in which of several the inputs stood.
std::vector<MadeFromRow> Incarnations::MadeFrom() const {
  std::vector<MadeFromRow> rows;
  for (const auto& told : told_.MadeFrom()) {
    const auto offsets = told.span.offsets.Decode();
    const Range sequences{told.span.first_sequence, told.span.first_sequence + offsets.size()};
    EachStream(told.stream, sequences, [&](std::int64_t stream, Range part) {
      auto row = told;
      row.stream = stream;
      row.topic = PlaceOf(told.topic, TopicEras::kUnknown);
      row.span.first_sequence = part.first;
      row.span.offsets = {};
      for (auto at = part.first; at < part.end; ++at)
        row.span.offsets.Push(offsets[at - sequences.first]);
      rows.push_back(std::move(row));
    });
  }
  return rows;
}

// A commit took place between its asking and its answer.
std::vector<CommitRow> Incarnations::Commits() const {
  auto rows = told_.Commits();
  for (auto& row : rows) {
    const auto asked = row.commit.asked.value_or(row.commit.at);
    row.topic = PlaceOf(row.topic, At(row.actor, asked, row.commit.at));
  }
  return rows;
}

std::vector<ResetRow> Incarnations::Resets() const {
  auto rows = told_.Resets();
  for (auto& row : rows) row.topic = PlaceOf(row.topic, At(row.actor, row.reset.at));
  return rows;
}

std::vector<AssignmentRow> Incarnations::Assignments() const {
  auto rows = told_.Assignments();
  for (auto& row : rows) {
    for (auto& topic : row.topics) topic = PlaceOf(topic, At(row.actor, row.assignment.at));
  }
  return rows;
}

void Incarnations::EachKey(const std::function<void(const KeyRow&)>& take) const {
  told_.EachKey([&](const KeyRow& row) {
    const auto first = row.span.first_sequence;
    EachStream(row.stream, {first, first + row.span.hashes.size()},
               [&](std::int64_t stream, Range sequences) {
                 KeyRow part{stream, {sequences.first, {}, {}}};
                 for (auto at = sequences.first - first; at < sequences.end - first; ++at) {
                   part.span.hashes.push_back(row.span.hashes[at]);
                   part.span.tombstones.push_back(row.span.tombstones[at]);
                 }
                 take(part);
               });
  });
}

// When they were found is not told.
void Incarnations::EachFoundKey(const std::function<void(const FoundKeyRow&)>& take) const {
  told_.EachFoundKey([&](const FoundKeyRow& told) {
    auto row = told;
    row.topic = PlaceOf(row.topic, {0, 0, false});
    take(row);
  });
}

}  // namespace kproof
