// Who is a member of which group. A client has one `group.id` for all its life, so an actor that is
// in two groups within one life is two clients under one name, and nobody can tell where each of
// them stood.
//
// Being assigned, reading in a group and committing to Kafka are a client's doing. An effect is an
// application's: who only has effects may have them for several groups. Offsets kept beside the
// results, and those that a producer puts into its transaction, may be of any group, and who resets
// a group is no member by that. Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "audit/events/complaints.h"
#include "audit/events/event.h"
#include "audit/events/import_actor.h"

namespace kproof {

class MemberImporter {
 public:
  // An event that may say which group its actor is in.
  void Take(const Event& event, const ActorState& actor);
  // The actor closed, or begins a new life: it may be in another group now.
  void End(const ActorState& actor);
  // Complains of members of two groups, except where what is missing may be the life in between.
  void Finish(Complaints& complaints);

 private:
  struct Mention {
    std::string group;
    std::uint64_t line = 0;  // the first
    bool as_client = false;
  };
  using Life = std::vector<Mention>;  // of one actor in one cluster
  struct Conflict {
    const ActorState* actor = nullptr;
    Mention one, other;
  };
  void Close(const ActorState& actor, const Life& life);

  std::map<std::pair<const ActorState*, std::string>, Life> lives_;
  std::pair<const ActorState*, std::string> last_;
  Life* last_life_ = nullptr;
  std::vector<Conflict> conflicts_;
};

}  // namespace kproof
