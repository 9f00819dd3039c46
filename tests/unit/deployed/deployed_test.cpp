// Several files and several entities: which of them counts.
#include "harness/deployed/deployed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"
#include "harness/deployed/local.h"
#include "tests/unit/deployed/read_form.h"

namespace kproof {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ReadingDeployed : public testing::Test {
 protected:
  std::string File(const std::string& name, const std::string& text) const {
    std::ofstream(folder_.File(name)) << text;
    return folder_.File(name);
  }
  std::string Example(const std::string& name) const { return File(name, DeployedExample(name)); }

  // Places without the folder.
  std::string Short(std::string text) const {
    const auto folder = folder_.File("");
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder))
      text.erase(at, folder.size());
    return text;
  }
  std::vector<std::string> Settings(const DeployedEntity& entity) const {
    std::vector<std::string> texts;
    for (const auto& text : SettingsIn({{entity}, {}})) texts.push_back(Short(text));
    return texts;
  }
  std::vector<std::string> Notes(const Deployed& deployed) const {
    std::vector<std::string> texts;
    for (const auto& text : NotesIn({{}, deployed.notes})) texts.push_back(Short(text));
    return texts;
  }
  std::string WhyNot(const DeployedSources& sources) const {
    try {
      ReadDeployed(sources);
      return "";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kUsage);
      return Short(error.Full());
    }
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(ReadingDeployed, NoFilesAreNoSettings) {
  const auto deployed = ReadDeployed({});
  EXPECT_THAT(deployed.topic.settings, IsEmpty());
  EXPECT_THAT(deployed.broker.settings, IsEmpty());
  EXPECT_THAT(deployed.notes, IsEmpty());
}

TEST_F(ReadingDeployed, OfSeveralTopicsOneIsChosen) {
  const auto file = Example("kafka-configs.txt");
  EXPECT_EQ(WhyNot({{}, {{file}, "", ""}}),
            "kafka-configs.txt has the topics orders, payments; choose one with --topic-name");
  EXPECT_EQ(WhyNot({{}, {{file}, "", "payment"}}),
            "kafka-configs.txt: there is no topic 'payment' in it; did you mean 'payments'?");
  const auto deployed = ReadDeployed({{}, {{file}, "", "payments"}});
  EXPECT_EQ(deployed.topic.name, "payments");
  EXPECT_THAT(Settings(deployed.topic),
              Contains("topic payments: min.insync.replicas=2 @ kafka-configs.txt:4"
                       ", DYNAMIC_TOPIC_CONFIG"));
}

TEST_F(ReadingDeployed, AFileWithBothIsEnoughForBoth) {
  const auto file = Example("strimzi.yaml");
  for (const DeployedSources& sources :
       {DeployedSources{{{file}, "", ""}, {}}, DeployedSources{{}, {{file}, "", ""}},
        DeployedSources{{{file}, "", ""}, {{file}, "", ""}}}) {
    const auto deployed = ReadDeployed(sources);
    EXPECT_EQ(deployed.topic.name, "payments");
    EXPECT_EQ(deployed.topic.replication->value, 3);
    EXPECT_EQ(deployed.broker.kafka->value, "4.1.0");
  }
  const auto deployed =
      ReadDeployed({{{file}, "", ""}, {{File("t.properties", "flush.messages=1\n")}, "", ""}});
  EXPECT_EQ(deployed.topic.settings.size(), 1u);
  EXPECT_THAT(Notes(deployed), Contains("note strimzi.yaml:36: topic payments is not looked at: "
                                        "--topic-config names other files"));
}

TEST_F(ReadingDeployed, AFileWithoutTheSettingsThatItIsNamedForIsRefused) {
  EXPECT_EQ(WhyNot({{}, {{Example("kafka.env")}, "", ""}}),
            "kafka.env has no settings of a topic; give it to --broker-config");
  EXPECT_EQ(WhyNot({{{Example("kafka-topics.txt")}, "", ""}, {}}),
            "kafka-topics.txt has no settings of a broker; give it to --topic-config");
  EXPECT_THAT(WhyNot({{{"/there/is/none"}, "", ""}, {}}),
              HasSubstr("--broker-config /there/is/none can't be read"));
}

TEST_F(ReadingDeployed, WhatIsInForceComesBeforeFilesAndTheBrokersOwnBeforeAllBrokers) {
  const auto in_force = File("c.txt",
                             "Default configs for brokers in the cluster are:\n"
                             "  min.insync.replicas=2 sensitive=false\n"
                             "  num.io.threads=4 sensitive=false\n"
                             "Dynamic configs for broker 1 are:\n"
                             "  min.insync.replicas=3 sensitive=false\n");
  const auto file = File("s.properties", "min.insync.replicas=1\nnum.io.threads=4\n");
  for (const auto& files : {std::vector{in_force, file}, std::vector{file, in_force}}) {
    const auto deployed = ReadDeployed({{files, "", ""}, {}});
    EXPECT_THAT(Settings(deployed.broker),
                ElementsAre("broker 1: min.insync.replicas=3 @ c.txt:5",
                            "broker 1: num.io.threads=4 @ s.properties:2"));
    EXPECT_THAT(
        Notes(deployed),
        ElementsAre(
            "overridden s.properties:1: min.insync.replicas is another at c.txt:2, which counts",
            "overridden c.txt:2: min.insync.replicas is another at c.txt:5, which counts"));
  }
}

