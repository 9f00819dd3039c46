// What a user can get wrong: exit code 64, every error named with its place, and nothing started.
#include <sqlite3.h>
#include <sys/stat.h>

#include <filesystem>

#include "audit/store/writer.h"
#include "harness/cluster/kafka_home.h"
#include "tests/trouble/user.h"

namespace kproof {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct Mistake {
  std::string name;
  std::vector<std::string> args;  // "@x" stands for file x of the test's folder
  std::vector<std::string> says;
};
void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.name; }

const std::vector<Mistake> kMistakes = {
    {"NoVerb", {}, {"kproof run durability/leader-kill", "kproof list scenarios", "kproof help"}},
    {"NoVerbOfCluster", {"cluster"}, {"kproof cluster: say which: ", "up", "--help"}},
    {"HelpOfNoVerb", {"help", "rum"}, {"there is no verb 'rum'; did you mean 'run'?"}},
    {"ListWithoutWhat", {"list"}, {"list what? scenarios, faults, targets"}},
    {"ListOfNothing", {"list", "fault"}, {"'fault' is not known; did you mean 'faults'?"}},
    {"UnknownVerb", {"rum"}, {"there is no verb 'rum'", "did you mean 'run'"}},
    {"UnknownFlag",
     {"run", "@good.yaml", "--frob"},
     {"kproof run: there is no option '--frob'", "'kproof run --help'"}},
    {"MisspeltFlag",
     {"run", "@good.yaml", "--sed=7"},
     {"kproof run: there is no option '--sed'; did you mean '--seed'?"}},
    {"OneWordTooMany",
     {"export", "@good.yaml", "more", "--events", "@e.jsonl"},
     {"'more' is one word too many"}},
    {"TopicTwice",
     {"cluster", "up", "--topic", "a", "--topic", "a:6"},
     {"--topic a is given twice"}},
    {"TopicWithABlank",
     {"cluster", "up", "--topic", "pay ments"},
     {"--topic pay ments is not a topic", "as in payments:6:3"}},
    {"TopicWithMoreReplicasThanBrokers",
     {"cluster", "up", "--brokers", "1", "--topic", "payments:6:3"},
     {"--topic payments:6:3: '3' is not a replication factor", "from 1 to 1"}},
    {"FlagWithAValueOfItsOwnOnly",
     {"run", "--set", "duration=1s", "@none.yaml"},
     {"none.yaml: can't be read"}},
    {"MisspeltScenario",
     {"run", "durability/leader-kil"},
     {"durability/leader-kil: can't be read", "did you mean 'durability/leader-kill'?",
      "'kproof list scenarios' shows all"}},
    {"ControlCharacters", {"run", "\x1b[2J.yaml"}, {"\\x1b[2J.yaml: can't be read"}},

    {"NoFile", {"run"}, {"kproof: FILE is required", "--resume with a campaign's folder"}},
    {"MissingFile", {"run", "@none.yaml"}, {"none.yaml: can't be read: No such file"}},
    {"FolderWithoutScenarios",
     {"run", "/usr/include/librdkafka"},
     {"is a folder without scenarios (*.yaml) in it"}},
    {"SetOnUnknownPath",
     {"run", "@good.yaml", "--set", "topics.orders.partitions=3"},
     {"--set: topics.orders.partitions: there is no 'orders' in topics; there is only 'payments'"}},
    {"SetWithoutValue", {"run", "@good.yaml", "--set", "topics"}, {"is not path=value"}},
    {"MaxTimeOfNoUnit", {"run", "@good.yaml", "--max-time", "5x"}, {"--max-time 5x", "3min"}},
    {"MaxTimeBelowTheLoad",
     {"run", "@good.yaml", "--max-time", "1s"},
     {"duration 2s is longer than max_time 1s"}},
    {"FailOnNobodyKnows",
     {"run", "@good.yaml", "--fail-on", "lots"},
     {"--fail-on: unknown finding 'lots'", "did you mean 'lost'"}},
    {"TagOfNoScenario", {"run", "@good.yaml", "--tag", "odd"}, {"no scenario has the tag 'odd'"}},
    {"EmptyTag", {"run", "@good.yaml", "--tag", ""}, {"no scenario has the tag ''"}},
    {"SeedBelowZero", {"run", "@good.yaml", "--seed", "-1"}, {"--seed", "-1"}},
    {"SeedThatReadersOfJsonRound", {"run", "@good.yaml", "--seed", "9007199254740992"}, {"--seed"}},
    {"SeedWithoutRoomForRepeats",
     {"run", "@good.yaml", "--seed", "9007199254740991", "--repeat", "2"},
     {"leaves no room for --repeat 2"}},
    {"BrokerSetting",
     {"run", "@good.yaml", "--set", "cluster.config.log.flush.interval.mesages=1"},
     {"--set: unknown broker setting 'log.flush.interval.mesages'; did you mean "
      "'log.flush.interval.messages'?"}},
    {"TopicSetting",
     {"run", "@good.yaml", "--set", "topics.payments.config.min.insync.replica=1"},
     {"unknown topic setting 'min.insync.replica'; did you mean 'min.insync.replicas'?"}},
    {"ClientSetting",
     {"run", "@good.yaml", "--set", "producers.checkout.config.ack=all"},
     {"client property 'ack' is unknown to librdkafka", "did you mean 'acks'?"}},
    {"ClusterOfTheClient",
     {"run", "@good.yaml", "--set", "producers.checkout.config.bootstrap.servers=127.0.0.1:1"},
     {"'bootstrap.servers' can't be set in producer checkout"}},
    {"TlsOfTheClient",
     {"run", "@good.yaml", "--set", "producers.checkout.config.security.protocol=SSL"},
     {"kproof speaks no TLS and no SASL yet"}},
    {"ListenersOfTheNodes",
     {"run", "@good.yaml", "--set", "cluster.config.listeners=PLAINTEXT://:9092"},
     {"'listeners' can't be set in cluster main; kproof chooses addresses"}},
    {"SettingsOfAClusterByItself",
     {"cluster", "up", "--config", "num.io.thread=1", "--config", "num.network.threads=many"},
     {"--config: unknown broker setting 'num.io.thread'; did you mean 'num.io.threads'?",
      "num.network.threads of the nodes is 'many'; write a whole number from 1"}},
    {"LastReplica",
     {"run", "@careless.yaml"},
     {"careless.yaml:", "step 1 would leave no replica of payments/0 up", "destructive: true"}},
    {"LibraryThatIsNotThere",
     {"run", "@good.yaml", "--set", "producers.checkout.client_library=/none"},
     {"where there is no librdkafka.so.1"}},
    {"EndlessFile", {"validate", "/dev/zero"}, {"/dev/zero: is a device or a socket"}},
    {"NamedPipe", {"validate", "@pipe.yaml"}, {"pipe.yaml: is a named pipe"}},
    {"LinkToItself", {"validate", "@loop.yaml"}, {"loop.yaml: can't be read: Too many levels"}},
    {"LargeFile", {"validate", "@large.yaml"}, {"large.yaml: has 1048577 bytes"}},
    {"DeepFile", {"validate", "@deep.yaml"}, {"deep.yaml:1:65: not YAML: nested deeper"}},
    {"WholeDisk", {"validate", "/proc"}, {"/proc: ", "name the folder of the scenarios"}},
    {"SeedThatIsNoNumber", {"run", "@good.yaml", "--seed", "x"}, {"--seed", "x"}},
    {"UnknownColor", {"run", "@good.yaml", "--color", "blue"}, {"blue", "always"}},
    {"FailOnOfWhatIsIgnored",
     {"run", "@good.yaml", "--set", "require=[]", "--set", "ignore=[order]", "--fail-on",
      "reordered"},
     {"ignores order, which fail_on names too"}},
    {"BundleThatIsNone",
     {"cluster", "fetch", "--from", "@good.yaml"},
     {"good.yaml is not a bundle of kproof's", "kproof cluster fetch --bundle FILE"}},
    {"BundleThatIsNotThere", {"cluster", "fetch", "--from", "@none"}, {"there is no file", "none"}},
    {"BundleBothWays",
     {"cluster", "fetch", "--from", "@a", "--bundle", "@b"},
     {"--bundle", "--from", "--help"}},
    {"CheckOfNothing", {"check", "@none"}, {"there is no", "none", "name a run folder"}},
    {"CheckOfFolderWithoutRun", {"check", "@."}, {"there is no", "audit.db", "name a run folder"}},
    {"CheckOfText",
     {"check", "@good.yaml"},
     {"good.yaml:1: the line is not JSON", "one JSON object"}},
    {"CheckOfForeignDatabase", {"check", "@foreign.db"}, {"foreign.db is not an audit store"}},
    {"CheckOfNewerStore", {"check", "@newer.db"}, {"newer.db has version", "or a newer one"}},
};

