// `kproof check`, `export`, `query`, `cleanup` and `audit`: exit codes of verdicts, several inputs
// at once, and what is never written over.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "harness/base/temporary_folder.h"
#include "tests/unit/cli/called.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class CheckVerb : public testing::Test {
 protected:
  std::string File(const std::string& name) const { return folder_.File(name); }

  TemporaryFolder folder_;
};

TEST_F(CheckVerb, EndsWithTheCodeOfTheVerdict) {
  EXPECT_EQ(Call({"check", HistoryFile("clean")}).code, 0);
  EXPECT_EQ(Call({"check", HistoryFile("corrupt")}).code, 1);
  EXPECT_EQ(Call({"check", HistoryFile("lost-acks-1")}).code, 6);
  EXPECT_EQ(Call({"check", File("none")}).code, 64);
}

TEST_F(CheckVerb, OfSeveralTheWorstCounts) {
  const auto called = Call({"check", HistoryFile("corrupt"), HistoryFile("clean")});
  EXPECT_EQ(called.code, 1);
  EXPECT_THAT(called.out, HasSubstr("exit code 1"));
}

TEST_F(CheckVerb, OneThatCanNotBeReadKeepsNobodyFromTheOthers) {
  const auto called = Call({"check", File("none"), HistoryFile("clean"), "--junit", File("j.xml")});
  EXPECT_EQ(called.code, 64);
  EXPECT_THAT(called.err, HasSubstr("there is no"));
  EXPECT_THAT(called.out, HasSubstr("clean"));
  EXPECT_TRUE(fs::exists(File("j.xml")));
}

TEST_F(CheckVerb, JudgesEachOnceByWhateverName) {
  fs::create_symlink(HistoryFile("clean"), File("link"));
  const auto called = Call({"check", HistoryFile("clean"), File("link"), "--json"});
  EXPECT_EQ(std::count(called.out.begin(), called.out.end(), '\n'), 1);
}

TEST_F(CheckVerb, KeepsOneStore) {
  EXPECT_EQ(Call({"check", HistoryFile("clean"), "--out", File("kept.db")}).code, 0);
  EXPECT_TRUE(fs::exists(File("kept.db")));
  EXPECT_EQ(Call({"check", HistoryFile("clean"), "--out", File("kept.db")}).code, 0)
      << "it is a check's own";
  EXPECT_EQ(
      Call({"check", HistoryFile("clean"), HistoryFile("corrupt"), "--out", File("two.db")}).code,
      64);
  EXPECT_FALSE(fs::exists(File("two.db")));
}

TEST_F(CheckVerb, PutsNoTwoResultsInOnePlace) {
  const auto both = Call({"check", HistoryFile("clean"), "--out", File("a"), "--junit", File("a")});
  EXPECT_EQ(both.code, 64);
  EXPECT_THAT(both.err, HasSubstr("both want"));
  EXPECT_EQ(Call({"check", HistoryFile("clean"), "--out", "-", "--json"}).code, 64);
  EXPECT_EQ(Call({"check", HistoryFile("clean"), "--out", "-", "--junit", "-"}).code, 64);
}

TEST_F(CheckVerb, ReplacesNothingThatItDidNotWrite) {
  const auto precious = WriteText(File("precious"), "mine");
  for (const char* flag : {"--out", "--junit"}) {
    EXPECT_EQ(Call({"check", HistoryFile("clean"), flag, precious}).code, 64) << flag;
    EXPECT_EQ(fs::file_size(precious), 4u) << flag;
  }
  EXPECT_EQ(Call({"check", HistoryFile("clean"), "--junit", precious, "--force"}).code, 0);
}

TEST_F(CheckVerb, PrintsInTheFormatThatIsAsked) {
  const auto json = Call({"check", HistoryFile("clean"), "--json"}).out;
  EXPECT_EQ(nlohmann::json::parse(json)["verdict"], "pass");
  EXPECT_EQ(std::count(json.begin(), json.end(), '\n'), 1);
  const auto pretty = Call({"check", HistoryFile("clean"), "--pretty"}).out;
  EXPECT_GT(std::count(pretty.begin(), pretty.end(), '\n'), 10);
  EXPECT_THAT(Call({"check", HistoryFile("clean"), "--junit", "-"}).out, StartsWith("<?xml"));
  EXPECT_THAT(Call({"check", HistoryFile("clean"), "--color", "always"}).out, HasSubstr("\x1b["));
  EXPECT_THAT(Call({"check", HistoryFile("clean"), "--color", "never"}).out,
              Not(HasSubstr("\x1b[")));
}

TEST_F(CheckVerb, SumsUpBesideJsonUnlessItIsToBeQuiet) {
  const std::vector<std::string> two = {"check", HistoryFile("clean"), HistoryFile("corrupt"),
                                        "--json"};
  auto quiet = two;
  quiet.emplace_back("--quiet");
  EXPECT_THAT(Call(two).err, HasSubstr("exit code 1"));
  EXPECT_THAT(Call(two).out, Not(HasSubstr("exit code 1")));
  EXPECT_THAT(Call(quiet).err, Not(HasSubstr("exit code 1")));
}

class StoreVerbs : public CheckVerb {
 protected:
  StoreVerbs() { EXPECT_EQ(Call({"check", HistoryFile("clean"), "--out", store_}).code, 0); }
  Called Query(std::vector<std::string> args) const {
    args.insert(args.begin(), {"query", store_});
    return Call(args);
  }

  std::string store_ = folder_.File("kept.db");
};

