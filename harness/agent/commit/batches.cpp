// Commits after a number of records, or when nothing more comes: a crash leaves a batch at the most
// to be done again. `batch` waits for the answer, `async` goes on; a listener waits in either case,
// because nobody commits a partition after it was given back.
#include "harness/agent/commit/policy.h"

namespace kproof {
namespace {

class Batches final : public CommitPolicy {
 public:
  Batches(Member& member, std::int32_t records, bool wait)
      : CommitPolicy(member), records_(records), wait_(wait) {}

  void AfterWork(const Task& task) override {
    member_.Effect(task);
    done_[task.place] = task.offset + 1;
    if (++count_ >= records_) CommitDone(wait_);
  }

  void OnIdle() override { CommitDone(wait_); }

  void OnRevoked(const std::vector<std::size_t>& places, bool may_commit) override {
    if (may_commit) CommitDone(true);
    for (const auto place : places) done_.erase(place);
  }

 private:
  void CommitDone(bool wait) {
    count_ = 0;
    const auto done = std::exchange(done_, {});
    if (done.empty()) return;
    wait ? member_.Commit(done) : member_.CommitLater(done);
  }

  const std::int32_t records_;
  const bool wait_;
  std::int32_t count_ = 0;  // records since the last commit
  DoneBelows done_;
};

}  // namespace

CommitPolicyType BatchPolicy() {
  return {
      .word = "batch",
      .make = [](const ConsumerConfig& config, Member& member) -> std::unique_ptr<CommitPolicy> {
        return std::make_unique<Batches>(member, config.work.batch, true);
      }};
}

CommitPolicyType AsyncPolicy() {
  return {
      .word = "async",
      .make = [](const ConsumerConfig& config, Member& member) -> std::unique_ptr<CommitPolicy> {
        return std::make_unique<Batches>(member, config.work.batch, false);
      }};
}

}  // namespace kproof
