// kproof agent KIND CONFIG: the processes that carry load and spool facts, of each kind that the
// registry has; and settings QUESTION, which answers by the client library that it was started
// with. Internal: started by a run.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "harness/agent/kind.h"
#include "harness/cli/output.h"
#include "harness/cli/verbs.h"
#include "harness/run/ask_settings.h"

namespace kproof {
namespace {

constexpr const char* kSettings = "settings";

std::vector<std::string> Words() {
  std::vector<std::string> words = {kSettings};
  for (const auto& kind : AgentKinds()) words.push_back(kind.word);
  return words;
}

}  // namespace

void AddAgentVerb(CLI::App& app, VerbAction& action) {
  struct AgentFlags {
    std::string kind, config;
  };
  const auto flags = std::make_shared<AgentFlags>();
  auto* verb = app.add_subcommand("agent", "internal: one agent of a run, such as a producer");
  verb->group("");  // not in --help
  verb->add_option("KIND", flags->kind, "which kind of agent")->required()->check(OneOf(Words()));
  verb->add_option("CONFIG", flags->config, "JSON file; for 'settings' the JSON text itself")
      ->required();
  verb->callback([flags, &action] {
    action = [flags] {
      if (flags->kind != kSettings) return FindAgentKind(flags->kind).run(flags->config);
      std::printf("%s\n", AnswerAsLibrary(flags->config).c_str());
      return 0;
    };
  });
}

}  // namespace kproof
