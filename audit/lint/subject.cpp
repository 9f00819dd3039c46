#include "audit/lint/subject.h"

#include <algorithm>

#include "harness/base/text.h"
#include "harness/base/units.h"

namespace kproof {

const char* NameOf(SettingScope scope) {
  switch (scope) {
    case SettingScope::kProducer:
      return "producer";
    case SettingScope::kConsumer:
      return "consumer";
    case SettingScope::kTopic:
      return "topic";
    case SettingScope::kBroker:
      return "broker";
  }
  return "";
}

const EffectiveSetting* LintSubject::Find(SettingScope scope, const std::string& key) const {
  const auto found = settings.find({scope, key});
  return found == settings.end() ? nullptr : &found->second;
}

std::optional<std::int64_t> LintSubject::Number(SettingScope scope, const std::string& key) const {
  const auto* setting = Find(scope, key);
  return setting == nullptr ? std::nullopt : ParseInt(setting->value);
}

bool LintSubject::Given(SettingScope scope, const std::string& key) const {
  const auto* setting = Find(scope, key);
  return setting != nullptr && setting->given;
}

bool LintSubject::Is(SettingScope scope, const std::string& key, std::string_view value) const {
  const auto* setting = Find(scope, key);
  return setting != nullptr && Lower(setting->value) == Lower(value);
}

bool LintSubject::On(SettingScope scope, const std::string& key) const {
  return Is(scope, key, "true");
}

bool LintSubject::Off(SettingScope scope, const std::string& key) const {
  return Is(scope, key, "false");
}

bool LintSubject::Below(SettingScope scope, const std::string& key, std::int64_t limit) const {
  const auto number = Number(scope, key);
  return number && *number < limit;
}

bool LintSubject::Above(SettingScope scope, const std::string& key, std::int64_t limit) const {
  const auto number = Number(scope, key);
  return number && *number > limit;
}

std::vector<std::string> LintSubject::List(SettingScope scope, const std::string& key) const {
  std::vector<std::string> parts;
  const auto* setting = Find(scope, key);
  if (setting == nullptr) return parts;
  for (const auto& part : Split(setting->value, ','))
    if (!Trim(part).empty()) parts.push_back(Trim(part));
  return parts;
}

std::optional<std::int64_t> LintSubject::Replication() const {
  return Number(SettingScope::kTopic, kReplicationKey);
}

std::optional<std::int64_t> LintSubject::MinIsr() const {
  const auto min_isr = Number(SettingScope::kTopic, "min.insync.replicas");
  const auto replication = Replication();
  if (!min_isr || !replication) return std::nullopt;
  return std::max<std::int64_t>(std::min(*min_isr, *replication), 1);
}

bool Older(const std::string& version, const std::string& than) {
  const auto numbers = [](const std::string& text) {
    std::vector<std::int64_t> all;
    for (const auto& part : Split(text, '.')) all.push_back(ParseInt(part).value_or(0));
    return all;
  };
  return !version.empty() && numbers(version) < numbers(than);
}

}  // namespace kproof
