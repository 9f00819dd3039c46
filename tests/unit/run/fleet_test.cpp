// A fleet of processes that do nothing, with live pages that the test writes: who is started, when
// the run may go on, who is said to have died, and what faults may do to whom.
#include "harness/run/fleet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr Duration kPatience = std::chrono::seconds(10);

// As `kproof agent KIND CONFIG`: a final reader ends by itself, the others with SIGTERM.
constexpr const char* kIdleAgent =
    "#!/bin/sh\n"
    "[ \"$2\" = final ] && exit 0\n"
    "trap 'exit 0' TERM\n"
    "touch \"$3.up\"\n"
    "while :; do sleep 0.05; done\n";

LiveState Counters(std::uint64_t sent, std::uint64_t acked, std::uint64_t read) {
  LiveState state;
  state.sent = sent;
  state.acked = acked;
  state.read = read;
  return state;
}

class AFleet : public testing::Test {
 protected:
  void Make(const std::string& script = kIdleAgent) {
    std::filesystem::create_directories(folder_.File("spool"));
    std::filesystem::create_directories(folder_.File("logs"));
    std::ofstream(folder_.File("agent")) << script;
    std::filesystem::permissions(folder_.File("agent"), std::filesystem::perms::owner_all);
    plan_.scenario.clusters["main"];
    plan_.scenario.topics = {{.name = "payments", .partitions = 2, .config = {}}};
    ProducerSpec producer;
    producer.name = "checkout";
    producer.count = 2;
    producer.value_bytes = 100;
    plan_.scenario.producers = {producer};
    plan_.scenario.monitors = {{.name = "monitor", .config = {}}};
    plan_.scenario.consumers = {
        {.name = "billing", .group = "g", .topics = {"payments"}, .config = {}}};
    fleet_ = std::make_unique<Fleet>(FleetSetup{.run = {.plan = &plan_,
                                                        .run_id = "r",
                                                        .epoch_us = 0,
                                                        .spool_folder = folder_.File("spool"),
                                                        .bootstraps = {{"main", "h:1"}},
                                                        .audit = std::nullopt},
                                                .program = folder_.File("agent"),
                                                .folder = folder_.path(),
                                                .network = LoopbackNetwork()});
  }
  void StartAll() {
    fleet_->Start(AgentShift::kReaders);
    fleet_->Start(AgentShift::kLoad);
    for (const auto& name : fleet_->Started())
      ASSERT_TRUE(WaitUntil(
          [&] { return std::filesystem::exists(folder_.File("spool/" + name + ".json.up")); },
          Deadline(kPatience)))
          << name;
  }
  // Of the kinds that the plan above names; others may have agents in every run.
  static bool IsOfThePlan(const std::string& name) {
    return name.starts_with("billing-0") || name == "monitor-0" || name.starts_with("checkout-") ||
           name.starts_with("final-");
  }
  std::vector<std::string> StartedOfThePlan() const {
    auto names = fleet_->Started();
    std::erase_if(names, [](const auto& name) { return !IsOfThePlan(name); });
    return names;
  }
  void ShowOthersAtWork() {
    for (const auto& name : fleet_->Started())
      if (!IsOfThePlan(name)) Show(name, AgentPhase::kRunning, Counters(0, 0, 1));
  }
  void Show(const std::string& name, AgentPhase phase, const LiveState& state) {
    auto& page = pages_[name];
    if (!page) page = LivePage::Create(LivePageOf(folder_.File("spool"), name));
    page->Enter(phase);
    page->Show(state);
  }
  std::shared_ptr<TargetProcess> ProcessOf(const std::string& name) {
    for (const auto& agent : fleet_->Hosts())
      if (agent.host.name == name) return agent.process;
    ADD_FAILURE() << "no agent " << name;
    return nullptr;
  }
  void End(const std::string& name, int signal) {
    const auto process = ProcessOf(name);
    process->Signal(signal);
    ASSERT_TRUE(process->WaitExit(Deadline(kPatience)));
  }

  const TemporaryFolder folder_;
  Plan plan_;
  std::map<std::string, std::unique_ptr<LivePage>> pages_;
  std::unique_ptr<Fleet> fleet_;
};

TEST_F(AFleet, StartsWhatThePlanHasShiftByShift) {
  Make();
  fleet_->Start(AgentShift::kReaders);
  EXPECT_THAT(StartedOfThePlan(), ElementsAre("billing-0", "monitor-0"));
  fleet_->Start(AgentShift::kLoad);
  EXPECT_THAT(StartedOfThePlan(),
              ElementsAre("billing-0", "monitor-0", "checkout-0", "checkout-1"));
  EXPECT_TRUE(fleet_->AllAlive());
}

