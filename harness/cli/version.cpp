// kproof version, which --version prints too.
#include "harness/run/version.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "harness/cli/verbs.h"
#include "harness/kafka/client_config.h"

namespace kproof {

std::string VersionText() { return "kproof " + KproofVersion() + "\n" + ClientVersion(); }

void AddVersionVerb(CLI::App& app, VerbAction& action) {
  app.add_subcommand("version", "print the versions of kproof and of the Kafka client it runs with")
      ->callback([&action] {
        action = [] {
          std::printf("%s\n", VersionText().c_str());
          return 0;
        };
      });
}

}  // namespace kproof
