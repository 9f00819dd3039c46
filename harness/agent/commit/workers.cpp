// Several records are worked on at once, and each worker commits the offset of its own record as it
// finishes. A commit claims everything below it, also what another worker still has in hand: a
// crash then leaves records that are never done.
#include "harness/agent/commit/policy.h"

namespace kproof {
namespace {

class Workers final : public CommitPolicy {
 public:
  using CommitPolicy::CommitPolicy;

  void AfterWork(const Task& task) override {
    member_.Effect(task);
    member_.CommitLater({{task.place, task.offset + 1}});
  }
};

}  // namespace

CommitPolicyType WorkersPolicy() {
  return {.word = "workers",
          .in_workers = true,
          .make = [](const ConsumerConfig&, Member& member) -> std::unique_ptr<CommitPolicy> {
            return std::make_unique<Workers>(member);
          }};
}

}  // namespace kproof
