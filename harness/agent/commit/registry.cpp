// Every commit policy, in alphabetical order of its word in a scenario.
#include <algorithm>

#include "harness/agent/commit/policy.h"
#include "harness/base/error.h"

namespace kproof {

// Each from a file of its own, or from that of its kind.
CommitPolicyType AsyncPolicy();
CommitPolicyType BatchPolicy();
CommitPolicyType EachPolicy();
CommitPolicyType ExternalPolicy();
CommitPolicyType ExternalUnfencedPolicy();
CommitPolicyType OnReceivePolicy();
CommitPolicyType WorkersPolicy();
CommitPolicyType WorkersContiguousPolicy();

namespace {

// Two that ask for no commit: the client does it by itself, or nobody.
CommitPolicyType Silent(const std::string& word, bool by_client) {
  return {.word = word,
          .by_client = by_client,
          .in_workers = true,
          .make = [](const ConsumerConfig&, Member& member) {
            return std::make_unique<CommitPolicy>(member);
          }};
}

}  // namespace

const std::vector<CommitPolicyType>& CommitPolicies() {
  static const std::vector<CommitPolicyType> kPolicies = {
      AsyncPolicy(),    Silent("auto", true),      BatchPolicy(),         EachPolicy(),
      ExternalPolicy(), ExternalUnfencedPolicy(),  Silent("none", false), OnReceivePolicy(),
      WorkersPolicy(),  WorkersContiguousPolicy(),
  };
  return kPolicies;
}

const CommitPolicyType& FindCommitPolicy(const std::string& word) {
  const auto& all = CommitPolicies();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& type) { return type.word == word; });
  if (found == all.end())
    throw Error(ErrorKind::kUsage, "there is no commit policy '" + word + "'");
  return *found;
}

}  // namespace kproof
