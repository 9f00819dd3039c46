// Every diagnostic about form, values and steps once, with its place and its words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/scenario/mistake.h"

namespace kproof {
namespace {

TEST_P(OfMistake, IsSaidWithItsPlace) {
  const auto complaints = Diagnostics(GetParam().yaml);
  ASSERT_EQ(complaints.size(), GetParam().want.size()) << testing::PrintToString(complaints);
  for (std::size_t at = 0; at < complaints.size(); ++at)
    EXPECT_THAT(complaints[at], testing::StartsWith(GetParam().want[at]));
}

INSTANTIATE_TEST_SUITE_P(
    Form, OfMistake,
    testing::Values(
        Mistake{"Empty", "", {"f: the file is empty"}},
        Mistake{"List", "- a", {"f:1:1: a scenario is a map"}},
        Mistake{"Syntax", "name: [x", {"f:1:7: not YAML: end of sequence flow not found"}},
        Mistake{"SyntaxLater",
                "name: x\nsteps:\n  - {at: 3s\nduration",
                {"f:3:5: not YAML: end of map flow not found"}},
        Mistake{"SecondDocument", With("---\nname: y"), {"f:6:1: a second document"}},
        Mistake{"Tag", With("about: !!str x"), {"f:5:8: a tag '"}},
        Mistake{"KeyNotText",
                With("[a]: x"),
                {"f:5:1: a key that is not text", "f:5:1: unknown key ''"}},
        Mistake{"DuplicateKey",
                With("about: a\nabout: b"),
                {"f:6:1: duplicate key 'about'; it stands in line 5"}},
        Mistake{"DuplicateKeyBelow",
                Topic("partitions: 1, partitions: 2"),
                {"f:3:31: duplicate key 'partitions'"}},
        Mistake{"DuplicateTopic",
                With("", "cluster: {}", "topics: {a: {}, a: {}}"),
                {"f:3:17: duplicate key 'a'"}},
        Mistake{"DuplicateConfig", Topic("config: {a: 1, a: 2}"), {"f:3:31: duplicate key 'a'"}},
        Mistake{"UnknownKey",
                With("monitor: {count: 1}"),
                {"f:5:1: unknown key 'monitor'; did you mean 'monitors'? there are abort_if, "}},
        Mistake{"UnknownClusterKey",
                Cluster("cluster: {broker: 3}"),
                {"f:2:11: unknown key 'broker' in cluster main; did you mean 'brokers'?"}},
        Mistake{"UnknownTopicKey",
                Topic("partition: 3"),
                {"f:3:16: unknown key 'partition' in topic pay; did you mean 'partitions'?"}},
        Mistake{"UnknownProducerKey",
                Producer("rat: 3/s"),
                {"f:4:20: unknown key 'rat' in producer shop; did you mean 'rate'?"}},
        Mistake{"UnknownMonitorKey",
                With("monitors: {cuont: 1}"),
                {"f:5:12: unknown key 'cuont' in monitor monitor; did you mean 'count'?"}},
        Mistake{"UnknownStepKey",
                Step("fault: kill, target: all, at: 1s, for: 1s, untl: x"),
                {"f:6:49: unknown key 'untl' in step 1; did you mean 'until'?"}},
        Mistake{"NothingNeededIsThere",
                "about: x",
                {"f:1:1: the scenario has no 'name'", "f:1:1: the scenario has no 'topics'",
                 "f:1:1: the scenario has no 'producers'"}},
        Mistake{"NullValue",
                With("duration:"),
                {"f:5:1: duration is nothing, not a single value; leave the key out"}},
        Mistake{"ListForText", With("about: [a]"), {"f:5:8: about is a list, not a single value"}},
        Mistake{"TextForList",
                With("require: no-loss"),
                {"f:5:10: require is a single value, not a list"}},
        Mistake{"MapForSteps",
                With("steps: {at: 3s}"),
                {"f:5:1: steps is not a list; begin each step with"}},
        Mistake{"ListForConfig",
                Topic("config: [a]"),
                {"f:3:24: config of topic pay is a list, not a map"}},
        Mistake{"MapInConfig",
                Topic("config: {a: {b: 1}}"),
                {"f:3:28: 'a' in config of topic pay is a map, not a single value"}},
        Mistake{"TextForTopics",
                With("", "cluster: {}", "topics: pay"),
                {"f:3:9: topics is a single value, not a map"}},
        Mistake{"TextForTopic",
                With("", "cluster: {}", "topics: {pay: 3}"),
                {"f:3:15: topic pay is a single value, not a map"}},
        Mistake{"NoTopic", With("", "cluster: {}", "topics: {}"), {"f:3:1: there is no topic"}},
        Mistake{"NoProducer",
                With("", "cluster: {}", "topics: {pay: {}}", "producers: {}"),
                {"f:4:1: there is no producer"}},
        Mistake{"NoMonitor", With("monitors: {}"), {"f:5:1: there is no monitor"}}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Value, OfMistake,
    testing::Values(
        Mistake{"Name",
                "name: a b\ntopics: {a: {}}\nproducers: {p: {}}",
                {"f:1:7: name is 'a b'; write letters, digits"}},
        Mistake{"Role", With("role: clam"), {"f:5:7: role is 'clam'; did you mean 'claim'?"}},
        Mistake{"DurationUnit",
                With("duration: 5"),
                {"f:5:11: duration is '5'; write a time above zero such as 3s"}},
        Mistake{"DurationZero", With("duration: 0s"), {"f:5:11: duration is '0s'"}},
        Mistake{"MaxTimeZero", With("max_time: 0s"), {"f:5:11: max_time is '0s'"}},
        Mistake{"BrokersZero",
                Cluster("cluster: {brokers: 0}"),
                {"f:2:20: brokers of cluster main is '0'; write a whole number from 1 to 99"}},
        Mistake{"BrokersWord",
                Cluster("cluster: {brokers: three}"),
                {"f:2:20: brokers of cluster main is 'three'"}},
        Mistake{"ControllersZero",
                Cluster("cluster: {controllers: 0}"),
                {"f:2:24: controllers of cluster main is '0'"}},
        Mistake{"ControllersOfCombined",
                Cluster("cluster: {mode: combined, controllers: 3}"),
                {"f:2:40: controllers of cluster main is '3'; write 0 or leave it out"}},
        Mistake{"Mode",
                Cluster("cluster: {mode: combind}"),
                {"f:2:17: mode of cluster main is 'combind'; did you mean 'combined'?"}},
        Mistake{"Combined",
                Cluster("cluster: {combined: yes}"),
                {"f:2:21: combined of cluster main is 'yes'"}},
        Mistake{"ModeAndCombined",
                Cluster("cluster: {mode: combined, combined: true}"),
                {"f:2:27: both 'mode' and 'combined' of cluster main"}},
        Mistake{"Kafka",
                Cluster("cluster: {kafka: 4.3}"),
                {"f:2:18: kafka of cluster main is '4.3'; write a version such as 4.3.1"}},
        Mistake{
            "Heap", Cluster("cluster: {heap: 256MB}"), {"f:2:17: heap of cluster main is '256MB'"}},
        Mistake{"Port",
                Cluster("cluster: {port: 65534}"),
                {"f:2:17: port of cluster main is '65534'; write a whole number from 1 to 65533"}},
        Mistake{"ClusterAndClusters",
                Cluster("cluster: {}\nclusters: {main: {}}"),
                {"f:3:1: both 'cluster' and 'clusters'"}},
        Mistake{"NoClusters", Cluster("clusters: {}"), {"f:2:1: clusters is empty"}},
        Mistake{"ClusterName",
                Cluster("clusters: {a.b: {}}"),
                {"f:2:12: 'a.b' is no name for a cluster"}},
        Mistake{"WhichCluster",
                "name: x\nclusters: {a: {}, b: {}}\ntopics: {t: {}}\nproducers: {p: {cluster: a}}",
                {"f:3:10: topic t has no 'cluster'; there are a, b"}},
        Mistake{"NoSuchCluster",
                Topic("cluster: man"),
                {"f:3:25: cluster of topic pay is 'man'; did you mean 'main'?"}},
        Mistake{"TopicName",
                With("", "cluster: {}", "topics: {a b: {}}"),
                {"f:3:10: 'a b' is no name for a topic"}},
        Mistake{"TopicOfKafka",
                With("", "cluster: {}", "topics: {__a: {}}"),
                {"f:3:10: topic '__a' is one of Kafka's own"}},
        Mistake{"Partitions", Topic("partitions: 0"), {"f:3:28: partitions of topic pay is '0'"}},
        Mistake{
            "Replication", Topic("replication: x"), {"f:3:29: replication of topic pay is 'x'"}},
        Mistake{"ProducerName",
                With("", "cluster: {}", "topics: {pay: {}}", "producers: {a/b: {}}"),
                {"f:4:13: 'a/b' is no name for a producer"}},
        Mistake{
            "MonitorName", With("monitors: {a/b: {}}"), {"f:5:12: 'a/b' is no name for a monitor"}},
        Mistake{"ProducerCount",
                Producer("count: 0"),
                {"f:4:27: count of producer shop is '0'; write a whole number from 1 to 1000"}},
        Mistake{"MonitorCount",
                With("monitors: {count: 0}"),
                {"f:5:19: count of monitor monitor is '0'"}},
        Mistake{"Rate",
                Producer("rate: 2000"),
                {"f:4:26: rate of producer shop is '2000'; write records per second such as "
                 "2000/s, or max"}},
        Mistake{"RateZero", Producer("rate: 0/s"), {"f:4:26: rate of producer shop is '0/s'"}},
        Mistake{"ValueUnit",
                Producer("value: 256"),
                {"f:4:27: value of producer shop is '256'; write a size"}},
        Mistake{"ValueZero", Producer("value: 0B"), {"f:4:27: value of producer shop is '0B'"}},
        Mistake{"Keys",
                Producer("keys: 0"),
                {"f:4:26: keys of producer shop is '0'; write the number of distinct keys"}},
        Mistake{"Defaults",
                Producer("defaults: jave"),
                {"f:4:30: defaults of producer shop is 'jave'; did you mean 'java'?"}},
        Mistake{"ProducerTopic",
                Producer("topics: [pya]"),
                {"f:4:29: topics of producer shop names topic 'pya', which does not exist; did you "
                 "mean 'pay'?"}},
        Mistake{"ProducerTopicsEmpty",
                Producer("topics: []"),
                {"f:4:28: topics of producer shop is empty"}},
        Mistake{"ProducerTopicTwice",
                Producer("topics: [pay, pay]"),
                {"f:4:34: 'pay' stands twice in topics of producer shop"}}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Step, OfMistake,
    testing::Values(
        Mistake{"NotAMap",
                With("steps: [kill]"),
                {"f:5:9: step 1 has no beginning", "f:5:9: step 1 has no end",
                 "f:5:9: step 1 is a single value, not a map"}},
        Mistake{"NoFault",
                Step("target: all, at: 1s, for: 1s"),
                {"f:6:5: step 1 has no 'fault'; there are elect, kill, pause, slow, split, stop"}},
        Mistake{"NoTarget",
                Step("fault: kill, at: 1s, for: 1s"),
                {"f:6:5: step 1 has no 'target'; there are 'active controller', "}},
        Mistake{
            "Fault",
            Step("fault: kil, target: all, at: 1s, for: 1s"),
            {"f:6:13: fault of step 1 is 'kil'; did you mean 'kill'? there are elect, kill, pause, "
             "slow, split, stop"}},
        Mistake{"Target",
                Step("fault: kill, target: laeder of pay/0, at: 1s, for: 1s"),
                {"f:6:27: unknown target 'laeder of pay/0'; did you mean 'leader of pay/0'? there "
                 "are 'active controller', "}},
        Mistake{"TargetHole",
                Step("fault: kill, target: leader of pay, at: 1s, for: 1s"),
                {"f:6:27: unknown target 'leader of pay'; {partition} is topic/number, as in "
                 "payments/0"}},
        Mistake{"State",
                Step("fault: kill, target: all, at: 1s, until: leader of pay/0 chnged"),
                {"f:6:47: unknown state 'leader of pay/0 chnged'; did you mean 'leader of pay/0 "
                 "changed'?"}},
        Mistake{"NoBeginning",
                Step("fault: kill, target: all, for: 1s"),
                {"f:6:5: step 1 has no beginning; add `at:` with a time or `when:` with a state"}},
        Mistake{"NoEnd",
                Step("fault: kill, target: all, at: 1s"),
                {"f:6:5: step 1 has no end; add `for:` with a time or `until:` with a state"}},
        Mistake{"AtAndWhen",
                Step("fault: kill, target: all, at: 1s, when: acked 3 more, for: 1s"),
                {"f:6:40: both 'at' and 'when' of step 1"}},
        Mistake{"ForAndUntil",
                Step("fault: kill, target: all, at: 1s, for: 1s, until: acked 3 more"),
                {"f:6:49: both 'for' and 'until' of step 1"}},
        Mistake{"ForZero",
                Step("fault: kill, target: all, at: 1s, for: 0s"),
                {"f:6:45: for of step 1 is '0s'; write a time above zero"}},
        Mistake{"AtUnit",
                Step("fault: kill, target: all, at: 1, for: 1s"),
                {"f:6:36: at of step 1 is '1'; write a time such as 3s"}},
        Mistake{"WithinZero",
                Step("fault: kill, target: all, at: 1s, for: 1s, within: 0s"),
                {"f:6:57: within of step 1 is '0s'"}},
        Mistake{"TopicInTarget",
                Step("fault: kill, target: leader of pya/0, at: 1s, for: 1s"),
                {"f:6:27: there is no topic 'pya'; did you mean 'pay'?"}},
        Mistake{"TopicAlone",
                Step("fault: kill, target: topic pya, at: 1s, for: 1s"),
                {"f:6:27: there is no topic 'pya'"}},
        Mistake{"Partition",
                Step("fault: kill, target: leader of pay/2, at: 1s, for: 1s"),
                {"f:6:27: there is no partition pay/2; topic pay has partitions 0 to 1"}},
        Mistake{"PartitionInWhen",
                Step("fault: kill, target: all, when: isr of pay/7 < 2, for: 1s"),
                {"f:6:38: there is no partition pay/7"}},
        Mistake{"PartitionInUntil",
                Step("fault: kill, target: all, at: 1s, until: leader of pay/7 changed"),
                {"f:6:47: there is no partition pay/7"}},
        Mistake{"Broker",
                Step("fault: kill, target: broker 4, at: 1s, for: 1s"),
                {"f:6:27: there is no broker 4; cluster main has 3, counted from 1"}},
        Mistake{"BrokerZero",
                Step("fault: kill, target: broker 0, at: 1s, for: 1s"),
                {"f:6:27: there is no broker 0"}},
        Mistake{"Controller",
                Step("fault: kill, target: controller 101, at: 1s, for: 1s"),
                {"f:6:27: there is no controller 101; cluster main has 3"}},
        Mistake{"WithUnknown",
                Step("fault: slow, target: all, at: 1s, for: 1s, with: {delay: 1s, dely: 1s}"),
                {"f:6:67: fault slow has no parameter 'dely'; did you mean 'delay'?"}},
        Mistake{"WithNone",
                Step("fault: kill, target: all, at: 1s, for: 1s, with: {hard: 1}"),
                {"f:6:56: fault kill has no parameter 'hard'; there are none"}},
        Mistake{"WithMissing",
                Step("fault: slow, target: all, at: 1s, for: 1s"),
                {"f:6:13: fault slow needs 'delay' under `with`; added to each packet"}},
        Mistake{"WithDuration",
                Step("fault: slow, target: all, at: 1s, for: 1s, with: {delay: 3}"),
                {"f:6:63: delay of step 1 is '3'; write a time such as 250ms"}},
        Mistake{"WithBytes",
                Step("fault: slow, target: all, at: 1s, for: 1s, with: {delay: 1s, burst: 3}"),
                {"f:6:74: burst of step 1 is '3'; write a size"}},
        Mistake{"WithInt",
                Step("fault: slow, target: all, at: 1s, for: 1s, with: {delay: 1s, limit: 1.5}"),
                {"f:6:74: limit of step 1 is '1.5'; write a whole number"}},
        Mistake{"WithFraction",
                Step("fault: slow, target: all, at: 1s, for: 1s, with: {delay: 1s, chance: 1.5}"),
                {"f:6:75: chance of step 1 is '1.5'; write a number from 0 to 1"}},
        Mistake{"AfterTheEnd",
                Step("fault: kill, target: all, at: 10min, for: 1s"),
                {"f:6:36: step 1 lasts until 601s, longer than max_time 5min"}},
        Mistake{"LongerThanTheRun",
                Step("fault: kill, target: all, when: acked 3 more, for: 10min"),
                {"f:6:57: step 1 lasts until 10min, longer than max_time"}}),
    NameOf);

TEST(ParseScenario, SaysEverythingAtOnceInFileOrder) {
  const auto complaints = Diagnostics(
      "name: x\nroel: claim\ntopics:\n  pay: {replication: 9}\nproducers:\n  shop: {rate: "
      "3}\nsteps:\n  - {fault: kil, target: broker 9, at: 1s}\n");
  EXPECT_THAT(complaints,
              testing::ElementsAre(testing::StartsWith("f:2:1: unknown key 'roel'"),
                                   testing::StartsWith("f:4:22: topic pay has replication 9"),
                                   testing::StartsWith("f:6:16: rate of producer shop"),
                                   testing::StartsWith("f:8:5: step 1 has no end"),
                                   testing::StartsWith("f:8:13: fault of step 1 is 'kil'"),
                                   testing::StartsWith("f:8:26: there is no broker 9")));
}

TEST(ParseScenario, GuessesNothingFromANumberItCouldNotRead) {
  EXPECT_EQ(
      Diagnostics("name: x\ncluster: {brokers: x}\ntopics: {pay: {partitions: x, replication: "
                  "x, config: {min.insync.replicas: 2}}}\nproducers: {p: {}}\n"
                  "steps: [{fault: kill, target: leader of pay/9, at: 1s, for: 1s}, {fault: "
                  "kill, target: broker 9, at: 1s, for: 1s}]")
          .size(),
      3u);
}

TEST(ParseScenario, RefusesAliasesThatMultiply) {
  std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c < 'h'; ++c) {
    const std::string before = "*" + std::string(1, static_cast<char>(c - 1)) + " ";
    bomb += std::string(1, c) + ": &" + c + " [" + before + ", " + before + ", " + before + ", " +
            before + ", " + before + ", " + before + "]\n";
  }
  EXPECT_THAT(Diagnostics(bomb),
              testing::ElementsAre(testing::HasSubstr("more values than a scenario can have")));
}

}  // namespace
}  // namespace kproof
