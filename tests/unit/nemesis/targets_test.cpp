#include "harness/nemesis/targets.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "harness/scenario/agents.h"
#include "tests/unit/nemesis/paper_cluster.h"

namespace kproof {
namespace {

std::vector<PhraseForm> Forms() {
  std::vector<PhraseForm> forms;
  for (const auto& type : Targets()) forms.push_back(type.form);
  return forms;
}

TargetPhrase Phrased(const std::string& text) {
  const auto target = MatchTarget(text, Forms());
  EXPECT_TRUE(target) << text;
  return target.value_or(TargetPhrase{});
}

// Nodes by their numbers, then agents by their names.
std::vector<std::string> Who(const Target& target) {
  std::vector<std::string> who;
  for (const Node* node : target.nodes) who.push_back(std::to_string(node->id()));
  for (std::size_t at = target.nodes.size(); at < target.hosts.size(); ++at)
    who.push_back(target.hosts[at].name);
  return who;
}

struct Case {
  const char* text;
  std::vector<std::string> who;
};

void PrintTo(const Case& test, std::ostream* out) { *out << test.text; }

class ResolveOf : public testing::TestWithParam<Case> {};

TEST_P(ResolveOf, NamesThoseWhoPlayTheRole) {
  PaperCluster cluster;
  Situation situation = Quiet(cluster);
  situation.view.partitions["payments/0"].isr = {2, 3};
  situation.ask.coordinator = [](CoordinatorOf of, const std::string& name) -> std::optional<int> {
    if (name == "unknown") return std::nullopt;
    return of == CoordinatorOf::kGroup ? 1 : 3;
  };
  EXPECT_EQ(Who(Resolve(Phrased(GetParam().text), situation)), GetParam().who);
}

INSTANTIATE_TEST_SUITE_P(
    Targets, ResolveOf,
    testing::Values(
        Case{"active controller", {"103"}}, Case{"all", {"1", "2", "3", "101", "102", "103"}},
        Case{"broker 3", {"3"}}, Case{"brokers", {"1", "2", "3"}},
        Case{"clients", {"checkout-0", "checkout-1", "monitor-0", "billing-0"}},
        Case{"consumer billing", {"billing-0"}}, Case{"consumer billing-0", {"billing-0"}},
        Case{"consumers", {"billing-0"}}, Case{"controller 2", {"102"}},
        Case{"controllers", {"101", "102", "103"}}, Case{"coordinator of group g", {"1"}},
        Case{"coordinator of transaction t", {"3"}}, Case{"follower 2 of payments/0", {"1"}},
        Case{"followers of payments/0", {"3", "1"}}, Case{"isr of payments/0", {"2", "3"}},
        Case{"leader of payments/0", {"2"}}, Case{"monitor monitor", {"monitor-0"}},
        Case{"monitors", {"monitor-0"}}, Case{"out-of-sync replicas of payments/0", {"1"}},
        Case{"producer checkout", {"checkout-0", "checkout-1"}},
        Case{"producer checkout-1", {"checkout-1"}},
        Case{"producers", {"checkout-0", "checkout-1"}}, Case{"rack b", {"2", "102"}},
        Case{"replica 3 of payments/0", {"1"}}, Case{"replicas of payments/0", {"2", "3", "1"}},
        Case{"voters", {"101", "102", "103"}},
        Case{"controllers and followers of payments/0", {"101", "102", "103", "3", "1"}},
        Case{"leader of payments/0 and broker 2 and brokers", {"2", "1", "3"}},
        Case{"brokers except leader of payments/0", {"1", "3"}},
        Case{"broker 1 and clients except producers", {"1", "monitor-0", "billing-0"}}));

TEST(Resolve, SaysBothTheRoleAndWhoPlaysIt) {
  PaperCluster cluster;
  EXPECT_EQ(Resolve(Phrased("leader of payments/0 and producer checkout-0"), Quiet(cluster)).name,
            "leader of payments/0 and producer checkout-0 (broker-2, checkout-0)");
}

// For what ends or freezes their processes.
TEST(Resolve, HandsOverTheProcessesOfAgents) {
  PaperCluster cluster;
  const auto agents = [&](const std::string& text) {
    std::vector<std::string> names;
    for (const auto& agent : Resolve(Phrased(text), Quiet(cluster)).agents)
      names.push_back(agent->name());
    return names;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(agents("broker 1"), Names{});
  EXPECT_EQ(agents("broker 1 and producer checkout"), (Names{"checkout-0", "checkout-1"}));
  EXPECT_EQ(agents("clients except producer checkout-1"),
            (Names{"checkout-0", "monitor-0", "billing-0"}));
}

TEST(Targets, HaveTwoForEachKindOfAgentsThatAScenarioNames) {
  const auto forms = Forms();
  const auto there = [&](const std::string& pattern) {
    return std::any_of(forms.begin(), forms.end(),
                       [&](const auto& form) { return form.pattern == pattern; });
  };
  for (const auto& kind : NamedAgentKinds()) {
    EXPECT_TRUE(there(OnePattern(kind))) << kind;
    EXPECT_TRUE(there(AllPattern(kind))) << kind;
  }
}

TEST(Resolve, NamesPartitionsWhereOperationsActOnThem) {
  PaperCluster cluster;
  const std::vector<std::string> one = {"payments/0"};
  const Target target = Resolve(Phrased("topic payments"), Quiet(cluster));
  EXPECT_EQ(target.partitions, one);
  EXPECT_TRUE(target.nodes.empty());
  EXPECT_EQ(Resolve(Phrased("partition payments/0"), Quiet(cluster)).partitions, one);
  EXPECT_THROW(Resolve(Phrased("topic orders"), Quiet(cluster)), Error);
}

TEST(Resolve, OthersAreWithoutTheTarget) {
  PaperCluster cluster;
  const Situation situation = Quiet(cluster);
  const Target leader = Resolve(Phrased("leader of payments/0"), situation);
  const auto others = [&](const Target& target, const std::string& text) {
    return Who(ResolveOthers(Phrased(text), target, situation));
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(others(leader, "brokers"), (Names{"1", "3"}));
  EXPECT_EQ(others(leader, "everybody else"), (Names{"1", "3", "101", "102", "103", "checkout-0",
                                                     "checkout-1", "monitor-0", "billing-0"}));
  EXPECT_EQ(others(Resolve(Phrased("brokers"), situation), "brokers"), (Names{"1", "2", "3"}));
  EXPECT_EQ(others(Resolve(Phrased("producers"), situation), "clients"),
            (Names{"monitor-0", "billing-0"}));
}

TEST(Resolve, NoAnswerIsNotNobody) {
  PaperCluster cluster;
  Situation silent;
  silent.cluster = &cluster;
  for (const char* text : {"leader of payments/0", "active controller", "voters",
                           "isr of payments/0", "out-of-sync replicas of payments/0",
                           "coordinator of group g", "brokers except leader of payments/0",
                           "clients", "topic payments", "replica 1 of payments/0"})
    EXPECT_THROW(Resolve(Phrased(text), silent), Error) << text;
}

TEST(Resolve, ARoleThatNobodyPlaysIsAnError) {
  PaperCluster cluster;
  Situation situation = Quiet(cluster);
  for (const char* text :
       {"broker 9", "controller 4", "replica 4 of payments/0", "rack c", "follower 3 of payments/0",
        "out-of-sync replicas of payments/0", "leader of payments/0 except broker 2",
        "producer shop", "monitor shop", "consumer shop"})
    EXPECT_THROW(Resolve(Phrased(text), situation), Error) << text;
  situation.view.partitions["payments/0"].leader = -1;
  for (const char* text :
       {"leader of payments/0", "followers of payments/0", "follower 1 of payments/0"})
    EXPECT_THROW(Resolve(Phrased(text), situation), Error) << text;
}

TEST(Resolve, ChoicesBelongToThePlan) {
  PaperCluster cluster;
  for (const char* text : {"any broker", "any 2 controllers", "minority of brokers",
                           "majority of controllers", "any replica of payments/0"})
    EXPECT_THROW(Resolve(Phrased(text), Quiet(cluster)), Error) << text;
}

TEST(Resolve, NothingIsDoneToAClusterThatIsNotOurs) {
  PaperCluster foreign("external");
  EXPECT_THROW(Resolve(Phrased("broker 1"), Quiet(foreign)), Error);
  EXPECT_EQ(Resolve(Phrased("clients"), Quiet(foreign)).hosts.size(), 4u);
}

TEST(Targets, StandInAlphabeticalOrder) {
  const auto forms = Forms();
  EXPECT_TRUE(std::is_sorted(forms.begin(), forms.end(),
                             [](const auto& a, const auto& b) { return a.pattern < b.pattern; }));
}

TEST(Resolve, NamesAFewOfHundreds) {
  PaperCluster cluster;
  Situation situation = Quiet(cluster);
  for (int number = 0; number < 600; ++number) {
    PartitionInfo info = situation.view.partitions.at("payments/0");
    info.topic = "wide";
    info.partition = number;
    situation.view.partitions["wide/" + std::to_string(number)] = info;
  }
  const Target target = Resolve(Phrased("topic wide"), situation);
  EXPECT_EQ(target.partitions.size(), 600U);
  EXPECT_LT(target.name.size(), 100U) << target.name;
  EXPECT_NE(target.name.find(", and 594 more)"), std::string::npos) << target.name;
}

}  // namespace
}  // namespace kproof
