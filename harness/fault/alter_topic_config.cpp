// Changes settings of topics while they are in use. What was promised under the old settings is not
// promised under the new ones, so findings of such a run are never called violations.
#include <set>

#include "harness/fault/alter_config.h"
#include "harness/fault/fault.h"

namespace kproof {
namespace {

class AlterTopicConfig final : public AlterConfig {
 public:
  using AlterConfig::AlterConfig;

 private:
  std::vector<Place> PlacesOf(const Target& target) const override {
    std::set<Place> places;
    for (const auto& partition : PartitionsOf(target))
      places.insert({ConfigChange::Scope::kTopic, partition.topic});
    return {places.begin(), places.end()};
  }

  Values SetAt(const Place& place) const override {
    Values own;
    for (const auto& [key, entry] : TellsOf(place, *cluster().brokers().front()))
      if (entry.source == kSetOnTopic && entry.value) own[key] = *entry.value;
    return own;
  }

  std::vector<const Node*> WitnessesOf(const Place&) const override { return RunningBrokers(); }

  Entries TellsOf(const Place& place, const Node& witness) const override {
    NodeClient client = Connect(witness);
    return ByKey(client.TopicConfig(place.name, kTellLimit), place.name, witness, client);
  }

  std::string TextOf(const Place& place, const Node&) const override { return place.name; }
};

}  // namespace

FaultType AlterTopicConfigType() {
  return {.name = "alter-topic-config",
          .summary = "change settings of topics; set back at the end of the step",
          .failure_class = FailureClass::kOperator,
          .remains = Remains::kMetadata,
          .params = {{.name = "set",
                      .kind = FaultParam::Kind::kSettings,
                      .fallback = "",
                      .summary = "key=value, several with commas between them"}},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<AlterTopicConfig>(options);
          }};
}

}  // namespace kproof
