#include "harness/run/client_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/kafka/client_config.h"
#include "harness/run/client_kind.h"
#include "harness/settings/java_producer.h"
#include "harness/settings/topic_defaults.h"
#include "harness/settings/values.h"

namespace kproof {
namespace {

using Values = std::map<std::string, EffectiveSetting>;

bool Within(const Setting& setting, const std::string& version) {
  return !OlderVersion(version, setting.first) && !OlderVersion(setting.last, version);
}

const std::vector<Setting>& TableOf(SettingScope scope, bool java) {
  if (!java) return LibrdkafkaSettings();
  return AllSettings(scope == SettingScope::kProducer ? SettingKind::kProducer
                                                      : SettingKind::kConsumer);
}

// Of a table, the version that stands for `said`: itself, or the nearest that is not newer; "" for
// one that is older than all.
struct TableVersion {
  std::string version, first;
};
TableVersion VersionIn(const std::vector<Setting>& table, const std::string& said) {
  TableVersion found{table.front().first, table.front().first};
  for (const auto& setting : table) {
    if (OlderVersion(setting.first, found.first)) found.first = setting.first;
    if (OlderVersion(found.version, setting.last)) found.version = setting.last;
  }
  if (said.empty()) return found;
  if (OlderVersion(said, found.first)) return {"", found.first};
  if (OlderVersion(said, found.version)) found.version = said;
  return found;
}

const Setting* RowOf(const std::vector<Setting>& table, const std::string& key,
                     const std::string& version, bool java) {
  const auto minor = java ? version.substr(0, version.find('.', version.find('.') + 1)) : version;
  const Setting* any = nullptr;
  for (const auto& setting : table) {
    if (setting.name != key) continue;
    if (!version.empty() && Within(setting, minor)) return &setting;
    any = &setting;
  }
  return version.empty() ? any : nullptr;
}

std::string Canonical(const std::string& key, const std::string& value) {
  const auto text = Trim(value), small = Lower(text);
  if (key == "acks" && small == "-1") return "all";
  if (key == "acks" || small == "true" || small == "false") return small;
  if (key == "auto.offset.reset") {
    if (small == "largest" || small == "end") return "latest";
    if (small == "smallest" || small == "beginning") return "earliest";
    return small;
  }
  return text;
}

// How librdkafka wants a value; "" where it is right or can't be judged here.
std::string WrongForLibrdkafka(const Setting& setting, const std::string& value) {
  if (setting.name == "acks" || setting.name == "request.required.acks") {
    const auto acks = Canonical("acks", value);
    return acks == "all" || acks == "0" || acks == "1" ? "" : "all, 1 or 0";
  }
  const auto small = Lower(Trim(value));
  if (setting.type == "boolean")
    return small == "true" || small == "false" || small == "1" || small == "0" || small == "t" ||
                   small == "f"
               ? ""
               : "true or false";
  if (setting.type != "integer") return "";
  const auto dots = setting.range.find(" .. ");
  const auto number = ParseInt(Trim(value));
  if (dots == std::string::npos) return number ? "" : "a whole number";
  const auto least = ParseInt(setting.range.substr(0, dots));
  const auto most = ParseInt(setting.range.substr(dots + 4));
  const bool right = number && (!least || *number >= *least) && (!most || *number <= *most);
  return right ? ""
               : fmt::format("a whole number from {} to {}", setting.range.substr(0, dots),
                             setting.range.substr(dots + 4));
}

class Client {
 public:
  Client(SettingScope scope, const ClientSaid& client)
      : scope_(scope),
        java_(client.kind == kJava),
        said_(client.version),
        table_(TableOf(scope, java_)),
        version_(VersionIn(table_, client.version)) {}

  void Give(const PlacedProperty& property) {
    const auto* row = RowOf(table_, property.key, version_.version, java_);
    if (row == nullptr) return Unknown(property);
    const auto wrong =
        java_ ? WrongValue(*row, property.value) : WrongForLibrdkafka(*row, property.value);
    if (!wrong.empty())
      throw Error(ErrorKind::kUsage,
                  fmt::format("{}: {} is '{}', which {} refuses", property.place, property.key,
                              ShownValue(property.key, property.value), Name()),
                  Hint("write " + wrong));
    const auto key = Key(property.key);
    const EffectiveSetting setting{ShownValue(key, Boolean(*row, Canonical(key, property.value))),
                                   property.place, true};
    if (!values_.emplace(key, setting).second)
      throw Error(ErrorKind::kUsage,
                  fmt::format("{}: '{}' is given twice, here and by another name in {}",
                              property.place, property.key, values_.at(key).origin),
                  Hint("keep one of them"));
  }

