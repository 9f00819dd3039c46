// Each fault on a real broker: broken, proven, and mended.
#include "harness/fault/fault.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "harness/cluster/local.h"
#include "harness/kafka/node_client.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

class FaultOnABroker : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = fs::temp_directory_path() / ("kproof-fault-test-" + std::to_string(getpid()));
    fs::create_directories(folder_ / "logs");
    const auto say = [](const std::string&) {};
    cluster_ = StartLocalCluster({.brokers = 1,
                                  .controllers = 0,
                                  .combined = true,
                                  .folder = (folder_ / "nodes").string(),
                                  .log_folder = (folder_ / "logs").string()},
                                 FindKafka("4.3.1", "", say), say);
  }
  static void TearDownTestSuite() {
    cluster_.reset();
    fs::remove_all(folder_);
  }

  Node& Broker() { return *cluster_->brokers().front(); }
  Target TheBroker() { return {Broker().name(), {&Broker()}}; }
  bool Answers() {
    NodeClient client(Broker().clients().host, Broker().clients().port);
    return client.Metadata({}, std::chrono::milliseconds(500)).has_value();
  }
  std::unique_ptr<Fault> Make(const std::string& name) {
    return FindFault(name).make({.with = {}, .within = std::chrono::seconds(30)});
  }

  static fs::path folder_;
  static std::unique_ptr<Cluster> cluster_;
};

fs::path FaultOnABroker::folder_;
std::unique_ptr<Cluster> FaultOnABroker::cluster_;

TEST_F(FaultOnABroker, NothingIsProvenBeforeItHappened) {
  for (const auto& type : Faults()) {
    const auto fault = Make(type.name);
    EXPECT_FALSE(fault->Prove(TheBroker()).bit) << type.name;
  }
}

TEST_F(FaultOnABroker, EachBreaksProvesAndMends) {
  for (const auto& type : Faults()) {
    SCOPED_TRACE(type.name);
    ASSERT_TRUE(Answers());
    const auto fault = Make(type.name);
    Undo undo = fault->Prepare(TheBroker());
    fault->Inject(TheBroker());
    EXPECT_TRUE(
        WaitUntil([&] { return fault->Prove(TheBroker()).bit; }, Deadline(std::chrono::seconds(5))))
        << fault->Prove(TheBroker()).proof;
    EXPECT_FALSE(Answers()) << "broken";
    undo.Run();
    EXPECT_TRUE(WaitUntil([&] { return Answers(); }, Deadline(std::chrono::seconds(20))))
        << "mended";
    EXPECT_FALSE(fault->Prove(TheBroker()).bit) << "a mended fault proves nothing";
  }
}

}  // namespace
}  // namespace kproof
