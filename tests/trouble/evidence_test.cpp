// Evidence is never destroyed and never doubted: whatever name a result is given, what somebody
// else made is there afterwards as it was. No cluster anywhere.
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "audit/store/seal.h"
#include "audit/store/writer.h"
#include "harness/base/clock.h"
#include "harness/base/sha256.h"
#include "harness/cluster/tool.h"
#include "tests/trouble/user.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

// A folder with a history of a pass, one of a violation, a file of the user's, a scenario, and a
// run that is sealed and has a log.
class EvidenceFiles : public testing::Test {
 protected:
  EvidenceFiles() {
    for (const char* name : {"clean.jsonl", "lost-overwritten.jsonl"})
      fs::copy_file(std::string(KPROOF_SOURCE_DIR "/docs/examples/histories/") + name, File(name));
    scratch_.Write("precious.txt", "precious\n");
    scratch_.Write("scenario.yaml", SmallScenario("one"));
    fs::create_directories(File("run/logs"));
    {
      const auto store = StoreWriter::Create(File("run/audit.db"));
      store->SetRun(run_key::kScenario, "made up");
      store->SetRun(run_key::kEnded, run_key::kComplete);
    }
    SealStore(File("run/audit.db"));
    scratch_.Write("run/logs/broker-1.log", "a line\n");
    const nlohmann::json result = {
        {"evidence",
         {{"audit.db", Sha256OfFile(File("run/audit.db"))},
          {"logs/broker-1.log", Sha256OfFile(File("run/logs/broker-1.log"))}}}};
    scratch_.Write("run/result.json", result.dump());
  }

  std::string File(const std::string& name) const { return scratch_.File(name); }

  // "@x" stands for file x of the folder.
  Kproof Run(std::vector<std::string> args, const Kproof::Environment& environment = {}) const {
    for (auto& arg : args)
      if (arg.starts_with('@')) arg = File(arg.substr(1));
    return {scratch_, args, environment};
  }
  // Names, targets of links and content of all that is there, but for what the program printed.
  std::map<std::string, std::string> All() const {
    std::map<std::string, std::string> all;
    for (const auto& entry : fs::recursive_directory_iterator(File(""))) {
      if (entry.path().filename().string().starts_with("kproof-")) continue;
      const auto path = entry.path().string();
      all[path] = entry.is_symlink()        ? fs::read_symlink(path).string()
                  : entry.is_regular_file() ? ReadFile(path)
                                            : "";
    }
    return all;
  }
  // Exit code 64, words, and nothing changed.
  void ExpectRefused(const std::vector<std::string>& args, const std::string& words) const {
    const auto before = All();
    const Kproof run = Run(args);
    EXPECT_EQ(run.Code(), 64) << testing::PrintToString(args) << run.Both();
    EXPECT_THAT(run.Err(), HasSubstr(words)) << testing::PrintToString(args);
    EXPECT_THAT(run.Out(), IsEmpty());
    EXPECT_TRUE(All() == before) << testing::PrintToString(args) << " changed something";
  }
  struct Ran {
    int code = -1;
    std::string output;  // both streams
  };
  // A line of bash, with $K for the program and the folder as working directory.
  Ran Shell(const std::string& line) const {
    const std::string script = "set -o pipefail; cd '" + File("") + "'; K='" KPROOF_PROGRAM "'; (" +
                               line + "\n); echo \" exit $?\"";
    Ran ran;
    ran.output = RunTool({.executable = FindProgram("bash"), .args = {"-c", script}},
                         std::chrono::seconds(60))
                     .output;
    const auto at = ran.output.rfind(" exit ");
    if (at != std::string::npos) ran.code = std::stoi(ran.output.substr(at + 6));
    return ran;
  }

  Scratch scratch_;
};

