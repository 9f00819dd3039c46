// Effects that name no id. Work goes on after a topic was deleted, so an effect is one of what its
// actor had got at that offset by then and not done yet: of one incarnation, or nobody knows of
// which. Where all of it was done, it is done once more: of what it got last. Only effects from
// before any deletion need no reads.
#include <algorithm>
#include <set>

#include "audit/judge/topics/incarnations.h"

namespace kproof {
namespace {

// What an actor got, and did, at one offset of one partition of a name.
struct Work {
  std::vector<std::pair<RunMicros, int>> got;  // incarnations, in order of time
  std::set<int> done;

  int Next(RunMicros now) const {
    std::set<int> open;
    int last = TopicEras::kUnknown;
    for (const auto& [at, incarnation] : got) {
      if (at > now) break;
      last = incarnation;
      if (!done.contains(incarnation)) open.insert(incarnation);
    }
    if (open.empty()) return last;
    return open.size() == 1 ? *open.begin() : TopicEras::kUnknown;
  }
};

}  // namespace

void Incarnations::LoadEffects() {
  using Place = std::tuple<std::int64_t, const Name*, std::int32_t>;  // actor, partition
  std::map<Place, std::map<std::int64_t, Work>> works;
  const auto place_of = [&](std::int64_t actor, std::int64_t topic, std::int32_t partition) {
    return Place(actor, topics_.at(topic).name.get(), partition);
  };
  const auto without_id = [&](const ProcessedRow& row) {
    const auto& [name, id] = topics_.at(row.topic);
    return name->remade && id.empty();
  };
  told_.EachProcessed([&](const ProcessedRow& row) {
    if (without_id(row)) works[place_of(row.actor, row.topic, row.processed.partition)];
  });
  if (works.empty()) return;
  told_.EachRead([&](const ReadRow& row) {
    const auto told = ToldTopicOf(row);
    const auto work = works.find(place_of(row.actor, told, row.partition));
    if (work == works.end() || row.pass == Pass::kFinal) return;
    const auto offsets = row.Offsets().Decode();
    EachPart(row, [&](std::int64_t, Range sequences, std::int64_t place) {
      const auto& topics = topics_.at(told).name->topics;
      const auto found = std::find(topics.begin(), topics.end(), place);
      const auto incarnation =
          found == topics.end() ? TopicEras::kUnknown : static_cast<int>(found - topics.begin());
      for (auto at = sequences.first; at < sequences.end; ++at)
        work->second[offsets[at - row.first_sequence]].got.emplace_back(row.from, incarnation);
    });
  });
  for (auto& [place, offsets] : works) {
    for (auto& [offset, work] : offsets) std::stable_sort(work.got.begin(), work.got.end());
  }
  std::size_t number = 0;
  told_.EachProcessed([&](const ProcessedRow& row) {
    const auto index = number++;
    const auto work = works.find(place_of(row.actor, row.topic, row.processed.partition));
    if (work == works.end()) return;
    const auto when = At(row.actor, row.processed.from, row.processed.to);
    const auto& [name, id] = topics_.at(row.topic);
    const auto certain = id.empty() ? name->eras.First(when) : name->eras.Of(id, when);
    for (const auto offset : row.processed.offsets.Decode()) {
      auto& of = work->second[offset];
      const auto incarnation =
          certain != TopicEras::kUnknown || !id.empty() ? certain : of.Next(row.processed.to);
      of.done.insert(incarnation);
      effects_[index][incarnation].Push(offset);
    }
  });
}

}  // namespace kproof
