#include "harness/deployed/deployed.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/read_input.h"
#include "harness/base/wording.h"
#include "harness/deployed/forms.h"
#include "harness/deployed/local.h"

namespace kproof {
namespace {

using Kind = DeployedNote::Kind;

constexpr std::size_t kMostBytes = 16U << 20;  // of a file: --all of some thousand topics

// What is in force on one broker, on all brokers of a running cluster, in a file: the first counts.
enum class Rank { kOfFile, kOfAllBrokers, kOfItself };

struct Candidate {
  DeployedEntity entity;
  Rank rank;
};

std::string Flag(SettingOwner owner, const char* part) {
  return fmt::format("--{}-{}", NameOf(owner), part);
}

// All settings that another broker could have as well: not its number, its addresses, its folders.
std::map<std::string, std::string> Comparable(const DeployedEntity& entity) {
  std::map<std::string, std::string> settings;
  for (const auto& setting : entity.settings)
    if (WhyNotLocal(setting.key).empty()) settings[setting.key] = setting.value;
  return settings;
}

std::vector<std::string> NamesOf(const std::vector<const DeployedEntity*>& entities) {
  std::vector<std::string> names;
  for (const auto* entity : entities)
    if (!Contains(names, entity->name)) names.push_back(entity->name);
  return names;
}

// Which of the entities of one file that have names is meant; null: none of them.
const DeployedEntity* Choose(const std::string& file, SettingOwner owner, const std::string& name,
                             const std::vector<const DeployedEntity*>& named,
                             std::vector<DeployedNote>& notes) {
  if (named.empty()) return nullptr;
  for (const auto* entity : named)
    if (entity->name == name) return entity;
  if (named.size() == 1 && (name.empty() || owner == SettingOwner::kBroker)) return named.front();
  const auto names = NamesOf(named);
  if (!name.empty())
    throw Error(ErrorKind::kUsage,
                fmt::format("{}: there is no {} '{}' in it", file, NameOf(owner), name),
                Hint(Instead(name, names)));
  const bool alike = std::all_of(named.begin(), named.end(), [&](const DeployedEntity* entity) {
    return Comparable(*entity) == Comparable(*named.front());
  });
  if (owner != SettingOwner::kBroker || !alike)
    throw Error(ErrorKind::kUsage,
                fmt::format("{} has the {} {}", file, Plural(2, NameOf(owner)), JoinFew(names)),
                Hint(fmt::format("choose one with {}", Flag(owner, "name"))));
  notes.push_back({Kind::kNote, file,
                   fmt::format("brokers {} are set alike: {} stands for all", JoinFew(names),
                               named.front()->name)});
  return named.front();
}

class Gathered {
 public:
  explicit Gathered(const DeployedSources& sources) : sources_(sources) {
    for (const auto& file : sources.topic.files) Read(file, SettingOwner::kTopic);
    for (const auto& file : sources.broker.files)
      if (!Contains(sources.topic.files, file)) Read(file, SettingOwner::kBroker);
  }

  void AddRunning(const std::string& origin, DeployedFile read) {
    notes_.insert(notes_.end(), read.notes.begin(), read.notes.end());
    files_.push_back({origin, true, std::move(read)});
  }

  Deployed Take() {
    Deployed deployed{{SettingOwner::kBroker, "", ""}, {SettingOwner::kTopic, "", ""}, {}};
    Merge(SettingOwner::kTopic, sources_.topic.name, deployed.topic);
    const auto& cluster = deployed.topic.cluster;
    Merge(SettingOwner::kBroker, sources_.broker.name.empty() ? cluster : sources_.broker.name,
          deployed.broker);
    deployed.notes = std::move(notes_);
    return deployed;
  }

 private:
  struct File {
    std::string name;
    bool in_force;
    DeployedFile read;
  };

  const DeployedSource& SourceOf(SettingOwner owner) const {
    return owner == SettingOwner::kTopic ? sources_.topic : sources_.broker;
  }