TEST_F(EvidenceFiles, CheckKeepsItsStoreNowhereWhereSomethingIs) {
  fs::create_hard_link(File("clean.jsonl"), File("hard.jsonl"));
  fs::create_symlink("clean.jsonl", File("soft.jsonl"));
  fs::create_directory(File("empty"));
  for (const char* out : {"@precious.txt", "@run/audit.db", "@lost-overwritten.jsonl"})
    ExpectRefused({"check", "@clean.jsonl", "--out", out}, "--force");
  for (const char* out : {"@clean.jsonl", "@hard.jsonl", "@soft.jsonl"})
    ExpectRefused({"check", "@clean.jsonl", "--out", out, "--force"}, "never replaced");
  for (const char* out : {"@empty", "@run", "."})
    ExpectRefused({"check", "@clean.jsonl", "--out", out, "--force"}, "is a folder");
  ExpectRefused({"check", "@clean.jsonl", "--out", ""}, "--out needs the name of a file");
  ExpectRefused({"check", "@precious.txt", "--out", "@store.db"}, "the line is not JSON");
  ExpectRefused({"check", "@precious.txt", "--out", "@clean.jsonl", "--force"}, "not JSON");
}

TEST_F(EvidenceFiles, CheckKeepsASealedStoreThatItMayMakeAgain) {
  for (int round = 0; round < 2; ++round) {
    const Kproof check = Run({"check", "@clean.jsonl", "--out", "@kept.db", "--junit", "@j.xml"});
    EXPECT_EQ(check.Code(), 0) << check.Both();
    EXPECT_TRUE(IsSealed(File("kept.db")));
    const Kproof again = Run({"check", "@kept.db"});
    EXPECT_EQ(again.Code(), 0) << again.Both();
  }
  const Kproof forced = Run({"check", "@clean.jsonl", "--out", "@precious.txt", "--force"});
  EXPECT_EQ(forced.Code(), 0) << forced.Both();
  EXPECT_TRUE(IsSealed(File("precious.txt")));
  for (const auto& [path, content] : All())
    EXPECT_THAT(path, Not(HasSubstr("/.kproof-"))) << "a temporary file stayed";
}

TEST_F(EvidenceFiles, ExportNeverWritesOverTheRunThatItReads) {
  fs::create_hard_link(File("run/audit.db"), File("hard.db"));
  fs::create_symlink("run", File("around"));
  for (const char* events : {"@run/audit.db", "@hard.db", "@around/audit.db"})
    ExpectRefused({"export", "@run", "--events", events, "--force"}, "never replaced");
  ExpectRefused({"export", "@run", "--events", "@run/logs/broker-1.log", "--force"}, "belongs to");
  ExpectRefused({"export", "@run/audit.db", "--events", "@run/audit.db"}, "never replaced");
  fs::copy_file(File("run/audit.db"), File("w.db"));
  scratch_.Write("w.db-wal", "facts");
  ExpectRefused({"export", "@w.db", "--events", "@w.db-wal", "--force"}, "never replaced");
  for (const char* beside : {"@run/logs/broker-1.log", "@run/result.json"})
    ExpectRefused({"export", "@run/audit.db", "--events", beside, "--force"}, "never replaced");
  ExpectRefused({"export", "@run", "--events", "@precious.txt"}, "--force");
  ExpectRefused({"export", "@precious.txt", "--events", "@new.jsonl"}, "is not an audit store");
  for (int round = 0; round < 2; ++round) {
    const Kproof exported = Run({"export", "@run", "--events", "@e.jsonl"});
    EXPECT_EQ(exported.Code(), 0) << exported.Both();
  }
  EXPECT_THAT(ReadFile(File("e.jsonl")), StartsWith("{\"event\":\"run\""));
  const Kproof check = Run({"check", "@e.jsonl"});
  EXPECT_EQ(check.Code(), 2) << check.Both();
}

