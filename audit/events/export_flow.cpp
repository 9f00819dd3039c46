// Runs of readers as the assignments and seeks that began them, transactions, effects and commits
// of groups.
#include <fmt/format.h>

#include <algorithm>

#include "audit/events/event.h"
#include "audit/events/exporter.h"

namespace kproof {

// A second of a run in which spans of several producers lie between one another: their records
// share the hundredths in which any of them was read.
struct Exporter::MixedSecond {
  std::uint64_t count = 0;
  RunMicros from = std::numeric_limits<RunMicros>::max();
  RunMicros to = std::numeric_limits<RunMicros>::min();
  Pulse pulse;
  std::int64_t last_offset = -1;
  bool overlaps = false;  // spans of it lie between one another
  bool lasts = false;     // and some are of more than one moment
  std::vector<RunMicros> times = {};
  std::size_t next = 0;

  RunMicros NextTime() {
    if (times.empty()) times = TimesWithin(count, from, to, pulse);
    return times[std::min(next++, times.size() - 1)];
  }
};

// Of spans with the least offset last. Spans of one moment each keep it.
std::map<std::int64_t, Exporter::MixedSecond> Exporter::MixedSeconds(
    const std::vector<OwnedRead>& reads) {
  std::map<std::int64_t, MixedSecond> seconds;
  for (auto read = reads.rbegin(); read != reads.rend(); ++read) {
    const auto& row = read->row;
    auto& second = seconds[SecondOf(row.from)];
    second.overlaps = second.overlaps || row.first_offset < second.last_offset;
    second.lasts = second.lasts || row.from < row.to;
    second.last_offset = std::max(second.last_offset, row.last_offset);
    second.count += row.count;
    second.from = std::min(second.from, row.from);
    second.to = std::max(second.to, row.to);
    second.pulse.low |= row.pulse.low;
    second.pulse.high |= row.pulse.high;
  }
  std::erase_if(seconds,
                [](const auto& entry) { return !entry.second.overlaps || !entry.second.lasts; });
  return seconds;
}

// Goes through one span of reads, record by record.
struct Exporter::Cursor {
  explicit Cursor(const OwnedRead& read) : row(read.row) {
    row.packed_offsets = read.packed;
    offsets = row.Offsets().Decode();
    times = TimesWithin(row.count, row.from, row.to, row.pulse);
    row.packed_offsets = {};
  }
  std::int64_t offset() const { return offsets[next]; }

