// The registry of formats: its order, its files, and the table in docs/result.md.
#include "reports/registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "reports/json.h"
#include "reports/junit.h"
#include "tests/unit/reports/sample.h"

namespace kproof {
namespace {

TEST(Formats, AreInAlphabeticalOrderAndFoundByName) {
  for (std::size_t i = 1; i < Formats().size(); ++i)
    EXPECT_LT(Formats()[i - 1].name, Formats()[i].name);
  for (const auto& format : Formats()) EXPECT_EQ(FindFormat(format.name), &format);
  EXPECT_EQ(FindFormat("pdf"), nullptr);
}

TEST(Formats, HaveAFileEachAndWriteIt) {
  std::set<std::string> files;
  for (const auto& format : Formats()) {
    EXPECT_TRUE(files.insert(format.file).second) << format.file;
    EXPECT_NE(format.render(LossyRun()), format.render(CleanRun())) << format.name;
  }
  EXPECT_EQ(FindFormat("json")->render(LossyRun()), ToJson(LossyRun()));
  EXPECT_EQ(FindFormat("junit")->render(LossyRun()), ToJunit(LossyRun()));
}

TEST(FormatDocs, TheTableIsTheRegistry) {
  std::vector<std::string> expected, found;
  for (const auto& format : Formats())
    expected.push_back("| `" + format.name + "` | `" + format.file + "` | " + format.summary +
                       " |");
  std::ifstream page(KPROOF_SOURCE_DIR "/docs/result.md");
  bool in_table = false;
  for (std::string line; std::getline(page, line);) {
    if (in_table && line.starts_with("| `")) found.push_back(line);
    in_table = line.starts_with("| format | ") || (in_table && line.starts_with("|"));
  }
  EXPECT_THAT(found, testing::ElementsAreArray(expected));
}

}  // namespace
}  // namespace kproof