TEST_F(EvidenceFiles, JUnitNeverReplacesWhatIsReadNorWhatOthersWrote) {
  for (const char* junit : {"@run/audit.db", "@run/result.json"})
    ExpectRefused({"check", "@run", "--junit", junit, "--force"}, "never replaced");
  ExpectRefused({"check", "@run", "--junit", "@run/logs/broker-1.log", "--force"}, "belongs to");
  // A store by itself belongs to its folder, whose logs and results are looked at too.
  for (const char* junit : {"@run/result.json", "@run/logs/broker-1.log"})
    ExpectRefused({"check", "@run/audit.db", "--junit", junit, "--force"}, "never replaced");
  ExpectRefused({"check", "@clean.jsonl", "--junit", "@clean.jsonl", "--force"}, "never replaced");
  ExpectRefused({"run", "@scenario.yaml", "--junit", "@scenario.yaml", "--force", "--out", "@out"},
                "never replaced");
  ExpectRefused({"run", "@scenario.yaml", "--junit", "@precious.txt", "--out", "@out"}, "--force");
  scratch_.Write("pytest.xml", "<?xml version=\"1.0\"?><testsuites name=\"pytest tests\"/>");
  ExpectRefused({"check", "@clean.jsonl", "--junit", "@pytest.xml"}, "--force");
  // A second CI run in the same workspace, and the file that a run leaves.
  scratch_.Write("run/junit.xml", "");
  fs::remove(File("run/junit.xml"));
  for (const char* junit : {"@j.xml", "@j.xml", "@run/junit.xml", "@run/junit.xml"}) {
    const Kproof check = Run({"check", "@run", "--junit", junit});
    EXPECT_EQ(check.Code(), 2) << check.Both();
  }
}

TEST_F(EvidenceFiles, FlagsThatNeedANameSaySo) {
  ExpectRefused({"run", "@scenario.yaml", "--out", ""}, "--out needs the name of a folder");
  ExpectRefused({"run", "@scenario.yaml", "--out", "@precious.txt"}, "is not a folder");
  ExpectRefused({"check", "@run", "--junit", ""}, "--junit needs the name of a file");
  ExpectRefused({"export", "@run", "--events", ""}, "--events needs the name of a file");
  ExpectRefused({"check", "@run", "--json", "--junit", "-"}, "both want stdout");
  ExpectRefused({"check", "@clean.jsonl", "--json", "--out", "-"}, "both want stdout");
  ExpectRefused({"check", "@clean.jsonl", "--out", "@same", "--junit", "@same"}, "both want");
}

TEST_F(EvidenceFiles, SeveralRunsAreCheckedOneByOneAndTheWorstCounts) {
  fs::create_directory(File("out"));
  for (const char* name : {"20261128T010000Z-a-1", "20261128T020000Z-a-2"})
    fs::copy(File("run"), File(std::string("out/") + name), fs::copy_options::recursive);
  fs::create_symlink("20261128T020000Z-a-2", File("out/latest"));
  const Kproof folder = Run({"check", "@out"});
  EXPECT_EQ(folder.Code(), 2) << folder.Both();
  EXPECT_THAT(folder.Out(), HasSubstr("0 of 2 claims passed (2 inconclusive); exit code 2"));
  // Each once, although "out/*" has the link to the last one in it.
  const Kproof each =
      Run({"check", "@out/20261128T010000Z-a-1", "@out/20261128T020000Z-a-2", "@out/latest"});
  EXPECT_EQ(each.Code(), 2) << each.Both();
  EXPECT_THAT(each.Out(), HasSubstr("0 of 2 claims passed"));
  const Kproof both = Run({"check", "@clean.jsonl", "@lost-overwritten.jsonl", "--json"});
  EXPECT_EQ(both.Code(), 1) << both.Both();
  EXPECT_EQ(both.JsonLines().size(), 2u);
  // One that can't be read keeps nobody from the others.
  fs::create_symlink("loop", File("loop"));
  const Kproof broken = Run({"check", "@precious.txt", "@loop", "@none", "@clean.jsonl",
                             "@lost-overwritten.jsonl", "--junit", "@all.xml"});
  EXPECT_EQ(broken.Code(), 1) << broken.Both();
  EXPECT_THAT(broken.Err(), HasSubstr("not JSON"));
  EXPECT_THAT(broken.Out(), HasSubstr("PASS: "));
  const auto junit = ReadFile(File("all.xml"));
  for (const char* name : {"precious.txt", "loop", "none", "clean", "lost-overwritten"})
    EXPECT_THAT(junit, HasSubstr(name));
  EXPECT_THAT(junit, HasSubstr("errors=\"3\"")) << "each that can't be read is red";
  EXPECT_THAT(junit, Not(HasSubstr("<skipped")));
  // The run of a killed conductor, and one that somebody gave another name, are looked at too.
  fs::create_directories(File("killed"));
  for (const char* name : {"killed/.partial-x", "killed/kept"})
    fs::copy(File("run"), File(name), fs::copy_options::recursive);
  const Kproof killed = Run({"check", "@killed"});
  EXPECT_EQ(killed.Code(), 2) << killed.Both();
  EXPECT_THAT(killed.Out(), HasSubstr("0 of 2 claims passed"));
  ExpectRefused({"check", "@clean.jsonl", "@lost-overwritten.jsonl", "--out", "@store.db"},
                "--out keeps one store");
}

