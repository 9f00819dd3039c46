#include "harness/settings/java_producer.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/settings/tables.h"
#include "harness/settings/values.h"

namespace kproof {
namespace {

constexpr char kJavaProfile[] = "profile java";
constexpr std::int64_t kMostInFlightOfIdempotent = 5;

// librdkafka's names for what Java's producer calls otherwise (its CONFIGURATION.md, "Alias for").
constexpr struct {
  const char *librdkafka, *java;
} kOtherNames[] = {{"compression.codec", "compression.type"},
                   {"max.in.flight", "max.in.flight.requests.per.connection"},
                   {"message.send.max.retries", "retries"},
                   {"message.timeout.ms", "delivery.timeout.ms"},
                   {"metadata.broker.list", "bootstrap.servers"},
                   {"queue.buffering.max.ms", "linger.ms"},
                   {"request.required.acks", "acks"}};

std::string HintFor(const std::string& version, const std::string& key) {
  for (const auto& name : kOtherNames)
    if (key == name.librdkafka)
      return fmt::format("that is librdkafka's name: write {}, or --defaults librdkafka",
                         name.java);
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

class JavaProducer {
 public:
  JavaProducer(const std::string& version, const SettingMap& given) : given_(given) {
    for (const auto& key : SettingNames(SettingKind::kProducer, version)) {
      const auto setting = *FindSetting(SettingKind::kProducer, version, key);
      const bool none = setting.fallback == "(none)" || setting.fallback == "(null)";
      if (!none) values_[key] = {key, setting.fallback, kJavaProfile};
    }
    for (const auto& [key, value] : given) Give(version, key, value);
    Idempotence();
    DeliveryTimeout();
  }

  std::vector<JavaProducerSetting> Take() const {
    std::vector<JavaProducerSetting> all;
    for (const auto& [key, setting] : values_) all.push_back(setting);
    return all;
  }

 private:
  void Give(const std::string& version, const std::string& key, const std::string& value) {
    const auto setting = FindSetting(SettingKind::kProducer, version, key);
    if (!setting)
      throw Error(ErrorKind::kUsage, fmt::format("Kafka's Java producer has no setting '{}'", key),
                  Hint(HintFor(version, key)));
    const auto wrong = WrongValue(*setting, value);
    if (!wrong.empty())
      throw Error(ErrorKind::kUsage,
                  fmt::format("{} of the producer is '{}', which Kafka's Java producer refuses",
                              key, value),
                  Hint("write " + wrong));
    const auto trimmed = Trim(value);  // as ConfigDef.parseType does
    values_[key] = {key, setting->type == "boolean" ? Lower(trimmed) : trimmed, "given"};
  }

  const std::string& Value(const char* key) const { return values_.at(key).value; }
  std::int64_t Number(const char* key) const {
    return ParseInt(Value(key)).value_or(std::numeric_limits<std::int64_t>::max());
  }

  // postProcessAndValidateIdempotenceConfigs: what nobody asked for gives way, but not to more
  // than five requests in flight.
  void Idempotence() {
    const bool asked = given_.contains("enable.idempotence");
    bool idempotent = Value("enable.idempotence") == "true";
    if (idempotent && Number("max.in.flight.requests.per.connection") > kMostInFlightOfIdempotent)
      RefuseTogether("more than 5 requests in flight with enable.idempotence=true",
                     asked ? "write 5 or less"
                           : "it is idempotent by itself: write enable.idempotence=false, or 5");
    const auto excluded = [&](const std::string& by, const std::string& instead) {
      if (!idempotent) return;
      if (asked) RefuseTogether(by + " with enable.idempotence=true", "write " + instead);
      idempotent = false;
      values_["enable.idempotence"] = {
          "enable.idempotence", "false",
          fmt::format("{}: off because {} and it was not asked for", kJavaProfile, by)};
    };
    if (Number("retries") == 0) excluded("retries=0", "retries=1 or more");
    const auto& acks = Value("acks");
    if (acks != "all" && acks != "-1") excluded("acks=" + acks, "acks=all");
    if (!idempotent && given_.contains("transactional.id"))
      RefuseTogether("transactional.id without idempotence",
                     "leave out what excludes enable.idempotence=true");
  }

  // configureDeliveryTimeout of KafkaProducer.java: what nobody asked for is made longer.
  void DeliveryTimeout() {
    constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
    const auto linger = std::min(Number("linger.ms"), kMost);
    const auto least = std::min(linger + Number("request.timeout.ms"), kMost);
    if (Number("delivery.timeout.ms") >= least) return;
    if (given_.contains("delivery.timeout.ms"))
      RefuseTogether("delivery.timeout.ms below linger.ms + request.timeout.ms",
                     fmt::format("write {} or more", least));
    values_["delivery.timeout.ms"] = {
        "delivery.timeout.ms", std::to_string(least),
        fmt::format("{}: raised to linger.ms + request.timeout.ms", kJavaProfile)};
  }

  const SettingMap& given_;
  std::map<std::string, JavaProducerSetting> values_;
};

}  // namespace

std::vector<JavaProducerSetting> EffectiveOfJavaProducer(const std::string& kafka_version,
                                                         const SettingMap& given) {
  return JavaProducer(kafka_version, given).Take();
}

}  // namespace kproof
