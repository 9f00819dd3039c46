// What adding and removing voters of the metadata quorum (KIP-853) have in common. A voter is a
// node id and the directory id of its metadata log: a controller with a new disk is another voter.
// The quorum is asked what it is like: a controller that removes itself resigns, and its answer may
// never come.
//
// Not thread-safe: one step uses one.
#pragma once

#include <set>
#include <string>

#include "harness/fault/operation.h"

namespace kproof {

class VoterFault : public Operation {
 public:
  explicit VoterFault(const FaultOptions& options) : Operation(options) {}

 protected:
  messages::QuorumMembers Members() const { return admin().Members(Limit()); }
  // The node as it is now: from its disk, as kafka-metadata-quorum.sh add-controller does it.
  // Throws Error(kUsage) when it is no controller.
  static Voter Now(const Node& node);

  // Makes the node a voter, in the place of the one that it was with another disk. It has to run:
  // the quorum takes nobody who has not caught up with its log. Throws Error when it is none then.
  void Add(const Node& node) const;
  // Takes this voter away. Throws Error.
  void Remove(const Voter& voter) const;

  // Remembers what to compare with.
  void Remember(const messages::QuorumMembers& before) { before_ = before; }
  // "voters [101, 102, 103] → [102, 103], active 101 → 102"
  std::string Changed(const messages::QuorumMembers& now) const;

 private:
  messages::QuorumMembers before_;
};

// The voter with this id; nullptr when there is none.
const Voter* FindVoter(const messages::QuorumMembers& members, std::int32_t id);
bool Observes(const messages::QuorumMembers& members, const Voter& node);

}  // namespace kproof
