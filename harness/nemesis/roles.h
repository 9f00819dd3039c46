// Who plays which role in a situation: the functions behind the rows of targets.cpp.
//
// All throw Error where the situation does not tell.
#pragma once

#include <string>
#include <vector>

#include "harness/nemesis/targets.h"

namespace kproof::roles {

using Args = std::vector<std::string>;

// of the cluster
Players ActiveController(const Situation& situation, const Args& args);
Players All(const Situation& situation, const Args& args);
Players Brokers(const Situation& situation, const Args& args);
Players Controllers(const Situation& situation, const Args& args);
Players CoordinatorOfGroup(const Situation& situation, const Args& args);
Players CoordinatorOfTransaction(const Situation& situation, const Args& args);
Players EverybodyElse(const Situation& situation, const Args& args);
Players OneBroker(const Situation& situation, const Args& args);
Players OneController(const Situation& situation, const Args& args);
Players Rack(const Situation& situation, const Args& args);
Players Voters(const Situation& situation, const Args& args);

// of a partition
Players FollowersOf(const Situation& situation, const Args& args);
Players IsrOf(const Situation& situation, const Args& args);
Players LeaderOf(const Situation& situation, const Args& args);
Players OneFollowerOf(const Situation& situation, const Args& args);
Players OnePartition(const Situation& situation, const Args& args);
Players OneReplicaOf(const Situation& situation, const Args& args);
Players OneTopic(const Situation& situation, const Args& args);
Players OutOfSyncReplicasOf(const Situation& situation, const Args& args);
Players ReplicasOf(const Situation& situation, const Args& args);

// of the load
Players Clients(const Situation& situation, const Args& args);
Players AgentsOfKind(const Situation& situation, const std::string& kind);
// Those of one name, or the one instance of it: "checkout", "checkout-0".
Players AgentsCalled(const Situation& situation, const std::string& kind, const std::string& name);

// The plan has replaced phrases that leave a choice ("any broker"); they have rows so that a
// scenario may say them.
Players ChosenByThePlan(const Situation& situation, const Args& args);

}  // namespace kproof::roles
