#include "audit/facts/spool_flow.h"

#include <limits>

#include "audit/facts/keys.h"
#include "audit/facts/spool_format.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr std::uint64_t kMostPlaces = 1 << 20;  // of one assignment

template <typename Fact>
PlaceId PlaceOf(const Fact& fact) {
  return {fact.cluster, fact.topic, fact.partition};
}

template <typename Fact>
void TakePlace(SpoolParser& bytes, Fact& fact) {
  auto place = bytes.Place();
  fact.cluster = std::move(place.cluster);
  fact.topic = std::move(place.topic);
  fact.partition = place.partition;
}

OffsetRun TakeOffsets(SpoolParser& bytes) {
  auto offsets = bytes.Offsets();
  if (offsets.empty())
    throw Error(ErrorKind::kCorrupt, "a spool frame holds a span without offsets");
  return offsets;
}

constexpr auto kMostSequence = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

}  // namespace

void SpoolWriter::Add(const SpoolKeys& keys) {
  const auto number = Number(keys.stream);
  SpoolBytes bytes;
  bytes.Number(number).Number(keys.span.first_sequence).Number(keys.span.hashes.size());
  bytes.Text(PackHashes(keys.span.hashes)).Text(PackBits(keys.span.tombstones));
  Append(spool::kKeys, bytes.bytes());
}

SpoolKeys ParseKeys(SpoolParser& bytes, const StreamId& stream) {
  SpoolKeys keys{.stream = stream, .span = {}};
  keys.span.first_sequence = bytes.NumberUpTo(kMostSequence);
  const auto count = bytes.NumberUpTo(spool::kLongestFrame);
  if (count == 0) throw Error(ErrorKind::kCorrupt, "a spool frame holds a span of no keys");
  keys.span.hashes = UnpackHashes(bytes.Text(), count);
  keys.span.tombstones = UnpackBits(bytes.Text(), count);
  return keys;
}

void SpoolWriter::Add(const SpoolFoundKey& found) {
  const auto& key = found.key;
  SpoolBytes bytes;
  bytes.Text(key.topic).Signed(key.partition).Signed(key.offset).Number(key.hash);
  Append(spool::kFoundKey, bytes.Number(key.tombstone ? 1 : 0).Text(key.topic_id).bytes());
}

SpoolFoundKey ParseFoundKey(SpoolParser& bytes) {
  SpoolFoundKey found;
  auto& key = found.key;
  key.topic = bytes.Text();
  key.partition = bytes.Int();
  key.offset = bytes.Signed();
  key.hash = bytes.Number();
  key.tombstone = bytes.NumberUpTo(1) == 1;
  key.topic_id = bytes.Text();
  return found;
}

void SpoolWriter::Add(const SpoolMadeFrom& made) {
  const auto number = Number(made.stream);
  SpoolBytes bytes;
  bytes.Number(number)
      .Number(made.span.first_sequence)
      .Place({made.span.cluster, made.span.topic, made.span.partition});
  Append(spool::kMadeFrom, bytes.Offsets(made.span.offsets).bytes());
}

SpoolMadeFrom ParseMadeFrom(SpoolParser& bytes, const StreamId& stream) {
  SpoolMadeFrom made{.stream = stream, .span = {}};
  made.span.first_sequence = bytes.NumberUpTo(kMostSequence);
  auto place = bytes.Place();
  made.span.cluster = std::move(place.cluster);
  made.span.topic = std::move(place.topic);
  made.span.partition = place.partition;
  made.span.offsets = TakeOffsets(bytes);
  return made;
}

void SpoolWriter::Add(const SpoolLargest& largest) {
  const auto number = Number(largest.stream);
  Append(spool::kLargest, SpoolBytes()
                              .Number(number)
                              .Number(largest.largest.bytes)
                              .Number(largest.largest.headers)
                              .bytes());
}

void SpoolWriter::Add(const SpoolRun& fact) {
  const auto& run = fact.run;
  SpoolBytes bytes;
  bytes.Number(run.number)
      .Maybe(run.assignment ? std::optional(static_cast<std::int64_t>(*run.assignment))
                            : std::nullopt)
      .Place(PlaceOf(run))
      .Number(static_cast<std::uint64_t>(run.isolation))
      .Text(run.group)
      .Number(static_cast<std::uint64_t>(run.cause))
      .Maybe(run.position)
      .Signed(run.at)
      .Text(run.topic_id);
  Append(spool::kRun, bytes.bytes());
}

SpoolRun ParseRun(SpoolParser& bytes) {
  SpoolRun fact;
  auto& run = fact.run;
  run.number = bytes.Number();
  if (const auto assignment = bytes.Maybe())
    run.assignment = static_cast<std::uint64_t>(*assignment);
  TakePlace(bytes, run);
  run.isolation = bytes.Word(Isolation::kCommitted);
  run.group = bytes.Text();
  run.cause = bytes.Word(RunCause::kUnassigned);
  run.position = bytes.Maybe();
  run.at = bytes.Signed();
  run.topic_id = bytes.Text();
  return fact;
}

void SpoolWriter::Add(const SpoolAssignment& fact) {
  const auto& assignment = fact.assignment;
  SpoolBytes bytes;
  bytes.Text(assignment.cluster)
      .Text(assignment.group)
      .Maybe(assignment.how ? std::optional(static_cast<std::int64_t>(*assignment.how))
                            : std::nullopt)
      .Maybe(assignment.generation ? std::optional(std::int64_t{*assignment.generation})
                                   : std::nullopt)
      .Signed(assignment.at)
      .Number(assignment.places.size());
  for (const auto& [place, position, topic_id] : assignment.places)
    bytes.Place(place).Maybe(position).Text(topic_id);
  Append(spool::kAssignment, bytes.bytes());
}

