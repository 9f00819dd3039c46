#include "harness/collect/topic_settings.h"

#include "audit/store/reader.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/kafka/node_client.h"

namespace kproof {
namespace {

constexpr Duration kAnswerLimit = std::chrono::seconds(2);

bool Describe(SettingSink& store, NodeClient& client, const TopicRow& topic) {
  const auto answer = client.Metadata({topic.name}, kAnswerLimit);
  if (!answer) return false;
  if (answer->partitions.empty()) return true;  // it lives on another cluster
  store.AddTopic({topic.cluster, topic.name, static_cast<std::int32_t>(answer->partitions.size()),
                  static_cast<std::int32_t>(answer->partitions.front().replicas.size())});
  const auto entries = client.TopicConfig(topic.name, kAnswerLimit);
  if (!entries) return false;
  for (const auto& entry : *entries)
    if (entry.value)
      store.Add(
          SettingFact{"topic", topic.name, entry.key, *entry.value, entry.source, topic.cluster});
  return true;
}

}  // namespace

void DescribeTopics(SettingSink& store, const std::string& store_path,
                    const std::string& bootstrap_servers) {
  const auto topics = StoreReader::Open(store_path)->Topics();
  for (const auto& address : Split(bootstrap_servers, ',')) {
    const auto colon = address.rfind(':');
    const auto port =
        colon == std::string::npos ? std::nullopt : ParseInt(address.substr(colon + 1));
    if (!port || *port <= 0 || *port > 65'535) continue;
    NodeClient client(Address{Trim(address.substr(0, colon)), static_cast<int>(*port)});
    bool answered = true;
    for (const auto& topic : topics) answered = answered && Describe(store, client, topic);
    if (answered) return;
  }
}

}  // namespace kproof
