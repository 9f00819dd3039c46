// Brokers take settings over as soon as they read the change in the metadata log, each at its own
// time.
#include "harness/fault/alter_config.h"

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/fault/proofs.h"

namespace kproof {
namespace {

std::string ValueOf(const std::map<std::string, ConfigEntry>& entries, const std::string& key) {
  const auto found = entries.find(key);
  return found == entries.end() ? "" : found->second.value.value_or("");
}

}  // namespace

AlterConfig::AlterConfig(const FaultOptions& options) : Operation(options) {
  const auto values = ParseKeyValues(With("set"));
  if (!values)
    throw Error(ErrorKind::kUsage, "set: '" + With("set") + "' is not key=value",
                Hint("for example set: retention.ms=60000,min.insync.replicas=2"));
  wanted_ = *values;
}

Undo AlterConfig::Prepare(const Target& target) {
  std::vector<ConfigChange> back;
  for (const auto& place : PlacesOf(target)) {
    for (const Node* witness : WitnessesOf(place))
      before_[place][witness] = TellsOf(place, *witness);
    const Values own = SetAt(place);
    ConfigChange change{.scope = place.scope, .name = place.name, .values = {}};
    for (const auto& [key, value] : wanted_)
      change.values[key] = own.contains(key) ? std::optional(own.at(key)) : std::nullopt;
    back.push_back(std::move(change));
  }
  return Undo{"set back what the settings were",
              [this, back] { Require(admin().Alter(back, Limit()), "set back settings"); }};
}

// Kafka takes a change of a setting that is not dynamic down, and shows it as the effective one; no
// broker goes by it.
void AlterConfig::RequireDynamic() const {
  for (const auto& [place, witnesses] : before_)
    for (const auto& [witness, entries] : witnesses)
      for (const auto& [key, value] : wanted_)
        if (const auto found = entries.find(key); found != entries.end() && found->second.fixed)
          throw Error(witness->name() + " can't change " + key + " while it runs",
                      Hint("choose a setting that Kafka calls dynamic, or set it in the scenario's "
                           "`config`"));
}

void AlterConfig::Inject(const Target&) {
  RequireDynamic();
  std::vector<ConfigChange> changes;
  for (const auto& [place, witnesses] : before_) {
    ConfigChange change{.scope = place.scope, .name = place.name, .values = {}};
    for (const auto& [key, value] : wanted_) change.values[key] = value;
    changes.push_back(std::move(change));
  }
  Require(admin().Alter(changes, Limit()), "alter settings");
}

Bite AlterConfig::Prove(const Target&) const {
  bool changed = false;
  Proofs proofs;
  for (const auto& [place, known] : before_) {
    bool first = true;
    for (const Node* witness : WitnessesOf(place)) {
      const auto then = known.find(witness);
      if (then == known.end()) continue;  // it did not run then
      const Entries now = TellsOf(place, *witness);
      for (const auto& [key, value] : wanted_) {
        const auto was = ValueOf(then->second, key);
        const auto is = ValueOf(now, key);
        changed = changed || is != was;
        // Of those who tell the right value the first one stands for all.
        if (is != value || first)
          proofs.Add(is == value, TextOf(place, *witness) + " " + key + ": " + was + " → " + is);
      }
      first = false;
    }
  }
  return {changed && proofs.all_hold(), proofs.Text(", ")};
}

AlterConfig::Entries AlterConfig::ByKey(const std::optional<std::vector<ConfigEntry>>& entries,
                                        const std::string& whose, const Node& node,
                                        const NodeClient& client) {
  if (!entries)
    throw Error(node.name() + " does not tell the settings of " + whose, Hint(client.last_error()));
  Entries by_key;
  for (const auto& entry : *entries) by_key[entry.key] = entry;
  return by_key;
}

}  // namespace kproof
