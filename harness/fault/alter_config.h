// What changes of settings have in common, of topics and of brokers: set while they are in use,
// proven by what brokers tell, and set back.
//
// Not thread-safe: one step uses one.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/fault/operation.h"

namespace kproof {

class AlterConfig : public Operation {
 public:
  // Throws Error(kUsage) where the parameter `set` is not key=value.
  explicit AlterConfig(const FaultOptions& options);

  // What stood at the place itself is set again; what came from elsewhere holds again.
  Undo Prepare(const Target& target) final;
  void Inject(const Target& target) final;
  // Everybody who is asked tells the new values, and one of them is not the old one.
  Bite Prove(const Target& target) const final;

 protected:
  using Entries = std::map<std::string, ConfigEntry>;  // by key
  using Values = std::map<std::string, std::string>;
  static constexpr Duration kTellLimit = std::chrono::seconds(1);  // for one broker to answer

  // Where settings can be set.
  struct Place {
    ConfigChange::Scope scope = ConfigChange::Scope::kTopic;
    std::string name;  // as ConfigChange::name
    auto operator<=>(const Place&) const = default;
  };

  // By key, `entries`; throws Error that names `whose` they are where the node did not answer.
  static Entries ByKey(const std::optional<std::vector<ConfigEntry>>& entries,
                       const std::string& whose, const Node& node, const NodeClient& client);

 private:
  void RequireDynamic() const;
  virtual std::vector<Place> PlacesOf(const Target& target) const = 0;
  // The settings that were set at the place itself.
  virtual Values SetAt(const Place& place) const = 0;
  // Who is asked for the values that hold because of it.
  virtual std::vector<const Node*> WitnessesOf(const Place& place) const = 0;
  virtual Entries TellsOf(const Place& place, const Node& witness) const = 0;
  // "payments", for the proof.
  virtual std::string TextOf(const Place& place, const Node& witness) const = 0;

  Values wanted_;
  std::map<Place, std::map<const Node*, Entries>> before_;  // by witness
};

}  // namespace kproof
