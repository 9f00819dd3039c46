// docs/clients.md has each version that can be fetched, and says which one is taken by default.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "harness/client/kind.h"
#include "harness/client/wheels.h"

namespace kproof {
namespace {

using testing::HasSubstr;

std::string Page() {
  std::ostringstream text;
  text << std::ifstream(KPROOF_SOURCE_DIR "/docs/clients.md").rdbuf();
  return text.str();
}

TEST(Docs, NameEachWheelWithItsVersionAndThatOfItsPackage) {
  const std::string page = Page();
  const std::string standard = FindClientKind("librdkafka").standard;
  for (const auto& wheel : Wheels()) {
    const std::string version(wheel.librdkafka), package(wheel.package);
    if (version == standard)
      EXPECT_THAT(page, HasSubstr("| **" + version + "**, the version by default | " + package));
    else if (version == package)
      EXPECT_THAT(page, HasSubstr(" " + version)) << version;
    else
      EXPECT_THAT(page, HasSubstr("| " + version + " | " + package + " |"));
  }
}

}  // namespace
}  // namespace kproof
