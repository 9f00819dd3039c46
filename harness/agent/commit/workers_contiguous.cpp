// Several records are worked on at once, and what is committed is the offset below which all are
// done: a crash leaves records to be done again, and none that is never done.
#include <set>

#include "harness/agent/commit/policy.h"

namespace kproof {
namespace {

class WorkersContiguous final : public CommitPolicy {
 public:
  using CommitPolicy::CommitPolicy;

  void OnReceived(const std::vector<Task>& tasks) override {
    for (const auto& task : tasks) {
      auto& place = places_.try_emplace(task.place, Place{{}, 0, task.offset}).first->second;
      place.open.insert(task.offset);
      place.end = task.offset + 1;
    }
  }

  void AfterWork(const Task& task) override {
    member_.Effect(task);
    const auto found = places_.find(task.place);
    if (found == places_.end() || found->second.open.erase(task.offset) == 0)
      return;  // it was taken away meanwhile
    auto& place = found->second;
    if (place.DoneBelow() <= place.committed) return;
    place.committed = place.DoneBelow();
    member_.CommitLater({{task.place, place.committed}});
  }

  void OnRevoked(const std::vector<std::size_t>& places, bool may_commit) override {
    DoneBelows done;
    for (const auto number : places) {
      const auto place = places_.find(number);
      if (place == places_.end()) continue;
      if (const auto below = place->second.DoneBelow(); below > place->second.committed)
        done[number] = below;
      places_.erase(place);
    }
    if (may_commit && !done.empty()) member_.Commit(done);
  }

 private:
  struct Place {
    std::set<std::int64_t> open;  // handed over and not done
    std::int64_t end = 0;         // one past the last that was handed over
    std::int64_t committed = 0;   // it stood there in the beginning
    std::int64_t DoneBelow() const { return open.empty() ? end : *open.begin(); }
  };
  std::map<std::size_t, Place> places_;
};

}  // namespace

CommitPolicyType WorkersContiguousPolicy() {
  return {.word = "workers-contiguous",
          .in_workers = true,
          .make = [](const ConsumerConfig&, Member& member) -> std::unique_ptr<CommitPolicy> {
            return std::make_unique<WorkersContiguous>(member);
          }};
}

}  // namespace kproof