TEST_F(EvidenceFiles, ASignalLeavesNoTemporaryFiles) {
  fs::create_directory(File("temporary"));
  const auto names = [&] {
    return std::distance(fs::directory_iterator(File("temporary")), fs::directory_iterator());
  };
  ASSERT_EQ(::mkfifo(File("events").c_str(), 0600), 0);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const Kproof check = Run({"check", "@events"}, {{"TMPDIR", File("temporary")}});
    ASSERT_TRUE(WaitUntil([&] { return names() == 1; }, Deadline(std::chrono::seconds(10))));
    check.Signal(signal);
    EXPECT_EQ(check.Code(), 128 + signal) << check.Both();
    EXPECT_EQ(names(), 0);
  }
}

// Not-run ranks below a proven loss and above a pass.
TEST_F(EvidenceFiles, AResultThatCouldNotBeWrittenIsNoPass) {
  struct Case {
    std::string line;
    int code;
  };
  const std::vector<Case> cases = {
      {"$K list faults > /dev/full", 4},
      {"$K list faults --json > /dev/full", 4},
      {"$K version > /dev/full", 4},
      {"$K --help > /dev/full", 4},
      {"$K validate scenario.yaml > /dev/full", 4},
      {"$K run scenario.yaml --dry-run > /dev/full", 4},
      {"$K query run 'SELECT * FROM run' > /dev/full", 4},
      {"$K query run 'SELECT * FROM run' --json > /dev/full", 4},
      {"$K export run --events - > /dev/full", 4},
      {"$K cleanup --out none > /dev/full", 4},
      {"$K check clean.jsonl > /dev/full", 4},
      {"$K check clean.jsonl --json > /dev/full", 4},
      {"$K check lost-overwritten.jsonl --json > /dev/full", 1},
      {"$K check clean.jsonl --junit /dev/full", 4},
      {"$K check lost-overwritten.jsonl --junit /dev/full", 1},
      {"$K check clean.jsonl --out /dev/full", 4},
      {"$K export run --events /dev/full", 4},
      {"$K validate none.yaml > /dev/full", 64},
      // Whoever reads has all it wanted; a stream that is closed was closed on purpose.
      {"$K list faults | head -1; [[ ${PIPESTATUS[0]} == 0 || ${PIPESTATUS[0]} == 141 ]]", 0},
      {"$K query run 'SELECT * FROM run' | true; [[ $? == 0 || $? == 141 ]]", 0},
      {"$K check clean.jsonl >&-", 0},
      {"$K check clean.jsonl --out closed.db <&- >&- 2>&-", 0},
  };
  for (const auto& [line, code] : cases) {
    const auto before = fs::status("/dev/full").type();
    const auto run = Shell(line);
    EXPECT_EQ(run.code, code) << line << "\n" << run.output;
    if (code == 4) {
      EXPECT_THAT(run.output, HasSubstr("can't write")) << line;
    }
    EXPECT_EQ(fs::status("/dev/full").type(), before);
  }
  const Kproof check = Run({"check", "@closed.db"});
  EXPECT_EQ(check.Code(), 0) << "what was printed went into the store: " << check.Both();
}

