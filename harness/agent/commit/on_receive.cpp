// Commits what it was handed over before it works on any of it: at most once. What a crash leaves
// of it is never done.
#include "harness/agent/commit/policy.h"

namespace kproof {
namespace {

class OnReceive final : public CommitPolicy {
 public:
  using CommitPolicy::CommitPolicy;

  void OnReceived(const std::vector<Task>& tasks) override {
    DoneBelows received;
    for (const auto& task : tasks) received[task.place] = task.offset + 1;
    member_.Commit(received);
  }
};

}  // namespace

CommitPolicyType OnReceivePolicy() {
  return {.word = "on-receive",
          .in_workers = true,
          .make = [](const ConsumerConfig&, Member& member) -> std::unique_ptr<CommitPolicy> {
            return std::make_unique<OnReceive>(member);
          }};
}

}  // namespace kproof