TEST_F(AFleet, SaysWhoIsNotAtWorkYet) {
  Make();
  StartAll();
  ShowOthersAtWork();
  EXPECT_EQ(fleet_->Idle(), "acks or reads do not flow");
  for (const char* name : {"checkout-0", "checkout-1"})
    Show(name, AgentPhase::kRunning, Counters(5, 3, 0));
  EXPECT_EQ(fleet_->Idle(), "a consumer got no assignment");
  Show("billing-0", AgentPhase::kReady, Counters(0, 0, 4));
  EXPECT_EQ(fleet_->Idle(), "acks or reads do not flow") << "the monitor has read nothing";
  Show("monitor-0", AgentPhase::kStarting, Counters(0, 0, 1));
  EXPECT_EQ(fleet_->Idle(), "acks or reads do not flow") << "nor is it everywhere yet";
  Show("monitor-0", AgentPhase::kRunning, Counters(0, 0, 2));
  EXPECT_EQ(fleet_->Idle(), "");
}

// What members of a group have read is their own doing.
TEST_F(AFleet, CountsWhatTheLoadSentAndMonitorsRead) {
  Make();
  StartAll();
  Show("checkout-0", AgentPhase::kRunning, Counters(7, 5, 0));
  Show("checkout-1", AgentPhase::kRunning, Counters(3, 2, 0));
  Show("billing-0", AgentPhase::kRunning, Counters(0, 0, 40));
  Show("monitor-0", AgentPhase::kRunning, Counters(0, 0, 6));
  EXPECT_EQ(fleet_->sent(), 10u);
  EXPECT_EQ(fleet_->sent_bytes(), 1000u);
  EXPECT_EQ(fleet_->acked(), 7u);
  EXPECT_EQ(fleet_->Totals().read, 6u);
  using Acked = std::map<std::string, std::uint64_t>;
  EXPECT_EQ(fleet_->AckedByAgent(), (Acked{{"checkout-0", 5}, {"checkout-1", 2}}));
  End("checkout-0", SIGKILL);
  EXPECT_EQ(fleet_->AckedByAgent(), (Acked{{"checkout-1", 2}})) << "nobody waits for the dead";
  EXPECT_EQ(fleet_->acked(), 7u) << "but what they did counts";
}

TEST_F(AFleet, AgentsOfEachKindAreTargets) {
  Make();
  StartAll();
  std::vector<std::string> texts;
  for (const auto& agent : fleet_->Hosts())
    if (IsOfThePlan(agent.host.name))
      texts.push_back(agent.kind + " " + agent.name + " " + agent.cluster + " " + agent.host.name);
  EXPECT_THAT(
      texts, ElementsAre("consumer billing main billing-0", "monitor monitor main monitor-0",
                         "producer checkout main checkout-0", "producer checkout main checkout-1"));
}

// What a fault did is no accident; what nobody did is one, and told once.
TEST_F(AFleet, OnlyWhoEndedUnaskedIsACasualty) {
  Make();
  StartAll();
  End("billing-0", SIGKILL);
  End("checkout-0", SIGTERM);
  EXPECT_THAT(fleet_->UnexpectedEnds(), IsEmpty());
  EXPECT_THAT(fleet_->KilledByFaults(), ElementsAre("billing-0"));
  EXPECT_FALSE(fleet_->AllAlive());
  End("monitor-0", SIGHUP);
  const auto words = fleet_->UnexpectedEnds();
  EXPECT_THAT(words, ElementsAre(HasSubstr("monitor-0 ended with SIGHUP")));
  EXPECT_THAT(fleet_->UnexpectedEnds(), IsEmpty());
  EXPECT_THAT(fleet_->KilledByFaults(), ElementsAre("billing-0"));
}

