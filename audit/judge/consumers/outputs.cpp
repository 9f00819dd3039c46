#include "audit/judge/consumers/outputs.h"

#include <algorithm>
#include <map>

#include "audit/judge/records/places.h"
#include "audit/judge/transactions/committed_log.h"

namespace kproof {
namespace {

// The only group of each actor that has just one.
std::map<std::int64_t, GroupId> GroupOfActors(const History& history) {
  std::map<std::int64_t, std::set<GroupId>> groups;
  for (const auto& row : history.store().Assignments())
    groups[row.actor].insert({row.assignment.cluster, row.assignment.group});
  for (const auto& row : history.store().Commits())
    groups[row.actor].insert({row.commit.cluster, row.commit.group});
  for (const auto& row : history.store().Runs())
    groups[row.actor].insert({row.run.cluster, row.run.group});
  std::map<std::int64_t, GroupId> only;
  for (auto& [actor, of] : groups) {
    std::erase_if(of, [](const GroupId& id) { return id.second.empty(); });
    if (of.size() == 1) only[actor] = *of.begin();
  }
  history.store().EachProcessed([&](const ProcessedRow& row) { only.erase(row.actor); });
  return only;
}

// Sequences of streams without transactions that stand in the log.
std::map<std::size_t, RangeSet> InLog(const History& history,
                                      const std::set<std::size_t>& streams) {
  std::map<std::size_t, RangeSet> found;
  if (streams.empty()) return found;
  history.store().EachRead([&](const ReadRow& row) {
    if (!streams.contains(history.IndexOf(row.stream))) return;
    std::vector<PlacePiece> pieces;
    AppendPlaces(history, row, history.LogOffsets(row), pieces);
    for (const auto& piece : pieces) found[piece.stream].Add(piece.sequences());
  });
  return found;
}

// Whether what was written there may have stood and be gone.
bool MayHaveGone(const History& history, PartitionKey place) {
  const auto& kept = history.retention(place.first);
  return kept.compacted || kept.deletes_asked || history.topic(place.first).incarnation.deleted ||
         history.Partition(place).start.value_or(0) > 0;
}

// The inputs of some of the outputs of a row, ascending.
std::vector<Range> InputsOf(const MadeFromRow& row, const RangeSet& outputs) {
  std::vector<Range> inputs;
  auto sequence = row.span.first_sequence;
  for (const auto& run : row.span.offsets.Runs()) {
    const auto first = Natural(run.first);
    outputs.EachInside({sequence, sequence + run.count}, [&](Range part) {
      inputs.push_back({first + part.first - sequence, first + part.end - sequence});
    });
    sequence += run.count;
  }
  return inputs;
}

}  // namespace

std::vector<OutputEffects> OutputsOf(const History& history) {
  std::vector<OutputEffects> effects;
  const auto rows = history.store().MadeFrom();
  if (rows.empty()) return effects;
  const auto groups = GroupOfActors(history);
  std::set<std::size_t> plain;
  for (const auto& row : rows)
    if (history.transactions().Of(history.IndexOf(row.stream)) == nullptr)
      plain.insert(history.IndexOf(row.stream));
  const auto in_log = InLog(history, plain);
  static const RangeSet kNothing;
  for (const auto& row : rows) {
    const auto index = history.IndexOf(row.stream);
    const auto& stream = history.streams()[index];
    const auto group = groups.find(stream.row.actor.value_or(-1));
    if (group == groups.end()) continue;
    const auto* txns = history.transactions().Of(index);
    const auto plainly = in_log.find(index);
    RangeSet standing = txns != nullptr           ? history.committed().Visible(index)
                        : plainly == in_log.end() ? kNothing
                                                  : plainly->second;
    RangeSet all, undecided;
    all.Add({row.span.first_sequence, row.span.first_sequence + row.span.offsets.count()});
    if (txns != nullptr) {  // what uncommitted readers alone found proves no commit
      RangeSet committed = txns->committed;
      committed.Add(stream.read_committed);
      undecided = standing.And(all).Minus(committed);
      standing = standing.And(committed);
    }
    const PartitionKey place{stream.row.topic, stream.row.key.partition};
    if (!history.Partition(place).covered_whole || MayHaveGone(history, place))
      undecided.Add(all.Minus(standing));
    undecided = undecided.Minus(stream.failed);
    if (txns != nullptr) undecided = undecided.Minus(txns->aborted);
    effects.push_back({group->first,
                       group->second,
                       {row.topic, row.span.partition},
                       InputsOf(row, standing),
                       InputsOf(row, undecided)});
  }
  return effects;
}

std::set<GroupId> WorkingGroups(const History& history) {
  std::set<GroupId> working;
  history.store().EachProcessed([&](const ProcessedRow& row) {
    working.insert({row.processed.cluster, row.processed.group});
  });
  for (const auto& outputs : OutputsOf(history)) working.insert(outputs.group);
  return working;
}

}  // namespace kproof
