#include "audit/windows/reconciler.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace kproof {
namespace {

constexpr std::int64_t kKeptWindows = 10;  // closed ones, whose spans stay in memory for late facts

template <typename Span>
Told ToldOf(const Span& span) {
  Told told;
  told.first_sequence = span.first_sequence;
  told.count = span.count;
  told.offsets = span.offsets;
  told.digest = span.digest;
  return told;
}

}  // namespace

std::int64_t Reconciler::WindowOf(std::int64_t second) const {
  const auto rest = second % settings_.width_s;
  return second - (rest < 0 ? rest + settings_.width_s : rest);
}

Reconciler::PlaceKey Reconciler::PlaceOf(const StreamId& stream) {
  return {stream.cluster, stream.topic, stream.partition};
}

void Reconciler::Opened(const std::string& actor, ActorKind kind) {
  if (kind == ActorKind::kProducer) {
    producers_[actor].closed = false;
  } else {
    const auto& reader = ReaderOf(actor);
    members_[reader].insert(actor);
    const auto reads = [&](const auto& place) { return place.second.contains(reader); };
    if (std::any_of(places_.begin(), places_.end(), reads)) Doubt(actor);  // another process
  }
}

void Reconciler::Joined(const std::string& actor, const std::string& group) {
  const auto& head = heads_.try_emplace(group, actor).first->second;
  if (head == actor) return;
  readers_[actor] = head;
  members_.erase(actor);
  members_[head].insert(actor);
}

const std::string& Reconciler::ReaderOf(const std::string& actor) const {
  const auto group = readers_.find(actor);
  return group == readers_.end() ? actor : group->second;
}

bool Reconciler::Over(const std::string& reader) const {
  const auto members = members_.find(reader);
  return members != members_.end() && members->second.empty();
}

void Reconciler::Doubt(const std::string& actor) {
  const auto furthest = starts_.empty() ? horizon_s_.value_or(0) : *starts_.rbegin();
  doubted_before_s_[ReaderOf(actor)] = furthest + 2 * settings_.width_s;
}

void Reconciler::Closed(const std::string& actor) {
  const auto producer = producers_.find(actor);
  if (producer != producers_.end()) {
    producer->second.closed = true;
  } else {
    members_[ReaderOf(actor)].erase(actor);
  }
}

void Reconciler::Progress(const std::string& producer, std::int64_t created_us) {
  auto& progress = producers_[producer].progress_us;
  progress = std::max(progress, created_us);
}

void Reconciler::Touch(const StreamId& id, const StreamFacts& stream, std::uint64_t sequence) {
  if (!horizon_s_) return;
  const auto next = stream.starts.upper_bound(sequence);
  const bool in_closed = next != stream.starts.begin() && std::prev(next)->second < *horizon_s_;
  if (in_closed || sequence < stream.closed_below) late_.insert(id);
}

void Reconciler::Sent(const StreamId& id, std::uint64_t sent) {
  auto& stream = streams_[id];
  if (sent <= stream.sent) return;
  Touch(id, stream, stream.sent);
  stream.sent = sent;
}

void Reconciler::Settled(const StreamId& id, const SettledSpan& span) {
  auto& stream = streams_[id];
  Touch(id, stream, span.first_sequence);
  auto told = ToldOf(span);
  told.outcome = span.outcome;
  stream.sent = std::max(stream.sent, told.end());
  stream.settled.push_back(std::move(told));
}

void Reconciler::Read(const std::string& actor, const StreamId& id, const ReadSpan& span) {
  const auto& reader = ReaderOf(actor);
  auto& stream = streams_[id];
  Touch(id, stream, span.first_sequence);
  auto told = ToldOf(span);
  told.partition = span.partition;
  stream.reads[reader].push_back(std::move(told));
  auto [place, fresh] = places_[{id.cluster, id.topic, span.partition}].try_emplace(reader);
  auto& stands = place->second;
  stands.first = fresh ? span.offsets.first() : std::min(stands.first, span.offsets.first());
  stands.next = std::max(stands.next, span.offsets.last() + 1);
}

GroupWork& Reconciler::WorkOf(const std::string& actor, const PlaceKey& place) {
  auto& work = works_[place][ReaderOf(actor)];
  if (!work) work = std::make_shared<GroupWork>();
  return *work;
}

void Reconciler::TouchPlace(const PlaceKey& place, std::int64_t offset) {
  const auto closed = closed_offsets_.find(place);
  if (closed == closed_offsets_.end() || offset > closed->second) return;
  for (const auto& [id, stream] : streams_)
    if (PlaceOf(id) == place) late_.insert(id);
}

void Reconciler::Processed(const std::string& actor, const kproof::Processed& processed) {
  if (processed.offsets.empty()) return;
  const PlaceKey place{processed.cluster, processed.topic, processed.partition};
  WorkOf(actor, place).Processed(processed.offsets);
  TouchPlace(place, processed.offsets.first());
}

