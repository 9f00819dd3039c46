#include "harness/run/ask_settings.h"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "harness/base/error.h"
#include "harness/base/json_text.h"
#include "harness/cluster/kafka_home.h"
#include "harness/cluster/tool.h"
#include "harness/kafka/client_check.h"
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

ClientRole RoleOf(SettingsQuestion::Of of) {
  if (of == SettingsQuestion::Of::kProducer) return ClientRole::kProducer;
  return of == SettingsQuestion::Of::kConsumer ? ClientRole::kConsumer : ClientRole::kMonitor;
}

SettingsAnswer AskThisLibrary(const SettingsQuestion& question) {
  return {ProblemsOf(CheckClientSettings(RoleOf(question.of), question.object, question.defaults,
                                         question.config)),
          ""};
}

SettingsAnswer AskOtherLibrary(const SettingsQuestion& question) {
  const auto refuse = [&](const std::string& what, const std::string& hint) {
    return SettingsAnswer{{{"", false, what, hint}}, ""};
  };
  std::error_code missing;
  if (!std::filesystem::exists(question.client_library + "/librdkafka.so.1", missing))
    return refuse(fmt::format("client_library of {} is '{}', where there is no librdkafka.so.1",
                              question.object, question.client_library),
                  "name the folder that holds it");
  const json asked = {{"object", question.object},
                      {"producer", question.of == SettingsQuestion::Of::kProducer},
                      {"defaults", question.defaults},
                      {"config", question.config}};
  Command command{.executable = std::filesystem::read_symlink("/proc/self/exe").string(),
                  .args = {"agent", "settings", JsonText(asked)}};
  command.env["LD_LIBRARY_PATH"] = question.client_library;
  const auto told = RunTool(command, kLibraryLimit);
  try {
    SettingsAnswer answer;
    for (const auto& problem : ParseJson(told.output))
      answer.problems.push_back(
          {problem.at("key"), problem.at("of_value"), problem.at("what"), problem.at("hint")});
    return answer;
  } catch (const json::exception&) {
    return refuse(fmt::format("client_library of {} is '{}', which can't be used: {}",
                              question.object, question.client_library, told.output),
                  "name the folder of a librdkafka for this machine, 2.0.2 or newer");
  }
}

}  // namespace

SettingsAnswer AskSettings(const SettingsQuestion& question) {
  if (question.of == SettingsQuestion::Of::kNodes || question.of == SettingsQuestion::Of::kTopic)
    return AskKafka(question);
  return question.client_library.empty() ? AskThisLibrary(question) : AskOtherLibrary(question);
}

std::string AnswerAsLibrary(const std::string& text) {
  try {
    const auto asked = ParseJson(text);
    SettingsQuestion question;
    question.of = asked.at("producer").get<bool>() ? SettingsQuestion::Of::kProducer
                                                   : SettingsQuestion::Of::kMonitor;
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