TEST_F(EvidenceFiles, WhatIsNoFileIsWrittenAsItIs) {
  EXPECT_EQ(Shell("$K check clean.jsonl --out /dev/null --junit /dev/null").code, 0);
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  EXPECT_EQ(Shell("$K check clean.jsonl --junit - | grep -c '<testsuites' ; [[ $? == 0 ]]").code,
            0);
  EXPECT_EQ(Shell("$K check clean.jsonl --quiet --junit /dev/stdout > both.txt").code, 0);
  EXPECT_THAT(ReadFile(File("both.txt")), HasSubstr("</testsuites>"));
  EXPECT_THAT(ReadFile(File("both.txt")), HasSubstr("PASS: ")) << "the screen before it was kept";
  EXPECT_EQ(Shell("exec 3> through.xml; $K check clean.jsonl --junit >(cat >&3)").code, 0);
  EXPECT_TRUE(WaitUntil(
      [&] { return ReadFile(File("through.xml")).find("</testsuites>") != std::string::npos; },
      Deadline(std::chrono::seconds(10))));
  fs::create_directory(File("temporary"));
  Shell(
      "export TMPDIR=$PWD/temporary\n"
      "$K check clean.jsonl --out /dev/stdout --junit j.xml 2> said | head -c 15 > head");
  EXPECT_EQ(ReadFile(File("head")), "SQLite format 3");
  EXPECT_THAT(ReadFile(File("said")), HasSubstr("PASS: ")) << "the result is not in the store";
  EXPECT_TRUE(fs::is_empty(File("temporary"))) << "whoever read it has gone";
  EXPECT_EQ(Shell("mkfifo pipe; cat pipe > got & $K export run --events pipe; wait").code, 0);
  EXPECT_THAT(ReadFile(File("got")), StartsWith("{\"event\":\"run\""));
  EXPECT_TRUE(fs::is_fifo(File("pipe")));
}

TEST_F(EvidenceFiles, AFullDiskLeavesWhatWasThereAndNothingElse) {
  const std::string namespaces = "unshare --user --map-root-user --mount ";
  if (Shell(namespaces + "true").code != 0) GTEST_SKIP() << "no namespaces here";
  const auto run = Shell(
      namespaces +
      "bash -c 'set -e; mkdir full; mount -t tmpfs -o size=24k none full; cd full\n"
      "cp ../run/logs/broker-1.log old; printf ours > junit.xml; K=" KPROOF_PROGRAM
      "\n"
      "! head -c 16k /dev/zero > filler || true\n"
      "for line in \"export ../run --events new.jsonl\" \"check ../clean.jsonl --out new.db\" "
      "\"check ../clean.jsonl --junit old --force --out new.db\"; do\n"
      "  code=0; $K $line > /dev/null 2> ../said || code=$?\n"
      "  echo \"$code $(ls -A | tr \"\\n\" \" \")$(cat old)\"; cat ../said\n"
      "done'");
  EXPECT_EQ(run.code, 0) << run.output;
  std::istringstream lines(run.output);
  int refused = 0;
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("4 filler")) {
      EXPECT_EQ(line, "4 filler junit.xml old a line") << "a temporary file stayed";
      ++refused;
    }
  EXPECT_GE(refused, 2) << run.output;
  EXPECT_THAT(run.output, Not(HasSubstr("0 filler"))) << "something was said to be written";
}

TEST_F(EvidenceFiles, AnybodyMayReadWhatIsSealedAndNobodyIsAskedLate) {
  const bool root = ::geteuid() == 0;
  const std::string as_nobody =
      root ? "setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/nonexistent " : "";
  if (root && Shell(as_nobody + "$K version").code != 0) GTEST_SKIP() << "nobody can't run it here";
  fs::permissions(File("run"), fs::perms(0555));
  EXPECT_EQ(Shell(as_nobody + "$K check run").code, 2);
  EXPECT_EQ(Shell(as_nobody + "$K query run 'SELECT count(*) FROM run'").code, 0);
  for (const char* line :
       {"$K check run --junit run/junit.xml", "$K check clean.jsonl --out run/kept.db",
        "$K export run/audit.db --events run/e.jsonl",
        "$K run scenario.yaml --out out --junit run/junit.xml"}) {
    const auto run = Shell(as_nobody + line);
    EXPECT_EQ(run.code, 4) << line << run.output;
    EXPECT_THAT(run.output, HasSubstr("can't be written: folder")) << line;
  }
  EXPECT_FALSE(fs::exists(File("out")));
  fs::permissions(File("run"), fs::perms(0755));
}

