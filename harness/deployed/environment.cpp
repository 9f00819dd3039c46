// Variables from which the images of Kafka make server.properties: an environment file, the output
// of `env`, `environment:` of a compose file without what is around it, or the JSON of `docker
// inspect` (one or several containers, or their Config.Env alone).
//
// apache/kafka writes '.' as _, '_' as __ and '-' as ___ (KafkaDockerWrapper.scala); Confluent's
// images write '-' as __ and '_' as ___. No setting of Kafka itself has either; names with several
// underscores are those of listeners and plugins.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/json_text.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/deployed/forms.h"
#include "harness/deployed/lines.h"

namespace kproof {
namespace {

using Kind = DeployedNote::Kind;
using Json = nlohmann::json;

constexpr std::string_view kPrefix = "KAFKA_";

// Of the images and of Kafka's scripts; they become no setting (ExcludeServerPropsEnv of
// KafkaDockerWrapper.scala, kafka-run-class.sh).
constexpr std::array<std::string_view, 14> kOfScripts = {
    "KAFKA_CLUSTER_ID",
    "KAFKA_GC_LOG_OPTS",
    "KAFKA_HEAP_OPT",
    "KAFKA_HEAP_OPTS",
    "KAFKA_JMX_HOSTNAME",
    "KAFKA_JMX_OPTS",
    "KAFKA_JMX_PORT",
    "KAFKA_JVM_PERFORMANCE_OPTS",
    "KAFKA_LOG4J_LOGGERS",
    "KAFKA_LOG4J_OPTS",
    "KAFKA_LOG4J_ROOT_LOGLEVEL",
    "KAFKA_OPTS",
    "KAFKA_TOOLS_LOG4J_LOGLEVEL",
    "KAFKA_VERSION",
};

bool IsJson(const std::string& text) {
  const auto trimmed = Trim(text);
  return !trimmed.empty() && (trimmed.front() == '[' || trimmed.front() == '{');
}

bool LooksLikeEnvironment(const std::string& text) {
  if (HasHeading(text)) return false;
  if (IsJson(text)) return text.find("\"KAFKA_") != std::string::npos;
  const auto lines = LinesOf(text);
  return std::any_of(lines.begin(), lines.end(),
                     [](const std::string& line) { return VariableIn(line).starts_with(kPrefix); });
}

[[noreturn]] void RefuseVariable(const std::string& place, const std::string& what) {
  throw Error(ErrorKind::kUsage, fmt::format("{}: {}", place, what),
              Hint("give variables alone, one a line, as `docker exec CONTAINER env` prints them"));
}

// "KAFKA_LOG_DIRS" → "log.dirs", as apache/kafka does it.
std::string SettingOf(std::string_view variable) {
  std::string name = Lower(variable.substr(kPrefix.size()));
  std::string setting;
  for (std::size_t at = 0; at < name.size();) {
    const auto run = std::min(name.find_first_not_of('_', at), name.size()) - at;
    const auto taken = std::min<std::size_t>(run, 3);
    setting += taken == 0 ? name[at] : taken == 1 ? '.' : taken == 2 ? '_' : '-';
    at += std::max<std::size_t>(taken, 1);
  }
  return setting;
}

// Without quotes; outside of them " #" begins a comment, as shells and compose have it.
std::string ValueIn(const std::string& place, std::string_view raw) {
  const auto text = Trim(raw);
  if (text.empty() || (text.front() != '"' && text.front() != '\''))
    return Trim(std::string_view(text).substr(0, text.find(" #")));
  const char quote = text.front();
  std::string value;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == quote) {
      const auto rest = Trim(std::string_view(text).substr(at + 1));
      if (rest.empty() || rest == "," || rest.front() == '#') return value;
      RefuseVariable(place, "something stands behind the closing quote");
    }
    if (quote == '"' && text[at] == '\\' && at + 1 < text.size()) ++at;
    value += text[at];
  }
  RefuseVariable(place, "a quote is not closed");
}

// A variable with small letters, such as "http_proxy=…": of shells and programs, never of Kafka.
bool IsOfShell(const std::string& line) {
  constexpr std::string_view kLetters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
  const auto end = line.find_first_not_of(kLetters);
  return end != 0 && end != std::string::npos && line[end] == '=';
}

class Variables {
 public:
  Variables(const std::string& file, std::string container)
      : file_(file), broker_{SettingOwner::kBroker, std::move(container), file} {}

