// What a group claims to have done, what it owes by that, and which commits went back: section 7 of
// the contract, with every order and every outcome that the facts leave open tried.
#pragma once

#include <functional>

#include "tests/unit/audit/oracle_consumers.h"
#include "tests/unit/audit/oracle_order.h"

namespace kproof {

// Of a group.
struct OracleMembers {
  std::set<std::string> names;
  bool may_hide = false;  // one of them may have facts that were not written
};

class OracleClaims {
 public:
  OracleClaims(const EventList& events, const OracleTxns& txns, const std::vector<OracleRun>& runs,
               const std::string& group, const OracleMembers& members);

  std::set<std::int32_t> Partitions() const;  // that have commits

  // Offsets from the group's first position to its claim, less what resets jumped over: those that
  // are owed in any case, and those that may be.
  struct Owed {
    std::set<std::int64_t> surely, maybe;
  };
  Owed Of(std::int32_t partition) const;

  // Something that the group did may have been in this partition, or in one of that number in
  // another incarnation.
  bool Vague(std::int32_t partition) const;

  // Commits below the one just before them: surely, and maybe.
  std::pair<std::uint64_t, std::uint64_t> Regressed() const;

 private:
  using Commits = std::vector<const ConsumerStep*>;
  enum class Added { kNo, kMaybe, kSurely };

  // Calls it with what counts, once for each way in which undecided transactions may end.
  void ForEachEnd(std::int32_t partition, const std::function<void(const Commits&)>& look) const;
  bool Before(const OracleMoment& one, const OracleMoment& other) const {
    return kproof::Before(events_, one, other);
  }
  bool Before(const ConsumerStep& one, const ConsumerStep& other) const {
    return Before(MomentOf(one), MomentOf(other));
  }
  std::vector<const ConsumerStep*> Steps(ConsumerStep::Kind kind, std::int32_t partition) const;
  std::int64_t Lowest(const Commits& commits, std::int32_t partition,
                      const ConsumerStep* before) const;
  std::set<std::int64_t> JumpedOver(const Commits& commits, std::int32_t partition) const;
  std::optional<std::int64_t> FirstPosition(std::int32_t partition) const;

  Added WasAdded(std::int32_t partition) const;
  Added WasAdded(std::int32_t partition, const ConsumerStep& first) const;
  Added ByFact(std::int32_t partition) const;
  Added IsCreation(std::int32_t partition, const OracleMoment& creation) const;
  Added ByAssignments(const ConsumerStep& first) const;
  bool SameTopic(const ConsumerStep& assignment, std::int32_t partition) const;

  bool WentBack(const ConsumerStep& commit, const Commits& commits) const;
  bool SomeOrderIsRight(const Commits& commits) const;
  bool GivenBack(const ConsumerStep& from, const ConsumerStep& to) const;

  const EventList& events_;
  const OracleTxns& txns_;
  const std::vector<OracleRun>& runs_;
  const std::string group_;
  const OracleMembers members_;
};

}  // namespace kproof
