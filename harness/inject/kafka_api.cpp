#include "harness/inject/kafka_api.h"

#include <algorithm>
#include <array>

#include "harness/base/error.h"
#include "harness/base/text.h"

namespace kproof {

const std::vector<std::string>& ApiNames() {
  static const std::vector<std::string> kNames = {
      "Produce",
      "Fetch",
      "ListOffsets",
      "Metadata",
      "LeaderAndIsr",
      "StopReplica",
      "UpdateMetadata",
      "ControlledShutdown",
      "OffsetCommit",
      "OffsetFetch",
      "FindCoordinator",
      "JoinGroup",
      "Heartbeat",
      "LeaveGroup",
      "SyncGroup",
      "DescribeGroups",
      "ListGroups",
      "SaslHandshake",
      "ApiVersions",
      "CreateTopics",
      "DeleteTopics",
      "DeleteRecords",
      "InitProducerId",
      "OffsetForLeaderEpoch",
      "AddPartitionsToTxn",
      "AddOffsetsToTxn",
      "EndTxn",
      "WriteTxnMarkers",
      "TxnOffsetCommit",
      "DescribeAcls",
      "CreateAcls",
      "DeleteAcls",
      "DescribeConfigs",
      "AlterConfigs",
      "AlterReplicaLogDirs",
      "DescribeLogDirs",
      "SaslAuthenticate",
      "CreatePartitions",
      "CreateDelegationToken",
      "RenewDelegationToken",
      "ExpireDelegationToken",
      "DescribeDelegationToken",
      "DeleteGroups",
      "ElectLeaders",
      "IncrementalAlterConfigs",
      "AlterPartitionReassignments",
      "ListPartitionReassignments",
      "OffsetDelete",
      "DescribeClientQuotas",
      "AlterClientQuotas",
      "DescribeUserScramCredentials",
      "AlterUserScramCredentials",
      "Vote",
      "BeginQuorumEpoch",
      "EndQuorumEpoch",
      "DescribeQuorum",
      "AlterPartition",
      "UpdateFeatures",
      "Envelope",
      "FetchSnapshot",
      "DescribeCluster",
      "DescribeProducers",
      "BrokerRegistration",
      "BrokerHeartbeat",
      "UnregisterBroker",
      "DescribeTransactions",
      "ListTransactions",
      "AllocateProducerIds",
      "ConsumerGroupHeartbeat",
      "ConsumerGroupDescribe",
      "ControllerRegistration",
      "GetTelemetrySubscriptions",
      "PushTelemetry",
      "AssignReplicasToDirs",
      "ListConfigResources",
      "DescribeTopicPartitions",
      "ShareGroupHeartbeat",
      "ShareGroupDescribe",
      "ShareFetch",
      "ShareAcknowledge",
      "AddRaftVoter",
      "RemoveRaftVoter",
      "UpdateRaftVoter",
      "InitializeShareGroupState",
      "ReadShareGroupState",
      "WriteShareGroupState",
      "DeleteShareGroupState",
      "ReadShareGroupStateSummary",
      "StreamsGroupHeartbeat",
      "StreamsGroupDescribe",
      "DescribeShareGroupOffsets",
      "AlterShareGroupOffsets",
      "DeleteShareGroupOffsets",
  };
  return kNames;
}

std::string ApiName(std::int16_t api_key) {
  const auto index = static_cast<std::size_t>(api_key);
  if (api_key < 0 || index >= ApiNames().size()) return "request kind " + std::to_string(api_key);
  return ApiNames()[index];
}

std::optional<std::int16_t> ApiKeyOf(const std::string& name) {
  const auto found = std::find(ApiNames().begin(), ApiNames().end(), name);
  if (found == ApiNames().end()) return std::nullopt;
  return static_cast<std::int16_t>(found - ApiNames().begin());
}

std::vector<std::int16_t> ParseApis(const std::string& text) {
  if (Trim(text) == "any") return {};
  std::vector<std::int16_t> keys;
  for (const auto& part : Split(text, ',')) {
    const std::string name = Trim(part);
    const auto key = ApiKeyOf(name);
    if (!key) {
      throw Error(ErrorKind::kUsage,
                  "Kafka has no request '" + name + "'" + DidYouMean(name, ApiNames()),
                  Hint("name one or several such as Produce, EndTxn, or any"));
    }
    keys.push_back(*key);
  }
  return keys;
}

}  // namespace kproof
