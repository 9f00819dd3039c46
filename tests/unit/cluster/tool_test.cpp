// Programs that run to their end, and what they said.
#include "harness/cluster/tool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"
#include "harness/cluster/format_template.h"

namespace kproof {
namespace {

using testing::HasSubstr;

constexpr Duration kToolLimit = std::chrono::seconds(10);

Command Says(const std::string& script) {
  return {.executable = "/bin/sh", .args = {"-c", script}};
}

TEST(RunTool, HasOutputAndErrorsInTheirOrder) {
  const auto result = RunTool(Says("echo one; echo two >&2; echo three"), kToolLimit);
  EXPECT_TRUE(result.ok);
  EXPECT_EQ(result.output, "one\ntwo\nthree\n");
  EXPECT_EQ(result.errors, "");
}

TEST(RunToolApart, HasErrorsByThemselves) {
  const auto result = RunToolApart(Says("echo one; echo two >&2; echo three"), kToolLimit);
  EXPECT_TRUE(result.ok);
  EXPECT_EQ(result.output, "one\nthree\n");
  EXPECT_EQ(result.errors, "two\n");
}

TEST(RunToolApart, IsNotOkWhereTheToolFailedOrTookTooLong) {
  EXPECT_FALSE(RunToolApart(Says("exit 1"), kToolLimit).ok);
  EXPECT_FALSE(RunToolApart(Says("kill -9 $$"), kToolLimit).ok);
  const auto late = RunToolApart(Says("echo begun; exec sleep 60"), std::chrono::milliseconds(300));
  EXPECT_FALSE(late.ok);
  EXPECT_TRUE(late.late);
  EXPECT_EQ(late.output, "begun\n");
  EXPECT_FALSE(RunToolApart(Says("exit 1"), kToolLimit).late);
}

// Kafka's own tool, with another program in Java's place.
class FormatTool : public testing::Test {
 protected:
  std::string Refused(const std::string& script, Duration limit) {
    KafkaHome home;
    home.version = "4.3.1";
    home.java = folder_.File("java");
    std::ofstream(home.java) << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(home.java, std::filesystem::perms::owner_all);
    try {
      RunFormatTool(home, {}, {}, folder_.File("data"), limit);
      return "";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kNotRun);
      return error.Full();
    }
  }

 private:
  const TemporaryFolder folder_;
};

TEST_F(FormatTool, SaysThatItTookTooLongOrWhatItSaid) {
  const std::string late = Refused("exec sleep 60", std::chrono::milliseconds(300));
  EXPECT_THAT(late, HasSubstr("formatting a log folder of Kafka 4.3.1 took more than 300 ms"));
  EXPECT_THAT(late, HasSubstr("try again"));
  EXPECT_THAT(Refused("echo no such setting; exit 1", kToolLimit),
              HasSubstr("Kafka 4.3.1 can't format a log folder: no such setting"));
  EXPECT_EQ(Refused("mkdir data && touch data/meta.properties", kToolLimit), "");
}

}  // namespace
}  // namespace kproof
