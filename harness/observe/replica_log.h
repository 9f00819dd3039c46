// The log of one replica as its node serves it, in parts of bounded size.
//
// Not thread-safe.
#pragma once

#include <functional>
#include <string>

#include "harness/kafka/node_client.h"
#include "harness/observe/log_comparison.h"

namespace kproof {

class ReplicaLog final : public BatchSource {
 public:
  struct Limits {
    Duration answer = std::chrono::seconds(2);  // of one question
    Duration stall = std::chrono::seconds(5);   // without a batch more, though the log goes on
  };

  // Reads from `place.offset` up to `end`; a node that knows another leader epoch than the place's
  // is silent. `give_up` is asked between questions.
  ReplicaLog(NodeClient& node, LogPlace place, std::int64_t end, const Limits& limits,
             std::function<bool()> give_up);

  At Look() override;
  const RecordBatch& batch() const override { return batch_; }
  void Next() override;
  void SkipTo(std::int64_t offset) override;
  std::int64_t start() const override { return start_; }
  const std::string& why() const override { return why_; }

 private:
  enum class State { kNeeded, kThere, kEnd, kBroken, kSilent };
  State Read();
  State Fetch();

  NodeClient& node_;
  LogPlace place_;  // offset: the next one that is needed
  const std::int64_t end_;
  const Limits limits_;
  const std::function<bool()> give_up_;
  std::int64_t start_ = 0;
  std::string part_;       // what the last answer held
  std::string_view left_;  // of it
  RecordBatch batch_;
  State state_ = State::kNeeded;
  std::string why_;
};

}  // namespace kproof
