// Pages that show scenarios or explain words: the steps of docs/faults.md validate, and every word
// of docs/glossary.md has a counterpart or a reason.
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "harness/base/text.h"
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

// | **word** | meaning | Kafka… or Glossary… or plain or own: why |
TEST(GlossaryDocs, EveryWordHasACounterpartOrAReason) {
  constexpr int kMostOwnWords = 15;
  std::ifstream page(KPROOF_SOURCE_DIR "/docs/glossary.md");
  int words = 0, own = 0;
  std::string section;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) section = line.substr(3);
    if (!line.starts_with("| **") || section == "Words that had two meanings") continue;
    const auto cells = Split(line, '|');
    ASSERT_EQ(cells.size(), 5U) << line;
    const std::string counterpart(Trim(cells[3]));
    ++words;
    if (counterpart.starts_with("own: ")) ++own;
    EXPECT_TRUE(counterpart.starts_with("own: ") || counterpart.starts_with("Kafka") ||
                counterpart.starts_with("Glossary: ") || counterpart == "plain")
        << line;
  }
  EXPECT_GT(words, 40);
  EXPECT_LE(own, kMostOwnWords);
}

}  // namespace
}  // namespace kproof
