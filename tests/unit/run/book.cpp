#include "tests/unit/run/book.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "harness/base/text.h"
#include "harness/run/vocabulary.h"

namespace kproof {
namespace {

// Each "`lost`" or "(../scenarios/durability/leader-kill.yaml)" of a cell.
std::vector<std::string> All(const std::string& cell, const char* pattern) {
  const std::regex wanted(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator it(cell.begin(), cell.end(), wanted), end; it != end; ++it)
    found.push_back((*it)[1]);
  return found;
}

std::vector<Property> ReadPropertyTable() {
  std::vector<Property> rows;
  std::ifstream page(KPROOF_SOURCE_DIR "/docs/properties.md");
  std::string section;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) section = line.substr(3);
    if (!line.starts_with("| ") || line.starts_with("| property ")) continue;
    auto cells = Split(line, '|');
    for (auto& cell : cells) cell = Trim(cell);
    EXPECT_EQ(cells.size(), 9U) << line;
    if (cells.size() != 9) continue;
    constexpr char kScenario[] = R"(scenarios/([\w/-]+)\.yaml)";
    rows.push_back({section, cells[1], cells[2], cells[3], cells[4], All(cells[5], "`([^`]+)`"),
                    All(cells[6], kScenario), All(cells[7], kScenario)});
  }
  return rows;
}

std::map<std::string, Scenario> ReadBook() {
  std::map<std::string, Scenario> book;
  const std::filesystem::path top = KPROOF_SOURCE_DIR "/scenarios";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(top)) {
    const bool of_matrix = entry.path().string().find("/scenarios/matrix/") != std::string::npos;
    if (entry.path().extension() != ".yaml" || of_matrix) continue;
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    const auto parsed = ParseScenario(entry.path(), text.str(), TheVocabulary());
    if (parsed.scenario)
      book[entry.path().lexically_relative(top).replace_extension().string()] = *parsed.scenario;
  }
  return book;
}

}  // namespace

const std::map<std::string, Scenario>& Book() {
  static const std::map<std::string, Scenario> book = ReadBook();
  return book;
}

std::set<std::string> FaultsOf(const Scenario& scenario) {
  std::set<std::string> faults;
  for (const auto& step : scenario.steps) faults.insert(step.fault);
  for (const auto& consumer : scenario.consumers) {
    if (!consumer.crash.at.empty()) faults.insert("crash");
    if (consumer.work.slow_every > 0 || consumer.work.fail_every > 0) faults.insert("work");
    if (consumer.start > Duration(0)) faults.insert("members join");
  }
  return faults;
}

const std::vector<Property>& PropertyTable() {
  static const std::vector<Property> rows = ReadPropertyTable();
  return rows;
}

}  // namespace kproof
