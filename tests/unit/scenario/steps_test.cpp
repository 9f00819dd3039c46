// Targets that are put together, steps that wait for each other, and what else keeps a run within
// bounds: what they mean, and every diagnostic about them. The test of diagnostics itself is in
// diagnostics_test.cpp.
#include "tests/unit/scenario/mistake.h"

namespace kproof {
namespace {

Scenario Right(const std::string& yaml) {
  const auto parsed = ParseScenario("f", yaml, TestVocabulary());
  for (const auto& diagnostic : parsed.diagnostics) ADD_FAILURE() << diagnostic.ToString();
  return parsed.scenario.value_or(Scenario{});
}

TEST(Steps, TakeParametersThatAreTargets) {
  const StepSpec step =
      Right(Step("fault: split, target: leader of pay/0 and broker 3, at: 1s, for: 1s, "
                 "with: {peers: brokers and producer shop-0 except broker 1}"))
          .steps.at(0);
  EXPECT_EQ(step.target.parts.size(), 2u);
  EXPECT_EQ(step.who.at("peers").parts.size(), 2u);
  EXPECT_EQ(step.who.at("peers").except.size(), 1u);
  EXPECT_EQ(step.with.at("peers"), "brokers and producer shop-0 except broker 1");
  EXPECT_EQ(step.who.at("witness").text, "all");
  EXPECT_EQ(Right(Step("fault: split, target: broker 1, at: 1s, for: 1s"))
                .steps.at(0)
                .who.at("peers")
                .text,
            "everybody else");
}

TEST(Steps, WaitForEachOtherByName) {
  const auto steps =
      Right(
          Steps("fault: pause, target: broker 1, at: 1s, name: cut, until: step kill began",
                "fault: kill, target: broker 2, when: step cut began, name: kill, after: 3s, for: "
                "2s"))
          .steps;
  EXPECT_EQ(steps.at(0).end.state->args.at(0), "kill");
  EXPECT_EQ(steps.at(1).after, std::chrono::seconds(3));
}

TEST(Steps, NeedNoEndWhereNothingIsTakenBack) {
  const StepSpec step = Right(Step("fault: elect, target: broker 1, at: 1s")).steps.at(0);
  EXPECT_FALSE(step.end.time || step.end.state);
}

TEST(Steps, AreRepeated) {
  const StepSpec step =
      Right(Step("fault: kill, target: broker 1, at: 1s, for: 1s, repeat: 30, every: 2s"))
          .steps.at(0);
  EXPECT_EQ(step.repeat, 30);
  EXPECT_EQ(step.every, std::chrono::seconds(2));
}

TEST(Scenario, KnowsWhatKeepsARunWithinBounds) {
  const Scenario scenario =
      Right(With("destructive: true\nwhole_within: 20s\nabort_if: [no acks for 30s, isr of pay/1 < "
                 "1]"));
  EXPECT_TRUE(scenario.destructive);
  EXPECT_EQ(scenario.whole_within, std::chrono::seconds(20));
  ASSERT_EQ(scenario.abort_if.size(), 2u);
  EXPECT_EQ(scenario.abort_if[0].pattern, "no acks for {time}");
}

TEST(Scenario, MayExpectToBeInconclusive) {
  EXPECT_EQ(Right(With("role: control\nexpect: {inconclusive: did not bite}")).expect_inconclusive,
            "did not bite");
}

INSTANTIATE_TEST_SUITE_P(
    Combined, OfMistake,
    testing::Values(
        Mistake{"PartOfATarget",
                Step("fault: kill, target: broker 1 and leader fo pay/0, at: 1s, for: 1s"),
                {"f:6:27: unknown target 'broker 1 and leader fo pay/0'; did you mean 'leader of "
                 "pay/0'?"}},
        Mistake{"NodeInAPart",
                Step("fault: kill, target: broker 1 and broker 4, at: 1s, for: 1s"),
                {"f:6:27: there is no broker 4"}},
        Mistake{"NodeExcepted",
                Step("fault: kill, target: brokers except broker 4, at: 1s, for: 1s"),
                {"f:6:27: there is no broker 4"}},
        Mistake{"PeersUnknown",
                Step("fault: split, target: all, at: 1s, for: 1s, with: {peers: the others}"),
                {"f:6:64: peers of step 1 names unknown target 'the others'; there are 'active "
                 "controller', "}},
        Mistake{"PeersOfAnotherTopic",
                Step("fault: split, target: all, at: 1s, for: 1s, with: {peers: leader of pya/0}"),
                {"f:6:64: there is no topic 'pya'"}},
        Mistake{"EverybodyElseAlone",
                Step("fault: split, target: everybody else, at: 1s, for: 1s"),
                {"f:6:28: 'everybody else' can't be the target of a step"}},
        Mistake{"TooManyToChoose",
                Step("fault: split, target: any 4 brokers, at: 1s, for: 1s"),
                {"f:6:28: there are no 4 brokers; cluster main has 3"}},
        Mistake{"MinorityOfTwo",
                With("steps: [{fault: kill, target: minority of brokers, at: 1s, for: 1s}]",
                     "cluster: {brokers: 2}", "topics: {pay: {replication: 2}}"),
                {"f:5:31: 'minority of brokers' matches no node; cluster main has 2 brokers"}},
        Mistake{"ReplicaPastTheLast",
                Step("fault: kill, target: replica 4 of pay/0, at: 1s, for: 1s"),
                {"f:6:27: there is no replica 4 of pay/0; it has 3, counted from 1"}},
        Mistake{"FollowerPastTheLast",
                Step("fault: kill, target: follower 3 of pay/0, at: 1s, for: 1s"),
                {"f:6:27: there is no follower 3 of pay/0; it has 2"}},
        Mistake{"Producer",
                Step("fault: split, target: producer shp, at: 1s, for: 1s"),
                {"f:6:28: there is no producer 'shp'; did you mean 'shop'?"}},
        Mistake{"ProducerInstance",
                Step("fault: split, target: producer shop-1, at: 1s, for: 1s"),
                {"f:6:28: there is no producer 'shop-1'"}},
        Mistake{"Monitor",
                Step("fault: split, target: monitor shop, at: 1s, for: 1s"),
                {"f:6:28: there is no monitor 'shop'"}},
        Mistake{
            "Consumer",
            With("consumers: {billing: {}}\nsteps: [{fault: split, target: consumer biling, at: "
                 "1s, for: 1s}]"),
            {"f:6:32: there is no consumer 'biling'; did you mean 'billing'?"}},
        Mistake{"AgentsWhereOnlyNodesCanBe",
                Step("fault: turn, target: broker 1 and producer shop-0, at: 1s, for: 1s"),
                {"f:6:27: fault turn can't be done to 'producer shop-0'; it acts on nodes or "
                 "partitions, and these are agents"}},
        Mistake{"AgentsEndedAgain",
                Step("fault: kill, target: producers, at: 1s, repeat: 2"),
                {"f:6:46: step 1 ends 'producers' for good the first time; add `for:` or "
                 "`until:`, at whose end they are started again, or leave out `repeat`"}},
        Mistake{"NodesAndAgentsWithoutAnEnd",
                Step("fault: kill, target: broker 1 and producers, at: 1s"),
                {"f:6:5: step 1 has no end"}},
        Mistake{"AgentsFrozenWithoutAnEnd",
                Step("fault: pause, target: clients, at: 1s"),
                {"f:6:5: step 1 has no end"}},
        Mistake{"NoRacks",
                Step("fault: split, target: rack a, at: 1s, for: 1s"),
                {"f:6:28: there is no rack 'a' in cluster main; give it some"}},
        Mistake{"RackUnknown",
                With("steps: [{fault: split, target: rack c, at: 1s, for: 1s}]",
                     "cluster: {racks: [a, b]}"),
                {"f:5:32: there is no rack 'c' in cluster main; there are a, b"}},
        Mistake{"RackName",
                Cluster("cluster: {racks: [a b]}"),
                {"f:2:19: 'a b' is not a name for a rack"}},
        Mistake{
            "RackAndItsBroker",
            With("steps:\n  - {fault: kill, target: rack a, at: 1s, for: 5s}\n  - {fault: kill, "
                 "target: broker 3, at: 2s, for: 1s}",
                 "cluster: {racks: [a, b]}"),
            {"f:7:27: broker 3 is already down"}},
        Mistake{"BrokerInAState",
                Step("fault: kill, target: broker 1, at: 1s, until: broker 9 is fenced"),
                {"f:6:52: there is no broker 9"}},
        Mistake{"LeaderInAState",
                Step("fault: kill, target: broker 1, at: 1s, until: leader of pay/0 is 9"),
                {"f:6:52: there is no broker 9"}},
        Mistake{"StepUnknown",
                Step("fault: kill, target: broker 1, when: step cut began, for: 1s"),
                {"f:6:43: there is no step called 'cut'"}},
        Mistake{"StepOfItself",
                Step("name: a, fault: kill, target: broker 1, when: step a began, for: 1s"),
                {"f:6:52: step 1 would wait for itself to begin"}},
        Mistake{"StepUntilItsOwnEnd",
                Step("name: a, fault: kill, target: broker 1, at: 1s, until: step a ended"),
                {"f:6:61: step 1 would wait for itself to end"}},
        Mistake{"StepsInACircle",
                Steps("name: a, fault: kill, target: broker 1, at: 1s, until: step b began",
                      "name: b, fault: kill, target: broker 2, when: step a ended, for: 1s"),
                {"f:6:61: step 1 would wait for itself to end",
                 "f:7:52: step 2 would wait for itself to begin"}},
        Mistake{"StepNamedTwice",
                Steps("name: a, fault: kill, target: broker 1, at: 1s, for: 1s",
                      "name: a, fault: kill, target: broker 2, at: 1s, for: 1s"),
                {"f:7:12: step 1 is called 'a' too"}},
        Mistake{"StepName",
                Step("name: a b, fault: kill, target: broker 1, at: 1s, for: 1s"),
                {"f:6:12: name of step 1 is 'a b'; write letters, digits"}},
        Mistake{"AfterATime",
                Step("fault: kill, target: broker 1, at: 1s, after: 2s, for: 1s"),
                {"f:6:45: 'after' without 'when' of step 1"}},
        Mistake{"EveryWithoutRepeat",
                Step("fault: kill, target: broker 1, at: 1s, for: 1s, every: 2s"),
                {"f:6:54: 'every' without 'repeat' of step 1"}},
        Mistake{"RepeatZero",
                Step("fault: kill, target: broker 1, at: 1s, for: 1s, repeat: 0"),
                {"f:6:62: repeat of step 1 is '0'"}},
        Mistake{"RepeatedPastTheEnd",
                Step("fault: kill, target: broker 1, at: 1s, for: 1s, repeat: 301, every: 1s"),
                {"f:6:41: step 1 lasts until 302s, longer than max_time 5min"}},
        Mistake{"Sabotage",
                Step("fault: kill, target: broker 1, at: 1s, for: 1s, sabotage: heal"),
                {"f:6:64: sabotage of step 1 is 'heal'; there are bite, undo"}},
        Mistake{"Destructive", With("destructive: yes"), {"f:5:14: destructive is 'yes'"}},
        Mistake{"AbortState",
                With("abort_if: [no akcs for 3s]"),
                {"f:5:12: unknown state 'no akcs for 3s'; did you mean 'no acks for 3s'?"}},
        Mistake{"AbortTime",
                With("abort_if: [no acks for 3]"),
                {"f:5:12: unknown state 'no acks for 3'; {time} is a time above zero"}},
        Mistake{"AbortPartition",
                With("abort_if: [isr of pay/7 < 1]"),
                {"f:5:1: there is no partition pay/7"}},
        Mistake{"InconclusiveClaim",
                With("expect: {inconclusive: did not bite}"),
                {"f:5:10: a claim expects to be inconclusive; add `role: control`"}},
        Mistake{"InconclusiveWithoutReason",
                With("role: control\nexpect: {inconclusive: ''}"),
                {"f:6:24: inconclusive under expect gives no reason"}},
        Mistake{"ExceedingClaim",
                With("limits: {recovery: < 1s}\nexpect: {limit: recovery}"),
                {"f:6:10: a claim expects to exceed a limit; add `role: control`"}},
        Mistake{"ExceedsNoLimit",
                With("role: control\nexpect: {limit: recovery}"),
                {"f:6:17: expects to exceed 'recovery', which limits does not name"}},
        Mistake{"ExceedsAndMore",
                With("role: control\nlimits: {recovery: < 1s}\nexpect: {limit: recovery, lost: "
                     "'> 0'}"),
                {"f:7:10: expects to exceed a limit and a finding"}},
        Mistake{"InconclusiveAndMore",
                With("role: control\nexpect: {inconclusive: did not bite, lost: '> 0'}"),
                {"f:6:10: expects an inconclusive run and a finding"}}),
    NameOfMistake);

}  // namespace
}  // namespace kproof
