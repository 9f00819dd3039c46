// The cache, the addresses and the texts of the local driver, without any Kafka.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "harness/base/error.h"
#include "harness/cluster/fit_folder.h"
#include "harness/cluster/kafka_home.h"
#include "harness/cluster/make_once.h"
#include "harness/cluster/node_files.h"
#include "harness/cluster/subnet.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

class Folder : public testing::Test {
 protected:
  void SetUp() override {
    std::string path = (fs::temp_directory_path() / "kproof-cache-XXXXXX").string();
    folder_ = ::mkdtemp(path.data());
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string folder_;
};

TEST(Properties, AreWrittenAsJavaReadsThem) {
  const std::pair<Properties, std::string> rows[] = {
      {{{"log.dirs", "/a b/c"}}, "log.dirs=/a b/c\n"},
      {{{"log.dirs", " /a"}}, "log.dirs=\\ /a\n"},
      {{{"log.dirs", R"(/q"uo'te\x)"}}, "log.dirs=/q\"uo'te\\\\x\n"},
      {{{"log.dirs", "/\xc3\xbcn\xc3\xaf"}}, "log.dirs=/\\u00fcn\\u00ef\n"},
      {{{"log.dirs", "/\xf0\x9f\x98\x80"}}, "log.dirs=/\\ud83d\\ude00\n"},
      {{{"log.dirs", "/a\nb\tc"}}, "log.dirs=/a\\u000ab\\u0009c\n"},
      {{{"log.dirs", "/%41#b?c!d:e=f"}}, "log.dirs=/%41#b?c!d:e=f\n"},
      {{{"a b=c:d#e!f", ""}}, "a\\ b\\=c\\:d\\#e\\!f=\n"},
  };
  for (const auto& [properties, text] : rows) EXPECT_EQ(PropertiesText(properties), text);
  EXPECT_THROW(PropertiesText({{"log.dirs", "/\xff"}}), Error);
}

TEST(FitFolder, ForNodesIsAnyButThoseThatKafkaWouldTakeApart) {
  for (const char* fit :
       {"results", "/a b", "/\xc3\xbcn\xc3\xaf", R"(/q"uo'te\x)", "/%41#?b", "/a:b!/c"})
    EXPECT_NO_THROW(RequireFitForNodes("--out", fit)) << fit;
  for (const char* unfit : {"/a,b/c", "/a\nb", "/a\x1b[2J", "/\xff"}) {
    try {
      RequireFitForNodes("--out", unfit);
      ADD_FAILURE() << unfit;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kUsage);
      EXPECT_TRUE(std::string(error.what()).starts_with("--out: /")) << error.what();
    }
  }
}

TEST(FitFolder, ForJarsIsAnyButThoseThatClassPathsAndTheirUrlsWouldTakeApart) {
  for (const char* fit : {"/a b", "/a,b", "/\xc3\xbcn\xc3\xaf", "/%41#?b", "/a!b"})
    EXPECT_NO_THROW(RequireFitForJars("the cache", fit)) << fit;
  for (const char* unfit : {"/a:b", "/a!/b", "/a\nb", "/\xff"})
    EXPECT_THROW(RequireFitForJars("the cache", unfit), Error) << unfit;
}

using MakeOnceTest = Folder;

TEST_F(MakeOnceTest, ManyAtOnceMakeItOnce) {
  std::atomic<int> made = 0;
  const auto make = [&](const std::string& temporary) {
    ++made;
    SleepFor(std::chrono::milliseconds(50));
    fs::create_directory(temporary);
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { MakeOnce(folder_ + "/x", make); });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(made, 1);
  EXPECT_TRUE(fs::exists(folder_ + "/x"));
}

TEST_F(MakeOnceTest, AFailureLeavesNothingAndTheNextTryMakesIt) {
  const auto fail = [](const std::string& temporary) {
    fs::create_directory(temporary);
    throw Error("no network");
  };
  EXPECT_THROW(MakeOnce(folder_ + "/x", fail), Error);
  EXPECT_FALSE(fs::exists(folder_ + "/x"));
  EXPECT_FALSE(fs::exists(folder_ + "/x.part"));
  MakeOnce(folder_ + "/x", [](const std::string& temporary) { fs::create_directory(temporary); });
  EXPECT_TRUE(fs::exists(folder_ + "/x"));
}

TEST_F(MakeOnceTest, WhatAKilledMakerLeftIsThrownAway) {
  fs::create_directory(folder_ + "/x.part");
  std::ofstream(folder_ + "/x.part/half.jar") << "half";
  MakeOnce(folder_ + "/x", [](const std::string& temporary) { fs::create_directory(temporary); });
  EXPECT_TRUE(fs::is_empty(folder_ + "/x"));
}

using FindKafkaTest = Folder;

TEST_F(FindKafkaTest, AFolderWithoutKafkaIsNamedInTheError) {
  try {
    FindKafka("", folder_, {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kNotRun);
    EXPECT_NE(std::string(error.what()).find(folder_), std::string::npos) << error.what();
  }
}

TEST(Subnet, TwoClaimsDiffer) {
  const Subnet one = Subnet::Claim();
  const Subnet two = Subnet::Claim();
  EXPECT_NE(one.Host(1), two.Host(1));
}

// Somebody who listens on a port of an address of ours.
class Listener {
 public:
  Listener(const std::string& host, int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(AF_INET, host.c_str(), &address.sin_addr);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ::listen(socket_, 1);
  }
  ~Listener() { ::close(socket_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

 private:
  int socket_;
};

TEST(ChoosePorts, FallsBackToOtherPortsWhenOneIsTaken) {
  const Subnet subnet = Subnet::Claim();
  const int usual = ChoosePorts({subnet.Host(1)}, std::nullopt).clients;
  const Listener listener(subnet.Host(1), usual + 1);
  EXPECT_NE(ChoosePorts({subnet.Host(1)}, std::nullopt).clients, usual);
}

TEST(ChoosePorts, AFixedPortThatIsTakenIsNamedInTheError) {
  const Subnet subnet = Subnet::Claim();
  const Listener listener(subnet.Host(2), 23456);
  try {
    ChoosePorts({subnet.Host(1), subnet.Host(2)}, 23456);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kNotRun);
    EXPECT_TRUE(std::string(error.what()).starts_with(subnet.Host(2) + ":23456"));
  }
}

TEST(ChoosePorts, WhereAProxyStandsThePortBehindItIsFreeToo) {
  const Subnet subnet = Subnet::Claim();
  EXPECT_EQ(ChoosePorts({subnet.Host(1)}, 23456, true).behind, 23556);
  EXPECT_EQ(ChoosePorts({subnet.Host(1)}, 65500, true).behind, 65400);
  const Listener listener(subnet.Host(1), 23556);
  EXPECT_NO_THROW(ChoosePorts({subnet.Host(1)}, 23456));
  EXPECT_THROW(ChoosePorts({subnet.Host(1)}, 23456, true), Error);
}

TEST(Properties, GoBothWays) {
  const Properties properties = {{"a.b", "1=2"}, {"c", ""}};
  EXPECT_EQ(ParseMeta("# a comment\n" + PropertiesText(properties)), properties);
}

TEST(ServerProperties, TheUsersSettingsComeLast) {
  NodePlan node;
  node.id = 1;
  node.broker = node.controller = true;
  const auto properties =
      ServerProperties(node, {node}, "4.3.1", {{"num.io.threads", "16"}, {"x.y", "z"}});
  EXPECT_EQ(properties.at("num.io.threads"), "16");
  EXPECT_EQ(properties.at("x.y"), "z");
  EXPECT_EQ(properties.at("offsets.topic.replication.factor"), "1");
}

TEST(ServerProperties, ABrokerBehindAProxySaysThatItIsWhereTheProxyIs) {
  NodePlan node;
  node.id = 1;
  node.broker = true;
  node.clients = {"127.9.9.1", 9092};
  node.replication = {"127.9.9.1", 9093};
  EXPECT_FALSE(ServerProperties(node, {node}, "4.3.1", {}).contains("advertised.listeners"));
  node.behind = {"127.9.9.1", 9192};
  const auto properties = ServerProperties(node, {node}, "4.3.1", {});
  EXPECT_EQ(properties.at("listeners"), "CLIENT://127.9.9.1:9192,REPLICATION://127.9.9.1:9093");
  EXPECT_EQ(properties.at("advertised.listeners"),
            "CLIENT://127.9.9.1:9092,REPLICATION://127.9.9.1:9093");
}

TEST(RandomUuid, Has22CharactersAndNeverLooksLikeAnOption) {
  for (int i = 0; i < 100; ++i) {
    const std::string uuid = RandomUuid();
    EXPECT_EQ(uuid.size(), 22U);
    EXPECT_NE(uuid.front(), '-');
  }
}

}  // namespace
}  // namespace kproof
