// Nodes with and without abilities.
#include "harness/cluster/node.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "harness/base/error.h"

namespace kproof {
namespace {

class Bare final : public Node {
 public:
  Bare() : Node({.id = 7, .name = "broker-7", .broker = true}) {}
  using Node::Give;
};

TEST(NodeWithoutAbilities, HasNone) {
  const Bare node;
  for (const auto& row : NeedTable()) EXPECT_FALSE(node.Has(row.word)) << row.name;
}

TEST(NodeWithoutAbilities, RunsAsFarAsAnybodyKnows) {
  const Bare node;
  EXPECT_EQ(node.State(), RunState::kRuns);
  EXPECT_FALSE(node.Exit().has_value());
  EXPECT_EQ(node.host(), nullptr);
}

TEST(NodeWithoutAbilities, SaysWhichOneItsDriverDoesNotGive) {
  const Bare node;
  const std::pair<Need, std::function<void()>> asked[] = {
      {Need::kData, [&] { node.data(); }},
      {Need::kDisk, [&] { node.disk(); }},
      {Need::kLog, [&] { node.log(); }},
      {Need::kProcess, [&] { node.process(); }},
      {Need::kSoftware, [&] { node.software(); }}};
  for (const auto& [need, ask] : asked) {
    try {
      ask();
      ADD_FAILURE() << NameOf(need) << " was given";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kNotRun);
      EXPECT_THAT(error.what(),
                  testing::StartsWith(std::string("broker-7: its driver does not support '") +
                                      NameOf(need) + "': "));
    }
  }
}

TEST(Node, HasWhatItsDriverGives) {
  Bare node;
  const NodeLog log{"/logs/broker-7.log"};
  node.Give({.log = &log});
  for (const auto& row : NeedTable())
    EXPECT_EQ(node.Has(row.word), row.word == Need::kLog) << row.name;
  EXPECT_EQ(node.log().file, log.file);
}

}  // namespace
}  // namespace kproof
