#include "harness/cli/examples.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace kproof {
namespace {

struct Example {
  std::string_view verb, command, what;
};

constexpr Example kExamples[] = {
    {"", "kproof run durability/leader-kill", "kill a leader under load; a verdict in 20 s"},
    {"", "kproof list scenarios", "what else comes with it"},
    {"", "kproof doctor", "what this machine can run"},

    {"kproof audit", "kproof audit --bootstrap-server broker:9092 --for 10min",
     "reconcile what was produced and consumed"},
    {"kproof audit", "kproof audit --bootstrap-server broker:9092 --until-idle --json",
     "one object a window"},

    {"kproof check", "kproof check results/latest", "judge the last run again"},
    {"kproof check", "kproof check results", "all runs in that folder; the worst verdict counts"},
    {"kproof check", "kproof check events.jsonl --junit junit.xml", "the history of any client"},

    {"kproof cleanup", "kproof cleanup", "what killed runs left in results/"},

    {"kproof cluster", "kproof cluster up", "three brokers, three controllers, until Ctrl-C"},
    {"kproof cluster", "kproof cluster status", "what each node of it says"},
    {"kproof cluster down", "kproof cluster down", "end the one that is up"},
    {"kproof cluster fetch", "kproof cluster fetch 3.9.1", "get an older Kafka into the cache"},
    {"kproof cluster fetch", "kproof cluster fetch --bundle kafka.tar",
     "for a machine without a way out"},
    {"kproof cluster fetch", "kproof cluster fetch --from kafka.tar", "there"},
    {"kproof cluster status", "kproof cluster status", "what each node says"},
    {"kproof cluster up", "kproof cluster up --brokers 1 --controllers 1", "a small one"},
    {"kproof cluster up", "kproof cluster up --topic payments:6:3", "with a topic for your client"},
    {"kproof cluster up", "kproof cluster up --config min.insync.replicas=2",
     "with a setting of server.properties"},

    {"kproof completion", "eval \"$(kproof completion bash)\"", "for this shell"},

    {"kproof doctor", "kproof doctor", "rows for people"},
    {"kproof doctor", "kproof doctor --json", "one object a row"},

    {"kproof export", "kproof export results/latest --events events.jsonl", "all facts of a run"},
    {"kproof export", "kproof export results/latest --events - | head", "on stdout"},

    {"kproof help", "kproof help run", "options and examples of run"},

    {"kproof list", "kproof list scenarios", "the book of scenarios"},
    {"kproof list", "kproof list faults --json", "for programs"},

    {"kproof promise", "kproof promise --producer acks=1", "what acks=1 gives up"},
    {"kproof promise",
     "kproof promise --producer-config p.properties --defaults java --topic min.insync.replicas=2 "
     "--failure power-loss --nodes 2",
     "of a Java producer, when two machines lose their power"},
    {"kproof promise", "kproof promise --table",
     "acks, min.insync.replicas and replication at a glance"},

    {"kproof query", "kproof query results/latest 'SELECT * FROM fault'",
     "which faults there were"},
    {"kproof query", "kproof query results/latest --csv 'SELECT * FROM timeline'",
     "for a spreadsheet"},
    {"kproof query", "kproof query results/latest 'SELECT name FROM sqlite_schema'",
     "which tables there are"},

    {"kproof run", "kproof run durability/leader-kill", "a scenario of the book"},
    {"kproof run", "kproof run mine.yaml --repeat 10 --seed 7", "ten trials, seeds 7 to 16"},
    {"kproof run", "kproof run mine.yaml --set producers.checkout.config.acks=1",
     "with another setting"},
    {"kproof run", "kproof run scenarios --allow-not-run --junit junit.xml",
     "all that this machine can run, for CI"},
    {"kproof run", "kproof run mine.yaml --dry-run", "what would be done"},

    {"kproof schema", "kproof schema --pretty > kproof.schema.json",
     "a file that editors complete scenarios with"},

    {"kproof validate", "kproof validate mine.yaml", "every error with its line and column"},
    {"kproof validate", "kproof validate scenarios --json", "one object a file"},

    {"kproof version", "kproof version", "of kproof and of its Kafka client"},
};

}  // namespace

std::string ExamplesOf(const std::string& verb) {
  std::size_t width = 0;
  for (const auto& example : kExamples)
    if (example.verb == verb) width = std::max(width, example.command.size());
  std::string text;
  for (const auto& example : kExamples)
    if (example.verb == verb)
      text += fmt::format("  {:<{}}  # {}\n", example.command, width, example.what);
  return text;
}

}  // namespace kproof
