// `kproof agent` knows what the registry knows, and `settings`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>

#include "harness/agent/kind.h"
#include "harness/cli/verbs.h"

namespace kproof {
namespace {

bool Accepts(const std::string& word) {
  CLI::App app;
  VerbAction action;
  AddAgentVerb(app, action);
  try {
    app.parse(
        std::vector<std::string>{"/absent.json", word, "agent"});  // CLI11 takes the last first
  } catch (const CLI::ParseError&) {
    return false;
  }
  return true;
}

TEST(AgentVerb, KnowsTheWordsOfTheRegistryAndSettings) {
  for (const auto& kind : AgentKinds()) EXPECT_TRUE(Accepts(kind.word)) << kind.word;
  EXPECT_TRUE(Accepts("settings"));
  for (const char* word : {"", "agent", "Producer", "producers", "reader"})
    EXPECT_FALSE(Accepts(word)) << word;
}

TEST(AgentVerb, EachWordRunsItsOwnKind) {
  for (const auto& kind : AgentKinds()) {
    CLI::App app;
    VerbAction action;
    AddAgentVerb(app, action);
    app.parse(std::vector<std::string>{"/absent.json", kind.word, "agent"});
    ASSERT_TRUE(action);
    EXPECT_EQ(action(), 64) << kind.word << ": its configuration is not there";
  }
}

}  // namespace
}  // namespace kproof