TEST_F(StoreVerbs, ExportWritesEventsAndNeverOverItsRun) {
  EXPECT_EQ(Call({"export", store_, "--events", File("e.jsonl")}).code, 0);
  EXPECT_EQ(Call({"check", File("e.jsonl")}).code, 0);
  EXPECT_EQ(Call({"export", store_, "--events", File("e.jsonl")}).code, 0) << "its own";
  EXPECT_EQ(Call({"export", store_, "--events", store_, "--force"}).code, 64);
  EXPECT_EQ(Call({"export", store_, "--events", WriteText(File("mine"), "x")}).code, 64);
}

TEST_F(StoreVerbs, QueryPrintsEachLayout) {
  const std::string sql = R"(select 'a,b' as x, 'q"y' as x, null as n, 1.5 as r, 7 as i)";
  EXPECT_EQ(Query({sql}).out, "x\tx\tn\tr\ti\na,b\tq\"y\t\t1.5\t7\n");
  EXPECT_EQ(Query({sql, "--csv"}).out, "x,x,n,r,i\n\"a,b\",\"q\"\"y\",,1.5,7\n");
  EXPECT_EQ(Query({sql, "--json"}).out,
            "{\"x\":\"a,b\",\"x_2\":\"q\\\"y\",\"n\":null,\"r\":1.5,\"i\":7}\n");
  EXPECT_EQ(Query({"select 9e999 as x", "--json"}).out, "{\"x\":null}\n");
  EXPECT_EQ(Query({sql, "--csv", "--json"}).code, 64);
}

TEST_F(StoreVerbs, QueryBreaksNoRowAndMovesNoCursor) {
  EXPECT_EQ(Query({"select 'a' || char(10) || char(27) as x"}).out, "x\na\\n\\x1b\n");
  EXPECT_EQ(Query({"select 'a' || char(10) || 'b' as x", "--csv"}).out, "x\n\"a\nb\"\n");
}

TEST_F(StoreVerbs, QueryTakesATimeThatIsOne) {
  for (const char* time : {"0s", "5", "soon"}) {
    const auto called = Query({"select 1", "--timeout", time});
    EXPECT_EQ(called.code, 64) << time;
    EXPECT_THAT(called.err, HasSubstr("is not a duration"));
  }
  EXPECT_EQ(Query({"select 1", "--timeout", "5min"}).code, 0);
}

TEST_F(CheckVerb, AuditRefusesTimesBeforeItConnects) {
  const auto audit = [](const std::string& window, const std::string& patience,
                        const std::string& length = "1s") {
    const auto called =
        Call({"audit", "--bootstrap-server", "127.0.0.1:1", "--store", "/dev/null/none", "--window",
              window, "--patience", patience, "--for", length});
    EXPECT_EQ(called.code, 64) << window << " " << patience << " " << length;
    return called.err;
  };
  EXPECT_THAT(audit("0s", "5m"), HasSubstr("--window 0s is not a duration"));
  EXPECT_THAT(audit("m", "5m"), HasSubstr("--window m is not a duration"));
  EXPECT_THAT(audit("1500ms", "5m"), HasSubstr("is not a whole number of seconds"));
  EXPECT_THAT(audit("1m", "soon"), HasSubstr("--patience soon")) << "1m is a minute";
  EXPECT_THAT(audit("1m", "5m", "never"), HasSubstr("--for never"));
}

// No cluster is started: what is wrong is found before, and there is no Kafka in this folder.
class ClusterUp : public CheckVerb {
 protected:
  void SetUp() override {
    const char* before = std::getenv("KPROOF_CACHE");
    before_ = before == nullptr ? "" : before;
    ::setenv("KPROOF_CACHE", File("cache").c_str(), 1);
  }
  void TearDown() override {
    before_.empty() ? ::unsetenv("KPROOF_CACHE") : ::setenv("KPROOF_CACHE", before_.c_str(), 1);
  }
  Called Up(std::vector<std::string> flags) const {
    flags.insert(flags.begin(), {"cluster", "up", "--brokers", "2", "--kafka-dir", folder_.path()});
    return Call(flags);
  }

  std::string before_;
};

TEST_F(ClusterUp, RefusesTopicsThatCanNotBe) {
  const auto says = [&](const std::vector<std::string>& topics) {
    std::vector<std::string> flags;
    for (const auto& topic : topics) flags.insert(flags.end(), {"--topic", topic});
    const auto called = Up(flags);
    EXPECT_EQ(called.code, 64) << called.err;
    return called.err;
  };
  EXPECT_THAT(says({"a:0"}), HasSubstr("'0' is not a number of partitions"));
  EXPECT_THAT(says({"a:1001"}), HasSubstr("from 1 to 1000"));
  EXPECT_THAT(says({"a:x"}), HasSubstr("'x' is not a number of partitions"));
  EXPECT_THAT(says({"a:1:3"}), HasSubstr("'3' is not a replication factor"));
  EXPECT_THAT(says({"a:1:1:1"}), HasSubstr("--topic a:1:1:1 is not a topic"));
  EXPECT_THAT(says({"pay ments"}), HasSubstr("is not a topic"));
  EXPECT_THAT(says({"a", "a:6"}), HasSubstr("--topic a is given twice"));
}

TEST_F(ClusterUp, RefusesSettingsWithoutAValue) {
  const auto called = Up({"--config", "num.io.threads"});
  EXPECT_EQ(called.code, 64) << called.err;
  EXPECT_THAT(called.err, HasSubstr("is not key=value"));
}

TEST_F(CheckVerb, CleanupKeepsFactsUnlessThatIsAsked) {
  fs::create_directory(File("out"));
  const auto called = Call({"cleanup", "--out", File("out")});
  EXPECT_EQ(called.code, 0);
  EXPECT_THAT(called.out, HasSubstr("node folders: none"));
}

}  // namespace
}  // namespace kproof