void Reconciler::Committed(const std::string& actor, const GroupCommit& commit) {
  if (commit.outcome != Outcome::kAcked) return;
  const PlaceKey place{commit.cluster, commit.topic, commit.partition};
  GroupWork& work = WorkOf(actor, place);
  const bool first = !work.commits();
  const auto before = work.DoneBelow();
  work.Committed(commit.offset);
  if (first || work.DoneBelow() != before) TouchPlace(place, first ? 0 : before);
}

void Reconciler::EventTime(const StreamId& id, std::uint64_t sequence, std::int64_t second) {
  auto& stream = streams_[id];
  const auto start_s = WindowOf(second);
  const auto next = stream.starts.upper_bound(sequence);
  if (next != stream.starts.begin() && std::prev(next)->second == start_s) return;
  stream.starts[sequence] = start_s;
  starts_.insert(start_s);
  if (start_s < stream.forgotten_s) ++too_late_;
  if (horizon_s_ && start_s < *horizon_s_) late_.insert(id);
}

void Reconciler::Restore(const WindowRow& row) {
  rows_[{row.start_s, row.stream, row.reader}] = row;
  horizon_s_ = std::max(horizon_s_.value_or(row.start_s), row.start_s + row.width_s);
  auto& stream = streams_[row.stream];
  if (row.last_sequence)
    stream.closed_below = std::max(stream.closed_below, *row.last_sequence + 1);
  NoteClosed(row);
}

void Reconciler::NoteClosed(const WindowRow& row) {
  auto& closed = closed_offsets_.try_emplace(PlaceOf(row.stream), -1).first->second;
  closed = std::max(closed, row.last_offset.value_or(-1));
}

bool Reconciler::AllTold(std::int64_t end_s) const {
  return std::all_of(producers_.begin(), producers_.end(), [&](const auto& producer) {
    return producer.second.closed || producer.second.progress_us >= end_s * 1'000'000;
  });
}

// A reader that has read some of the partition passes a record by reading it or what stands behind.
bool Reconciler::Passed(std::int64_t start_s) const {
  for (const auto& [id, stream] : streams_) {
    const auto last = LastAckedOffset(stream, stream.In(start_s));
    if (last < 0) continue;
    const auto readers = places_.find(PlaceOf(id));
    if (readers == places_.end()) return false;
    bool anybody = false;
    const auto works = works_.find(PlaceOf(id));
    for (const auto& [reader, place] : readers->second) {
      anybody = anybody || place.next > last;
      if (Over(reader)) continue;
      if (place.next <= last) return false;
      if (works == works_.end()) continue;
      const auto work = works->second.find(reader);
      if (work != works->second.end() && work->second->DoneBelow() <= last) return false;
    }
    if (!anybody) return false;
  }
  return true;
}

WindowReport Reconciler::Make(std::int64_t start_s, const std::set<StreamId>* only) const {
  WindowReport report;
  report.start_s = start_s;
  report.width_s = settings_.width_s;
  for (const auto& [key, stream] : streams_) {
    const StreamId& id = key;
    if (only != nullptr && (!only->contains(id) || start_s < stream.forgotten_s)) continue;
    const auto ranges = stream.In(start_s);
    if (ranges.empty()) continue;
    std::map<std::string, ReaderPlace> readers;
    if (const auto found = places_.find(PlaceOf(id)); found != places_.end())
      readers = found->second;
    // One that has ended before these records is no witness of them.
    const auto last = LastAckedOffset(stream, ranges);
    std::erase_if(readers, [&](const auto& reader) {
      return last >= 0 && reader.second.next <= last && Over(reader.first) &&
             !rows_.contains({start_s, id, reader.first});
    });
    const auto works = works_.find(PlaceOf(id));
    for (auto& [reader, place] : readers) {
      if (works != works_.end()) {
        const auto work = works->second.find(reader);
        if (work != works->second.end()) place.work = work->second;
      }
      const auto doubted = doubted_before_s_.find(reader);
      if (doubted != doubted_before_s_.end() && start_s < doubted->second) place.first = place.next;
    }
    for (auto& row : RowsOf(id, stream, ranges, readers, report.shortfalls)) {
      row.start_s = start_s;
      row.width_s = settings_.width_s;
      report.rows.push_back(std::move(row));
    }
  }
  return report;
}

WindowReport Reconciler::Settle(std::int64_t start_s) {
  auto report = Make(start_s, nullptr);
  horizon_s_ = start_s + settings_.width_s;
  for (const auto& row : report.rows) {
    rows_[{start_s, row.stream, row.reader}] = row;
    NoteClosed(row);
    auto& below = streams_[row.stream].closed_below;
    if (row.last_sequence) below = std::max(below, *row.last_sequence + 1);
  }
  return report;
}

