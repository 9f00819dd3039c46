// What `kproof check` takes for what, and whose facts it judges.
#include "harness/run/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "audit/facts/spool.h"
#include "audit/store/run_keys.h"
#include "audit/store/writer.h"
#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kHistory = KPROOF_SOURCE_DIR "/docs/examples/histories/clean.jsonl";

class CheckedRuns : public testing::Test {
 protected:
  std::string File(const std::string& name) const { return folder_.File(name); }
  std::string Write(const std::string& name, const std::string& text) const {
    std::ofstream(File(name)) << text;
    return File(name);
  }
  // A run folder with a store and nothing in it.
  std::string MakeRun(const std::string& name, const std::string& transport = "") const {
    fs::create_directories(File(name));
    const auto store = StoreWriter::Create(File(name + "/audit.db"));
    if (!transport.empty()) store->SetRun(run_key::kAuditTransport, transport);
    return File(name);
  }
  // What an agent left that nobody took over.
  void Spool(const std::string& run) const {
    fs::create_directory(File(run + "/spool"));
    SpoolWriter spool(SpoolPath(File(run + "/spool"), "checkout-0"), "r", "checkout-0");
    spool.Open({.name = "checkout-0",
                .cluster = "main",
                .kind = ActorKind::kProducer,
                .client = "",
                .host = "",
                .pid = 0},
               0);
    spool.Add(SpoolSetting{"producer", "checkout-0", "acks", "all", "scenario"});
    spool.Close(9);
  }
  static ErrorKind Refusal(const std::string& path, OutputFile* keep = nullptr) {
    try {
      CheckRun(path, keep);
      ADD_FAILURE() << path << " was judged";
    } catch (const Error& error) {
      return error.kind();
    }
    return ErrorKind::kInternal;
  }

  TemporaryFolder folder_;
};

TEST_F(CheckedRuns, OfAFolderOfRunsAreThoseInItByName) {
  const auto b = MakeRun("b"), a = MakeRun("a");
  fs::create_symlink("a", File("latest"));
  fs::create_directory(File("empty"));
  Write("audit.txt", "");
  EXPECT_THAT(RunsOf(folder_.path()), ElementsAre(a, b));
  fs::create_directories(File("campaign/cells"));
  Write("campaign/campaign.json", "{}");
  const auto c = MakeRun("campaign/cells/c");
  EXPECT_THAT(RunsOf(folder_.path()), ElementsAre(a, b, c)) << "those of campaigns too";
  EXPECT_THAT(RunsOf(File("campaign")), ElementsAre(c));
  EXPECT_THAT(RunsOf(a), ElementsAre(a));
  EXPECT_THAT(RunsOf(File("empty")), ElementsAre(File("empty"))) << "whoever reads it says so";
  EXPECT_THAT(RunsOf(kHistory), ElementsAre(kHistory));
}

TEST_F(CheckedRuns, AreNoEventsAndAnyOtherFileIs) {
  EXPECT_TRUE(IsEvents(kHistory));
  EXPECT_TRUE(IsEvents("-"));
  EXPECT_TRUE(IsEvents("/dev/stdin"));
  EXPECT_FALSE(IsEvents(MakeRun("a")));
  EXPECT_FALSE(IsEvents(File("a/audit.db")));
  fs::copy(File("a/audit.db"), File("store"));
  EXPECT_FALSE(IsEvents(File("store"))) << "by its first bytes";
  EXPECT_FALSE(IsEvents(Write("damaged.db", "{}"))) << "by its name";
  EXPECT_FALSE(IsEvents(File("none")));
}

TEST_F(CheckedRuns, AreReadWithAllThatBelongsToThem) {
  const auto run = MakeRun("a");
  for (const std::string& path : {run, run + "/audit.db"}) {
    // A folder beside the store makes it that of a run.
    fs::create_directories(run + "/logs");
    EXPECT_THAT(InputsOf(path), Contains(run + "/audit.db")) << path;
    EXPECT_THAT(InputsOf(path), Contains(run + "/audit.db-wal")) << path;
    EXPECT_THAT(InputsOf(path), Contains(run)) << path;
    EXPECT_THAT(InputsOf(path), Contains(run + "/result.json")) << path;
  }
  fs::copy(run + "/audit.db", File("audit.db"));
  EXPECT_THAT(InputsOf(File("audit.db")), Not(Contains(folder_.path()))) << "a store by itself";
  EXPECT_THAT(InputsOf("-"), ElementsAre("/dev/stdin"));
}

TEST_F(CheckedRuns, TakeOverWhatAgentsLeft) {
  MakeRun("a");
  Spool("a");
  const auto outcome = CheckRun(File("a"));
  EXPECT_EQ(outcome.result.effective.at("producer").at("checkout-0").at("acks").value, "all");
  EXPECT_EQ(outcome.folder, File("a"));
  EXPECT_FALSE(CheckRun(File("a/audit.db")).result.effective.contains("producer"))
      << "the store by itself, which nothing was added to";
}

// They are in the spools too, and no fact may have two sources.
TEST_F(CheckedRuns, ThroughAuditTopicsLeaveSpoolsAlone) {
  MakeRun("a", "topic");
  Spool("a");
  EXPECT_FALSE(CheckRun(File("a")).result.effective.contains("producer"));
}

TEST_F(CheckedRuns, WhoseStoreWasChangedAreInDoubt) {
  Write(fs::path(MakeRun("a")).filename().string() + "/result.json",
        R"({"evidence": {"audit.db": "00"}})");
  EXPECT_THAT(CheckRun(File("a")).result.doubts,
              Contains(HasSubstr("audit.db has changed since the run")));
  EXPECT_THAT(CheckRun(File("a/audit.db")).result.doubts,
              Contains(HasSubstr("audit.db has changed since the run")));
  fs::copy(File("a/audit.db"), File("a/copy.db"));
  EXPECT_THAT(CheckRun(File("a/copy.db")).result.doubts,
              Not(Contains(HasSubstr("has changed since the run"))))
      << "under another name it is nobody's";
}

TEST_F(CheckedRuns, OfEventsAreKeptWhereThatIsAsked) {
  OutputFile keep(File("kept.db"), {.option = "--out", .inputs = {}, .force = false});
  const auto outcome = CheckRun(kHistory, &keep);
  EXPECT_EQ(outcome.result.verdict, Verdict::kPass) << outcome.result.reason;
  EXPECT_EQ(outcome.unwritten, "");
  EXPECT_TRUE(IsKeptStore(File("kept.db")));
  EXPECT_EQ(CheckRun(File("kept.db")).result.verdict, Verdict::kPass);
  EXPECT_FALSE(IsKeptStore(MakeRun("a") + "/audit.db")) << "a run made it";
  EXPECT_FALSE(IsKeptStore(Write("text", "{}")));
}

TEST_F(CheckedRuns, ThatAreStoresAreNotKeptAgain) {
  OutputFile keep(File("kept.db"), {.option = "--out", .inputs = {}, .force = false});
  EXPECT_EQ(Refusal(MakeRun("a"), &keep), ErrorKind::kUsage);
}

TEST_F(CheckedRuns, ThatAreNotThereAreAnError) {
  EXPECT_EQ(Refusal(File("none")), ErrorKind::kCorrupt);
  fs::create_directory(File("empty"));
  EXPECT_EQ(Refusal(File("empty")), ErrorKind::kCorrupt);
}

}  // namespace
}  // namespace kproof
