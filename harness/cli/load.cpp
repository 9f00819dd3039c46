#include "harness/cli/load.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "harness/base/error.h"
#include "harness/base/printable.h"
#include "harness/base/read_input.h"
#include "harness/base/wording.h"
#include "harness/cli/book.h"
#include "harness/run/vocabulary.h"

namespace kproof {
namespace {

constexpr std::size_t kMostScenarioBytes = 1 << 20;

ParsedScenario ParseFile(const std::string& path, const Vocabulary& vocabulary,
                         const std::vector<Override>& overrides) {
  std::error_code unreadable;  // then reading it says why
  if (std::filesystem::is_directory(path, unreadable))
    return {std::nullopt, {{path, 0, 0, "is a folder without scenarios (*.yaml) in it", ""}}};
  try {
    return ParseScenario(path, ReadInput(path, kMostScenarioBytes), vocabulary, overrides);
  } catch (const Error& error) {
    const bool missing = !std::filesystem::exists(path, unreadable) && !unreadable;
    return {std::nullopt,
            {{path, 0, 0, error.what(), missing ? HintForScenario(path) : error.hint()}}};
  }
}

}  // namespace

std::vector<Override> ParseSets(const std::vector<std::string>& sets) {
  std::vector<Override> overrides;
  for (const auto& set : sets) {
    const auto equals = set.find('=');
    if (equals == std::string::npos || equals == 0)
      throw Error(ErrorKind::kUsage, "--set " + set + " is not path=value",
                  Hint("for example --set topics.payments.config.min.insync.replicas=1"));
    overrides.push_back({set.substr(0, equals), set.substr(equals + 1)});
  }
  return overrides;
}

std::vector<std::string> ScenarioFiles(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const auto& word : paths) {
    const std::string path = FindScenario(word);
    std::error_code unreadable;
    std::vector<std::string> found;
    if (std::filesystem::is_directory(path, unreadable)) found = YamlFilesBelow(path);
    if (found.empty()) found.push_back(path);
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

std::vector<LoadedFile> ParseFiles(const std::vector<std::string>& paths,
                                   const std::vector<std::string>& sets,
                                   const std::vector<Override>& more) {
  const Vocabulary vocabulary = TheVocabulary();
  auto overrides = ParseSets(sets);
  overrides.insert(overrides.end(), more.begin(), more.end());
  std::vector<LoadedFile> files;
  for (const auto& path : ScenarioFiles(paths))
    files.push_back({path, ParseFile(path, vocabulary, overrides)});
  return files;
}

std::optional<std::vector<Scenario>> LoadScenarios(const std::vector<std::string>& paths,
                                                   const std::vector<std::string>& sets,
                                                   const std::vector<Override>& more) {
  std::vector<Scenario> scenarios;
  std::size_t errors = 0;
  for (const auto& [path, parsed] : ParseFiles(paths, sets, more)) {
    for (const auto& note : parsed.notes)
      std::fprintf(stderr, "note: %s\n", Printable(note.ToString()).c_str());
    for (const auto& diagnostic : parsed.diagnostics)
      std::fprintf(stderr, "%s\n", Printable(diagnostic.ToString()).c_str());
    errors += parsed.diagnostics.size();
    if (parsed.scenario) scenarios.push_back(*parsed.scenario);
  }
  if (errors == 0) return scenarios;
  std::fprintf(stderr, "%s\n", Counted(errors, "error").c_str());
  return std::nullopt;
}

}  // namespace kproof
