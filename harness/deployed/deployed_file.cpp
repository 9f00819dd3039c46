#include "harness/deployed/deployed_file.h"

#include <fmt/format.h>

#include <algorithm>

namespace kproof {

const char* NameOf(SettingOwner owner) {
  switch (owner) {
    case SettingOwner::kBroker:
      return "broker";
    case SettingOwner::kProducer:
      return "producer";
    case SettingOwner::kTopic:
      return "topic";
  }
  return "";
}

const char* NameOf(DeployedNote::Kind kind) {
  switch (kind) {
    case DeployedNote::Kind::kNotLocal:
      return "not local";
    case DeployedNote::Kind::kNote:
      return "note";
    case DeployedNote::Kind::kOverridden:
      return "overridden";
    case DeployedNote::Kind::kUnknown:
      return "unknown";
  }
  return "";
}

std::string PlaceOf(const std::string& file, int line) { return fmt::format("{}:{}", file, line); }

void AddLast(DeployedEntity& entity, DeployedSetting setting, std::vector<DeployedNote>& notes,
             const std::string& why_last) {
  const auto before =
      std::find_if(entity.settings.begin(), entity.settings.end(),
                   [&](const DeployedSetting& known) { return known.key == setting.key; });
  if (before == entity.settings.end()) {
    entity.settings.push_back(std::move(setting));
    return;
  }
  notes.push_back(
      {DeployedNote::Kind::kOverridden, before->origin,
       fmt::format("{} is set again at {}; {}", setting.key, setting.origin, why_last)});
  *before = std::move(setting);
}

}  // namespace kproof
