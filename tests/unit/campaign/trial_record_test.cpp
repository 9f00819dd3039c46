// The line that a finished trial is kept as: it reads back as it was, and nothing else is taken.
#include "harness/campaign/trial_record.h"

#include <gtest/gtest.h>

#include "harness/base/error.h"

namespace kproof {
namespace {

const TrialRecord kRecord{.trial = 3,
                          .scenario = "leader-kill",
                          .seed = 9'007'199'254'740'991,
                          .folder = "/tmp/a \"b\"\n\xc3\xa4/20261121T090000Z-leader-kill-7",
                          .exit_code = 130,
                          .left_out = true,
                          .disturbed = true,
                          .unwritten = "the disk is full",
                          .ended_s = 12.25};

TEST(TrialRecord, ReadsBackAsItWasWritten) {
  EXPECT_EQ(ParseTrialRecord(ToLine(kRecord)), kRecord);
  EXPECT_EQ(ParseTrialRecord(ToLine({})), TrialRecord{});
  EXPECT_EQ(ToLine(kRecord).find('\n'), std::string::npos);
}

TEST(TrialRecord, IsNoRecordWhereverItIsCutOff) {
  const std::string line = ToLine(kRecord);
  for (std::size_t size = 0; size < line.size(); ++size)
    EXPECT_THROW(ParseTrialRecord(line.substr(0, size)), Error) << line.substr(0, size);
}

TEST(TrialRecord, HasItsFieldsAndNoOther) {
  const std::string line = ToLine({});
  ASSERT_EQ(line, R"({"trial":0,"scenario":"","seed":0,"folder":"","exit_code":0,)"
                  R"("left_out":false,"disturbed":false,"unwritten":"","ended_s":0.0})");
  for (
      const char* other :
      {R"({"trial":0})", "[]", "{}", "7",
       R"({"trial":-1,"scenario":"","seed":0,"folder":"",)"
       R"("exit_code":0,"left_out":false,"disturbed":false,"unwritten":""})",
       R"({"trial":0,"scenario":"","seed":"0","folder":"","exit_code":0,"left_out":false,"disturbed":false,)"
       R"("unwritten":""})",
       R"({"trial":0,"scenario":"","seed":0,"folder":"","exit_code":0,"left_out":false,"disturbed":false,)"
       R"("unwritten":"","ended_s":0.0,"more":1})",
       R"({"trial":0,"trial":0,"scenario":"","seed":0,"folder":"","exit_code":0,)"
       R"("left_out":false,"disturbed":false,"unwritten":"","ended_s":0.0})"}) {
    try {
      ParseTrialRecord(other);
      ADD_FAILURE() << other;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kCorrupt) << other;
    }
  }
}

}  // namespace
}  // namespace kproof
