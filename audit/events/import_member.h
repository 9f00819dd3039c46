// Who is a member of which group. A client has one `group.id` for all its life, so an actor that is
// in two groups within one life is two clients under one name, and their positions can't be told
// apart.
//
// Assignments, reads in a group and commits to Kafka belong to a client. An effect belongs to an
// application, which may have effects for several groups. Offsets that are kept beside the results,
// or that a producer adds to its transaction, may be of any group. Resetting a group does not make
// an actor a member. Not thread-safe.
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
  // Complains about members of two groups, unless missing lines may explain it.
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