TEST_F(AFleet, AnAgentThatWasEndedOnPurposeHasANextLife) {
  Make();
  StartAll();
  ShowOthersAtWork();
  Show("checkout-0", AgentPhase::kRunning, Counters(7, 5, 0));
  const auto agent = ProcessOf("checkout-0");
  EXPECT_THROW(agent->Start(), Error) << "it still runs";
  End("checkout-0", SIGKILL);
  agent->Start();
  EXPECT_FALSE(agent->Exit());
  EXPECT_FALSE(agent->WaitStarted(Deadline(std::chrono::milliseconds(50))));
  Show("checkout-0.1", AgentPhase::kReady, Counters(2, 1, 0));
  EXPECT_TRUE(agent->WaitStarted(Deadline(kPatience)));
  EXPECT_EQ(agent->name(), "checkout-0") << "the same target, whichever life runs";
  EXPECT_THAT(StartedOfThePlan(), testing::IsSupersetOf({"checkout-0", "checkout-0.1"}));
  EXPECT_THAT(fleet_->KilledByFaults(), ElementsAre("checkout-0"));
  EXPECT_THAT(fleet_->UnexpectedEnds(), IsEmpty());
  EXPECT_TRUE(fleet_->AllAlive());
  EXPECT_EQ(fleet_->sent(), 9u);
  EXPECT_EQ(fleet_->AckedByAgent().at("checkout-0"), 6u);
}

// What its scenario asks for is no accident, and once the run wants it to end, nobody starts it.
TEST_F(AFleet, AnAgentThatCrashesOnPurposeIsStartedAgain) {
  Make(
      "#!/bin/sh\n[ \"$2\" = consumer ] && { while [ ! -e \"$3.go\" ]; do sleep 0.01; done; "
      "kill -9 $$; }\ntrap 'exit 0' TERM\nwhile :; do sleep 0.05; done\n");
  fleet_->Start(AgentShift::kReaders);
  const auto crash = [&](const std::string& life) {
    Show(life, AgentPhase::kCrashed, Counters(0, 0, 3));
    std::ofstream(folder_.File("spool/" + life + ".json.go"));
    ASSERT_TRUE(ProcessOf("billing-0")->WaitExit(Deadline(kPatience)));
  };
  crash("billing-0");
  EXPECT_TRUE(fleet_->AllAlive()) << "it is about to be started again";
  EXPECT_THAT(fleet_->UnexpectedEnds(), IsEmpty());
  fleet_->StartCrashed();
  EXPECT_FALSE(ProcessOf("billing-0")->Exit());
  EXPECT_THAT(fleet_->KilledByFaults(), ElementsAre("billing-0"));
  crash("billing-0.1");
  fleet_->Stop(AgentShift::kReaders, true);
  fleet_->StartCrashed();
  EXPECT_TRUE(ProcessOf("billing-0")->Exit());
  EXPECT_THAT(fleet_->KilledByFaults(), ElementsAre("billing-0", "billing-0.1"));
}

TEST_F(AFleet, AnAgentThatFailsWhenItIsStoppedIsACasualty) {
  Make(
      "#!/bin/sh\ntrap 'echo no room; exit 70' TERM\ntouch \"$3.up\"\nwhile :; do sleep 0.05; "
      "done\n");
  StartAll();
  End("checkout-0", SIGTERM);
  EXPECT_THAT(fleet_->UnexpectedEnds(), ElementsAre("checkout-0 ended with exit code 70: no room"));
}

// Its scenario lets it stop after some errors.
TEST_F(AFleet, AnAgentThatStopsAsItsScenarioSaysIsNoCasualty) {
  Make("#!/bin/sh\nwhile [ ! -e \"$3.go\" ]; do sleep 0.01; done; exit 0\n");
  fleet_->Start(AgentShift::kLoad);
  Show("checkout-0", AgentPhase::kStopped, Counters(7, 4, 0));
  for (const char* name : {"checkout-0", "checkout-1"}) {
    std::ofstream(folder_.File(std::string("spool/") + name + ".json.go"));
    ASSERT_TRUE(ProcessOf(name)->WaitExit(Deadline(kPatience)));
  }
  EXPECT_FALSE(fleet_->AllAlive()) << "checkout-1 did not say so";
  EXPECT_THAT(fleet_->UnexpectedEnds(),
              ElementsAre(HasSubstr("checkout-1 ended with exit code 0")));
  Show("checkout-1", AgentPhase::kStopped, Counters(7, 4, 0));
  EXPECT_TRUE(fleet_->AllAlive()) << "the run goes on without them";
}

// Whom nobody asked to end, whether it calls that a success or was killed from outside.
TEST_F(AFleet, AnAgentThatEndsByItselfOrIsKilledByOthersIsACasualty) {
  Make(
      "#!/bin/sh\n[ \"$2\" = monitor ] && exit 0\n[ \"$2\" = consumer ] && kill -9 $$\n"
      "touch \"$3.up\"\nwhile :; do sleep 0.05; done\n");
  fleet_->Start(AgentShift::kReaders);
  for (const char* name : {"billing-0", "monitor-0"})
    ASSERT_TRUE(ProcessOf(name)->WaitExit(Deadline(kPatience))) << name;
  EXPECT_THAT(fleet_->UnexpectedEnds(),
              UnorderedElementsAre(HasSubstr("billing-0 ended with SIGKILL"),
                                   HasSubstr("monitor-0 ended with exit code 0")));
  EXPECT_THAT(fleet_->KilledByFaults(), IsEmpty());
}

