// The sandbox and its network with real namespaces: what is done in there, what reaches it, and
// that nothing of it outlives it.
#include "harness/cluster/sandbox.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "harness/base/clock.h"
#include "harness/base/error.h"
#include "harness/cluster/network.h"
#include "harness/cluster/process.h"

namespace kproof {
namespace {

class Sandbox : public testing::Test {
 protected:
  void SetUp() override {
    const auto refusal = ProbeSandbox();
    if (refusal) GTEST_SKIP() << "no private sandbox here: " << refusal->what;
  }
};

std::string Read(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string Link(const std::string& name) {
  return std::filesystem::read_symlink("/proc/self/ns/" + name).string();
}

TEST_F(Sandbox, GivesTheConductorsExitCode) {
  EXPECT_EQ(RunInSandbox([] { return 0; }), 0);
  EXPECT_EQ(RunInSandbox([] { return 5; }), 5);
  EXPECT_EQ(RunInSandbox([] { return ::raise(SIGKILL); }), 128 + SIGKILL);
}

TEST_F(Sandbox, IsAPlaceOfItsOwn) {
  EXPECT_FALSE(InsideSandbox());
  EXPECT_EQ(EnterCommand(), "");
  for (const char* name : {"net", "mnt", "pid", "ipc", "uts"})
    EXPECT_NE(AskInSandbox([&] { return Link(name); }), Link(name)) << name;
  EXPECT_EQ(AskInSandbox([] { return std::to_string(InsideSandbox()); }), "1");
  EXPECT_NE(AskInSandbox(EnterCommand).find("nsenter --target "), std::string::npos);
  EXPECT_EQ(AskInSandbox([] { return std::to_string(::getpid()); }), "2");
}

TEST_F(Sandbox, QuestionsMayBeRefused) {
  try {
    AskInSandbox([]() -> std::string { throw Error("no such thing", Hint("try another")); });
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "no such thing");
    EXPECT_EQ(error.hint(), "try another");
  }
}

// Of one connection from the second host to a listener on the first: "connected", or why not.
std::string Connect(const Host& from, const Host& to) {
  std::string output = (std::filesystem::temp_directory_path() / "kproof-sandbox-XXXXXX").string();
  ::close(::mkstemp(output.data()));
  const std::string script = "exec 3<>/dev/tcp/" + to.address + "/7000 && cat <&3";
  const auto client = Process::Start({.executable = "/bin/bash",
                                      .args = {"-c", script},
                                      .env = {},
                                      .output = output,
                                      .input = "",
                                      .netns = from.netns});
  client->WaitExit(Deadline(std::chrono::seconds(10)));
  std::string said = Read(output);
  std::filesystem::remove(output);
  return said;
}

TEST_F(Sandbox, HostsReachEachOtherByTheirAddresses) {
  EXPECT_EQ(
      AskInSandbox([]() -> std::string {
        const auto network = PrivateNetwork();
        const Host one = network->Add("main", "one", 1);
        const Host two = network->Add("agents", "two", 1);
        if (one.address == two.address) return "one address for two hosts";
        const auto listener = Process::Start(
            {.executable = "/usr/bin/python3",
             .args = {"-c", "import socket\ns=socket.create_server(('" + one.address +
                                "',7000))\nwhile True:\n c,_=s.accept(); c.sendall(b'hello'); "
                                "c.close()"},
             .env = {},
             .output = "",
             .input = "",
             .netns = one.netns});
        std::string said;
        WaitUntil([&] { return (said = Connect(two, one)) == "hello"; },
                  Deadline(std::chrono::seconds(20)));
        return said;
      }),
      "hello");
}

TEST_F(Sandbox, OneNetworkMayFollowAnotherAtOnce) {
  EXPECT_EQ(AskInSandbox([]() -> std::string {
              for (int round = 0; round < 5; ++round) {
                const auto network = PrivateNetwork();
                for (int host = 1; host < 5; ++host)
                  network->Add("main", "host-" + std::to_string(host), host);
              }
              return "five networks";
            }),
            "five networks");
}

TEST_F(Sandbox, AnAddressBelongsToOneHost) {
  EXPECT_THROW(AskInSandbox([]() -> std::string {
                 const auto network = PrivateNetwork();
                 network->Add("main", "one", 1);
                 network->Add("main", "two", 1);
                 return "";
               }),
               Error);
}

TEST_F(Sandbox, NothingInThereOutlivesIt) {
  const std::string mark = "kproof-outlives-" + std::to_string(::getpid());
  AskInSandbox([&]() -> std::string {
    // Not a child that is told to die with us: a grandchild that left its session.
    if (::fork() == 0) {
      if (::fork() == 0) {
        ::setsid();
        ::execl("/bin/sh", "/bin/sh", "-c", "sleep 60; : \"$0\"", mark.c_str(), nullptr);
      }
      ::_exit(0);
    }
    return "";
  });
  const auto lives = [&] {
    for (const auto& entry : std::filesystem::directory_iterator("/proc"))
      if (Read(entry.path().string() + "/cmdline").find(mark) != std::string::npos) return true;
    return false;
  };
  EXPECT_TRUE(WaitUntil([&] { return !lives(); }, Deadline(std::chrono::seconds(5))));
}

}  // namespace
}  // namespace kproof
