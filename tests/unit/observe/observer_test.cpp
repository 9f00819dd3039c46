// What is thrown in a thread of the observer, by whoever writes its facts too, ends nothing and is
// heard of.
#include "harness/observe/observer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <mutex>
#include <new>

namespace kproof {
namespace {

// A node that nobody can reach, and that has ended once it is asked to.
class Unreachable final : public Node, private TargetProcess {
 public:
  explicit Unreachable(int id)
      : Node({.id = id,
              .name = "broker-" + std::to_string(id),
              .broker = true,
              .clients = {"127.0.0.1", 1},
              .control = {"127.0.0.1", 1}}) {
    Give({.process = this});
  }
  std::string name() const override { return Node::name(); }
  void Start() override { ended_ = false; }
  void Signal(int) override { ended_ = true; }

  // Until its thread has been round once more at least.
  void AwaitQuestions() const {
    const int before = asked_;
    EXPECT_TRUE(WaitUntil([&] { return asked_ > before + 2; }, Deadline(std::chrono::seconds(20))));
  }

 private:
  bool WaitStarted(Deadline) override { return false; }
  RunState State() const override { return RunState::kEnded; }
  std::optional<ExitStatus> Exit() override {
    ++asked_;
    return ended_ ? std::optional(ExitStatus{.signal = 9}) : std::nullopt;
  }
  bool WaitExit(Deadline) override { return true; }
  std::string LastLogLines(int) const override { return ""; }

  std::atomic<bool> ended_{false};
  std::atomic<int> asked_{0};
};

class UnreachableCluster final : public Cluster {
 public:
  UnreachableCluster() : nodes_{&one_, &two_} {}
  const std::string& name() const override { return name_; }
  std::string id() const override { return ""; }
  std::string driver() const override { return ""; }
  std::string kafka_version() const override { return ""; }
  const std::vector<Node*>& nodes() const override { return nodes_; }
  ReadyReport ready() const override { return {}; }
  void Destroy() override {}

  Unreachable one_{1}, two_{2};

 private:
  const std::string name_ = "main";
  const std::vector<Node*> nodes_;
};

TEST(Observer, GoesOnAfterSinksThatThrowAnything) {
  UnreachableCluster cluster;
  std::mutex mutex;
  std::vector<std::string> heard;
  std::vector<Error> failures;
  const Observer observer(cluster, {},
                          {.partition = {},
                           .quorum = {},
                           .disturbance =
                               [&](const Observer::Disturbance& seen) {
                                 const std::lock_guard lock(mutex);
                                 heard.push_back(seen.subject);
                                 if (heard.size() == 1) throw std::bad_alloc();
                                 throw std::filesystem::filesystem_error("audit.db", {});
                               },
                           .failed =
                               [&](const Error& error) {
                                 const std::lock_guard lock(mutex);
                                 failures.push_back(error);
                                 if (failures.size() == 1) throw std::bad_alloc();
                               }},
                          std::chrono::milliseconds(1));
  const auto failed = [&](std::size_t times) {
    return WaitUntil(
        [&] {
          const std::lock_guard lock(mutex);
          return failures.size() >= times;
        },
        Deadline(std::chrono::seconds(20)));
  };
  const auto end = [&](Unreachable& node, std::size_t times) {
    node.AwaitQuestions();
    node.Signal(9);
    EXPECT_TRUE(failed(times)) << node.name();
    node.Start();
  };
  end(cluster.one_, 1);
  end(cluster.two_, 2);
  end(cluster.one_, 3);
  const std::lock_guard lock(mutex);
  EXPECT_EQ(heard, (std::vector<std::string>{"broker-1", "broker-2", "broker-1"}));
  EXPECT_EQ(failures.at(0).kind(), ErrorKind::kNotRun);
}

}  // namespace
}  // namespace kproof
