// docs/compose.md has the registry of drivers as a table.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/cluster/registry.h"

namespace kproof {
namespace {

std::string Quoted(const std::string& name) { return "`" + name + "`"; }

std::string RowOf(const DriverType& driver) {
  std::vector<std::string> gives, keys;
  for (const auto need : driver.gives) gives.push_back(Quoted(NameOf(need)));
  for (const auto& key : driver.keys) keys.push_back(Quoted(key));
  return "| " + Quoted(driver.name) + " | " + driver.summary + " | " + Join(gives, ", ") + " | " +
         Join(keys, ", ") + " |";
}

TEST(DriverDocs, TheTableIsTheRegistry) {
  std::vector<std::string> expected, found;
  for (const auto& driver : Drivers()) expected.push_back(RowOf(driver));
  std::ifstream page(KPROOF_SOURCE_DIR "/docs/compose.md");
  bool in_table = false;
  for (std::string line; std::getline(page, line);) {
    if (in_table && line.starts_with("| `")) found.push_back(line);
    in_table = line.starts_with("| driver | ") || (in_table && line.starts_with("|"));
  }
  EXPECT_THAT(found, testing::ElementsAreArray(expected));
}

TEST(Drivers, AreInAlphabeticalOrderAndSoAreTheirKeys) {
  std::vector<std::string> names;
  for (const auto& driver : Drivers()) {
    names.push_back(driver.name);
    EXPECT_TRUE(std::is_sorted(driver.keys.begin(), driver.keys.end())) << driver.name;
  }
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
}

TEST(FindDriver, FindsEachAndSaysWhatElseWasMeant) {
  for (const auto& driver : Drivers()) EXPECT_EQ(FindDriver(driver.name).name, driver.name);
  try {
    FindDriver("composer");
    ADD_FAILURE() << "found";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage);
    EXPECT_THAT(error.what(), testing::HasSubstr("did you mean 'compose'?"));
  }
}

}  // namespace
}  // namespace kproof
