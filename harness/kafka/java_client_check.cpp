#include "harness/kafka/java_client_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/settings/java_producer.h"
#include "harness/settings/other_names.h"
#include "harness/settings/values.h"

namespace kproof {
namespace {

// Nothing where the number is none, or too large in the other unit.
std::optional<std::string> InUnit(const OtherName& name, const std::string& value) {
  if (name.unit == 1) return value;
  const auto number = ParseInt(value);
  if (!number || *number < 0 || *number > std::numeric_limits<std::int64_t>::max() / name.unit)
    return std::nullopt;
  return std::to_string(*number * name.unit);
}

class JavaCheck {
 public:
  JavaCheck(ClientRole role, const std::string& object, const std::string& version)
      : kind_(role == ClientRole::kProducer ? SettingKind::kProducer : SettingKind::kConsumer),
        role_(role),
        object_(object),
        version_(version) {}

  void One(const std::string& key, const std::string& value) {
    const OtherName* other = FindLibrdkafkaName(key);
    const std::string name = other == nullptr ? key : other->kafka;
    if (const auto why = WhyClientsOwn(role_, name); !why.empty())
      return Add(key, false, fmt::format("'{}' can't be set in {}", key, object_), why);
    if (!InTables(version_)) return;
    const auto setting = FindSetting(kind_, version_, name);
    if (!setting)
      return Add(key, false,
                 fmt::format("{}: Kafka's Java client has no setting '{}'", object_, key),
                 HintFor(name));
    const auto translated = other == nullptr ? std::optional(value) : InUnit(*other, value);
    const auto wrong = translated ? WrongValue(*setting, *translated) : "a whole number";
    if (!wrong.empty())
      Add(key, true, fmt::format("{} of {} is '{}'", key, object_, value), "write " + wrong);
  }

  // As a whole; only where each by itself is right.
  void Whole(const SettingMap& properties) {
    if (!problems_.empty() || role_ != ClientRole::kProducer || !InTables(version_)) return;
    try {
      EffectiveOfJavaProducer(version_, JavaNames(properties));
    } catch (const Error& error) {
      Add("", false, fmt::format("{}: {}", object_, error.what()), error.hint());
    }
  }

  std::vector<SettingProblem> Take() { return std::move(problems_); }

 private:
  std::string HintFor(const std::string& name) const {
    const auto other =
        kind_ == SettingKind::kProducer ? SettingKind::kConsumer : SettingKind::kProducer;
    if (FindSetting(other, version_, name))
      return fmt::format("it is a setting of {}",
                         kind_ == SettingKind::kProducer ? "consumers" : "producers");
    const auto& library = LibrdkafkaSettings();
    if (std::any_of(library.begin(), library.end(),
                    [&](const Setting& setting) { return setting.name == name; }))
      return "only librdkafka has it: leave it out, or write `client: librdkafka`";
    const auto versions = WhichVersionsHave(kind_, version_, name);
    if (!versions.empty()) return versions;
    const auto near = Nearest(name, SettingNames(kind_, version_));
    return near.empty() ? "" : fmt::format("did you mean '{}'?", near);
  }

  void Add(const std::string& key, bool of_value, const std::string& what,
           const std::string& hint) {
    problems_.push_back({key, of_value, what, hint});
  }

  const SettingKind kind_;
  const ClientRole role_;
  const std::string& object_;
  const std::string& version_;
  std::vector<SettingProblem> problems_;
};

}  // namespace

std::vector<SettingProblem> CheckJavaClientSettings(ClientRole role, const std::string& object,
                                                    const std::string& version,
                                                    const SettingMap& properties) {
  JavaCheck check(role, object, version);
  for (const auto& [key, value] : properties) check.One(key, value);
  check.Whole(properties);
  return check.Take();
}

SettingMap JavaNames(const SettingMap& properties) {
  SettingMap translated;
  for (const auto& [key, value] : properties) {
    const OtherName* other = FindLibrdkafkaName(key);
    const std::string name = other == nullptr ? key : other->kafka;
    const auto in_unit = other == nullptr ? value : InUnit(*other, value).value_or(value);
    if (!translated.emplace(name, in_unit).second)
      throw Error(ErrorKind::kUsage, fmt::format("client property {} is given twice", name),
                  Hint("librdkafka has another name for it: keep one"));
  }
  return translated;
}

}  // namespace kproof
