// What a run says of itself in its store, and what it calls its end.
#include "harness/run/run_record.h"

#include <gtest/gtest.h>

#include "audit/store/reader.h"
#include "audit/store/run_keys.h"
#include "audit/store/writer.h"
#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

class RunRecords : public testing::Test {
 protected:
  std::map<std::string, std::string> Keys() const {
    return StoreReader::Open(folder_.File("audit.db"))->Run();
  }
  RunRecord Begin() {
    plan_.scenario.clusters["main"];
    return {*store_, plan_, RunClock(), "loopback", ""};
  }

  TemporaryFolder folder_;
  std::unique_ptr<StoreWriter> store_ = StoreWriter::Create(folder_.File("audit.db"));
  Plan plan_;
};

TEST_F(RunRecords, HaveWhatTheScenarioRequires) {
  Scenario& scenario = plan_.scenario;
  scenario.name = "a";
  scenario.require = {"no-loss"};
  scenario.ignore = {"order"};
  scenario.fail_on = {"lost"};
  scenario.expect = {{"lost", Bound{">", "0"}}};
  scenario.limits = {{"longest_ack_gap", Bound{"<", "15s"}}};
  scenario.clusters["east"].config_unchecked = {"acme.level"};
  scenario.clusters["main"].config_unchecked = {"acme.depth"};
  plan_.seed = 7;
  Begin();
  auto keys = Keys();
  EXPECT_EQ(keys[run_key::kScenario], "a");
  EXPECT_EQ(keys[run_key::kSeed], "7");
  EXPECT_EQ(keys[run_key::kRequire], R"(["no-loss"])");
  EXPECT_EQ(keys[run_key::kIgnore], R"(["order"])");
  EXPECT_EQ(keys[run_key::kFailOn], R"(["lost"])");
  EXPECT_EQ(keys[run_key::kExpect], R"({"lost":"> 0"})");
  EXPECT_EQ(keys[run_key::kLimits], R"({"longest_ack_gap":"< 15s"})");
  EXPECT_EQ(keys[run_key::kConfigUnchecked], R"(["acme.depth","acme.level"])");
  EXPECT_EQ(keys[run_key::kSandbox], "loopback");
}

TEST_F(RunRecords, ExpectADoubtWhereTheScenarioDoes) {
  plan_.scenario.expect_inconclusive = "nothing was at stake";
  Begin();
  EXPECT_EQ(Keys()[run_key::kExpect], R"({"inconclusive":"nothing was at stake"})");
}

TEST_F(RunRecords, ExpectALimitToBeExceededWhereTheScenarioDoes) {
  plan_.scenario.expect_limit = "hanging_transaction";
  Begin();
  EXPECT_EQ(Keys()[run_key::kExpect], R"({"limit":"hanging_transaction"})");
}

TEST_F(RunRecords, NameTheDriverOfMainWhereverItStands) {
  plan_.scenario.clusters["east"].driver = "other";
  plan_.scenario.clusters["main"].driver = "local";
  Begin();
  EXPECT_EQ(Keys()[run_key::kDriver], "local");
}

TEST_F(RunRecords, TellWhoseFaultTheEndIs) {
  const struct {
    ErrorKind kind;
    const char* key;
  } cases[] = {{ErrorKind::kUsage, run_key::kUsage},
               {ErrorKind::kNotRun, run_key::kNotRun},
               {ErrorKind::kCorrupt, run_key::kError},
               {ErrorKind::kInternal, run_key::kError}};
  for (const auto& [kind, key] : cases) {
    const TemporaryFolder folder;
    const auto store = StoreWriter::Create(folder.File("audit.db"));
    plan_.scenario.clusters["main"];
    RunRecord(*store, plan_, RunClock(), "loopback", "")
        .Failed(Error(kind, "broker 2", Hint("look")));
    const auto keys = StoreReader::Open(folder.File("audit.db"))->Run();
    for (const char* other : {run_key::kUsage, run_key::kNotRun, run_key::kError})
      EXPECT_EQ(keys.contains(other), std::string(other) == key) << other;
    EXPECT_EQ(keys.at(key), "broker 2; look");
  }
}

TEST_F(RunRecords, HaveNoEndUntilThereIsOne) {
  auto record = Begin();
  EXPECT_FALSE(Keys().contains(run_key::kEnded));
  record.Ended(true);
  EXPECT_EQ(Keys()[run_key::kEnded], run_key::kInterrupted);
  record.Ended(false);
  EXPECT_EQ(Keys()[run_key::kEnded], run_key::kComplete);
}

}  // namespace
}  // namespace kproof
