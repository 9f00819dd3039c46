// Exit codes of what goes wrong before and besides a verdict.
#include "harness/cli/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "harness/cli/complain.h"
#include "harness/cli/output.h"
#include "harness/cli/stdout.h"
#include "tests/unit/cli/called.h"

namespace kproof {
namespace {

using testing::ExitedWithCode;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Program, WithoutAVerbOrWithAWrongOneIsAMistake) {
  EXPECT_EQ(Call({}).code, 64);
  EXPECT_EQ(Call({"rum"}).code, 64);
  EXPECT_THAT(Call({"rum"}).err, HasSubstr("did you mean 'run'?"));
  EXPECT_EQ(Call({"version", "--frob"}).code, 64);
  EXPECT_EQ(Call({"cluster"}).code, 64);
  EXPECT_EQ(Call({"list", "fault"}).code, 64);
}

TEST(Program, ThatIsAskedForHelpIsRight) {
  EXPECT_EQ(Call({"--help"}).code, 0);
  EXPECT_THAT(Call({"run", "--help"}).out, HasSubstr("--seed"));
  EXPECT_EQ(Call({"--version"}).code, 0);
  EXPECT_EQ(Call({"version"}).code, 0);
  EXPECT_EQ(Call({"list", "faults"}).code, 0);
}

TEST(Complain, GivesTheCodeOfTheError) {
  const auto code = [](ErrorKind kind) {
    testing::internal::CaptureStderr();
    const int given = Complain(Error(kind, "broker 2", Hint("look")));
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "kproof: broker 2\n  look\n");
    return given;
  };
  EXPECT_EQ(code(ErrorKind::kUsage), 64);
  EXPECT_EQ(code(ErrorKind::kCorrupt), 64);
  EXPECT_EQ(code(ErrorKind::kNotRun), 4);
  EXPECT_EQ(code(ErrorKind::kInternal), 70);
}

TEST(Complain, SendsNoEscapesToTheTerminal) {
  testing::internal::CaptureStderr();
  Complain(Error("\x1b[2J", Hint("\x1b[31m")));
  EXPECT_THAT(testing::internal::GetCapturedStderr(), Not(HasSubstr("\x1b")));
}

// -- what ends a process, in a child

[[noreturn]] void PrintTo(const char* file, int code) {
  if (std::freopen(file, "w", stdout) == nullptr) std::_Exit(99);
  std::printf("a result\n");
  std::_Exit(FinishStdout(code));
}

[[noreturn]] void PrintToAReaderThatHasGone(int code) {
  std::signal(SIGPIPE, SIG_IGN);
  int ends[2];
  if (::pipe(ends) != 0 || ::dup2(ends[1], STDOUT_FILENO) < 0) std::_Exit(99);
  ::close(ends[0]);
  ::close(ends[1]);
  std::printf("a result\n");
  std::_Exit(FinishStdout(code));
}

TEST(FinishStdoutDeathTest, AResultThatCouldNotBeWrittenIsNoPass) {
  EXPECT_EXIT(PrintTo("/dev/full", 0), ExitedWithCode(4), "can't write the result to stdout");
  EXPECT_EXIT(PrintTo("/dev/full", 1), ExitedWithCode(1), "") << "a proven loss is never masked";
  EXPECT_EXIT(PrintTo("/dev/null", 2), ExitedWithCode(2), "");
}

TEST(FinishStdoutDeathTest, AReaderThatHasAllItWantedIsNoTrouble) {
  EXPECT_EXIT(PrintToAReaderThatHasGone(0), ExitedWithCode(0), "");
}

// A file would get the number of a closed stream, and what is printed into it.
TEST(RequireStreamsDeathTest, OpensThoseThatAreClosed) {
  const auto open = [](int stream) {
    ::close(stream);
    RequireStreams();
    std::_Exit(::dup(stream) >= 0 ? 7 : 8);
  };
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO})
    EXPECT_EXIT(open(stream), ExitedWithCode(7), "") << stream;
}

TEST(RememberSignalsDeathTest, TheFirstIsRememberedAndTheSecondEndsAtOnce) {
  const auto once = [](int signal) {
    RememberSignals();
    std::raise(signal);
    std::_Exit(CaughtSignal() == signal ? 7 : 8);
  };
  const auto twice = [] {
    RememberSignals();
    std::raise(SIGTERM);
    std::raise(SIGINT);
    std::_Exit(7);
  };
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    EXPECT_EXIT(once(signal), ExitedWithCode(7), "") << signal;
  EXPECT_EXIT(twice(), ExitedWithCode(128 + SIGINT), "");
}

}  // namespace
}  // namespace kproof
