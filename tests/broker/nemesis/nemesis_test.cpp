// Steps at a real cluster, one for all cases: what nodes are asked, in which order steps come, and
// that whatever is done is taken back.
#include "harness/nemesis/nemesis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <new>

#include "audit/store/reader.h"
#include "audit/store/writer.h"
#include "harness/kafka/connection.h"
#include "harness/kafka/wire.h"
#include "harness/nemesis/guard.h"
#include "harness/nemesis/states.h"
#include "harness/nemesis/targets.h"
#include "harness/scenario/plan.h"
#include "tests/broker/live.h"
#include "tests/unit/fault/child.h"

namespace kproof {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

constexpr Duration kWhole = seconds(60);

// The words that the nemesis and its faults really have.
Vocabulary Words() {
  Vocabulary words;
  for (const auto& fault : Faults())
    words.faults.push_back(
        {fault.name, "", {}, fault.takes_down, fault.permanent, fault.on_agents, fault.needs});
  for (const auto& target : Targets()) words.targets.push_back(target.form);
  for (const auto& state : States()) words.states.push_back(state.form);
  return words;
}

class NemesisOfThree : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    ClusterSetup spec;
    spec.config = {{"broker.session.timeout.ms", "3000"}, {"broker.heartbeat.interval.ms", "500"}};
    live_ = new Live(spec);
    CreateTopic(**live_, {.name = "payments", .partitions = 1, .replication = 3, .config = {}},
                Deadline(seconds(20)));
    observer_ = new Observer(**live_, {"payments"}, {});
  }
  static void TearDownTestSuite() {
    delete observer_;
    delete live_;
  }

  void SetUp() override {
    ASSERT_TRUE(WaitUntil([this] { return WholeNow(); }, Deadline(kWhole))) << missing_;
    path_ = live_->folder() + "/" + testing::UnitTest::GetInstance()->current_test_info()->name() +
            ".db";
    store_ = StoreWriter::Create(path_);
    scope_.clusters["main"] = {&**live_, observer_, {}};
    scope_.store = store_.get();
    scope_.acked = [this] { return acked_.load(); };
    scope_.progress = [](const std::string&) {};
  }
  void TearDown() override {
    EXPECT_TRUE(WaitUntil([this] { return WholeNow(); }, Deadline(kWhole))) << missing_;
  }

  bool WholeNow() { return Whole(**live_, observer_->View(), &missing_); }

  static Scenario Parse(const std::string& more) {
    const auto parsed = ParseScenario(
        "f", "name: x\ntopics: {payments: {}}\nproducers: {checkout: {count: 2}}\n" + more,
        Words());
    for (const auto& diagnostic : parsed.diagnostics) ADD_FAILURE() << diagnostic.ToString();
    return MakePlan(parsed.scenario.value_or(Scenario{}), 1).scenario;
  }
  void Run(Nemesis& nemesis) {
    steady_at_ = scope_.clock.Now();
    nemesis.Run(steady_at_, stop_);
  }
  void Run(const std::string& more) {
    scenario_ = Parse(more);
    Nemesis nemesis(scope_, scenario_);
    Run(nemesis);
  }
  // As another process would see it: nothing of it is in our memory only. By step, then by time.
  std::vector<FaultFact> Facts() const {
    auto facts = StoreReader::Open(path_)->Faults();
    std::stable_sort(facts.begin(), facts.end(),
                     [](const auto& a, const auto& b) { return a.step < b.step; });
    return facts;
  }
  std::vector<std::string> Events(const std::string& kind) const {
    std::vector<std::string> texts;
    for (const auto& event : StoreReader::Open(path_)->Events())
      if (event.kind == kind) texts.push_back(event.subject + ": " + event.detail);
    return texts;
  }
  static void ExpectDone(const FaultFact& fact) {
    EXPECT_EQ(fact.problem, "") << fact.fault << " " << fact.target;
    EXPECT_EQ(fact.bit, true);
    EXPECT_EQ(fact.healed, true);
  }

  static Live* live_;
  static Observer* observer_;
  std::string path_;
  std::unique_ptr<StoreWriter> store_;
  RunScope scope_;
  std::vector<AgentHost> world_agents_;
  Scenario scenario_;
  RunMicros steady_at_ = 0;  // the `at: 0s` of the last run
  std::atomic<std::uint64_t> acked_{0};
  std::atomic<bool> stop_{false};
  std::string missing_;
};

