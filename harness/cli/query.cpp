// kproof query RUN SQL: read-only SQL on a run's audit store, tab-separated with a line of names
// first.
#include "audit/store/query.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "harness/base/text.h"
#include "harness/cli/verbs.h"

namespace kproof {

void AddQueryVerb(CLI::App& app, VerbAction& action) {
  struct Flags {
    std::string run, sql;
  };
  const auto flags = std::make_shared<Flags>();
  auto* verb = app.add_subcommand(
      "query", "read-only SQL on a run's audit store; docs/audit-store.md describes the tables");
  verb->add_option("RUN", flags->run, "a run folder or an audit.db")->required();
  verb->add_option("SQL", flags->sql, "one statement")->required();
  verb->callback([flags, &action] {
    action = [flags] {
      const bool folder = std::filesystem::is_directory(flags->run);
      QueryStore(folder ? flags->run + "/audit.db" : flags->run, flags->sql,
                 [](const std::vector<std::string>& row) {
                   std::printf("%s\n", Join(row, "\t").c_str());
                 });
      return 0;
    };
  });
}

}  // namespace kproof
