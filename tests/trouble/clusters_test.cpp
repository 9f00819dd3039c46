// Two clusters in one run, with a fault in each: whatever is written of one of them names it.
#include "tests/trouble/user.h"

namespace kproof {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Each has a node of the same name and id; the first is frozen, the second killed.
constexpr const char* kTwoClusters = R"(name: two-clusters
clusters:
  main: {brokers: 1, mode: combined}
  east: {brokers: 1, mode: combined, config: {message.max.bytes: 2000000}}
topics:
  payments: {cluster: main, partitions: 1, replication: 1}
  orders: {cluster: east, partitions: 1, replication: 1}
producers:
  checkout: {cluster: main, rate: 200/s, value: 64B, config: {acks: all, enable.idempotence: true}}
  shop: {cluster: east, rate: 100/s, value: 64B, config: {acks: all, enable.idempotence: true}}
destructive: true
duration: 6s
steps:
  - {at: 1s, cluster: main, fault: pause, target: broker 1, for: 1s}
  - {at: 2500ms, cluster: east, fault: kill, target: broker 1, for: 1s}
require: [no-loss, no-duplicates, order]
)";

std::size_t Times(const std::string& text, const std::string& what) {
  std::size_t times = 0;
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += what.size())
    ++times;
  return times;
}

TEST(Clusters, ThatRunTogetherAreToldApartInLogsFactsAndResults) {
  const Scratch scratch;
  const Kproof run(scratch, {"run", scratch.Write("a.yaml", kTwoClusters), "--out", scratch.Out()});
  ASSERT_EQ(run.Code(), 0) << run.Both();
  const std::string folder = LatestRun(scratch);
  const auto result = ResultOf(folder);

  const std::string main = ReadFile(folder + "/logs/node-1.log");
  const std::string east = ReadFile(folder + "/logs/east.node-1.log");
  const std::string started = "Kafka Server started";
  EXPECT_EQ(Times(main, started), 1u) << "it was frozen, not ended";
  EXPECT_EQ(Times(east, started), 2u) << "it was killed and started again";
  EXPECT_THAT(main, Not(HasSubstr("orders-0")));
  EXPECT_THAT(east, Not(HasSubstr("payments-0")));

  EXPECT_THAT(run.Err(), HasSubstr("pause broker 1"));
  EXPECT_THAT(run.Err(), HasSubstr("kill east:broker 1"));
  ASSERT_EQ(result["faults"].size(), 2u);
  EXPECT_EQ(result["faults"][0]["cluster"], "main");
  EXPECT_EQ(result["faults"][1]["cluster"], "east");
  for (const auto& fault : result["faults"]) {
    EXPECT_TRUE(fault["bit"]) << fault;
    EXPECT_TRUE(fault["healed"]) << fault;
  }
  const auto& clusters = result["clusters"];
  ASSERT_EQ(clusters.size(), 2u);
  EXPECT_NE(clusters["main"]["id"], clusters["east"]["id"]);
  EXPECT_NE(clusters["main"]["bootstrap_servers"], clusters["east"]["bootstrap_servers"]);
  EXPECT_EQ(result["cluster"]["id"], clusters["main"]["id"]);
  EXPECT_THAT(result["disturbances"], IsEmpty());

  const auto ask = [&](const std::string& sql) {
    const Kproof query(scratch, {"query", folder, sql});
    EXPECT_EQ(query.Code(), 0) << query.Both();
    return query.Out();
  };
  EXPECT_EQ(ask("SELECT cluster, value FROM setting WHERE scope='broker' AND "
                "key='message.max.bytes' ORDER BY cluster"),
            "cluster\tvalue\neast\t2000000\nmain\t1048588\n");
  EXPECT_EQ(ask("SELECT DISTINCT cluster, subject FROM event WHERE kind='state' AND "
                "detail LIKE 'undo:%' ORDER BY cluster"),
            "cluster\tsubject\neast\tstep 2: kill east:broker 1\nmain\tstep 1: pause broker 1\n");
  EXPECT_EQ(ask("SELECT cluster, count(*) FROM log_line WHERE line LIKE '%Kafka Server started%' "
                "GROUP BY cluster"),
            "cluster\tcount(*)\neast\t2\nmain\t1\n");
}

}  // namespace
}  // namespace kproof