Live* NemesisOfThree::live_ = nullptr;
Observer* NemesisOfThree::observer_ = nullptr;

// Commits `offset` for a group without members.
bool Commit(Node& coordinator, const std::string& group, std::int64_t offset) {
  wire::Writer body;
  body.String(group).Int32(-1).String("").NullString().Array(1).String("payments").Array(1);
  body.Int32(0).Int64(offset).Int32(-1).NullString().NoTags().NoTags().NoTags();
  NodeClient client(coordinator.clients());
  const auto answer = client.Ask({.api_key = 8, .version = 8, .body = body.bytes()}, seconds(2));
  return answer && answer->substr(answer->size() - 5, 2) == std::string(2, '\0');
}

TEST_F(NemesisOfThree, CoordinatorsAndLagAreAskedOfTheNodesThatKnow) {
  const Inquiry ask = AskNodes(**live_, *observer_, seconds(2));
  std::optional<int> coordinator;
  // The first question makes Kafka create __consumer_offsets.
  ASSERT_TRUE(WaitUntil(
      [&] { return (coordinator = ask.coordinator(CoordinatorOf::kGroup, "shop")).has_value(); },
      Deadline(seconds(30))));
  EXPECT_TRUE((*live_)->node(*coordinator).broker());
  EXPECT_EQ(ask.lag("shop"), std::nullopt) << "it has committed nothing";
  ASSERT_TRUE(WaitUntil([&] { return Commit((*live_)->node(*coordinator), "shop", 0); },
                        Deadline(seconds(20))));
  EXPECT_TRUE(WaitUntil([&] { return ask.lag("shop") == 0; }, Deadline(seconds(20))));
  ASSERT_TRUE(
      WaitUntil([&] { return ask.coordinator(CoordinatorOf::kTransaction, "tx").has_value(); },
                Deadline(seconds(30))));
}

TEST_F(NemesisOfThree, TheActiveControllerTellsWhoFollowsAndWhatMoves) {
  ClusterView view;
  const auto all_follow = [&view] {
    return view.behind.size() == 6 && std::ranges::all_of(view.behind, [](const auto& node) {
             return node.second < kFollows;
           });
  };
  EXPECT_TRUE(WaitUntil([&] { return view = observer_->View(), all_follow(); }, Deadline(kWhole)));
  EXPECT_EQ(view.listed.size(), 3u);
  EXPECT_EQ(Unfenced(view, 2), true);
  EXPECT_EQ(Reassigning(**live_, view, seconds(20)), std::vector<std::string>{});
}