  void TakeDefaults() {
    if (version_.version.empty()) {
      sentences_.push_back(
          fmt::format("{}: the defaults of {} {} are not known ({} is the first whose are): only "
                      "what is given was looked at",
                      NameOf(scope_), Name(), said_, version_.first));
      return;
    }
    for (const auto& row : table_) {
      if (RowOf(table_, row.name, version_.version, java_) != &row || !HasDefault(row)) continue;
      values_.try_emplace(
          Key(row.name), EffectiveSetting{Canonical(Key(row.name), row.fallback),
                                          fmt::format("default of {} {}", Name(), Shown()), false});
    }
  }

  // What the client makes of settings that were not asked for.
  void Adjust() {
    if (scope_ != SettingScope::kProducer || version_.version.empty()) return;
    java_ ? AdjustJava() : AdjustLibrdkafka();
  }

  ClientValues Take() { return {std::move(values_), std::move(sentences_)}; }

 private:
  std::string Name() const { return java_ ? "Java's client" : kLibrdkafka; }
  std::string Shown() const {
    return java_ ? version_.version.substr(
                       0, version_.version.find('.', version_.version.find('.') + 1))
                 : version_.version;
  }
  std::string Key(const std::string& key) const { return java_ ? key : CanonicalProperty(key); }

  static std::string Boolean(const Setting& row, const std::string& value) {
    if (row.type != "boolean") return value;
    if (value == "1" || value == "t") return "true";
    if (value == "0" || value == "f") return "false";
    return value;
  }

  void Unknown(const PlacedProperty& property) {
    if (JavaKnows(property.key) || LibrdkafkaKnows(property.key)) {
      sentences_.push_back(fmt::format("{}: {} ({}) is no setting of this client and version",
                                       NameOf(scope_), property.key, property.place));
      return;
    }
    std::vector<std::string> names;
    for (const auto& row : table_) names.push_back(row.name);
    const auto near = Nearest(property.key, names);
    // Java's client hands what it does not know to serializers and interceptors; librdkafka refuses
    // it.
    if (java_ && near.empty()) {
      sentences_.push_back(fmt::format(
          "{}: {} ({}) is no setting of Kafka; Java's client hands it to serializers and "
          "interceptors",
          NameOf(scope_), property.key, property.place));
      return;
    }
    throw Error(ErrorKind::kUsage,
                fmt::format("{}: neither client has a setting '{}'", property.place, property.key),
                Hint(Instead(property.key, names)));
  }

  bool Given(const char* key) const {
    const auto found = values_.find(key);
    return found != values_.end() && found->second.given;
  }
  std::string Value(const char* key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? "" : found->second.value;
  }
  std::int64_t Number(const char* key) const { return ParseInt(Value(key)).value_or(0); }
  void Set(const char* key, const std::string& value, const std::string& because) {
    if (Value(key) != value) values_[key] = {value, fmt::format("{}, {}", Name(), because), false};
  }

  void AdjustJava() {
    SettingMap values;
    std::set<std::string> given;
    for (const auto& [key, setting] : values_) {
      values[key] = setting.value;
      if (setting.given) given.insert(key);
    }
    for (const auto& changed : AdjustmentsOfJavaProducer(version_.version, values, given))
      Set(changed.key.c_str(), changed.value, changed.why);
  }

  // rd_kafka_conf_finalize and rd_kafka_topic_conf_finalize.
  void AdjustLibrdkafka() {
    const bool transactional = Given("transactional.id");
    if (transactional && !Given("enable.idempotence"))
      Set("enable.idempotence", "true", "because transactional.id is given");
    if (transactional && !Given("delivery.timeout.ms"))
      Set("delivery.timeout.ms", Value("transaction.timeout.ms"),
          "because transactional.id is given");
    if (Value("enable.idempotence") == "true" && !Given("max.in.flight.requests.per.connection") &&
        Number("max.in.flight.requests.per.connection") > 5)
      Set("max.in.flight.requests.per.connection", "5", "because enable.idempotence=true");
  }

  const SettingScope scope_;
  const bool java_;
  const std::string said_;
  const std::vector<Setting>& table_;
  const TableVersion version_;
  Values values_;
  std::vector<std::string> sentences_;
};

}  // namespace

ClientValues ValuesOfClient(SettingScope scope, const ClientSaid& client,
                            const std::vector<PlacedProperty>& given) {
  Client values(scope, client);
  for (const auto& property : given) values.Give(property);
  values.TakeDefaults();
  values.Adjust();
  return values.Take();
}

std::string ShownValue(const std::string& key, const std::string& value) {
  const bool secret = key.find("password") != std::string::npos ||
                      key.find("secret") != std::string::npos ||
                      key.find("jaas") != std::string::npos || key.starts_with("ssl.key") ||
                      key.starts_with("sasl.oauthbearer");
  return secret ? "[redacted]" : value;
}

}  // namespace kproof
