#include "harness/settings/java_producer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/settings/other_names.h"
#include "harness/settings/tables.h"
#include "harness/settings/topic_defaults.h"
#include "harness/settings/values.h"

namespace kproof {
namespace {

constexpr char kJavaProfile[] = "profile java";
constexpr std::int64_t kMostInFlightOfIdempotent = 5;

std::string HintFor(const std::string& version, const std::string& key) {
  if (const OtherName* other = FindLibrdkafkaName(key); other != nullptr && other->unit == 1)
    return fmt::format("that is librdkafka's name: write {}, or --defaults librdkafka",
                       other->kafka);
  const auto& library = LibrdkafkaSettings();
  if (std::any_of(library.begin(), library.end(),
                  [&](const Setting& setting) { return setting.name == key; }))
    return "librdkafka has it: leave it out, or say --defaults librdkafka";
  const auto versions = WhichVersionsHave(SettingKind::kProducer, version, key);
  return versions.empty() ? Instead(key, SettingNames(SettingKind::kProducer, version)) : versions;
}

[[noreturn]] void RefuseTogether(const std::string& what, const std::string& hint) {
  throw Error(ErrorKind::kUsage, "Kafka's Java producer refuses these settings: " + what,
              Hint(hint));
}

constexpr char kIdempotence[] = "enable.idempotence",
               kInFlight[] = "max.in.flight.requests.per.connection",
               kDeliveryTimeout[] = "delivery.timeout.ms";
// Until then idempotence that nobody asked for gave way to more requests in flight
// (ProducerConfig.java of 3.9).
constexpr char kFirstThatRefusesInFlight[] = "4.0";

std::string ValueIn(const SettingMap& values, const char* key) {
  const auto found = values.find(key);
  return found == values.end() ? "" : found->second;
}

std::int64_t NumberIn(const SettingMap& values, const char* key) {
  return ParseInt(ValueIn(values, key)).value_or(std::numeric_limits<std::int64_t>::max());
}

// What excludes idempotence, and what to write instead.
struct Excluded {
  std::string by, instead;
};

// ProducerConfig.postProcessAndValidateIdempotenceConfigs.
std::optional<Excluded> ExcludesIdempotence(const SettingMap& values) {
  if (NumberIn(values, "retries") == 0) return Excluded{"retries=0", "retries=1 or more"};
  const auto acks = ValueIn(values, "acks");
  if (acks != "all" && acks != "-1") return Excluded{"acks=" + acks, "acks=all"};
  return std::nullopt;
}

bool TooManyInFlight(const SettingMap& values) {
  return NumberIn(values, kInFlight) > kMostInFlightOfIdempotent;
}

// KafkaProducer.configureDeliveryTimeout: the least that it takes.
std::int64_t LeastDeliveryTimeout(const SettingMap& values) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
  return std::min(
      std::min(NumberIn(values, "linger.ms"), kMost) + NumberIn(values, "request.timeout.ms"),
      kMost);
}

class JavaProducer {
 public:
  JavaProducer(const std::string& version, const SettingMap& given)
      : version_(version), given_(given) {
    for (const auto& key : SettingNames(SettingKind::kProducer, version)) {
      const auto setting = *FindSetting(SettingKind::kProducer, version, key);
      if (HasDefault(setting)) Set(key, setting.fallback, kJavaProfile);
    }
    for (const auto& [key, value] : given) Give(key, value);
    Require();
    Adjust();
  }

  std::vector<JavaProducerSetting> Take() const {
    std::vector<JavaProducerSetting> all;
    for (const auto& [key, value] : values_) all.push_back({key, value, origins_.at(key)});
    return all;
  }

 private:
  void Set(const std::string& key, const std::string& value, const std::string& origin) {
    values_[key] = value;
    origins_[key] = origin;
  }

  void Give(const std::string& key, const std::string& value) {
    const auto setting = FindSetting(SettingKind::kProducer, version_, key);
    if (!setting)
      throw Error(ErrorKind::kUsage, fmt::format("Kafka's Java producer has no setting '{}'", key),
                  Hint(HintFor(version_, key)));
    const auto wrong = WrongValue(*setting, value);
    if (!wrong.empty())
      throw Error(ErrorKind::kUsage,
                  fmt::format("{} of the producer is '{}', which Kafka's Java producer refuses",
                              key, value),
                  Hint("write " + wrong));
    const auto trimmed = Trim(value);  // as ConfigDef.parseType does
    Set(key, setting->type == "boolean" ? Lower(trimmed) : trimmed, "given");
  }

  // What it refuses together.
  void Require() const {
    const bool asked = given_.contains(kIdempotence);
    const bool idempotent = ValueIn(values_, kIdempotence) == "true";
    const bool old = OlderVersion(version_, kFirstThatRefusesInFlight);
    if (idempotent && TooManyInFlight(values_) && (asked || !old))
      RefuseTogether("more than 5 requests in flight with enable.idempotence=true",
                     asked ? "write 5 or less"
                           : "it is idempotent by itself: write enable.idempotence=false, or 5");
    const auto excluded = ExcludesIdempotence(values_);
    if (idempotent && asked && excluded)
      RefuseTogether(excluded->by + " with enable.idempotence=true", "write " + excluded->instead);
    if ((!idempotent || excluded) && given_.contains("transactional.id"))
      RefuseTogether("transactional.id without idempotence",
                     "leave out what excludes enable.idempotence=true");
    const auto least = LeastDeliveryTimeout(values_);
    if (given_.contains(kDeliveryTimeout) && NumberIn(values_, kDeliveryTimeout) < least)
      RefuseTogether("delivery.timeout.ms below linger.ms + request.timeout.ms",
                     fmt::format("write {} or more", least));
  }

  void Adjust() {
    std::set<std::string> given;
    for (const auto& [key, value] : given_) given.insert(key);
    for (const auto& changed : AdjustmentsOfJavaProducer(version_, values_, given)) {
      const bool off = changed.key == kIdempotence;
      Set(changed.key, changed.value,
          off ? fmt::format("{}: off {} and it was not asked for", kJavaProfile, changed.why)
              : fmt::format("{}: {}", kJavaProfile, changed.why));
    }
  }

  const std::string& version_;
  const SettingMap& given_;
  SettingMap values_, origins_;
};

}  // namespace

std::vector<JavaProducerSetting> EffectiveOfJavaProducer(const std::string& kafka_version,
                                                         const SettingMap& given) {
  return JavaProducer(kafka_version, given).Take();
}

std::vector<JavaAdjustment> AdjustmentsOfJavaProducer(const std::string& version,
                                                      const SettingMap& values,
                                                      const std::set<std::string>& given) {
  std::vector<JavaAdjustment> adjustments;
  if (!given.contains(kIdempotence) && ValueIn(values, kIdempotence) == "true") {
    if (const auto excluded = ExcludesIdempotence(values))
      adjustments.push_back({kIdempotence, "false", "because " + excluded->by});
    else if (TooManyInFlight(values) && OlderVersion(version, kFirstThatRefusesInFlight))
      adjustments.push_back(
          {kIdempotence, "false", "because more than 5 requests may be in flight"});
  }
  const auto least = LeastDeliveryTimeout(values);
  if (!given.contains(kDeliveryTimeout) && NumberIn(values, kDeliveryTimeout) < least)
    adjustments.push_back(
        {kDeliveryTimeout, std::to_string(least), "raised to linger.ms + request.timeout.ms"});
  return adjustments;
}

}  // namespace kproof
