// kproof doctor: what this machine can do, one row each, with what a missing one needs.
#include "harness/run/doctor.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "harness/base/printable.h"
#include "harness/cli/output.h"
#include "harness/cli/verbs.h"

namespace kproof {
namespace {

void PrintObjects(const std::vector<Ability>& abilities, const JsonFlags& flags) {
  for (const auto& one : abilities)
    PrintJson({{"group", one.group},
               {"name", one.name},
               {"works", one.works},
               {"details", one.details},
               {"remedy", one.remedy}},
              flags);
}

void PrintRows(const std::vector<Ability>& abilities) {
  std::size_t width = 0;
  for (const auto& one : abilities) width = std::max(width, one.name.size());
  std::string group;
  for (const auto& one : abilities) {
    if (one.group != group) std::printf("%s\n", one.group.c_str());
    group = one.group;
    std::printf("  %-3s  %-*s  %s\n", one.works ? "yes" : "no", static_cast<int>(width),
                one.name.c_str(), Printable(one.details).c_str());
    if (!one.remedy.empty())
      std::printf("       %-*s  to get it: %s\n", static_cast<int>(width), "", one.remedy.c_str());
  }
}

}  // namespace

void AddDoctorVerb(CLI::App& app, VerbAction& action) {
  const auto json = std::make_shared<JsonFlags>();
  auto* verb = app.add_subcommand("doctor",
                                  "show what this machine can do: each sandbox, network feature, "
                                  "fault, driver and client, and what a missing one needs");
  AddJsonFlags(*verb, *json);
  verb->callback([json, &action] {
    action = [json] {
      const auto abilities = Examine();
      if (json->asked()) {
        PrintObjects(abilities, *json);
      } else {
        PrintRows(abilities);
      }
      return CanRun(abilities) ? 0 : kExitNotRun;
    };
  });
}

}  // namespace kproof