TEST_F(EvidenceFiles, WhatWasChangedIsSaidFirst) {
  const Kproof whole = Run({"check", "@run", "--json"});
  EXPECT_EQ(whole.Code(), 2) << whole.Both();
  const auto before = nlohmann::json::parse(whole.Out());
  EXPECT_EQ(before["doubts"][0], "nothing was read");
  EXPECT_EQ(before["evidence"]["audit.db"], Sha256OfFile(File("run/audit.db")));
  EXPECT_EQ(before["evidence"]["logs/broker-1.log"], Sha256OfFile(File("run/logs/broker-1.log")));

  std::ofstream(File("run/logs/broker-1.log"), std::ios::app) << "another line\n";
  const Kproof changed = Run({"check", "@run/audit.db", "--json"});
  EXPECT_EQ(changed.Code(), 2);
  const auto after = nlohmann::json::parse(changed.Out());
  EXPECT_THAT(std::string(after["doubts"][0]),
              StartsWith("logs/broker-1.log has changed since the run"));
  EXPECT_EQ(after["reason"], after["doubts"][0]);

  // Of a run that would pass, and of one that would not.
  for (const auto& [history, code, verdict] :
       {std::tuple("clean", 2, "inconclusive"), std::tuple("lost-overwritten", 1, "violation")}) {
    const std::string folder = File(std::string("of-") + history);
    fs::create_directory(folder);
    const Kproof kept =
        Run({"check", File(std::string(history) + ".jsonl"), "--out", folder + "/audit.db"});
    kept.Code();
    std::ofstream(folder + "/result.json")
        << nlohmann::json{{"evidence", {{"audit.db", std::string(64, '0')}}}}.dump();
    const Kproof check = Run({"check", folder, "--json"});
    EXPECT_EQ(check.Code(), code) << check.Both();
    const auto result = nlohmann::json::parse(check.Out());
    EXPECT_EQ(result["verdict"], verdict);
    for (const std::string said : {result["reason"], result["doubts"][0]})
      EXPECT_THAT(said, StartsWith("audit.db has changed since the run"));
  }
}

TEST_F(EvidenceFiles, AResultFromElsewhereNamesNothingOutsideItsFolder) {
  scratch_.Write("run/result.json",
                 R"({"evidence": {"../precious.txt": "0", "logs/../../precious.txt": "0"}})");
  const Kproof check = Run({"check", "@run", "--json"});
  EXPECT_EQ(check.Code(), 2);
  EXPECT_THAT(check.Out(), Not(HasSubstr(Sha256OfFile(File("precious.txt")).substr(0, 12))));
  EXPECT_THAT(check.Out(), HasSubstr("lists evidence in an unknown form"));
  for (const char* text : {"", "[", "[]", "{\"evidence\": 7}"}) {
    scratch_.Write("run/result.json", text);
    EXPECT_EQ(Run({"check", "@run"}).Code(), 2) << text;
  }
}

TEST_F(EvidenceFiles, ACheckLeavesNothingBehindAndChangesNothing) {
  fs::create_directory(File("tmp"));
  const auto store = StoreWriter::Create(File("live.db"));
  store->SetRun(run_key::kScenario, "live");
  const auto before = All();
  for (const char* path : {"@clean.jsonl", "@run", "@live.db", "@precious.txt"})
    Run({"check", path}, {{"TMPDIR", File("tmp")}}).Code();
  EXPECT_TRUE(All() == before);
}

TEST_F(EvidenceFiles, AnAuditTouchesNoStoreBeforeSomebodyAnswers) {
  const auto began = MonotonicMicros();
  for (const char* store : {"@new.db", "@run/audit.db", "@precious.txt", "@run"}) {
    const auto before = All();
    const Kproof audit =
        Run({"audit", "--bootstrap-server", "127.0.0.1:1", "--for", "1s", "--store", store});
    const bool free = std::string(store) == "@new.db";
    EXPECT_EQ(audit.Code(), free ? 4 : 64) << store << audit.Both();
    if (free) {
      EXPECT_THAT(audit.Err(), HasSubstr("audit topics at 127.0.0.1:1, for 1.0 s at most"));
    }
    EXPECT_TRUE(All() == before) << store;
  }
  EXPECT_LT(MonotonicMicros() - began, 10'000'000) << "not the 30 s that nobody asked for";
}

