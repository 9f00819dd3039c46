// docs/scenario.md names every target and every state.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "harness/nemesis/states.h"
#include "harness/nemesis/targets.h"

namespace kproof {
namespace {

TEST(Docs, HaveARowForEachTargetAndState) {
  std::ifstream file(KPROOF_SOURCE_DIR "/docs/scenario.md");
  std::ostringstream page;
  page << file.rdbuf();
  const auto named = [&](const std::string& pattern) {
    return page.str().find("`" + pattern + "`") != std::string::npos;
  };
  for (const auto& type : Targets()) EXPECT_TRUE(named(type.form.pattern)) << type.form.pattern;
  for (const auto& type : States()) EXPECT_TRUE(named(type.form.pattern)) << type.form.pattern;
}

}  // namespace
}  // namespace kproof
