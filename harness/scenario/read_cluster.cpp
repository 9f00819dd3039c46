// Clusters and topics.
#include <fmt/format.h>

#include "harness/base/units.h"
#include "harness/scenario/lexical.h"
#include "harness/scenario/parts.h"

namespace kproof {
namespace {

constexpr std::int32_t kMostNodes = 99;  // controller 101 is another node than broker 101

void ReadRacks(Reader& part, ClusterSpec& cluster) {
  const Tree* racks = part.Get("racks");
  if (racks == nullptr) return;
  for (const Tree* item : ScalarList(*racks, part.Of("racks"), part.complaints())) {
    if (!IsName(item->text))
      part.complaints().At(item->place, fmt::format("'{}' is not a name for a rack", item->text),
                           "use letters, digits, '-' and '_', at most 64");
    cluster.racks.push_back(item->text);
  }
}

void ReadQuorum(Reader& part, ClusterSpec& cluster) {
  std::string quorum = "static";
  part.Choice("quorum", {"dynamic", "static"}, quorum);
  cluster.dynamic_quorum = quorum == "dynamic";
  std::int32_t voters = 0;
  if (part.Int("voters", 1, kMostNodes, voters)) cluster.voters = voters;
}

ClusterSpec ReadCluster(const Tree& node, const std::string& name, const Vocabulary& vocabulary,
                        Diagnostics& complaints) {
  ClusterSpec cluster;
  Reader part(node, "cluster", "cluster " + name, complaints);
  std::vector<std::string> drivers;
  for (const auto& driver : vocabulary.drivers) drivers.push_back(driver.name);
  part.Choice("driver", drivers, cluster.driver);
  part.Text("file", cluster.file);
  ReadInt(part, "brokers", 1, kMostNodes, cluster.brokers);
  std::string mode = "dedicated";
  part.Choice("mode", {"combined", "dedicated"}, mode);
  std::string combined = "false";
  part.Choice("combined", {"false", "true"}, combined);
  if (part.Get("mode") != nullptr && part.Get("combined") != nullptr)
    complaints.At(part.Get("combined")->key_place, part.Of("both 'mode' and 'combined'"),
                  "keep one of them");
  cluster.combined = mode == "combined" || combined == "true";
  if (cluster.combined) cluster.controllers = 0;
  if (cluster.combined && part.Get("controllers") != nullptr)
    part.Matching("controllers",
                  "0 or leave it out: each broker of a combined cluster is a controller",
                  [](const std::string& text) { return text == "0"; });
  else
    part.Int("controllers", 1, kMostNodes, cluster.controllers);
  part.Matching("kafka", "a version such as 4.3.1", [&](const std::string& text) {
    cluster.kafka = text;
    return IsVersion(text);
  });
  part.Text("kafka_dir", cluster.kafka_dir);
  part.Matching("heap", "a size as -Xmx takes it, such as 256m", [&](const std::string& text) {
    cluster.heap = text;
    return IsHeap(text);
  });
  std::int32_t port = 0;
  if (part.Int("port", 1, 65533, port)) cluster.port = port;
  ReadRacks(part, cluster);
  part.Int("log_dirs", 1, 16, cluster.log_dirs);
  ReadQuorum(part, cluster);
  part.Settings("features", cluster.features);
  part.Settings("config", cluster.config);
  if (const Tree* names = part.Get("config_unchecked"))
    for (const Tree* item : ScalarList(*names, part.Of("config_unchecked"), complaints))
      cluster.config_unchecked.push_back(item->text);
  return cluster;
}

}  // namespace

void ReadClusters(Reader& top, const Vocabulary& vocabulary, Scenario& scenario) {
  const Tree* one = top.Get("cluster");
  const Tree* many = top.Get("clusters");
  if (one != nullptr && many != nullptr)
    top.complaints().At(many->key_place, "both 'cluster' and 'clusters'",
                        "put the first under `clusters` as 'main'");
  if (one != nullptr)
    scenario.clusters["main"] = ReadCluster(*one, "main", vocabulary, top.complaints());
  if (one == nullptr && many == nullptr) scenario.clusters["main"] = ClusterSpec{};
  if (many == nullptr) return;
  const auto& children = MapChildren(*many, "clusters", top.complaints());
  if (many->kind == Tree::Kind::kMap && children.empty())
    top.complaints().At(many->key_place, "clusters is empty",
                        "leave it out for one cluster with the defaults");
  for (const auto& child : children) {
    if (!IsName(child.key))
      top.complaints().At(child.key_place,
                          fmt::format("'{}' is not a name for a cluster", child.key),
                          "use letters, digits, '-' and '_', at most 64");
    scenario.clusters[child.key] = ReadCluster(child, child.key, vocabulary, top.complaints());
  }
}

void ReadTopics(Reader& top, Scenario& scenario) {
  Diagnostics& complaints = top.complaints();
  const Tree* topics = top.Need("topics", "as in `topics: {payments: {partitions: 6}}`");
  if (topics == nullptr) return;
  const auto& children = MapChildren(*topics, "topics", complaints);
  if (topics->kind == Tree::Kind::kMap && children.empty())
    complaints.At(topics->key_place, "there is no topic",
                  "as in `topics: {payments: {partitions: 6}}`");
  for (const auto& child : children) {
    if (!IsTopicName(child.key))
      complaints.At(child.key_place, fmt::format("'{}' is not a name for a topic", child.key),
                    "use letters, digits, '.', '_' and '-', at most 249");
    else if (child.key.rfind("__", 0) == 0)
      complaints.At(child.key_place, fmt::format("topic '{}' is one of Kafka's own", child.key),
                    "choose a name that does not begin with '__'");
    TopicSpec topic;
    topic.name = child.key;
    Reader part(child, "topic", "topic " + child.key, complaints);
    ReadClusterName(part, scenario, topic.cluster);
    ReadInt(part, "partitions", 1, 10'000, topic.partitions);
    ReadInt(part, "replication", 1, kMostNodes, topic.replication);
    part.Settings("config", topic.config);
    scenario.topics.push_back(topic);
  }
}

}  // namespace kproof
