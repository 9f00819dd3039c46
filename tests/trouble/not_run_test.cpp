// What a machine or a cluster can lack: each ends with exit code 4, says what it is and what to do,
// and leaves a run folder that says the same, where the disk lets it.
#include <arpa/inet.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <functional>

#include "harness/base/undo.h"
#include "harness/cluster/tool.h"
#include "tests/trouble/user.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// A folder to be all of PATH, with a real java in it and nothing else.
std::string FolderWithJava(const Scratch& scratch) {
  std::string folder = scratch.File("path");
  fs::create_directories(folder);
  fs::create_symlink(FindProgram("java"), folder + "/java");
  return folder;
}

struct Lack {
  std::string name;
  // Makes the lack; gives the environment and what is added to the command.
  std::function<Kproof::Environment(const Scratch&, std::vector<std::string>& args)> make;
  std::vector<std::string> says;
};
void PrintTo(const Lack& lack, std::ostream* out) { *out << lack.name; }

using Args = std::vector<std::string>;

const std::vector<Lack> kLacks = {
    {"JavaHomeToNowhere",
     [](const Scratch& scratch, Args&) {
       return Kproof::Environment{{"JAVA_HOME", scratch.File("nowhere")}};
     },
     {"JAVA_HOME=", "nowhere has no bin/java", "unset JAVA_HOME, or set it to a Java of 17"}},
    {"JavaTooOld",
     [](const Scratch& scratch, Args&) {
       fs::create_directories(scratch.File("old/bin"));
       fs::permissions(scratch.Write("old/bin/java",
                                     "#!/bin/sh\n"
                                     "echo '    java.runtime.version = 11.0.2+9' >&2\n"
                                     "echo '    java.version = 11.0.2' >&2\n"
                                     "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2\n"),
                       fs::perms::owner_all);
       return Kproof::Environment{{"JAVA_HOME", scratch.File("old")}};
     },
     {"Kafka 4.3.1 needs Java 17", "old/bin/java is Java 11", "unset JAVA_HOME"}},
    {"VersionNotCachedAndNoMaven",
     [](const Scratch& scratch, Args& args) {
       args.insert(args.end(), {"--set", "cluster.kafka=4.2.1"});
       return Kproof::Environment{{"PATH", FolderWithJava(scratch)},
                                  {"JAVA_HOME", ""},
                                  {"KPROOF_CACHE", scratch.File("cache")}};
     },
     {"Kafka 4.2.1 is not in the cache", "no mvn", "apt-get install maven", "cluster.kafka_dir"}},
    {"FolderWithoutKafka",
     [](const Scratch& scratch, Args& args) {
       fs::create_directories(scratch.File("kafka"));
       args.insert(args.end(), {"--set", "cluster.kafka_dir=" + scratch.File("kafka")});
       return Kproof::Environment{};
     },
     {"kafka has no Kafka in it", "kafka_2.13-VERSION.jar", "name an unpacked Kafka"}},
    {"SettingThatContradictsAnother",  // each is within its own range
     [](const Scratch&, Args& args) {
       args.insert(args.end(), {"--set", "cluster.config.replica.fetch.wait.max.ms=60000"});
       return Kproof::Environment{};
     },
     {"should always be at least replica.fetch.wait.max.ms", "look at cluster.config"}},
    {"BrokerThatDoesNotComeUp",
     [](const Scratch&, Args& args) {
       args.insert(args.end(), {"--set", "cluster.config.authorizer.class.name=no.such.Class"});
       return Kproof::Environment{};
     },
     {"node-1 ended with exit code 1", "the last lines of logs/node-1.log", "no.such.Class"}},
};

class NotRun : public testing::TestWithParam<Lack> {};

