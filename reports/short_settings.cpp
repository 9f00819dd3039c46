#include "reports/short_settings.h"

#include <algorithm>
#include <iterator>

#include "harness/base/contains.h"
#include "reports/names.h"

namespace kproof {
namespace {

bool IsShown(const std::string& key, const Result::Setting& setting) {
  return !IsDefaultOrigin(setting.origin) || Contains(kTelling, key);
}

// What all of `subjects` have alike.
Result::Settings Common(const std::map<std::string, Result::Settings>& subjects) {
  Result::Settings common = subjects.begin()->second;
  for (const auto& [subject, settings] : subjects) {
    std::erase_if(common, [&settings = settings](const auto& entry) {
      const auto found = settings.find(entry.first);
      return found == settings.end() || found->second != entry.second;
    });
  }
  return common;
}

}  // namespace

bool IsDefaultOrigin(const std::string& origin) {
  return origin == "DEFAULT_CONFIG" || origin == "librdkafka default";
}

std::map<std::string, std::map<std::string, Result::Settings>> ShortSettings(const Result& result) {
  auto scopes = result.effective;
  for (auto& [scope, subjects] : scopes) {
    for (auto& [subject, settings] : subjects)
      std::erase_if(settings,
                    [](const auto& entry) { return !IsShown(entry.first, entry.second); });
    if (subjects.size() < 2) continue;
    const auto common = Common(subjects);
    for (auto& [subject, settings] : subjects)
      std::erase_if(settings, [&](const auto& entry) { return common.contains(entry.first); });
    if (!common.empty()) subjects[kAllSubjects] = common;
  }
  return scopes;
}

}  // namespace kproof
