#include "harness/cluster/ask_in_child.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "harness/base/error.h"
#include "harness/cluster/sandbox.h"

namespace kproof {
namespace {

std::string OwnPid() { return std::to_string(::getpid()); }

TEST(AskInChild, AnswersFromAProcessOfItsOwnWhileThereIsOneThread) {
  EXPECT_EQ(AskInChild(OwnPid) != OwnPid(), HasSingleThread());
  std::string here;
  std::thread([&] { here = AskInChild(OwnPid); }).join();
  EXPECT_EQ(here, OwnPid());
}

TEST(AskInChild, PassesLongAnswersAndErrorsOn) {
  const std::string large(200'000, 'x');
  EXPECT_EQ(AskInChild([&] { return large; }), large);
  EXPECT_EQ(AskInChild([] { return ""; }), "");
  try {
    AskInChild(
        []() -> std::string { throw Error(ErrorKind::kNotRun, "no network", Hint("wait")); });
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kNotRun);
    EXPECT_EQ(error.Full(), "no network; wait");
  }
}

TEST(AskInChild, SaysThatTheChildDied) {
  if (!HasSingleThread()) GTEST_SKIP() << "there is no child";
  EXPECT_THROW(AskInChild([]() -> std::string { ::_exit(1); }), Error);
}

}  // namespace
}  // namespace kproof