TEST_F(AFleet, AnAgentLoadsTheLibraryThatItsScenarioNames) {
  Make("#!/bin/sh\necho \"$LD_LIBRARY_PATH\" > \"$3.library\"\nexit 0\n");
  plan_.scenario.producers.front().client_library = "/opt/librdkafka";
  fleet_->Start(AgentShift::kLoad);
  fleet_->Start(AgentShift::kReaders);
  const auto library = [&](const std::string& name) {
    EXPECT_TRUE(ProcessOf(name)->WaitExit(Deadline(kPatience))) << name;
    std::string text;
    std::ifstream file(folder_.File("spool/" + name + ".json.library"));
    std::getline(file, text);
    return text;
  };
  EXPECT_EQ(library("checkout-1"), "/opt/librdkafka");
  EXPECT_NE(library("monitor-0"), "/opt/librdkafka");
}

TEST_F(AFleet, StopsAShiftAndLeavesTheOther) {
  Make();
  StartAll();
  EXPECT_THAT(fleet_->Stop(AgentShift::kLoad, false), IsEmpty());
  EXPECT_TRUE(ProcessOf("checkout-0")->Exit() && ProcessOf("checkout-1")->Exit());
  EXPECT_FALSE(ProcessOf("billing-0")->Exit() || ProcessOf("monitor-0")->Exit());
  EXPECT_THAT(fleet_->Stop(AgentShift::kReaders, false), IsEmpty());
  EXPECT_THAT(fleet_->UnexpectedEnds(), IsEmpty());
  EXPECT_THAT(fleet_->KilledByFaults(), IsEmpty());
}

// Whom a limit killed was killed by no fault.
TEST_F(AFleet, WhoDoesNotEndIsKilledInTheWordsOfItsKind) {
  Make("#!/bin/sh\ntrap '' TERM\ntouch \"$3.up\"\nwhile :; do sleep 0.05; done\n");
  plan_.scenario.producers.front().count = 1;
  plan_.scenario.monitors.clear();
  StartAll();
  std::vector<std::string> problems;
  for (const auto shift : {AgentShift::kLoad, AgentShift::kReaders})
    for (const auto& overdue : fleet_->Stop(shift, true))
      problems.push_back(overdue.name + " " + overdue.problem);
  EXPECT_THAT(problems, UnorderedElementsAre(
                            "checkout-0 had to be killed: it did not end within 2.0 s",
                            "billing-0 had to be killed: it did not leave its group within 5.0 s"));
  EXPECT_TRUE(ProcessOf("billing-0")->Exit());
  EXPECT_THAT(fleet_->UnexpectedEnds(), IsEmpty());
  EXPECT_THAT(fleet_->KilledByFaults(), IsEmpty());
}

TEST_F(AFleet, TheFinalPassEndsByItselfAndIsNoTarget) {
  Make();
  EXPECT_EQ(fleet_->FinalPass(Deadline(kPatience), [] { return false; }), "");
  EXPECT_THAT(StartedOfThePlan(), ElementsAre("final-main"));
  const auto limit =
      FinalConfigFromJson(ReadConfigFile(folder_.File("spool/final-main.json"))).limit;
  EXPECT_GT(limit, Duration(0));
  EXPECT_LE(limit, kPatience);
  EXPECT_THAT(fleet_->Hosts(), IsEmpty());
  EXPECT_THAT(fleet_->UnexpectedEnds(), IsEmpty());
}

TEST_F(AFleet, AFinalPassThatFailsOrIsGivenUpSaysSo) {
  Make("#!/bin/sh\necho no answer\nexit 4\n");
  EXPECT_EQ(fleet_->FinalPass(Deadline(kPatience), [] { return false; }),
            "final-main ended with exit code 4: no answer");
  Make("#!/bin/sh\nsleep 60\n");
  EXPECT_EQ(fleet_->FinalPass(Deadline(kPatience), [] { return true; }), "final-main was given up");
  EXPECT_FALSE(fleet_->AllAlive()) << "and it is gone";
}

}  // namespace
}  // namespace kproof