TEST_F(NemesisOfThree, AStepHoldsUntilAnotherHasBegun) {
  Run("steps:\n"
      "  - {name: freeze, fault: pause, target: follower 1 of payments/0, at: 0s,"
      " until: step kill began}\n"
      "  - {name: kill, when: step freeze began, after: 300ms, fault: kill,"
      " target: follower 2 of payments/0, until: isr of payments/0 <= 2, within: 60s}\n");
  const auto facts = Facts();
  ASSERT_EQ(facts.size(), 2u);
  for (const auto& fact : facts) ExpectDone(fact);
  EXPECT_GE(*facts[1].from, *facts[0].from + 300'000);
  EXPECT_GT(*facts[0].to, *facts[1].from);
  EXPECT_GT(*facts[1].to, *facts[0].to);
  EXPECT_NE(facts[0].nodes, facts[1].nodes);
}

TEST_F(NemesisOfThree, AFrozenBrokerIsSeenFencedAndUnfenced) {
  Run("steps:\n"
      "  - {name: freeze, fault: pause, target: broker 2, at: 0s, until: broker 2 is fenced,"
      " within: 30s}\n"
      "  - {when: step freeze ended, fault: pause, target: controller 3, until: broker 2 is "
      "unfenced, within: 30s}\n");
  const auto facts = Facts();
  ASSERT_EQ(facts.size(), 2u);
  for (const auto& fact : facts) ExpectDone(fact);
  // Its session is 3 s, its last heartbeat at most half a second old where brokers are not starved.
  EXPECT_GE(*facts[0].to - *facts[0].from, 1'000'000);
}

TEST_F(NemesisOfThree, ARepeatedStepHasAFactForEachTime) {
  Run("steps:\n"
      "  - {name: blink, fault: pause, target: any controller, at: 0s, for: 100ms, repeat: 3, "
      "every: 700ms}\n"
      "  - {when: step blink ended, fault: pause, target: broker 1, for: 50ms}\n");
  std::map<int, std::vector<FaultFact>> facts;
  for (const auto& fact : Facts()) {
    ExpectDone(fact);
    facts[fact.step].push_back(fact);
  }
  ASSERT_EQ(facts[0].size(), 3u);
  ASSERT_EQ(facts[1].size(), 1u);
  for (std::size_t time = 1; time < 3; ++time)
    EXPECT_GE(*facts[0][time].from, steady_at_ + static_cast<std::int64_t>(time) * 700'000);
  EXPECT_GT(*facts[1][0].from, *facts[0][2].to);
}

// To the promise nothing failed in the cluster, and there is nothing to be mended.
TEST_F(NemesisOfThree, AgentsAreEndedForGoodAndFrozenForAWhile) {
  for (const char* name : {"checkout-0", "checkout-1"}) {
    auto process = std::make_shared<Child>(name);
    world_agents_.push_back(
        {"producer", "checkout", "main", {.name = name, .address = "127.0.0.1"}, process});
  }
  scope_.agents = [this] { return world_agents_; };
  Run("steps:\n"
      "  - {fault: pause, target: producer checkout-1, at: 0s, for: 300ms}\n"
      "  - {fault: kill, target: producer checkout-0, at: 0s}\n"
      "  - {fault: kill, target: producers and follower 1 of payments/0, at: 1s, for: 100ms}\n"
      "  - {fault: stop, target: producer checkout-1, at: 2s}\n");
  const auto facts = Facts();
  ASSERT_EQ(facts.size(), 4u);
  ExpectDone(facts[0]);
  EXPECT_EQ(facts[0].failure_class, "pause");
  ExpectDone(facts[1]);
  EXPECT_EQ(facts[1].failure_class, "none");
  EXPECT_EQ(facts[1].proof, "checkout-0: ended by SIGKILL");
  EXPECT_THAT(facts[1].nodes, testing::IsEmpty());
  EXPECT_TRUE(facts[1].to);
  EXPECT_THAT(facts[2].problem, HasSubstr("checkout-0 has ended already, by SIGKILL"));
  EXPECT_FALSE(facts[2].from) << "nothing was done";
  EXPECT_EQ(facts[2].failure_class, "crash") << "a node is among them";
  ExpectDone(facts[3]);
  EXPECT_EQ(facts[3].failure_class, "none");
  EXPECT_TRUE(world_agents_[0].process->Exit() && world_agents_[1].process->Exit());
}

TEST_F(NemesisOfThree, AStepThatWaitsForOneThatNeverBeginsEndsAtOnce) {
  const auto begin = MonotonicMicros();
  Run("steps:\n"
      "  - {name: never, when: acked 1 more, fault: kill, target: broker 1, for: 1s, within: 1s}\n"
      "  - {when: step never began, fault: kill, target: broker 2, for: 1s, within: 30s}\n");
  EXPECT_LT(MonotonicMicros() - begin, 5'000'000);
  const auto facts = Facts();
  EXPECT_FALSE(facts[0].from || facts[1].from);
  EXPECT_THAT(facts[0].problem, HasSubstr("'acked 1 more' did not hold within 1.0 s"));
  EXPECT_THAT(facts[1].problem, HasSubstr("step never never began"));
}

// Thrown in the middle of a fault, by none of our own.
TEST_F(NemesisOfThree, WhateverIsThrownInAFaultIsRecordedAndTheFaultIsTakenBack) {
  scope_.acked = [this]() -> std::uint64_t {
    if ((*live_)->node(1).State() == RunState::kFrozen) throw std::bad_alloc();
    return 0;
  };
  Run("steps:\n"
      "  - {fault: pause, target: broker 1, at: 0s, until: acked 1 more, within: 20s}\n");
  const auto facts = Facts();
  ASSERT_EQ(facts.size(), 1u);
  EXPECT_EQ(facts[0].bit, true);
  EXPECT_THAT(facts[0].problem, HasSubstr("no memory left"));
  EXPECT_NE((*live_)->node(1).State(), RunState::kFrozen);
  EXPECT_TRUE(facts[0].to);
}

TEST_F(NemesisOfThree, TheLastReplicaStaysUp) {
  EXPECT_THROW(Run("steps:\n"
                   "  - {name: two, fault: pause, target: broker 1 and broker 2, at: 0s, for: 2s}\n"
                   "  - {when: step two began, fault: kill, target: broker 3, for: 1s}\n"),
               WouldDestroy);
  const auto facts = Facts();
  EXPECT_TRUE(facts[0].from);  // the other step ends with it, and is undone
  EXPECT_NE((*live_)->node(1).State(), RunState::kFrozen);
  EXPECT_FALSE(facts[1].from);
  EXPECT_THAT(facts[1].problem, HasSubstr("would leave no replica of payments/0"));
  EXPECT_FALSE((*live_)->node(3).Exit());
}

TEST_F(NemesisOfThree, AStateOfAbortIfEndsEverything) {
  const auto begin = MonotonicMicros();
  Run("abort_if: [broker 1 is fenced, no acks for 1s]\n"
      "steps:\n"
      "  - {fault: pause, target: controller 2, at: 0s, for: 60s}\n"
      "  - {fault: kill, target: broker 1, at: 50s, for: 1s}\n");
  EXPECT_LT(MonotonicMicros() - begin, 10'000'000);
  EXPECT_THAT(Events("problem"), testing::ElementsAre(HasSubstr("'no acks for 1s' held")));
  const auto facts = Facts();
  ExpectDone(facts[0]);
  EXPECT_FALSE(facts[1].from);
}

TEST_F(NemesisOfThree, AFaultThatIsLeftOutDidNotBite) {
  Run("steps:\n"
      "  - {fault: pause, target: broker 1, at: 0s, for: 100ms, sabotage: bite}\n");
  const auto facts = Facts();
  EXPECT_EQ(facts[0].bit, false);
  EXPECT_THAT(facts[0].problem, HasSubstr("did not bite: broker-1: running"));
}

TEST_F(NemesisOfThree, AnUndoThatIsLeftOutDidNotHealAndIsDoneInTheEnd) {
  scenario_ = Parse(
      "steps:\n"
      "  - {fault: pause, target: broker 1, at: 0s, for: 100ms, sabotage: undo}\n");
  {
    Nemesis nemesis(scope_, scenario_);
    Run(nemesis);
    const auto facts = Facts();
    EXPECT_EQ(facts[0].bit, true);
    EXPECT_EQ(facts[0].healed, false);
    EXPECT_THAT(facts[0].problem, HasSubstr("did not heal: broker-1: frozen"));
    EXPECT_EQ((*live_)->node(1).State(), RunState::kFrozen);
  }
  EXPECT_NE((*live_)->node(1).State(), RunState::kFrozen);
}

TEST_F(NemesisOfThree, TheUndoIsInTheStoreBeforeTheFaultIs) {
  Run("steps:\n"
      "  - {fault: pause, target: broker 1, at: 0s, for: 50ms}\n");
  const auto from = *Facts()[0].from;
  for (const auto& event : StoreReader::Open(path_)->Events()) {
    if (event.detail == "undo: thaw broker 1 (broker-1)") {
      EXPECT_LE(event.at, from);
      return;
    }
  }
  FAIL() << testing::PrintToString(Events("state"));
}

}  // namespace
}  // namespace kproof