TEST_P(NotRun, SaysWhatIsMissingAndWhatToDo) {
  const Scratch scratch;
  std::vector<std::string> args = {"run", scratch.Write("a.yaml", SmallScenario("lacking")),
                                   "--out", scratch.Out()};
  const auto environment = GetParam().make(scratch, args);
  const Kproof run(scratch, args, environment);
  EXPECT_EQ(run.Code(), kExitNotRun) << run.Both();
  const auto result = ResultOf(LatestRun(scratch));
  EXPECT_EQ(result["verdict"], "not-run");
  for (const auto& words : GetParam().says) {
    EXPECT_THAT(run.Out(), HasSubstr(words));
    EXPECT_THAT(result["reason"], HasSubstr(words));
  }
  EXPECT_THAT(run.Out(), Not(HasSubstr("\tat ")));
  EXPECT_THAT(scratch.Processes(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Lacking, NotRun, testing::ValuesIn(kLacks),
                         testing::PrintToStringParamName());

// In a sandbox there is no network for a second try, whose failure would hide the first one's.
TEST(NotRunFetch, AVersionThatIsNoneIsLookedForOnceAndNamed) {
  const Scratch scratch;
  std::filesystem::create_directories(scratch.File("path"));
  // Maven, as it is where there is no such version.
  const auto mvn = scratch.Write(
      "path/mvn",
      "#!/bin/sh\necho fetched >>" + scratch.File("tries") +
          "\necho '[ERROR] Failed to execute goal x (default-cli) on project fetch: Could not "
          "resolve dependencies for project kproof:fetch:jar:1: Could not find artifact "
          "org.apache.kafka:kafka_2.13:jar:9.9.9 in central -> [Help 1]'\nexit 1\n");
  fs::permissions(mvn, fs::perms::owner_all);
  const Kproof run(
      scratch,
      {"run", scratch.Write("a.yaml", SmallScenario("none")), "--out", scratch.Out(), "--set",
       "cluster.kafka=9.9.9"},
      {{"PATH", scratch.File("path") + ":/usr/bin:/bin"}, {"KPROOF_CACHE", scratch.File("cache")}});
  EXPECT_EQ(run.Code(), kExitNotRun) << run.Both();
  EXPECT_THAT(run.Out(), AllOf(HasSubstr("Maven Central has no Kafka 9.9.9"),
                               HasSubstr("does that version exist? 4.3.1 works"),
                               Not(HasSubstr("[ERROR]")), Not(HasSubstr("project"))));
  EXPECT_EQ(ReadFile(scratch.File("tries")), "fetched\n");
}

TEST(NotRunPort, NamesTheAddressThatIsTaken) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const Undo close("close the listener", [listener] { ::close(listener); });
  sockaddr_in address{};  // every address, any port
  address.sin_family = AF_INET;
  socklen_t size = sizeof address;
  ASSERT_EQ(::bind(listener, reinterpret_cast<const sockaddr*>(&address), size), 0);
  ASSERT_EQ(::listen(listener, 1), 0);
  ASSERT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const std::string port = std::to_string(ntohs(address.sin_port));

  const Scratch scratch;
  const Kproof run(scratch,
                   {"run", scratch.Write("a.yaml", SmallScenario("taken")), "--out", scratch.Out(),
                    "--set", "cluster.port=" + port, "--sandbox", "loopback"});
  EXPECT_EQ(run.Code(), kExitNotRun);
  EXPECT_THAT(run.Out(), AllOf(HasSubstr(":" + port + " is in use"), HasSubstr("cluster.port")));
  EXPECT_EQ(ResultOf(LatestRun(scratch))["verdict"], "not-run");
}

// A file system of so many bytes for --out.
class FullDisk : public testing::TestWithParam<std::string> {};

TEST_P(FullDisk, IsNamedAndNothingGoesOn) {
  const Scratch scratch;
  fs::create_directories(scratch.Out());
  const std::string size = "size=" + GetParam();
  if (::mount("tmpfs", scratch.Out().c_str(), "tmpfs", 0, size.c_str()) != 0)
    GTEST_SKIP() << "mounting a small file system: " << std::strerror(errno);
  const Undo unmount("unmount", [&] { ::umount2(scratch.Out().c_str(), MNT_DETACH); });
  // 5 MB/s.
  const auto file = scratch.Write("a.yaml", SmallScenario("full", "", "20s"));
  const Kproof run(scratch,
                   {"run", file, "--out", scratch.Out(), "--set", "producers.checkout.value=2000B",
                    "--set", "producers.checkout.rate=1250/s"});
  EXPECT_EQ(run.Code(), kExitNotRun) << run.Both();
  EXPECT_THAT(run.Both(), AllOf(AnyOf(HasSubstr("disk is full"), HasSubstr("No space left")),
                                HasSubstr(scratch.Out())));
  EXPECT_THAT(scratch.Processes(), IsEmpty());
  if (fs::exists(scratch.Out() + "/latest")) {
    const auto result = ResultOf(LatestRun(scratch));
    EXPECT_EQ(result["verdict"], "not-run");
    // Nothing is made up from what is missing.
    EXPECT_EQ(result["counts"]["lost"], 0);
    EXPECT_EQ(result["counts"]["phantom"], 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Of, FullDisk, testing::Values("64k", "400k", "3m", "8m", "16m"),
                         [](const auto& size) { return size.param; });

}  // namespace
}  // namespace kproof
