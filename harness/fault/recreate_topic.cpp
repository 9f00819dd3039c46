// Deletes topics and, once no broker that runs knows them any more, creates them again under their
// names, with as many partitions and replicas and with their own settings. To Kafka these are other
// topics, with other ids (KIP-516): offsets begin at 0 again, producers' sequences are unknown, and
// a replica that was down finds its log to be one of a topic that is gone (a stray) when it comes
// back. Clients that go by names alone take what they knew of the old topic for the new one's.
#include <algorithm>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/fault/fault.h"
#include "harness/fault/operation.h"
#include "harness/fault/proofs.h"
#include "harness/words/topic_note.h"

namespace kproof {
namespace {

constexpr Duration kAskLimit = std::chrono::seconds(1);
constexpr Duration kCreateLimit = std::chrono::seconds(5);

class RecreateTopic final : public Operation {
 public:
  explicit RecreateTopic(const FaultOptions& options)
      : Operation(options), gone_(ParseDuration(With("gone")).value()) {}

  void Inject(const Target& target) override {
    LearnTopics(target);
    std::vector<std::string> names;
    for (const auto& [name, topic] : old_) names.push_back(name);
    Require(admin().DeleteTopics(names, Limit()), "delete topics", {kafka_error::kUnknownTopic});
    AwaitGone(names);
    SleepFor(gone_);
    AwaitGone(names);  // nobody has made it again meanwhile
    for (const auto& [name, topic] : old_) {
      if (options().note) options().note(TopicSubject(name), std::string(kCreatedAgainNext));
      Create(topic.made);
    }
  }

  // Every broker that runs lists them with another id than before and a leader for each partition.
  Bite Prove(const Target&) const override {
    if (old_.empty()) return {false, "nothing deleted yet"};
    Proofs proofs;
    for (const auto& [name, topic] : old_)
      for (const Node* node : RunningBrokers()) {
        const Bite at = ProveAt(*node, topic);
        proofs.Add(at.bit, at.proof);
      }
    return {proofs.all_hold(), proofs.Text()};
  }

 private:
  struct Topic {
    NewTopic made;
    TopicId id;
  };

  void LearnTopics(const Target& target) {
    const auto partitions = PartitionsOf(target);
    const auto infos = Look(partitions);
    for (const auto& [partition, info] : infos) {
      auto& made = old_[partition.topic].made;
      made.name = partition.topic;
      made.replication = static_cast<int>(info.replicas.size());
    }
    for (auto& [name, topic] : old_) {
      NodeClient client = Connect(*RunningBrokers().front());
      const auto metadata = client.Metadata({name}, kAskLimit);
      const auto settings = metadata ? client.TopicConfig(name, kAskLimit) : std::nullopt;
      if (!settings || !metadata->topic_ids.contains(name))
        throw Error("no broker says what topic " + name + " is", Hint(client.last_error()));
      topic.id = metadata->topic_ids.at(name);
      topic.made.partitions = static_cast<int>(metadata->partitions.size());
      for (const auto& entry : *settings)
        if (entry.source == kSetOnTopic && entry.value) topic.made.config[entry.key] = *entry.value;
    }
  }

  void AwaitGone(const std::vector<std::string>& names) const {
    std::string who;
    const auto gone = [&] {
      for (const Node* node : RunningBrokers()) {
        who = node->name();
        NodeClient client = Connect(*node);
        const auto answer = client.Metadata(names, kAskLimit);
        if (!answer || !answer->partitions.empty()) return false;
      }
      return true;
    };
    if (!WaitUntil(gone, Limit()))
      throw Error(who + " still knows " + JoinFew(names) + " " + HumanDuration(options().within) +
                  " after the deletion");
  }

  // A try whose answer was lost may have been carried out.
  void Create(const NewTopic& topic) const {
    std::string last = "no broker runs";
    bool unanswered = false;
    const auto created = [&] {
      for (const Node* node : RunningBrokers()) {
        NodeClient client = Connect(*node);
        if (unanswered && Known(client, topic.name)) return true;
        if (client.CreateTopic(topic, kCreateLimit)) return true;
        unanswered = true;
        last = node->name() + ": " + client.last_error();
      }
      return false;
    };
    if (!WaitUntil(created, Limit()))
      throw Error("topic " + topic.name + " could not be created again: " + last);
  }

  static bool Known(NodeClient& client, const std::string& topic) {
    const auto answer = client.Metadata({topic}, kAskLimit);
    return answer && !answer->partitions.empty();
  }

  static Bite ProveAt(const Node& node, const Topic& topic) {
    NodeClient client = Connect(node);
    const auto answer = client.Metadata({topic.made.name}, kAskLimit).value_or(MetadataAnswer{});
    const auto id = answer.topic_ids.find(topic.made.name);
    const auto led = std::count_if(answer.partitions.begin(), answer.partitions.end(),
                                   [](const PartitionInfo& info) { return info.leader >= 0; });
    const bool other = id != answer.topic_ids.end() && id->second != topic.id;
    return {other && led == topic.made.partitions,
            node.name() + ": " + topic.made.name + (other ? " has another id" : " has its old id") +
                ", " + std::to_string(led) + " of " + Counted(topic.made.partitions, "partition") +
                " with a leader"};
  }

  const Duration gone_;
  std::map<std::string, Topic> old_;  // by name
};

}  // namespace

FaultType RecreateTopicType() {
  return {.name = "recreate-topic",
          .summary = "delete topics and create them again under their names; permanent",
          .failure_class = FailureClass::kDeletion,
          .remains = Remains::kNothing,
          .permanent = true,
          .params = {{.name = "gone",
                      .kind = FaultParam::Kind::kDuration,
                      .fallback = "1s",
                      .summary = "how long no broker knows them before they are created again"}},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<RecreateTopic>(options);
          }};
}

}  // namespace kproof
