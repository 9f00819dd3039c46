// What kafka-configs.sh --describe prints of topics and brokers, with --all or without: a heading
// for each, then a line a setting with where Kafka has it from, the place that counts first
// (ConfigCommand.scala; ConfigEntry.ConfigSource):
//
//   Dynamic configs for topic payments are:
//     min.insync.replicas=2 sensitive=false synonyms={DYNAMIC_TOPIC_CONFIG:min.insync.replicas=2,
//     DEFAULT_CONFIG:min.insync.replicas=1}
//
// (on one line). Values may hold commas and spaces; "null" is no value, or one that Kafka hides.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/deployed/forms.h"
#include "harness/deployed/lines.h"

namespace kproof {
namespace {

constexpr char kDefault[] = "DEFAULT_CONFIG";

bool LooksLikeConfigs(const std::string& text) {
  const auto lines = LinesOf(text);
  return std::any_of(lines.begin(), lines.end(),
                     [](const std::string& line) { return IsConfigsHeading(line); });
}

struct Synonym {
  std::string source, setting;  // "STATIC_BROKER_CONFIG", "min.insync.replicas=2"
};

// "DYNAMIC_TOPIC_CONFIG:a=1, DEFAULT_CONFIG:b=2,3": a comma ends one where a source follows.
std::vector<Synonym> SynonymsIn(std::string_view text) {
  std::vector<Synonym> synonyms;
  for (const auto& part : Split(text, ',')) {
    const auto trimmed = Trim(part);
    const auto colon = trimmed.find(':');
    const bool begins = colon != std::string::npos && colon != 0 &&
                        IsVariableName(std::string_view(trimmed).substr(0, colon)) &&
                        trimmed.find('=', colon) != std::string::npos;
    if (begins)
      synonyms.push_back({trimmed.substr(0, colon), trimmed.substr(colon + 1)});
    else if (!synonyms.empty())
      synonyms.back().setting += "," + part;
  }
  return synonyms;
}

struct Described {
  std::string key, value;
  bool sensitive = false;
  std::vector<Synonym> synonyms;
};

std::optional<Described> DescribedIn(const std::string& line) {
  constexpr std::string_view kSensitive = " sensitive=", kSynonyms = " synonyms={";
  const auto equals = line.find('=');
  const auto sensitive = line.rfind(kSensitive, line.rfind(kSynonyms));
  if (equals == std::string::npos || equals == 0 || sensitive == std::string::npos ||
      sensitive < equals)
    return std::nullopt;
  Described described{
      line.substr(0, equals), line.substr(equals + 1, sensitive - equals - 1), false, {}};
  std::string_view rest = std::string_view(line).substr(sensitive + kSensitive.size());
  described.sensitive = rest.starts_with("true");
  if (!described.sensitive && !rest.starts_with("false")) return std::nullopt;
  rest.remove_prefix(described.sensitive ? 4 : 5);
  if (rest.empty()) return described;
  if (!rest.starts_with(kSynonyms) || !rest.ends_with('}')) return std::nullopt;
  rest.remove_prefix(kSynonyms.size());
  rest.remove_suffix(1);
  described.synonyms = SynonymsIn(rest);
  return described;
}

class ConfigsOutput {
 public:
  explicit ConfigsOutput(const std::string& file) : file_(file) {}

  void Line(int number, const std::string& line) {
    const auto place = PlaceOf(file_, number);
    if (IsConfigsHeading(line)) return Begin(place, line);
    const auto described = DescribedIn(Trim(line));
    if (!described || !begun_)
      throw Error(ErrorKind::kUsage,
                  fmt::format("{}: that is not a line of kafka-configs.sh --describe", place),
                  Hint("take its whole output into a file, not lines that a terminal has folded"));
    if (entity_ != nullptr) Setting(place, *described);
  }

  DeployedFile Take() {
    End();
    return std::move(read_);
  }

 private:
  void Begin(const std::string& place, const std::string& heading) {
    constexpr std::string_view kFor = " for ", kAre = " are:";
    const auto from = heading.find(kFor) + kFor.size();
    const auto subject = heading.substr(from, heading.size() - kAre.size() - from);
    const auto space = subject.find(' ');
    const auto kind = subject.substr(0, space);
    const auto name = space == std::string::npos ? "" : subject.substr(space + 1);
    End();
    begun_ = true;
    entity_ = nullptr;
    all_ = heading.starts_with("All ");
    any_ = false;
    if (kind != "topic" && kind != "broker" && subject != "brokers in the cluster") {
      read_.notes.push_back({DeployedNote::Kind::kNote, place,
                             fmt::format("{} is neither a topic nor a broker", subject)});
      return;
    }
    const auto owner = kind == "topic" ? SettingOwner::kTopic : SettingOwner::kBroker;
    read_.entities.push_back({owner, kind == "brokers" ? "" : name, place});
    entity_ = &read_.entities.back();
  }

  // With --all something always follows, unless the tool failed.
  void End() const {
    if (entity_ != nullptr && all_ && !any_)
      throw Error(ErrorKind::kUsage,
                  fmt::format("{}: no setting stands below this line", entity_->origin),
                  Hint("see whether kafka-configs.sh failed, and take its output again"));
  }

  void Setting(const std::string& place, const Described& described) {
    any_ = true;
    const auto& synonyms = described.synonyms;
    // Kafka gives no synonym to a default that no broker setting stands behind (ConfigHelper).
    const std::string source = !synonyms.empty() ? synonyms.front().source : all_ ? kDefault : "";
    if (described.value == "null") {
      if (described.sensitive && source != kDefault)
        read_.notes.push_back({DeployedNote::Kind::kNote, place,
                               described.key + " has a value that Kafka keeps to itself"});
      return;
    }
    const auto origin = source.empty() ? place : fmt::format("{}, {}", place, source);
    AddLast(*entity_, {described.key, described.value, origin, source == kDefault}, read_.notes,
            "the last one is taken");
    for (const auto& other : synonyms) {
      if (&other == &synonyms.front() || other.source == kDefault) continue;
      read_.notes.push_back(
          {DeployedNote::Kind::kOverridden, fmt::format("{}, {}", place, other.source),
           fmt::format("{} comes after {}",
                       described.sensitive ? other.setting.substr(0, other.setting.find('='))
                                           : other.setting,
                       source)});
    }
  }

  const std::string& file_;
  DeployedFile read_;
  DeployedEntity* entity_ = nullptr;  // the last one, if it is a broker or a topic
  bool begun_ = false;                // a heading was there
  bool all_ = false;                  // with --all
  bool any_ = false;                  // a setting was there since the heading
};

DeployedFile ReadConfigs(const std::string& file, const std::string& text, SettingOwner /*owner*/) {
  ConfigsOutput output(file);
  int number = 0;
  for (const auto& line : LinesOf(text)) {
    ++number;
    if (!Trim(line).empty()) output.Line(number, line);
  }
  return output.Take();
}

}  // namespace

DeployedForm KafkaConfigsForm() {
  return {"kafka-configs", "what `kafka-configs.sh --describe` prints of topics or brokers", true,
          LooksLikeConfigs, ReadConfigs};
}

}  // namespace kproof
