// kproof agent producer|monitor|final|consumer CONFIG: the processes that carry load and spool
// facts; and settings QUESTION, which answers by the client library that it was started with.
// Internal: started by a run.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "harness/agent/consumer.h"
#include "harness/agent/producer.h"
#include "harness/agent/reader.h"
#include "harness/cli/output.h"
#include "harness/cli/verbs.h"
#include "harness/run/ask_settings.h"

namespace kproof {

void AddAgentVerb(CLI::App& app, VerbAction& action) {
  struct AgentFlags {
    std::string kind, config;
  };
  const auto flags = std::make_shared<AgentFlags>();
  auto* verb = app.add_subcommand(
      "agent", "internal: one producer, monitor, consumer or final reader of a run");
  verb->group("");  // not in --help
  verb->add_option("KIND", flags->kind, "what to be")
      ->required()
      ->check(OneOf({"consumer", "producer", "monitor", "final", "settings"}));
  verb->add_option("CONFIG", flags->config, "JSON file, or for settings JSON itself")->required();
  verb->callback([flags, &action] {
    action = [flags] {
      if (flags->kind == "producer") return RunProducer(flags->config);
      if (flags->kind == "consumer") return RunConsumer(flags->config);
      if (flags->kind == "monitor") return RunMonitor(flags->config);
      if (flags->kind == "settings") {
        std::printf("%s\n", AnswerAsLibrary(flags->config).c_str());
        return 0;
      }
      return RunFinalReader(flags->config);
    };
  });
}

}  // namespace kproof