  void Read(const std::string& name, SettingOwner owner) {
    const auto text = ReadInputOf(Flag(owner, "config"), name, kMostBytes);
    const auto& form = FindDeployedForm(SourceOf(owner).form, name, text, Flag(owner, "form"));
    auto read = form.read(name, text, owner);
    const auto has = [&](SettingOwner wanted) {
      return std::any_of(read.entities.begin(), read.entities.end(),
                         [&](const DeployedEntity& entity) { return entity.owner == wanted; });
    };
    for (const auto wanted : {SettingOwner::kTopic, SettingOwner::kBroker}) {
      if (!Contains(SourceOf(wanted).files, name) || has(wanted)) continue;
      const auto other =
          wanted == SettingOwner::kTopic ? SettingOwner::kBroker : SettingOwner::kTopic;
      throw Error(ErrorKind::kUsage,
                  fmt::format("{} has no settings of a {}", name, NameOf(wanted)),
                  Hint(has(other) ? fmt::format("give it to {}", Flag(other, "config"))
                                  : "take the whole output of the command"));
    }
    notes_.insert(notes_.end(), read.notes.begin(), read.notes.end());
    files_.push_back({name, form.in_force, std::move(read)});
  }

  // Of this file, or of a file that has both where none is named for this owner.
  bool Counts(const File& file, SettingOwner owner) const {
    const auto& files = SourceOf(owner).files;
    return files.empty() || Contains(files, file.name);
  }

  void Merge(SettingOwner owner, const std::string& name, DeployedEntity& into) {
    std::vector<Candidate> candidates;
    bool found = false;
    for (const auto& file : files_) {
      std::vector<const DeployedEntity*> named;
      for (const auto& entity : file.read.entities) {
        if (entity.owner != owner) continue;
        if (!Counts(file, owner))
          notes_.push_back({Kind::kNote, entity.origin,
                            fmt::format("{} {} is not looked at: {} names other files",
                                        NameOf(owner), entity.name, Flag(owner, "config"))});
        else if (!entity.name.empty())
          named.push_back(&entity);
        else
          candidates.push_back({entity, file.in_force ? Rank::kOfAllBrokers : Rank::kOfFile});
      }
      const bool asked = !SourceOf(owner).name.empty() || Contains(NamesOf(named), name);
      if (PassOver(file, owner, name, named)) continue;
      const auto* chosen = Choose(file.name, owner, asked ? name : "", named, notes_);
      if (chosen == nullptr) continue;
      found = found || chosen->name == name;
      candidates.push_back({*chosen, file.in_force ? Rank::kOfItself : Rank::kOfFile});
    }
    RequireOne(owner, name, found, candidates);
    // What counts comes last, and within a rank the order of the files does.
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.rank < b.rank; });
    for (const auto& candidate : candidates) Add(candidate, into);
  }

  // A file that only came along for the other owner, and is about others.
  bool PassOver(const File& file, SettingOwner owner, const std::string& name,
                const std::vector<const DeployedEntity*>& named) {
    if (SourceOf(owner).name_in_files || Contains(SourceOf(owner).files, file.name) ||
        Contains(NamesOf(named), name))
      return false;
    for (const auto* entity : named)
      notes_.push_back(
          {Kind::kNote, entity->origin,
           fmt::format("{} {} is not looked at: it is not {}", NameOf(owner), entity->name, name)});
    return true;
  }

