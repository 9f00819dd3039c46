// Answers that would make a client believe what no broker ever says are refused: the verdict would
// be about our own lie.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/fault/fault.h"

namespace kproof {
namespace {

using testing::HasSubstr;

// What the fault's check of its parameters complains of; "": nothing.
std::string Complaint(const std::map<std::string, std::string>& with) {
  const FaultType& type = FindFault("answer-requests");
  std::map<std::string, std::string> all;
  for (const auto& param : type.params) all[param.name] = param.fallback;
  for (const auto& [key, value] : with) all[key] = value;
  try {
    type.check(all);
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

TEST(AnswerRequests, AnAckOfWhatNobodyHasIsRefused) {
  const std::map<std::string, std::string> with = {{"error", "DUPLICATE_SEQUENCE_NUMBER"}};
  EXPECT_THAT(Complaint(with), HasSubstr("an ack of what nobody has"));
  auto any = with, after = with, other = with;
  any["requests"] = "any";
  EXPECT_NE(Complaint(any), "");
  after["when"] = "after";
  EXPECT_EQ(Complaint(after), "");
  other["requests"] = "Fetch";
  EXPECT_EQ(Complaint(other), "");
}

TEST(AnswerRequests, ARefusalOfWhatMayHaveBeenWrittenIsRefused) {
  EXPECT_THAT(Complaint({{"error", "MESSAGE_TOO_LARGE"}, {"when", "after"}}),
              HasSubstr("with MESSAGE_TOO_LARGE: its client takes that"));
  EXPECT_NE(Complaint({{"error", "MESSAGE_TOO_LARGE"}}), "");
  EXPECT_EQ(Complaint({{"error", "MESSAGE_TOO_LARGE"}, {"requests", "Fetch"}}), "");
  EXPECT_EQ(Complaint({{"error", "NOT_LEADER_OR_FOLLOWER"}, {"when", "after"}}), "");
}

}  // namespace
}  // namespace kproof
