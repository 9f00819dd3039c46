#include "harness/run/ask_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>

#include "harness/base/error.h"
#include "harness/base/json_text.h"
#include "harness/client/clients.h"
#include "harness/client/fetch_wheel.h"
#include "harness/cluster/ask_in_child.h"
#include "harness/cluster/kafka_home.h"
#include "harness/cluster/tool.h"
#include "harness/kafka/client_check.h"
#include "harness/kafka/client_config.h"
#include "harness/kafka/java_client_check.h"
#include "harness/scenario/client_name.h"
#include "harness/settings/check.h"

namespace kproof {
namespace {

using nlohmann::json;

constexpr Duration kLibraryLimit = std::chrono::seconds(20);

std::vector<SettingsProblem> ProblemsOf(const std::vector<SettingProblem>& found) {
  std::vector<SettingsProblem> problems;
  for (const auto& problem : found)
    problems.push_back({problem.key, problem.of_value, problem.what, problem.hint});
  return problems;
}

SettingsAnswer AskKafka(const SettingsQuestion& question) {
  const bool nodes = question.of == SettingsQuestion::Of::kNodes;
  const std::string version =
      question.kafka_dir.empty() ? question.kafka : VersionInFolder(question.kafka_dir);
  SettingsAnswer answer{
      ProblemsOf(
          nodes ? CheckNodeSettings(question.object, version, question.config, question.unchecked)
                : CheckTopicSettings(question.object, version, question.config)),
      ""};
  if (version.empty())
    answer.not_checked = fmt::format("names of settings are not checked: there is no Kafka in {}",
                                     question.kafka_dir);
  else if (!InTables(version))
    answer.not_checked =
        fmt::format("names of settings are not checked: kproof knows those of Kafka {}, not of {}",
                    VersionsInTables(), version);
  return answer;
}

struct Role {
  SettingsQuestion::Of of;
  ClientRole role;
  const char* word;
};
constexpr Role kRoles[] = {
    {SettingsQuestion::Of::kConsumer, ClientRole::kConsumer, "consumer"},
    {SettingsQuestion::Of::kMonitor, ClientRole::kMonitor, "monitor"},
    {SettingsQuestion::Of::kProducer, ClientRole::kProducer, "producer"},
};

const Role& RoleOf(SettingsQuestion::Of of) {
  return *std::find_if(std::begin(kRoles), std::end(kRoles),
                       [&](const Role& role) { return role.of == of; });
}

const Role& RoleNamed(const std::string& word) {
  const auto role = std::find_if(std::begin(kRoles), std::end(kRoles),
                                 [&](const Role& one) { return one.word == word; });
  if (role == std::end(kRoles)) throw Error(ErrorKind::kUsage, "there is no role '" + word + "'");
  return *role;
}

SettingsAnswer AskThisLibrary(const SettingsQuestion& question) {
  return {ProblemsOf(CheckClientSettings(RoleOf(question.of).role, question.object,
                                         question.defaults, question.config)),
          ""};
}

// Of a child with another librdkafka; each question is asked once in a process.
std::string AskedApart(const ClientCommand& client, const std::string& question) {
  static std::mutex mutex;
  static std::map<std::string, std::string> answers;  // by environment and question
  std::string key = question;
  for (const auto& [name, value] : client.env) key += "\n" + name + "=" + value;
  const std::lock_guard lock(mutex);
  auto [answer, fresh] = answers.try_emplace(key);
  if (fresh)
    answer->second = AskInChild([&] {
      Command command{.executable = client.program, .args = client.args, .env = client.env};
      command.args.insert(command.args.end(), {"settings", question});
      return RunTool(command, kLibraryLimit).output;
    });
  return answer->second;
}

SettingsAnswer AskOtherLibrary(const SettingsQuestion& question, const ClientCommand& client,
                               const std::string& name) {
  const json asked = {{"object", question.object},
                      {"role", RoleOf(question.of).word},
                      {"defaults", question.defaults},
                      {"config", question.config}};
  const std::string told = AskedApart(client, JsonText(asked));
  try {
    SettingsAnswer answer;
    for (const auto& problem : ParseJson(told))
      answer.problems.push_back(
          {problem.at("key"), problem.at("of_value"), problem.at("what"), problem.at("hint")});
    return answer;
  } catch (const json::exception&) {
    return {{{"", false, fmt::format("{} of {} can't be used: {}", name, question.object, told),
              "name one for this machine, 1.8.2 or newer"}},
            ""};
  }
}

// The program that agents are started from; "": nobody can be asked but the library in here.
std::string& Program() {
  static std::string program;
  return program;
}

// Java is not asked: the tables have its settings, and nothing needs to be here for that.
SettingsAnswer AskJava(const SettingsQuestion& question, const std::string& version) {
  SettingsAnswer answer{ProblemsOf(CheckJavaClientSettings(
                            RoleOf(question.of).role, question.object, version, question.config)),
                        ""};
  if (!InTables(version))
    answer.not_checked = fmt::format(
        "settings of {} are not checked: kproof knows those of kafka-clients {}, not of {}",
        question.object, VersionsInTables(), version);
  return answer;
}

SettingsAnswer AskClient(const SettingsQuestion& question) {
  const auto named = ParseClientName(question.client);
  if (named && named->kind == kJava)
    return AskJava(question,
                   named->version.empty() ? FindClientKind(kJava).standard : named->version);
  const std::string& folder = question.client_library;
  std::error_code missing;
  if (!folder.empty() && !std::filesystem::exists(folder + "/" + kLibraryFile, missing))
    return {{{"", false,
              fmt::format("client_library of {} is '{}', where there is no {}", question.object,
                          folder, kLibraryFile),
              "name the folder that holds it"}},
            ""};
  if (Program().empty()) {
    const bool another =
        named && !named->version.empty() && named->kind + " " + named->version != ClientVersion();
    if (!another) return AskThisLibrary(question);
    return {{},
            fmt::format("settings of {} are not checked: only {} can be asked here",
                        question.object, ClientVersion())};
  }
  if (!folder.empty())
    return AskOtherLibrary(question, LoadingFrom(folder, Program()),
                           fmt::format("client_library '{}'", folder));
  if (const auto lacking = ClientLacking(question.client))
    return {{},
            fmt::format("settings of {} are not checked: {}; {}", question.object, lacking->what,
                        lacking->hint)};
  const auto client = CommandOf(question.client, "", Program());
  return client.env.empty() ? AskThisLibrary(question)
                            : AskOtherLibrary(question, client, "client " + question.client);
}

}  // namespace

void LetAgentsAnswer(const std::string& program) { Program() = program; }

SettingsAnswer AskSettings(const SettingsQuestion& question) {
  if (question.of == SettingsQuestion::Of::kNodes || question.of == SettingsQuestion::Of::kTopic)
    return AskKafka(question);
  return AskClient(question);
}

std::string AnswerAsLibrary(const std::string& text) {
  try {
    const auto asked = ParseJson(text);
    SettingsQuestion question;
    question.of = RoleNamed(asked.at("role")).of;
    question.object = asked.at("object");
    question.defaults = asked.at("defaults");
    question.config = asked.at("config").get<std::map<std::string, std::string>>();
    auto told = json::array();
    for (const auto& problem : AskThisLibrary(question).problems)
      told.push_back({{"key", problem.key},
                      {"of_value", problem.of_value},
                      {"what", problem.what},
                      {"hint", problem.hint}});
    return JsonText(told);
  } catch (const json::exception& error) {
    throw Error(ErrorKind::kUsage, std::string("not a question about settings: ") + error.what());
  }
}

}  // namespace kproof
