// Which containers are Kafka nodes, and how a compose file names what Kafka calls otherwise.
#include "harness/cluster/containers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "harness/base/error.h"

namespace kproof {
namespace {

using nlohmann::json;

// What docker inspect says of a container, as far as it matters.
json Container(const std::string& service, const std::string& id, const std::string& role,
               const std::string& host_ip, const std::string& host_port) {
  return {{"Id", "id-of-" + service},
          {"Config",
           {{"Labels",
             {{"com.docker.compose.service", service},
              {"kproof.node-id", id},
              {"kproof.role", role}}}}},
          {"HostConfig",
           {{"PortBindings",
             {{"9092/tcp", json::array({{{"HostIp", host_ip}, {"HostPort", host_port}}})}}}}}};
}

json Broker(int id) {
  return Container("broker-" + std::to_string(id), std::to_string(id), "broker", "127.0.0.1",
                   std::to_string(19092 + id));
}

std::vector<ContainerNode> Nodes(const std::vector<json>& containers) {
  return NodesAmong(json(containers).dump());
}

// What it says, and what to do, of containers that can't be used.
std::string RefusalOf(const std::vector<json>& containers) {
  try {
    Nodes(containers);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage);
    return error.Full();
  }
  return "nothing was refused";
}

TEST(NodesAmong, AreBrokersByIdThenControllersById) {
  const auto nodes =
      Nodes({Container("c-2", "102", "controller", "127.0.0.1", "29093"), Broker(10),
             Container("c-1", "101", "controller", "127.0.0.1", "19093"), Broker(2)});
  std::vector<std::string> names;
  for (const auto& node : nodes) names.push_back(node.identity.name);
  EXPECT_THAT(names, testing::ElementsAre("broker-2", "broker-10", "c-1", "c-2"));
}

TEST(NodesAmong, HaveTheirPublishedPortAsTheAddressOfTheirRole) {
  const auto nodes =
      Nodes({Broker(1), Container("c-1", "101", "controller", "127.0.0.1", "19093")});
  ASSERT_EQ(nodes.size(), 2U);
  const auto& broker = nodes[0].identity;
  EXPECT_EQ(nodes[0].container, "id-of-broker-1");
  EXPECT_EQ(broker.id, 1);
  EXPECT_TRUE(broker.broker && !broker.controller);
  EXPECT_EQ(broker.clients, (Address{"127.0.0.1", 19093}));
  const auto& controller = nodes[1].identity;
  EXPECT_TRUE(controller.controller && !controller.broker);
  EXPECT_EQ(controller.control, (Address{"127.0.0.1", 19093}));
}

TEST(NodesAmong, AreReachedOnTheLoopbackAddressWhereAPortIsPublishedOnAll) {
  const std::pair<const char*, const char*> places[] = {
      {"", "127.0.0.1"}, {"0.0.0.0", "127.0.0.1"}, {"127.0.0.2", "127.0.0.2"}};
  for (const auto& [published, reached] : places) {
    const auto nodes = Nodes({Container("b", "1", "broker", published, "9092")});
    EXPECT_EQ(nodes.at(0).identity.clients, (Address{reached, 9092})) << published;
  }
}

TEST(NodesAmong, LeaveOtherServicesAlone) {
  json other = Broker(1);
  other["Config"]["Labels"] = {{"com.docker.compose.service", "schema-registry"}};
  json unlabelled = Broker(1);
  unlabelled["Config"]["Labels"] = nullptr;
  EXPECT_THAT(Nodes({other, unlabelled}), testing::IsEmpty());
  EXPECT_EQ(Nodes({other, Broker(2)}).size(), 1U);
}

TEST(NodesAmong, RefuseAnIdThatIsNone) {
  for (const char* id : {"", "-1", "one", "1.5", "2147483648"})
    EXPECT_EQ(RefusalOf({Container("b", id, "broker", "", "9092")}),
              std::string("service b has the label kproof.node-id '") + id +
                  "'; write its KAFKA_NODE_ID");
}

TEST(NodesAmong, RefuseARoleThatIsNone) {
  EXPECT_EQ(RefusalOf({Container("b", "1", "leader", "", "9092")}),
            "service b has the label kproof.role 'leader'; write broker or controller");
  auto without = Broker(1);
  without["Config"]["Labels"].erase("kproof.role");
  EXPECT_EQ(RefusalOf({without}),
            "service broker-1 has the label kproof.role ''; write broker or controller");
}

TEST(NodesAmong, RefuseTwoNodesWithOneId) {
  auto second = Broker(1);
  second["Config"]["Labels"]["com.docker.compose.service"] = "second";
  EXPECT_EQ(RefusalOf({Broker(1), second}),
            "service second has the node id of another service; give each node an id of its own");
}

TEST(NodesAmong, RefuseANodeWithoutAPublishedPort) {
  auto none = Broker(1);
  none["HostConfig"]["PortBindings"] = json::object();
  EXPECT_THAT(RefusalOf({none}), testing::StartsWith("service broker-1 publishes 0 ports; "));
  none["HostConfig"]["PortBindings"] = nullptr;
  EXPECT_THAT(RefusalOf({none}), testing::StartsWith("service broker-1 publishes 0 ports; "));
  none["HostConfig"].erase("PortBindings");
  EXPECT_THAT(RefusalOf({none}), testing::StartsWith("service broker-1 publishes 0 ports; "));
}

TEST(NodesAmong, RefuseANodeWithTwoPublishedPorts) {
  auto two = Broker(1);
  two["HostConfig"]["PortBindings"]["9091/tcp"] = {{{"HostIp", ""}, {"HostPort", "9091"}}};
  EXPECT_THAT(RefusalOf({two}), testing::StartsWith("service broker-1 publishes 2 ports; "));
}

TEST(NodesAmong, RefuseAPortThatDockerChooses) {
  for (const char* port : {"", "0", "65536", "9092-9094"})
    EXPECT_THAT(RefusalOf({Container("b", "1", "broker", "", port)}),
                testing::StartsWith("service b publishes 9092/tcp on a port that Docker chooses"))
        << port;
}

TEST(NodesAmong, AreNotReadFromSomethingElse) {
  for (const char* text : {"", "no JSON", "[1]", "[{}]"}) EXPECT_THROW(NodesAmong(text), Error);
  EXPECT_THAT(NodesAmong("[]"), testing::IsEmpty());
}

TEST(KafkaVersionAmong, IsThatOfTheJarOfKafkaItself) {
  EXPECT_EQ(KafkaVersionAmong("kafka-clients-4.3.1.jar\nkafka_2.13-4.3.1.jar\nzstd-jni.jar\n"),
            "4.3.1");
  EXPECT_EQ(KafkaVersionAmong("kafka_2.12-3.7.0.jar\r\n"), "3.7.0");
  EXPECT_EQ(KafkaVersionAmong("kafka_2.13-4.3.1-test.jar\nkafka_2.13-4.3.1-sources.jar\n"
                              "kafka_2.13-4.3.1.jar"),
            "4.3.1");
}

TEST(KafkaVersionAmong, IsNothingWithoutThatJar) {
  for (const char* jars :
       {"", "kafka-clients-4.3.1.jar", "kafka_2.13-4.3.1-test.jar", "kafka_2.13.jar",
        "kafka_2.13-.jar", "kafka_2.13-4.3.1.jar.asc", "ls: /opt/kafka/libs: no such folder"})
    EXPECT_EQ(KafkaVersionAmong(jars), "") << jars;
}

TEST(EnvironmentName, IsWhatTheImagesOfKafkaTurnIntoAProperty) {
  EXPECT_EQ(EnvironmentName("min.insync.replicas"), "KAFKA_MIN_INSYNC_REPLICAS");
  EXPECT_EQ(EnvironmentName("some_plugin.key"), "KAFKA_SOME__PLUGIN_KEY");
  EXPECT_EQ(EnvironmentName("listener.name.sasl-ssl.x"), "KAFKA_LISTENER_NAME_SASL___SSL_X");
}

TEST(ComposeText, DoublesWhatBeginsAVariable) {
  EXPECT_EQ(ComposeText("RULE:^CN=(.*)$/$1/"), "RULE:^CN=(.*)$$/$$1/");
  EXPECT_EQ(ComposeText("3000"), "3000");
}

}  // namespace
}  // namespace kproof