TEST_F(EvidenceFiles, AQueryPrintsTablesCsvAndJson) {
  const std::string sql =
      "SELECT NULL AS none, 7 AS n, 'a\tb' || char(10) || char(27) || '[2J' AS text, 'x,\"y' AS "
      "text, x'00ff' AS bytes";
  const auto out = [&](const std::string& flag) {
    const Kproof query = Run({"query", "@run", sql, flag});
    EXPECT_EQ(query.Code(), 0) << query.Both();
    return query.Out();
  };
  EXPECT_EQ(out("--timeout=10s"),
            "none\tn\ttext\ttext\tbytes\n\t7\ta\\tb\\n\\x1b[2J\tx,\"y\t00ff\n");
  EXPECT_EQ(out("--csv"), "none,n,text,text,bytes\n,7,\"a\tb\n\\x1b[2J\",\"x,\"\"y\",00ff\n");
  EXPECT_EQ(out("--json"),
            "{\"none\":null,\"n\":7,\"text\":\"a\\tb\\n\\u001b[2J\",\"text_2\":\"x,\\\"y\","
            "\"bytes\":\"00ff\"}\n");
  ExpectRefused({"query", "@run", "SELECT 1", "--csv", "--json"}, "--csv");
  ExpectRefused({"query", "@run", "SELECT 1", "--timeout", "soon"}, "is not a duration");
  ExpectRefused({"query", "@run", "VACUUM INTO '" + File("copy.db") + "'"},
                "is not a read-only statement");
  const Kproof endless = Run({"query", "@run",
                              "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                              "SELECT max(i) FROM n",
                              "--timeout", "100ms"});
  EXPECT_EQ(endless.Code(), 4) << endless.Both();
}

TEST_F(EvidenceFiles, CleanupRemovesOnlyWhatKproofMade) {
  const std::string partial = "results/.partial-20261128T000000Z-mine-7";
  const auto make = [&](const std::string& file, const std::string& text) {
    fs::create_directories(fs::path(File(file)).parent_path());
    scratch_.Write(file, text);
  };
  for (const char* file :
       {"results/.partial-mine/nodes-x/data", "results/.nodes-mine/data", "away/nodes-main/data"})
    make(file, "precious");
  make("away/nodes-main/.kproof-nodes", "");
  make(partial + "/nodes-mine/data", "precious");
  make(partial + "/nodes-main/.kproof-nodes", "");
  make(partial + "/nodes-main/broker-1/data", "of a killed run");
  StoreWriter::Create(File(partial + "/audit.db"));
  fs::create_symlink("../away", File("results/.partial-20261128T000000Z-link-7"));
  fs::create_symlink("../../away/nodes-main", File(partial + "/nodes-link"));
  auto expected = All();
  std::erase_if(expected, [&](const auto& entry) {
    return entry.first.find("/mine-7/nodes-main") != std::string::npos ||
           entry.first.find(partial + "/nodes-main") != std::string::npos;
  });
  const Kproof cleanup = Run({"cleanup", "--out", "@results"});
  EXPECT_EQ(cleanup.Code(), 0) << cleanup.Both();
  EXPECT_TRUE(All() == expected) << cleanup.Both();
  EXPECT_THAT(cleanup.Out(), HasSubstr("removed " + File(partial) + "/nodes-main"));
  EXPECT_THAT(cleanup.Out(), HasSubstr("cleanup --partial' removes them"));
  EXPECT_THAT(cleanup.Out(), HasSubstr("skipped " + File("results/.partial-mine") + ":"));

  std::erase_if(expected,
                [&](const auto& entry) { return entry.first.find(partial) != std::string::npos; });
  const Kproof all = Run({"cleanup", "--out", "@results", "--partial"});
  EXPECT_EQ(all.Code(), 0) << all.Both();
  EXPECT_TRUE(All() == expected) << all.Both();
}

}  // namespace
}  // namespace kproof