void Execute(const std::string& file, const std::string& sql) {
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(database);
}

class Usage : public testing::TestWithParam<Mistake> {};

TEST_P(Usage, IsNamedWithWhatToDo) {
  const Scratch scratch;
  scratch.Write("good.yaml", SmallScenario("good"));
  std::string careless = SmallScenario("careless", LongFault("kill"));
  careless.replace(careless.find("destructive: true"), 17, "destructive: false");
  scratch.Write("careless.yaml", careless);
  scratch.Write("large.yaml", std::string((1 << 20) + 1, ' '));
  scratch.Write("deep.yaml", std::string(100'000, '['));
  ASSERT_EQ(mkfifo(scratch.File("pipe.yaml").c_str(), 0600), 0);
  std::filesystem::create_symlink("loop.yaml", scratch.File("loop.yaml"));
  Execute(scratch.File("foreign.db"), "CREATE TABLE a (b)");
  StoreWriter::Create(scratch.File("newer.db"));
  Execute(scratch.File("newer.db"), "PRAGMA user_version = 1000");
  std::vector<std::string> args;
  for (const auto& arg : GetParam().args)
    args.push_back(arg.starts_with('@') ? scratch.File(arg.substr(1)) : arg);
  const Kproof run(scratch, args);
  EXPECT_EQ(run.Code(), kExitUsage) << run.Both();
  EXPECT_THAT(run.Out(), IsEmpty());
  for (const auto& words : GetParam().says) EXPECT_THAT(run.Err(), HasSubstr(words));
  EXPECT_THAT(run.Err(), Not(AnyOf(HasSubstr("subcommand"), HasSubstr("\x1b"))));
  EXPECT_FALSE(std::filesystem::exists("results"));
}

INSTANTIATE_TEST_SUITE_P(Of, Usage, testing::ValuesIn(kMistakes),
                         testing::PrintToStringParamName());

TEST(UsageOfScenario, EveryErrorIsNamedAtOnceWithItsPlace) {
  const Scratch scratch;
  const auto file = scratch.Write("bad.yaml",
                                  "name: bad\n"
                                  "cluster: {brokers: 1, mode: combined, color: red}\n"
                                  "topics:\n"
                                  "  payments: {partitions: 1, replication: 2}\n"
                                  "producers:\n"
                                  "  a: {rate: 5/parsec, config: {acks: 1, "
                                  "enable.idempotence: true}}\n"
                                  "monitors: {count: 1}\n"
                                  "monitors: {count: 1}\n"
                                  "duration: 2 bananas\n"
                                  "require: [no-los]\n");
  const Kproof run(scratch, {"run", file, "--json", "--out", scratch.Out()});
  EXPECT_EQ(run.Code(), kExitUsage);
  EXPECT_THAT(run.Out(), IsEmpty());
  for (const char* words :
       {"bad.yaml:2:39: unknown key 'color'", "bad.yaml:4:42: topic payments has replication 2",
        "bad.yaml:6:13: rate of producer a is '5/parsec'", "idempotence needs acks=all",
        "bad.yaml:8:1: duplicate key 'monitors'; it stands in line 7",
        "bad.yaml:9:11: duration is '2 bananas'", "bad.yaml:10:11: unknown guarantee 'no-los'",
        "8 errors"})
    EXPECT_THAT(run.Err(), HasSubstr(words));
  const Kproof validate(scratch, {"validate", file});
  EXPECT_EQ(validate.Code(), kExitUsage);
  EXPECT_EQ(validate.Err(), run.Err());
  EXPECT_FALSE(std::filesystem::exists(scratch.Out()));
}

TEST(UsageOfScenario, WhatAnotherVersionKnowsIsNotChecked) {
  const Scratch scratch;
  std::string text = SmallScenario("new");
  text.replace(text.find("mode: combined"), 14, "mode: combined, kafka: 9.9.9, config: {a.b: 1}");
  const Kproof validate(scratch, {"validate", scratch.Write("new.yaml", text)});
  EXPECT_EQ(validate.Code(), 0) << validate.Both();
  EXPECT_THAT(validate.Err(), HasSubstr("names of settings are not checked"));
}

// It is let through, and the result says so. (What ends a run is tested in verify_settings_test.)
TEST(UsageOfScenario, APluginsOwnSettingIsLetThroughAndStandsInTheResult) {
  const Scratch scratch;
  std::string text = SmallScenario("plugin");
  text.replace(text.find("mode: combined"), 14,
               "mode: combined, config: {acme.level: 1, num.io.threads: 3}, "
               "config_unchecked: [acme.level]");
  const auto file = scratch.Write("plugin.yaml", text);
  const Kproof run(scratch, {"run", file, "--out", scratch.Out()});
  EXPECT_EQ(run.Code(), 0) << run.Both();
  const auto result = ResultOf(LatestRun(scratch));
  EXPECT_EQ(result["config_unchecked"], nlohmann::json::array({"acme.level"}));
  EXPECT_EQ(result["effective"]["broker"]["node-1"]["acme.level"]["value"], "[unknown to Kafka]");
}

// Kafka's jars under a version that is in no table: only the nodes can say what they do not know.
TEST(UsageOfScenario, ATypingErrorThatOnlyTheNodesFindEndsTheRunBeforeAnyLoad) {
  namespace fs = std::filesystem;
  const Scratch scratch;
  fs::create_directories(scratch.File("jars"));
  for (const auto& jar : FindKafka("4.3.1", "", [](const std::string&) {}).jars) {
    std::string name = fs::path(jar).filename().string();
    if (name == "kafka_2.13-4.3.1.jar") name = "kafka_2.13-9.9.9.jar";
    fs::create_symlink(jar, scratch.File("jars/" + name));
  }
  std::string text = SmallScenario("typo");
  text.replace(text.find("mode: combined"), 14,
               "mode: combined, kafka_dir: " + scratch.File("jars") +
                   ", config: {log.flush.interval.mesages: 1}");
  const Kproof run(scratch, {"run", scratch.Write("typo.yaml", text), "--out", scratch.Out()});
  EXPECT_EQ(run.Code(), kExitUsage) << run.Both();
  EXPECT_THAT(run.Err(), HasSubstr("kproof knows those of Kafka 3.3 to 4.3, not of 9.9.9"));
  const auto result = ResultOf(LatestRun(scratch));
  EXPECT_EQ(result["verdict"], "error");
  EXPECT_THAT(std::string(result["reason"]),
              HasSubstr("node-1 does not know the setting 'log.flush.interval.mesages'"));
  EXPECT_EQ(result["counts"]["sent"], 0);
}

// A role whose player is known only when the step fires.
TEST(UsageOfScenario, AStepThatWouldDestroyEndsTheRunAtOnce) {
  const Scratch scratch;
  std::string text = SmallScenario("careless", LongFault("kill"), "60s");
  text.replace(text.find("destructive: true"), 17, "destructive: false");
  text.replace(text.find("leader of payments/0"), 20, "active controller");
  const Kproof run(scratch, {"run", scratch.Write("a.yaml", text), "--out", scratch.Out()});
  EXPECT_EQ(run.Code(), kExitUsage) << run.Both();
  const auto result = ResultOf(LatestRun(scratch));
  EXPECT_EQ(result["verdict"], "error");
  EXPECT_THAT(std::string(result["reason"]), HasSubstr("would leave no replica of payments/0"));
  EXPECT_LT(result["seconds"], 50.0);
}

}  // namespace
}  // namespace kproof
