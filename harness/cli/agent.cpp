// kproof agent producer|monitor|final CONFIG: the processes that carry load and spool facts.
// Internal: started by a run.
#include <CLI/CLI.hpp>
#include <memory>

#include "harness/agent/producer.h"
#include "harness/agent/reader.h"
#include "harness/cli/output.h"
#include "harness/cli/verbs.h"

namespace kproof {

void AddAgentVerb(CLI::App& app, VerbAction& action) {
  struct Flags {
    std::string kind, config;
  };
  const auto flags = std::make_shared<Flags>();
  auto* verb =
      app.add_subcommand("agent", "internal: one producer, monitor or final reader of a run");
  verb->group("");  // not in --help
  verb->add_option("KIND", flags->kind, "what to be")
      ->required()
      ->check(OneOf({"producer", "monitor", "final"}));
  verb->add_option("CONFIG", flags->config, "JSON file")->required();
  verb->callback([flags, &action] {
    action = [flags] {
      if (flags->kind == "producer") return RunProducer(flags->config);
      if (flags->kind == "monitor") return RunMonitor(flags->config);
      return RunFinalReader(flags->config);
    };
  });
}

}  // namespace kproof
