#include "audit/events/import_member.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "audit/facts/flow.h"

namespace kproof {
namespace {

bool SaysGroup(const Event& event) {
  if (!event.Has(Field::kGroup)) return false;
  switch (event.type) {
    case EventType::kAssign:
    case EventType::kRead:
    case EventType::kProcess:
      return true;
    case EventType::kCommit:
      return !event.Has(Field::kTxn) &&
             event.IntOr(Field::kStore, 0) == static_cast<std::int64_t>(CommitStore::kKafka);
    default:
      return false;
  }
}

}  // namespace

void MemberImporter::Take(const Event& event, const ActorState& actor) {
  if (!SaysGroup(event)) return;
  if (last_life_ == nullptr || last_.first != &actor || last_.second != event.Cluster()) {
    last_ = {&actor, std::string(event.Cluster())};
    last_life_ = &lives_[last_];
  }
  auto& life = *last_life_;
  const auto& group = event.Text(Field::kGroup);
  const bool as_client = event.type != EventType::kProcess;
  const auto known = std::find_if(life.begin(), life.end(),
                                  [&](const Mention& mention) { return mention.group == group; });
  if (known == life.end()) {
    life.push_back({group, event.line, as_client});
  } else {
    known->as_client = known->as_client || as_client;
  }
}

void MemberImporter::Close(const ActorState& actor, const Life& life) {
  const auto client = std::find_if(life.begin(), life.end(),
                                   [](const Mention& mention) { return mention.as_client; });
  if (life.size() < 2 || client == life.end()) return;
  const auto& other = client == life.begin() ? life[1] : life.front();
  conflicts_.push_back({&actor, *client, other});
}

void MemberImporter::End(const ActorState& actor) {
  for (auto& [who, life] : lives_) {
    if (who.first == &actor) Close(actor, std::exchange(life, {}));
  }
}

void MemberImporter::Finish(Complaints& complaints) {
  for (auto& [who, life] : lives_) Close(*who.first, std::exchange(life, {}));
  for (const auto& [actor, one, other] : conflicts_) {
    if (!actor->holes.empty()) continue;
    const auto& [first, second] =
        one.line < other.line ? std::tie(one, other) : std::tie(other, one);
    complaints.AddUnlessCut(
        second.line,
        fmt::format("actor '{}' is of group '{}' here and of group '{}' on line {}", actor->name,
                    second.group, first.group, first.line),
        "a client has one group: give each client a name of its own, or close the actor and open "
        "it again in between");
  }
}

}  // namespace kproof
