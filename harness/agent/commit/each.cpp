// Commits after each record and waits for the answer: a crash leaves one record to be done again.
#include "harness/agent/commit/policy.h"

namespace kproof {
namespace {

class Each final : public CommitPolicy {
 public:
  using CommitPolicy::CommitPolicy;

  void AfterWork(const Task& task) override {
    member_.Effect(task);
    member_.Commit({{task.place, task.offset + 1}});
  }
};

}  // namespace

CommitPolicyType EachPolicy() {
  return {.word = "each",
          .make = [](const ConsumerConfig&, Member& member) -> std::unique_ptr<CommitPolicy> {
            return std::make_unique<Each>(member);
          }};
}

}  // namespace kproof