TEST_F(ReadingDeployed, TwoFilesOfOneRankMayNotDisagree) {
  const auto one = File("1.properties", "min.insync.replicas=1\n");
  EXPECT_EQ(WhyNot({{{one, File("2.properties", "min.insync.replicas=2\n")}, "", ""}, {}}),
            "min.insync.replicas is set differently at 1.properties:1 and 2.properties:1; give the "
            "file that counts");
  EXPECT_EQ(WhyNot({{{one, File("3.properties", "min.insync.replicas=1\n")}, "", ""}, {}}), "");
}

TEST_F(ReadingDeployed, BrokersThatDifferOnlyInTheirAddressesAreAlike) {
  const auto alike = File("env.json",
                          "[{\"Name\": \"/a\", \"Config\": {\"Env\": [\"KAFKA_NODE_ID=1\"]}},"
                          "{\"Name\": \"/b\", \"Config\": {\"Env\": [\"KAFKA_NODE_ID=2\"]}}]");
  EXPECT_THAT(Notes(ReadDeployed({{{alike}, "", ""}, {}})),
              ElementsAre("note env.json: brokers a, b are set alike: a stands for all"));
  const auto others =
      File("c.txt",
           "Dynamic configs for broker 1 are:\n  min.insync.replicas=1 sensitive=false\n"
           "Dynamic configs for broker 2 are:\n");
  EXPECT_EQ(WhyNot({{{others}, "", ""}, {}}),
            "c.txt has the brokers 1, 2; choose one with --broker-name");
  EXPECT_THAT(ReadDeployed({{{others}, "", "2"}, {}}).broker.settings, IsEmpty());
  EXPECT_THAT(WhyNot({{{others}, "", "3"}, {}}), HasSubstr("there is no broker '3' in it"));
  EXPECT_EQ(WhyNot({{{File("s.properties", "a=1\n")}, "", "3"}, {}}),
            "--broker-name 3: there is no such broker; no file says the name of a broker");
}

// kafka-topics.sh lists every value that is not the default.
TEST_F(ReadingDeployed, WhatAWholeListLeavesOutIsNotInForce) {
  const auto deployed =
      ReadDeployed({{},
                    {{Example("kafka-topics.txt"), File("t.properties", "flush.messages=1\n")},
                     "",
                     "payments"}});
  EXPECT_TRUE(deployed.topic.complete);
  EXPECT_THAT(Settings(deployed.topic),
              ElementsAre("topic payments: min.insync.replicas=2 @ kafka-topics.txt:3",
                          "topic payments: retention.ms=7200000 @ kafka-topics.txt:3"));
  EXPECT_THAT(Notes(deployed),
              ElementsAre("overridden t.properties:1: flush.messages is not in force by "
                          "kafka-topics.txt:3, which has all that differs from the defaults"));
}

TEST_F(ReadingDeployed, ASayingFormIsBelieved) {
  const auto file = File("mixed", "min.insync.replicas=2\nKAFKA_NODE_ID=1\n");
  EXPECT_THAT(WhyNot({{{file}, "", ""}, {}}), HasSubstr("say which with --broker-form "));
  EXPECT_EQ(ReadDeployed({{{file}, "properties", ""}, {}}).broker.settings.size(), 2u);
  EXPECT_THAT(WhyNot({{{file}, "propertie", ""}, {}}), HasSubstr("did you mean 'properties'?"));
}

TEST_F(ReadingDeployed, OfKeysThatAreThereTwiceJavaTakesTheLast) {
  const auto read = ReadDeployedProducer(File("p.properties", "acks=1\nretries=3\nacks=all\n"));
  EXPECT_THAT(NotesIn(read), ElementsAre(HasSubstr("p.properties:3; in Java the last one counts")));
  EXPECT_EQ(read.entities.front().settings.front().value, "all");
}

TEST(NotLocal, AddressesFoldersAndSecurityAre) {
  for (const auto* setting :
       {"listeners", "log.dirs", "broker.rack", "ssl.keystore.location", "sasl.enabled.mechanisms",
        "zookeeper.connect", "super.users", "listener.name.a.ssl.keystore.location"})
    EXPECT_NE(WhyNotLocal(setting), "") << setting;
  for (const auto* setting : {"min.insync.replicas", "log.retention.ms", "num.io.threads"})
    EXPECT_EQ(WhyNotLocal(setting), "") << setting;
}

// As `kproof certify --topic payments` reads: the name is known from elsewhere.
TEST_F(ReadingDeployed, AFileNeedNotSayTheNameOfATopicThatIsKnown) {
  const auto plain = File("t.properties", "min.insync.replicas=2\n");
  EXPECT_THAT(Settings(ReadDeployed({{}, {{plain}, "", "payments", false}}).topic),
              ElementsAre(HasSubstr("min.insync.replicas=2 @ t.properties:1")));
  const auto configs = Example("kafka-configs.txt");
  EXPECT_EQ(ReadDeployed({{}, {{configs}, "", "payments", false}}).topic.name, "payments");
  EXPECT_THAT(WhyNot({{}, {{configs}, "", "payment", false}}),
              HasSubstr("there is no topic 'payment' in it"));
  const auto strimzi = Example("strimzi.yaml");
  const auto others = ReadDeployed({{{strimzi}, "", ""}, {{}, "", "orders", false}});
  EXPECT_THAT(others.topic.settings, IsEmpty());
  EXPECT_THAT(Notes(others), Contains(HasSubstr("topic payments is not looked at: it is not "
                                                "orders")));
}

}  // namespace
}  // namespace kproof