SpoolAssignment ParseAssignment(SpoolParser& bytes) {
  SpoolAssignment fact;
  auto& assignment = fact.assignment;
  assignment.cluster = bytes.Text();
  assignment.group = bytes.Text();
  if (bytes.NumberUpTo(1) == 1) {
    const auto how = bytes.Signed();
    if (how < 0 || how > static_cast<std::int64_t>(AssignHow::kManual))
      throw Error(ErrorKind::kCorrupt, "a spool frame holds a number that is out of range");
    assignment.how = static_cast<AssignHow>(how);
  }
  if (bytes.NumberUpTo(1) == 1) assignment.generation = bytes.Int();
  assignment.at = bytes.Signed();
  for (auto left = bytes.NumberUpTo(kMostPlaces); left > 0; --left) {
    AssignedPlace place{bytes.Place(), std::nullopt};
    place.position = bytes.Maybe();
    place.topic_id = bytes.Text();
    assignment.places.push_back(std::move(place));
  }
  return fact;
}

void SpoolWriter::Add(const SpoolProcessed& fact) {
  const auto& processed = fact.processed;
  SpoolBytes bytes;
  bytes.Text(processed.group).Place(PlaceOf(processed)).Offsets(processed.offsets);
  Append(spool::kProcessed,
         bytes.Signed(processed.from).Signed(processed.to).Text(processed.topic_id).bytes());
}

SpoolProcessed ParseProcessed(SpoolParser& bytes) {
  SpoolProcessed fact;
  auto& processed = fact.processed;
  processed.group = bytes.Text();
  TakePlace(bytes, processed);
  processed.offsets = TakeOffsets(bytes);
  processed.from = bytes.Signed();
  processed.to = bytes.Signed();
  processed.topic_id = bytes.Text();
  return fact;
}

void SpoolWriter::Add(const SpoolCommit& fact) {
  const auto& commit = fact.commit;
  SpoolBytes bytes;
  bytes.Text(commit.group)
      .Place(PlaceOf(commit))
      .Signed(commit.offset)
      .Number(static_cast<std::uint64_t>(commit.outcome))
      .Signed(commit.at)
      .Maybe(commit.asked)
      .Text(commit.txn)
      .Number(static_cast<std::uint64_t>(commit.store))
      .Text(commit.topic_id);
  Append(spool::kCommit, bytes.bytes());
}

SpoolCommit ParseCommit(SpoolParser& bytes) {
  SpoolCommit fact;
  auto& commit = fact.commit;
  commit.group = bytes.Text();
  TakePlace(bytes, commit);
  commit.offset = bytes.Signed();
  commit.outcome = bytes.Word(Outcome::kUnknown);
  commit.at = bytes.Signed();
  commit.asked = bytes.Maybe();
  commit.txn = bytes.Text();
  commit.store = bytes.Word(CommitStore::kExternal);
  commit.topic_id = bytes.Text();
  return fact;
}

void SpoolWriter::Add(const SpoolReset& fact) {
  const auto& reset = fact.reset;
  SpoolBytes bytes;
  bytes.Text(reset.group).Place(PlaceOf(reset)).Signed(reset.offset).Signed(reset.at);
  Append(spool::kReset, bytes.Text(reset.topic_id).bytes());
}

SpoolReset ParseReset(SpoolParser& bytes) {
  SpoolReset fact;
  auto& reset = fact.reset;
  reset.group = bytes.Text();
  TakePlace(bytes, reset);
  reset.offset = bytes.Signed();
  reset.at = bytes.Signed();
  reset.topic_id = bytes.Text();
  return fact;
}

void SpoolWriter::Add(const SpoolTxn& fact) {
  const auto& txn = fact.txn;
  SpoolBytes bytes;
  bytes.Text(txn.name).Maybe(txn.began).Maybe(txn.commit_asked).Maybe(txn.abort_asked);
  bytes.Maybe(txn.ended).Number(txn.outcome ? static_cast<std::uint64_t>(*txn.outcome) + 1 : 0);
  Append(spool::kTxn, bytes.bytes());
}

SpoolTxn ParseTxn(SpoolParser& bytes) {
  SpoolTxn fact;
  auto& txn = fact.txn;
  txn.name = bytes.Text();
  txn.began = bytes.Maybe();
  txn.commit_asked = bytes.Maybe();
  txn.abort_asked = bytes.Maybe();
  txn.ended = bytes.Maybe();
  const auto outcome = bytes.NumberUpTo(static_cast<std::uint64_t>(TxnOutcome::kUnknown) + 1);
  if (outcome > 0) txn.outcome = static_cast<TxnOutcome>(outcome - 1);
  return fact;
}

void SpoolWriter::Add(const SpoolTxnRecords& fact) {
  const auto number = Number(fact.stream);
  SpoolBytes bytes;
  bytes.Number(number).Text(fact.txn).Number(fact.first_sequence).Number(fact.count);
  Append(spool::kTxnRecords, bytes.bytes());
}

SpoolTxnRecords ParseTxnRecords(SpoolParser& bytes, const StreamId& stream) {
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  SpoolTxnRecords fact{.stream = stream, .txn = bytes.Text()};
  fact.first_sequence = bytes.NumberUpTo(kMost);
  fact.count = bytes.NumberUpTo(kMost - fact.first_sequence);
  if (fact.count == 0) throw Error(ErrorKind::kCorrupt, "a spool frame holds a span of no records");
  return fact;
}

}  // namespace kproof
