#include "audit/facts/single_records.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "audit/facts/fixed_fields.h"
#include "audit/facts/spool_bytes.h"
#include "audit/facts/spool_flow.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr std::size_t kStampVersion1Bytes = 32;

// A record that was settled.
struct SettledEntry {
  std::uint32_t stream;
  std::uint64_t sequence;
  Outcome outcome;
  std::int64_t offset;
  std::int32_t error;
  RunMicros intended, at;
};

// A record that a reader found.
struct FoundEntry {
  std::size_t place;
  std::int64_t offset;
  RunMicros at;
  std::int64_t wall_us;
  std::uint32_t value_crc32c;
  std::optional<Stamp> stamp;
};

// One that no producer can have made is none: nobody sends so many records, or at such a time.
bool Possible(const Stamp& stamp) {
  return stamp.sequence >> 63 == 0 && stamp.created_us > -kMostMicros &&
         stamp.created_us < kMostMicros;
}

// Its length (0: the record has none), and always room for the longest.
std::optional<Stamp> StampIn(FixedFields& fields) {
  const auto length = fields.ByteUpTo(kStampBytes);
  const auto bytes = fields.Bytes(kStampBytes);
  if (length != kStampBytes && length != kStampVersion1Bytes) return std::nullopt;
  try {
    const auto stamp = Decode(bytes.first(length));
    return Possible(stamp) ? std::optional(stamp) : std::nullopt;
  } catch (const Error&) {
    return std::nullopt;
  }
}

// All of a frame or nothing: entries of one that makes no sense count nowhere.
template <typename Entry, typename Parse>
std::vector<Entry> EntriesIn(FixedFields& fields, const Parse& parse) {
  std::vector<Entry> entries;
  while (fields.More()) entries.push_back(parse());
  return entries;
}

}  // namespace

SingleRecords::SingleRecords(const std::vector<StreamId>& streams,
                             std::function<void(SpoolFrame)> emit)
    : streams_(streams),
      emit_(std::move(emit)),
      settled_([this](std::uint32_t stream, const SettledSpan& span) {
        emit_(SpoolSettled{streams_[stream], span});
      }),
      runs_([this](const ReadRun& run) { emit_(SpoolRun{run}); }),
      effects_([this](const Processed& processed) { emit_(SpoolProcessed{processed}); }) {}

FoundTracker& SingleRecords::ReaderOf(Pass pass, Isolation isolation) {
  for (const Reader& reader : readers_)
    if (reader.pass == pass && reader.isolation == isolation) return *reader.found;
  auto found = std::make_unique<FoundTracker>(
      cluster_, pass, isolation,
      FoundTracker::Emit{
          .read =
              [this, pass, isolation](const StreamId& stream, const ReadSpan& span,
                                      std::optional<std::uint64_t> run) {
                emit_(SpoolRead{stream, pass, isolation, span, run});
              },
          .corrupt =
              [this, pass, isolation](const StreamId& stream, const CorruptRead& read) {
                emit_(SpoolCorrupt{stream, pass, isolation, read});
              },
          .foreign =
              [this, pass, isolation](const ForeignRead& read) {
                emit_(SpoolForeign{pass, isolation, read});
              }});
  for (const PlaceId& place : places_) {
    found->Know(place.topic);
    found->AddPlace(place.topic, place.partition);
  }
  return *readers_.emplace_back(pass, isolation, std::move(found)).found;
}

void SingleRecords::TakePlace(std::string_view payload) {
  SpoolParser bytes(payload);
  if (bytes.Number() != places_.size())
    throw Error(ErrorKind::kCorrupt, "a spool frame numbers a place out of turn");
  PlaceId place{.cluster = cluster_, .topic = bytes.Text(), .partition = bytes.Int()};
  bytes.End();
  for (const Reader& reader : readers_) {
    reader.found->Know(place.topic);
    reader.found->AddPlace(place.topic, place.partition);
  }
  places_.push_back(std::move(place));
}

