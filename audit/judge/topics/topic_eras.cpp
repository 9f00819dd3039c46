#include "audit/judge/topics/topic_eras.h"

#include <algorithm>
#include <limits>

namespace kproof {

void TopicEras::Observe(const std::string& id, RunMicros at) {
  if (id.empty()) return;
  notes_.emplace_back(at, id);
  See(id, {at, at});
}

void TopicEras::See(const std::string& id, const When& when) {
  Name(id);
  if (id.empty() || LastEra() == 0) return;
  if (const auto era = EraOf(when)) seen_[id].insert(*era);
}

void TopicEras::SeeLate(const std::string& id, const When& when) {
  Name(id);
  if (id.empty() || LastEra() == 0) return;
  const auto era = EraOf(when);
  if (!era) return;
  auto& first = seen_late_.try_emplace(id, *era).first->second;
  first = std::min(first, *era);
}

// Where nothing was deleted there is one era, whenever that was.
void TopicEras::Name(const std::string& id) {
  if (id.empty()) return;
  auto& eras = seen_[id];
  if (LastEra() == 0) eras.insert(0);
}

void TopicEras::SeeAtTheEnd(const std::string& id) {
  if (!id.empty()) seen_[id].insert(LastEra());
}

void TopicEras::Close() {
  const auto number = [&](const std::string& id, const std::set<int>& eras) {
    const auto incarnation = static_cast<int>(ids_.size());
    ids_.push_back(id);
    eras_.push_back(eras);
    for (const auto era : eras) incarnations_[era].push_back(incarnation);
    return incarnation;
  };
  // Without another id before it, it may have been told late: of an earlier era.
  std::set<int> vague;
  const auto firm = seen_;
  for (const auto& [id, era] : seen_late_) {
    auto& eras = seen_.at(id);
    if (!eras.empty() && era >= *eras.begin()) continue;
    const bool another =
        std::any_of(firm.begin(), firm.end(), [&, &id = id, era = era](const auto& other) {
          if (other.first == id) return false;
          const auto late = seen_late_.find(other.first);
          return (!other.second.empty() && *other.second.begin() < era) ||
                 (late != seen_late_.end() && late->second < era);
        });
    if (era > 0 && eras.empty() && !another) vague.insert(era);
    eras.insert(era);
  }
  for (const auto& [id, eras] : seen_) numbers_[id] = number(id, eras);
  for (int era = 0; era <= LastEra(); ++era) {
    if (!incarnations_.contains(era) || vague.contains(era)) number("", {era});
  }
}

std::optional<int> TopicEras::EraOf(RunMicros at) const {
  int era = 0;
  for (const auto& [from, to] : deletions_) {
    if (at < from) return era;
    if (!to || at <= *to) return std::nullopt;
    ++era;
  }
  return era;
}

std::optional<int> TopicEras::EraOf(const When& when) const {
  if (!when.timed) return std::nullopt;
  const auto era = EraOf(when.from);
  return era == EraOf(when.to) ? era : std::nullopt;
}

int TopicEras::Of(const std::string& id, const When& when) const {
  if (const auto known = numbers_.find(id); known != numbers_.end()) return known->second;
  if (LastEra() == 0) return InEra(0, when);
  const auto era = EraOf(when);
  return era ? InEra(*era, when) : kUnknown;
}

int TopicEras::AtTheEnd() const {
  constexpr auto kEver = std::numeric_limits<RunMicros>::max();
  const bool back = deletions_.empty() || deletions_.back().second;
  return back ? InEra(LastEra(), {kEver, kEver}) : kUnknown;
}

int TopicEras::First(const When& when) const {
  if (LastEra() == 0) return InEra(0, when);
  return EraOf(when) == 0 ? InEra(0, when) : kUnknown;
}

bool TopicEras::ThereBy(int incarnation, const When& when) const {
  const auto from = From(incarnation);
  return !when.timed || !from || *from < when.to;
}

int TopicEras::InEra(int era, const When& when) const {
  const auto& there = incarnations_.at(era);
  return there.size() == 1 ? there.front() : when.timed ? ByNotes(era, when) : kUnknown;
}

// A topic may have been made again at any moment between two notes that differ.
int TopicEras::ByNotes(int era, const When& when) const {
  const auto next =
      std::upper_bound(notes_.begin(), notes_.end(), when.to,
                       [](RunMicros at, const auto& note) { return at < note.first; });
  auto last = std::upper_bound(notes_.begin(), notes_.end(), when.from,
                               [](RunMicros at, const auto& note) { return at < note.first; });
  if (last == notes_.begin() || EraOf((last - 1)->first) != era) return kUnknown;
  const auto& id = (--last)->second;
  for (; last != notes_.end() && last <= next; ++last) {
    if (last->second != id && EraOf(last->first) == era) return kUnknown;
  }
  return numbers_.at(id);
}

bool TopicEras::Deleted(int incarnation) const {
  const auto& eras = eras_.at(static_cast<std::size_t>(incarnation));
  return !eras.empty() && *eras.rbegin() < LastEra();
}

bool TopicEras::Survived(int incarnation) const {
  return eras_.at(static_cast<std::size_t>(incarnation)).size() > 1;
}

std::optional<RunMicros> TopicEras::From(int incarnation) const {
  const auto& eras = eras_.at(static_cast<std::size_t>(incarnation));
  if (eras.empty() || *eras.begin() == 0) return std::nullopt;
  const auto& [from, to] = deletions_.at(static_cast<std::size_t>(*eras.begin() - 1));
  return to.value_or(from);
}

std::optional<RunMicros> TopicEras::To(int incarnation) const {
  const auto& eras = eras_.at(static_cast<std::size_t>(incarnation));
  if (eras.empty() || *eras.rbegin() == LastEra()) return std::nullopt;
  return deletions_.at(static_cast<std::size_t>(*eras.rbegin())).first;
}

}  // namespace kproof