  ReadRow row;
  std::vector<std::int64_t> offsets;
  std::vector<RunMicros> times;
  std::size_t next = 0;
};

void Exporter::PutBeginning(const RunRow& row, std::map<PlaceKey, std::uint64_t>& held) {
  const auto& run = row.run;
  const auto& actor = Actor(row.actor);
  const PlaceKey place{run.topic, run.partition};
  if (run.cause == RunCause::kSeek && run.position) {
    EventLine line("seek");
    line.Text("actor", actor.name)
        .Text("topic", run.topic)
        .Int("partition", run.partition)
        .Int("offset", *run.position)
        .TextUnless("", "topic_id", run.topic_id)
        .TextUnless("main", "cluster", run.cluster);
    return Put(run.at, &actor, std::move(line));
  }
  if (assignments_.contains(row.actor)) return;  // they were exported themselves
  const auto assign = [&] {
    std::string list;
    for (const auto& [other, number] : held) {
      const bool here = other == place;
      list += (list.empty() ? "[" : ",[") + Quoted(other.first) + "," +
              std::to_string(other.second) + "," +
              (here && run.position ? std::to_string(*run.position) : "null") + "]";
    }
    EventLine line("assign");
    line.Text("actor", actor.name)
        .Raw("partitions", "[" + list + "]")
        .TextUnless("main", "cluster", run.cluster);
    Put(run.at, &actor, std::move(line));
  };
  // Where it stepped back by itself, or read in a group that assigned it nothing, the reads say so.
  if (run.cause == RunCause::kStepBack || run.cause == RunCause::kSeek) return;
  const auto known = held.find(place);
  const bool stays = known != held.end() && run.assignment && known->second == *run.assignment;
  if (stays && !run.position) return;
  if (known != held.end() && !stays) {
    held.erase(known);
    assign();
  }
  if (!run.assignment) return;
  held[place] = *run.assignment;
  assign();
}

void Exporter::PutRun(const RunRow& run, std::vector<OwnedRead> reads) {
  std::sort(reads.begin(), reads.end(), [](const OwnedRead& a, const OwnedRead& b) {
    return a.row.first_offset > b.row.first_offset;  // the next one last
  });
  auto mixed = MixedSeconds(reads);
  const auto later = [](const auto& a, const auto& b) { return a->offset() > b->offset(); };
  std::vector<std::unique_ptr<Cursor>> open;  // a heap, the least offset first
  RunMicros at = run.run.at;
  while (!open.empty() || !reads.empty()) {
    while (!reads.empty() &&
           (open.empty() || reads.back().row.first_offset <= open.front()->offset())) {
      open.push_back(std::make_unique<Cursor>(reads.back()));
      std::push_heap(open.begin(), open.end(), later);
      reads.pop_back();
    }
    std::pop_heap(open.begin(), open.end(), later);
    auto& cursor = *open.back();
    const auto second = mixed.find(SecondOf(cursor.row.from));
    at =
        std::max(at, second == mixed.end() ? cursor.times[cursor.next] : second->second.NextTime());
    PutRead(cursor.row, cursor.offset(), cursor.row.first_sequence + cursor.next, at,
            run.run.group);
    if (++cursor.next < cursor.offsets.size()) {
      std::push_heap(open.begin(), open.end(), later);
    } else {
      open.pop_back();
    }
  }
}

void Exporter::AddRuns() {
  auto runs = store_->Runs();
  std::stable_sort(runs.begin(), runs.end(), [](const RunRow& a, const RunRow& b) {
    return std::pair(a.actor, a.run.number) < std::pair(b.actor, b.run.number);
  });
  std::map<std::pair<std::int64_t, std::string>, std::map<PlaceKey, std::uint64_t>> held;
  for (const auto& run : runs) {
    PutAssignments(run.actor, run.run.at);
    PutBeginning(run, held[{run.actor, run.run.cluster}]);
    const auto reads = run_reads_.find(run.id);
    if (reads == run_reads_.end()) continue;
    PutRun(run, std::move(reads->second));
    run_reads_.erase(reads);
  }
  for (const auto& [actor, rows] : assignments_)
    PutAssignments(actor, std::numeric_limits<RunMicros>::max());
}

void Exporter::LoadAssignments() {
  for (auto& row : store_->Assignments()) {
    const auto actor = row.actor;
    assignments_[actor].push_back(std::move(row));
  }
}

void Exporter::PutAssignments(std::int64_t actor, RunMicros until) {
  const auto found = assignments_.find(actor);
  if (found == assignments_.end()) return;
  for (auto& rows = found->second; !rows.empty() && rows.front().assignment.at <= until;
       rows.pop_front()) {
    const auto& told = rows.front().assignment;
    std::string list;
    for (const auto& [place, position, topic_id] : told.places) {
      list += fmt::format("{}[{},{},{}{}]", list.empty() ? "" : ",", Quoted(place.topic),
                          place.partition, position ? std::to_string(*position) : "null",
                          topic_id.empty() ? "" : "," + Quoted(topic_id));
    }
    EventLine line("assign");
    line.Text("actor", Actor(actor).name)
        .Raw("partitions", "[" + list + "]")
        .TextUnless("", "group", told.group)
        .TextUnless("main", "cluster", told.cluster);
    if (told.how) line.Text("how", WordOf(EventType::kAssign, Field::kHow, *told.how));
    if (told.generation) line.Int("generation", *told.generation);
    Put(told.at, &Actor(actor), std::move(line));
  }
}

void Exporter::AddTxns() {
  for (const auto& row : store_->Txns()) {
    const auto& actor = Actor(row.actor);
    const auto& txn = row.txn;
    const auto put = [&](const char* op, std::optional<RunMicros> at) {
      EventLine line("txn");
      line.Text("actor", actor.name).Text("txn", txn.name).Text("op", op);
      if (std::string_view(op) == "end")
        line.Text("outcome", WordOf(EventType::kTxn, Field::kOutcome,
                                    txn.outcome.value_or(TxnOutcome::kUnknown)));
      Put(at, &actor, std::move(line));
    };
    if (txn.began) put("begin", txn.began);
    if (txn.commit_asked) put("commit", txn.commit_asked);
    if (txn.abort_asked) put("abort", txn.abort_asked);
    if (txn.outcome || txn.ended) {
      const auto asked = txn.commit_asked ? txn.commit_asked : txn.abort_asked;
      put("end", txn.ended ? txn.ended : asked ? asked : txn.began ? txn.began : 0);
    }
  }
}

void Exporter::AddProcessed() {
  store_->EachProcessed([&](const ProcessedRow& row) {
    const auto& actor = Actor(row.actor);
    const auto offsets = row.processed.offsets.Decode();
    for (std::size_t i = 0; i < offsets.size(); ++i) {
      EventLine line("process");
      line.Text("actor", actor.name)
          .Text("group", row.processed.group)
          .Text("topic", row.processed.topic)
          .Int("partition", row.processed.partition)
          .Int("offset", offsets[i])
          .TextUnless("", "topic_id", row.processed.topic_id)
          .TextUnless("main", "cluster", row.processed.cluster);
      Put(i + 1 == offsets.size() ? row.processed.to : row.processed.from, &actor, std::move(line));
    }
  });
}

void Exporter::AddCommits() {
  for (const auto& row : store_->Commits()) {
    const auto& actor = Actor(row.actor);
    EventLine line("commit");
    line.Text("actor", actor.name)
        .Text("group", row.commit.group)
        .Text("topic", row.commit.topic)
        .Int("partition", row.commit.partition)
        .Int("offset", row.commit.offset)
        .Text("outcome", WordOf(EventType::kCommit, Field::kOutcome, row.commit.outcome))
        .TextUnless("", "txn", row.commit.txn)
        .TextUnless("kafka", "store", WordOf(EventType::kCommit, Field::kStore, row.commit.store))
        .TextUnless("", "topic_id", row.commit.topic_id)
        .TextUnless("main", "cluster", row.commit.cluster);
    if (row.commit.asked && actor.timed) line.Seconds("asked", row.commit.asked);
    Put(row.commit.at, &actor, std::move(line));
  }
}

void Exporter::AddResets() {
  for (const auto& row : store_->Resets()) {
    const auto& actor = Actor(row.actor);
    EventLine line("reset");
    line.Text("actor", actor.name)
        .Text("group", row.reset.group)
        .Text("topic", row.reset.topic)
        .Int("partition", row.reset.partition)
        .Int("offset", row.reset.offset)
        .TextUnless("", "topic_id", row.reset.topic_id)
        .TextUnless("main", "cluster", row.reset.cluster);
    Put(row.reset.at, &actor, std::move(line));
  }
}

}  // namespace kproof