std::size_t SingleRecords::PlaceIn(FixedFields& fields) const {
  const std::size_t place = fields.U32();
  if (place >= places_.size())
    throw Error(
        ErrorKind::kCorrupt,
        fmt::format("a frame of single records names place {} before it is defined", place));
  return place;
}

void SingleRecords::TakeSettled(std::string_view payload) {
  FixedFields fields(payload);
  const auto written = fields.Micros();
  const auto entries = EntriesIn<SettledEntry>(fields, [&] {
    SettledEntry entry{};
    entry.stream = fields.U32();
    if (entry.stream >= streams_.size())
      throw Error(ErrorKind::kCorrupt,
                  fmt::format("a frame of single records names stream {} before it is defined",
                              entry.stream));
    entry.sequence = fields.Sequence();
    entry.outcome =
        static_cast<Outcome>(fields.ByteUpTo(static_cast<std::uint8_t>(Outcome::kUnknown)));
    entry.offset = fields.Offset(false);
    entry.error = fields.I32();
    entry.intended = fields.Micros();
    entry.at = fields.Micros();
    return entry;
  });
  for (const auto& entry : entries)
    settled_.Settle(entry.stream, entry.sequence, entry.outcome,
                    entry.outcome == Outcome::kAcked ? entry.offset : -1, entry.error,
                    entry.intended, entry.at);
  settled_.FlushOlderThan(written);
}

void SingleRecords::TakeFound(std::string_view payload) {
  FixedFields fields(payload);
  const auto written = fields.Micros();
  const auto pass = static_cast<Pass>(fields.ByteUpTo(1));
  const auto isolation = static_cast<Isolation>(fields.ByteUpTo(1));
  const auto entries = EntriesIn<FoundEntry>(fields, [&] {
    FoundEntry entry{};
    entry.place = PlaceIn(fields);
    entry.offset = fields.Offset(true);
    entry.at = fields.Micros();
    entry.wall_us = fields.Micros();
    entry.value_crc32c = fields.U32();
    entry.stamp = StampIn(fields);
    return entry;
  });
  FoundTracker& found = ReaderOf(pass, isolation);
  for (const auto& entry : entries) {
    if (!entry.stamp) {
      found.TakeForeign(entry.place, entry.offset);
      continue;
    }
    const auto run = runs_.Read(places_[entry.place], isolation, group_, entry.offset, entry.at);
    found.Take(entry.place, entry.offset, *entry.stamp, entry.value_crc32c, entry.at, entry.wall_us,
               run);
  }
  found.FlushOlderThan(written);
}

std::vector<SingleRecords::Placed> SingleRecords::PlacedIn(std::string_view payload) const {
  FixedFields fields(payload);
  return EntriesIn<Placed>(fields, [&] {
    Placed entry{};
    entry.place = PlaceIn(fields);
    entry.offset = fields.Offset(true);
    entry.at = fields.Micros();
    return entry;
  });
}

void SingleRecords::TakeEffects(std::string_view payload) {
  if (group_.empty())
    throw Error(ErrorKind::kCorrupt, "a spool frame has effects of no group",
                Hint("a frame 64 (assigned) has to come first"));
  for (const auto& entry : PlacedIn(payload))
    effects_.Effect(places_[entry.place], group_, entry.offset, entry.at);
  effects_.Flush();
}

void SingleRecords::TakeAssigned(std::string_view payload) {
  SpoolParser bytes(payload);
  auto fact = ParseAssignment(bytes);
  bytes.End();
  for (const Reader& reader : readers_) reader.found->Flush();
  group_ = fact.assignment.group;
  runs_.Assign(fact.assignment.places, fact.assignment.at);
  emit_(std::move(fact));
}

void SingleRecords::TakeMoved(std::string_view payload) {
  for (const auto& entry : PlacedIn(payload))
    runs_.Seek(places_[entry.place], entry.offset, entry.at);
}

void SingleRecords::End() {
  settled_.Flush();
  for (const Reader& reader : readers_) reader.found->Flush();
  effects_.Flush();
  runs_.End();
}

}  // namespace kproof