  void Add(const std::string& place, const std::string& name, const std::string& value) {
    if (!name.starts_with(kPrefix) || name.size() == kPrefix.size()) return AddOther(name);
    if (name == "KAFKA_VERSION") broker_.kafka = {value, place};
    if (Contains(kOfScripts, name)) {
      read_.notes.push_back({Kind::kNote, place, name + " is read by scripts: it is no setting"});
      return;
    }
    if (value.find("${") != std::string::npos || value.find("$(") != std::string::npos)
      RefuseVariable(place, "the value of " + name + " is made from something else; write it out");
    AddLast(broker_, {SettingOf(name), value, place}, read_.notes, "the last one counts");
    if (name.find("__") != std::string::npos)
      read_.notes.push_back({Kind::kNote, place,
                             fmt::format("{} is {} for apache/kafka; Confluent's images read __ as "
                                         "- and ___ as _",
                                         name, SettingOf(name))});
  }

  void AddOther(const std::string& name) { others_.push_back(name); }

  void TakeInto(DeployedFile& file) {
    if (!others_.empty())
      read_.notes.push_back(
          {Kind::kNote, file_,
           fmt::format("{} for Kafka: {}",
                       Counted(others_.size(), "variable is not", "variables are not"),
                       JoinFew(others_))});
    file.entities.push_back(std::move(broker_));
    file.notes.insert(file.notes.end(), read_.notes.begin(), read_.notes.end());
  }

 private:
  const std::string& file_;
  DeployedEntity broker_;
  DeployedFile read_;
  std::vector<std::string> others_;  // names of variables that are not Kafka's
};

// "export A=1", "- A=1", "- \"A=1\"", "A: 1".
void AddLine(Variables& variables, const std::string& place, const std::string& line) {
  const auto name = VariableIn(line);
  if (name.empty() && IsOfShell(line)) return variables.AddOther(line.substr(0, line.find('=')));
  if (name.empty()) RefuseVariable(place, "that is no variable");
  const auto from = static_cast<std::size_t>(name.data() - line.data());
  auto value = line.substr(from + name.size() + 1);
  const bool quoted = from > 0 && line[from - 1] == '"';  // name and value together
  variables.Add(place, std::string(name),
                quoted ? ValueIn(place, "\"" + value) : ValueIn(place, value));
}

std::string ContainerName(const Json& container) {
  const auto name = container.value("Name", std::string());
  return name.starts_with('/') ? name.substr(1) : name;
}

// JSON tells no lines: each variable is looked up in the text.
void AddList(Variables& variables, const std::string& file, const std::string& text,
             const Json& list) {
  for (const auto& entry : list) {
    const auto variable = entry.get<std::string>();
    const auto equals = variable.find('=');
    const auto found = text.find(JsonText(entry));
    const auto place =
        found == std::string::npos
            ? file
            : PlaceOf(file, 1 + static_cast<int>(std::count(
                                    text.begin(), text.begin() + static_cast<std::ptrdiff_t>(found),
                                    '\n')));
    if (equals == std::string::npos || equals == 0) RefuseVariable(place, "that is no variable");
    variables.Add(place, variable.substr(0, equals), variable.substr(equals + 1));
  }
}

DeployedFile ReadJson(const std::string& file, const std::string& text) {
  DeployedFile read;
  try {
    const auto root = ParseJson(text);
    const auto add = [&](const std::string& name, const Json& list) {
      Variables variables(file, name);
      AddList(variables, file, text, list);
      variables.TakeInto(read);
    };
    if (root.is_array() && (root.empty() || root.front().is_string())) {
      add("", root);
      return read;
    }
    for (const auto& container : root.is_array() ? root : Json::array({root}))
      add(ContainerName(container), container.at("Config").at("Env"));
  } catch (const Json::exception&) {
    RefuseVariable(file, "that is neither a list of variables nor what docker inspect prints");
  }
  return read;
}

DeployedFile ReadEnvironment(const std::string& file, const std::string& text,
                             SettingOwner /*owner*/) {
  if (IsJson(text)) return ReadJson(file, text);
  DeployedFile read;
  Variables variables(file, "");
  int number = 0;
  for (const auto& line : LinesOf(text)) {
    ++number;
    const auto trimmed = Trim(line);
    if (trimmed.empty() || trimmed.front() == '#' || trimmed == "environment:") continue;
    AddLine(variables, PlaceOf(file, number), line);
  }
  variables.TakeInto(read);
  return read;
}

}  // namespace

DeployedForm EnvironmentForm() {
  return {"environment", "variables of an image of Kafka: an environment file or docker inspect",
          false, LooksLikeEnvironment, ReadEnvironment};
}

}  // namespace kproof