  void RequireOne(SettingOwner owner, const std::string& name, bool found,
                  const std::vector<Candidate>& candidates) const {
    std::vector<const DeployedEntity*> named;
    for (const auto& candidate : candidates)
      if (!candidate.entity.name.empty()) named.push_back(&candidate.entity);
    const auto& source = SourceOf(owner);
    if (!source.name.empty() && !found && (source.name_in_files || !named.empty()))
      throw Error(
          ErrorKind::kUsage,
          fmt::format("{} {}: there is no such {}", Flag(owner, "name"), name, NameOf(owner)),
          Hint(named.empty() ? fmt::format("no file says the name of a {}", NameOf(owner))
                             : Instead(name, NamesOf(named))));
    if (owner == SettingOwner::kTopic && NamesOf(named).size() > 1)
      throw Error(ErrorKind::kUsage,
                  fmt::format("the files are about the topics {}", JoinFew(NamesOf(named))),
                  Hint("give files of one topic"));
  }

  void Add(const Candidate& candidate, DeployedEntity& into) {
    const auto& entity = candidate.entity;
    if (!entity.name.empty()) into.name = entity.name;
    if (!entity.cluster.empty()) into.cluster = entity.cluster;
    if (!entity.origin.empty()) into.origin = entity.origin;
    into.complete = into.complete || entity.complete;
    if (entity.complete) DropWhatIsNotIn(entity, into);
    State("replication", entity.replication, into.replication);
    State("the number of brokers", entity.brokers, into.brokers);
    State("the version of Kafka", entity.kafka, into.kafka);
    for (const auto& setting : entity.settings) Add(candidate.rank, setting, into);
  }

  // A file's settings that are not in force: a list that would have them does not.
  void DropWhatIsNotIn(const DeployedEntity& complete, DeployedEntity& into) {
    std::erase_if(into.settings, [&](const DeployedSetting& setting) {
      const bool there =
          std::any_of(complete.settings.begin(), complete.settings.end(),
                      [&](const DeployedSetting& other) { return other.key == setting.key; });
      if (!there)
        notes_.push_back({Kind::kOverridden, setting.origin,
                          fmt::format("{} is not in force by {}, which has all that differs from "
                                      "the defaults",
                                      setting.key, complete.origin)});
      return !there;
    });
  }

  template <typename Value>
  void State(const char* what, const std::optional<Stated<Value>>& stated,
             std::optional<Stated<Value>>& into) {
    if (!stated) return;
    if (into && into->value != stated->value)
      notes_.push_back({Kind::kOverridden, into->origin,
                        fmt::format("{} is {} there, {} at {}, which counts", what, into->value,
                                    stated->value, stated->origin)});
    into = stated;
  }

  void Add(Rank rank, const DeployedSetting& setting, DeployedEntity& into) {
    auto& known_rank = ranks_[{into.owner, setting.key}];
    const auto before =
        std::find_if(into.settings.begin(), into.settings.end(),
                     [&](const DeployedSetting& known) { return known.key == setting.key; });
    if (before == into.settings.end()) {
      into.settings.push_back(setting);
    } else if (before->value != setting.value) {
      if (known_rank == rank)
        throw Error(ErrorKind::kUsage,
                    fmt::format("{} is set differently at {} and {}", setting.key, before->origin,
                                setting.origin),
                    Hint("give the file that counts"));
      notes_.push_back(
          {Kind::kOverridden, before->origin,
           fmt::format("{} is another at {}, which counts", setting.key, setting.origin)});
      *before = setting;
    }
    known_rank = rank;
  }

  const DeployedSources& sources_;
  std::vector<File> files_;
  std::vector<DeployedNote> notes_;
  std::map<std::pair<SettingOwner, std::string>, Rank> ranks_;
};

}  // namespace

Deployed ReadDeployed(const DeployedSources& sources) { return Gathered(sources).Take(); }

Deployed PutTogether(const std::string& origin, DeployedFile read, const DeployedSources& sources) {
  Gathered gathered(sources);
  gathered.AddRunning(origin, std::move(read));
  return gathered.Take();
}

DeployedFile ReadDeployedProducer(const std::string& file) {
  const auto text = ReadInputOf(Flag(SettingOwner::kProducer, "config"), file, kMostBytes);
  return FindDeployedForm("properties", file, text, "").read(file, text, SettingOwner::kProducer);
}

}  // namespace kproof
