// What a user can get wrong: exit code 64, every error named with its place, and nothing started.
#include <sqlite3.h>

#include <filesystem>

#include "audit/store/writer.h"
#include "tests/trouble/user.h"

namespace kproof {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr int kExitUsage = 64;

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
    {"OneWordTooMany", {"check", "@good.yaml", "more"}, {"'more' is one word too many"}},
    {"FlagWithAValueOfItsOwnOnly",
     {"run", "--set", "duration=1s", "@none.yaml"},
     {"none.yaml: can't be read"}},
    {"MisspeltScenario",
     {"run", "durability/leader-kil"},
     {"durability/leader-kil: can't be read", "did you mean 'durability/leader-kill'?",
      "'kproof list scenarios' shows all"}},
    {"ControlCharacters", {"run", "\x1b[2J.yaml"}, {"\\x1b[2J.yaml: can't be read"}},

    {"NoFile", {"run"}, {"kproof run: FILE is required"}},
    {"MissingFile", {"run", "@none.yaml"}, {"none.yaml: can't be read: No such file"}},
    {"FolderWithoutScenarios",
     {"run", "/usr/include/librdkafka"},
     {"is a folder without scenarios (*.yaml) in it"}},
    {"NobodyHasTheTag", {"run", "@good.yaml", "--tag", "odd"}, {"no scenario has the tags odd"}},
    {"SetOnUnknownPath",
     {"run", "@good.yaml", "--set", "topics.orders.partitions=3"},
     {"--set: topics.orders.partitions: there is no 'orders' in topics; there are payments"}},
    {"SetWithoutValue", {"run", "@good.yaml", "--set", "topics"}, {"is not path=value"}},
    {"MaxTimeOfNoUnit", {"run", "@good.yaml", "--max-time", "5x"}, {"--max-time 5x", "3min"}},
    {"SeedThatIsNoNumber", {"run", "@good.yaml", "--seed", "x"}, {"--seed", "x"}},
    {"UnknownColor", {"run", "@good.yaml", "--color", "blue"}, {"blue", "always"}},
    {"FailOnOfWhatIsIgnored",
     {"run", "@good.yaml", "--set", "require=[]", "--set", "ignore=[order]", "--fail-on",
      "reordered"},
     {"--fail-on reordered: good ignores order"}},
    {"BundleThatIsNone",
     {"cluster", "fetch", "--from", "@good.yaml"},
     {"good.yaml is no bundle of kproof's", "kproof cluster fetch --bundle FILE"}},
    {"BundleThatIsNotThere", {"cluster", "fetch", "--from", "@none"}, {"there is no file", "none"}},
    {"BundleBothWays",
     {"cluster", "fetch", "--from", "@a", "--bundle", "@b"},
     {"--bundle", "--from", "--help"}},
    {"CheckOfNothing", {"check", "@none"}, {"there is no", "none", "name a run folder"}},
    {"CheckOfFolderWithoutRun", {"check", "@."}, {"there is no", "audit.db", "name a run folder"}},
    {"CheckOfText",
     {"check", "@good.yaml"},
     {"good.yaml:1: the line is no JSON", "one JSON object"}},
    {"CheckOfForeignDatabase", {"check", "@foreign.db"}, {"foreign.db is no audit store"}},
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
        "7 errors"})
    EXPECT_THAT(run.Err(), HasSubstr(words));
  const Kproof validate(scratch, {"validate", file});
  EXPECT_EQ(validate.Code(), kExitUsage);
  EXPECT_EQ(validate.Err(), run.Err());
  EXPECT_FALSE(std::filesystem::exists(scratch.Out()));
}

}  // namespace
}  // namespace kproof
