// How a member of a group commits: what it does at each moment of its loop. A policy is a file, or
// one of two that differ in one thing; all stand in the table of registry.cpp, by the words of
// `commit` in a scenario.
//
// A policy decides when an effect takes place and when what is committed; the member (Member) does
// both, and sees to it that an effect is durable before a commit is asked for. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/agent/config.h"
#include "harness/kafka/incoming_record.h"

namespace kproof {

// A record that was handed over, to be worked on.
struct Task {
  std::size_t place = 0;  // number of its partition, as IncomingRecord::place
  std::int64_t offset = 0;
  bool has_effect = true;  // false: a record without a stamp, or one whose work failed for good
};

// By number of the partition: everything below the offset is done.
using DoneBelows = std::map<std::size_t, std::int64_t>;

// What a policy lets its member do.
class Member {
 public:
  virtual ~Member() = default;
  // The effect of the task takes place, if it has one.
  virtual void Effect(const Task& task) = 0;
  // All effects so far are durable, and these are committed; waits for the answer.
  virtual void Commit(const DoneBelows& done) = 0;
  // The same without waiting.
  virtual void CommitLater(const DoneBelows& done) = 0;
  // The effects of these tasks, and these offsets, stand together in a store of the application's
  // own, which was asked to take them at `asked`.
  virtual void StoredOutside(const std::vector<Task>& tasks, const DoneBelows& done,
                             RunMicros asked) = 0;
  virtual const ReadPlace& PlaceAt(std::size_t number) const = 0;
  virtual RunMicros Now() const = 0;
};

class CommitPolicy {
 public:
  explicit CommitPolicy(Member& member) : member_(member) {}
  virtual ~CommitPolicy() = default;
  CommitPolicy(const CommitPolicy&) = delete;
  CommitPolicy& operator=(const CommitPolicy&) = delete;

  // Records were handed over together, and none of them was worked on yet.
  virtual void OnReceived(const std::vector<Task>&) {}
  // In the order in which the work was done.
  virtual void AfterWork(const Task& task) { member_.Effect(task); }
  // Nothing was done for a while.
  virtual void OnIdle() {}
  // These are about to be taken away. `may_commit`: there is a listener that commits, and they are
  // the member's still.
  virtual void OnRevoked(const std::vector<std::size_t>& /*places*/, bool /*may_commit*/) {}
  // Where the member begins in a partition that it is given in this generation of its group (nothing
  // where the client does not tell); nothing: where its group committed.
  virtual std::optional<std::int64_t> BeginAt(const ReadPlace&,
                                              std::optional<std::int32_t> /*generation*/) {
    return std::nullopt;
  }

 protected:
  Member& member_;
};

struct CommitPolicyType {
  std::string word;
  bool by_client = false;   // the client commits by itself: enable.auto.commit
  bool in_workers = false;  // it makes sense where several records are worked on at once
  std::unique_ptr<CommitPolicy> (*make)(const ConsumerConfig& config, Member& member) = nullptr;
};

// In alphabetical order.
const std::vector<CommitPolicyType>& CommitPolicies();
// Throws Error(kUsage) for a word that is not there.
const CommitPolicyType& FindCommitPolicy(const std::string& word);

}  // namespace kproof