// Rows of closed windows that late facts changed.
void Reconciler::Amend(std::vector<WindowReport>& reports) {
  const auto late = std::exchange(late_, {});
  if (late.empty()) return;
  std::set<std::int64_t> starts;
  for (const auto& id : late)
    for (const auto& [sequence, start_s] : streams_.at(id).starts)
      if (start_s < *horizon_s_) starts.insert(start_s);
  for (const auto start_s : starts) {
    auto report = Make(start_s, &late);
    report.again = true;
    for (const auto& id : late) {
      const auto nobody = rows_.find({start_s, id, ""});
      if (nobody == rows_.end() || nobody->second.unseen == 0) continue;
      const auto somebody = [&](const WindowRow& row) {
        return row.stream == id && !row.reader.empty();
      };
      if (!std::any_of(report.rows.begin(), report.rows.end(), somebody)) continue;
      report.rows.push_back(nobody->second);
      report.rows.back().unseen = 0;
    }
    std::erase_if(report.rows, [this](WindowRow& row) { return !Changed(row); });
    if (report.rows.empty()) continue;
    std::erase_if(report.shortfalls, [&](const Shortfall& shortfall) {
      return std::none_of(report.rows.begin(), report.rows.end(), [&](const WindowRow& row) {
        return row.stream == shortfall.stream && row.reader == shortfall.reader;
      });
    });
    reports.push_back(std::move(report));
  }
}

// Whether a row of a closed window says something else than before; then it says how much was late.
bool Reconciler::Changed(WindowRow& row) {
  const RowKey key{row.start_s, row.stream, row.reader};
  const auto old = rows_.find(key);
  if (old != rows_.end()) row.late = old->second.late;
  if (old != rows_.end() && old->second == row) return false;
  const auto told = [](const WindowRow& one) {
    return one.acked + one.failed + one.read + one.processed.value_or(0) +
           one.committed.value_or(0);
  };
  const auto before = old == rows_.end() ? 0 : told(old->second);
  row.late += told(row) - std::min(told(row), before);
  rows_[key] = row;
  NoteClosed(row);
  return true;
}

// Spans of windows that closed long ago.
void Reconciler::Forget() {
  const auto oldest = *horizon_s_ - kKeptWindows * settings_.width_s;
  std::map<PlaceKey, std::int64_t> ends;  // of forgotten rows
  std::erase_if(rows_, [&](const auto& row) {
    if (std::get<0>(row.first) >= oldest) return false;
    auto& end = ends.try_emplace(PlaceOf(row.second.stream), 0).first->second;
    end = std::max(end, row.second.last_offset.value_or(-1) + 1);
    return true;
  });
  starts_.erase(starts_.begin(), starts_.lower_bound(oldest));
  for (auto& [id, stream] : streams_) {
    auto kept = stream.starts.begin();
    while (kept != stream.starts.end() && kept->second < oldest) ++kept;
    if (kept == stream.starts.begin()) continue;
    stream.forgotten_s = oldest;
    const auto below = kept == stream.starts.end() ? stream.sent : kept->first;
    stream.starts.erase(stream.starts.begin(), kept);
    const auto gone = [&](const Told& told) { return told.end() <= below; };
    std::erase_if(stream.settled, gone);
    for (auto& [reader, tolds] : stream.reads) std::erase_if(tolds, gone);
  }
  ForgetWork(std::move(ends));
}

// Effects that no window which is kept can be about: those below the end of forgotten ones, unless
// a stream has records there that are kept.
void Reconciler::ForgetWork(std::map<PlaceKey, std::int64_t> ends) {
  for (const auto& [id, stream] : streams_) {
    const auto end = ends.find(PlaceOf(id));
    if (end == ends.end()) continue;
    for (const auto& told : stream.settled)
      if (told.outcome == Outcome::kAcked && !told.offsets.empty())
        end->second = std::min(end->second, told.offsets.first());
  }
  for (const auto& [place, end] : ends) {
    const auto works = works_.find(place);
    if (works == works_.end()) continue;
    for (const auto& [reader, work] : works->second) work->ForgetBelow(end);
  }
}

std::set<std::int64_t>::const_iterator Reconciler::FirstOpen() const {
  return horizon_s_ ? starts_.lower_bound(*horizon_s_) : starts_.begin();
}

std::vector<WindowReport> Reconciler::Close() {
  std::vector<WindowReport> reports;
  Amend(reports);
  std::int64_t furthest_us = std::numeric_limits<std::int64_t>::min();
  for (const auto& [name, producer] : producers_)
    furthest_us = std::max(furthest_us, producer.progress_us);
  const auto before = reports.size();
  for (auto next = FirstOpen(); next != starts_.end(); ++next) {
    const auto start_s = *next;
    const auto end_s = start_s + settings_.width_s;
    const bool complete = AllTold(end_s) && Passed(start_s);
    if (!complete && furthest_us < (end_s + settings_.patience_s) * 1'000'000) break;
    reports.push_back(Settle(start_s));
    reports.back().forced = !complete;
  }
  if (reports.size() > before) Forget();
  return reports;
}

std::vector<WindowReport> Reconciler::StillOpen() const {
  std::vector<WindowReport> reports;
  for (auto next = FirstOpen(); next != starts_.end(); ++next)
    reports.push_back(Make(*next, nullptr));
  return reports;
}

std::size_t Reconciler::UnauditedStreams() const {
  return static_cast<std::size_t>(
      std::count_if(streams_.begin(), streams_.end(), [](const auto& entry) {
        return entry.second.sent == 0 && entry.second.starts.empty() && !entry.second.reads.empty();
      }));
}

}  // namespace kproof
