// The steps that docs/faults.md shows are right, by the words that the program really knows.
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "harness/run/vocabulary.h"
#include "harness/scenario/scenario.h"

namespace kproof {
namespace {

constexpr char kAround[] =
    "name: a\nabout: a step of docs/faults.md\ncluster: {brokers: 3, controllers: 3}\n"
    "topics: {payments: {partitions: 1, replication: 3}}\nproducers: {checkout: {rate: 10/s}}\n"
    "steps:\n  - ";

TEST(FaultDocs, EveryStepThatIsShownValidates) {
  const Vocabulary vocabulary = TheVocabulary();
  std::ifstream page(KPROOF_SOURCE_DIR "/docs/faults.md");
  const std::string label = "- **Example**: `";
  int steps = 0;
  for (std::string line; std::getline(page, line);) {
    if (!line.starts_with(label)) continue;
    ++steps;
    const auto step = line.substr(label.size(), line.rfind('`') - label.size());
    const auto parsed = ParseScenario("docs/faults.md", kAround + step + "\n", vocabulary);
    for (const auto& diagnostic : parsed.diagnostics)
      ADD_FAILURE() << step << ": " << diagnostic.ToString();
  }
  EXPECT_GT(steps, 0);
}

}  // namespace
}  // namespace kproof
