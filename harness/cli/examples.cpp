#include "harness/cli/examples.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace kproof {
namespace {

struct VerbExample {
  std::string_view verb, command, what;
};

constexpr VerbExample kExamples[] = {
    {"", "kproof run durability/leader-kill", "kill a leader under load; verdict after 20 s"},
    {"", "kproof list scenarios", "list the scenarios that come with kproof"},
    {"", "kproof doctor", "what this machine can run"},

    {"kproof audit", "kproof audit --bootstrap-server broker:9092 --for 10min",
     "compare what was produced with what was consumed"},
    {"kproof audit", "kproof audit --bootstrap-server broker:9092 --until-idle --json",
     "one object per window"},

    {"kproof certify",
     "kproof certify --lint-only --topic payments --producer-config p.properties --replication 3",
     "what these settings give up, and the lines that mend it"},
    {"kproof certify",
     "kproof certify --lint-only --topic payments --producer-config p.properties --broker-config "
     "server.properties --sarif lint.sarif",
     "for a code host, beside the lines of the files"},
    {"kproof certify",
     "kproof certify --topic payments --producer-config p.properties --bootstrap-server "
     "broker:9092 --format md",
     "with the settings of a running cluster, which is read and not touched"},

    {"kproof check", "kproof check results/latest", "judge the last run again"},
    {"kproof check", "kproof check results",
     "judge all runs in that folder; the worst verdict counts"},
    {"kproof check", "kproof check events.jsonl --junit junit.xml",
     "judge the history of any client"},

    {"kproof cleanup", "kproof cleanup", "what killed runs left in results/"},

    {"kproof client", "kproof client list", "which clients agents can be, and which are here"},
    {"kproof client fetch", "kproof client fetch librdkafka@1.9.2",
     "download an older client into the cache"},
    {"kproof client list", "kproof client list --json", "one object per version"},

    {"kproof cluster", "kproof cluster up",
     "start three brokers and three controllers, until Ctrl-C"},
    {"kproof cluster", "kproof cluster status", "show what each node says"},
    {"kproof cluster down", "kproof cluster down", "stop the running cluster"},
    {"kproof cluster fetch", "kproof cluster fetch 3.9.1",
     "download an older Kafka into the cache"},
    {"kproof cluster fetch", "kproof cluster fetch --bundle kafka.tar",
     "for a machine without a network"},
    {"kproof cluster fetch", "kproof cluster fetch --from kafka.tar", "there"},
    {"kproof cluster status", "kproof cluster status", "show what each node says"},
    {"kproof cluster up", "kproof cluster up --brokers 1 --controllers 1", "a small one"},
    {"kproof cluster up", "kproof cluster up --topic payments:6:3", "with a topic for your client"},
    {"kproof cluster up", "kproof cluster up --config min.insync.replicas=2",
     "with a setting of server.properties"},

    {"kproof compare", "kproof compare --save baseline.json results/latest",
     "keep a campaign as one small file"},
    {"kproof compare", "kproof compare baseline.json results/latest",
     "what got worse since then; exit code 3 if anything"},
    {"kproof compare", "kproof compare before after --markdown compare.md", "for a pull request"},

    {"kproof completion", "eval \"$(kproof completion bash)\"", "for this shell"},

    {"kproof doctor", "kproof doctor", "rows for people"},
    {"kproof doctor", "kproof doctor --json", "one object per row"},

    {"kproof export", "kproof export results/latest --events events.jsonl",
     "write all facts of a run"},
    {"kproof export", "kproof export results/latest --events - | head", "on stdout"},

    {"kproof help", "kproof help run", "options and examples of run"},

    {"kproof list", "kproof list scenarios", "list the scenarios that come with kproof"},
    {"kproof list", "kproof list faults --json", "for programs"},

    {"kproof matrix", "kproof matrix matrix/acks-min-isr",
     "what acks and min.insync.replicas buy under seven faults"},
    {"kproof matrix", "kproof matrix mine.yaml --dry-run", "list its cells and start nothing"},
    {"kproof matrix", "kproof matrix --resume results/latest",
     "go on with a campaign that was interrupted"},

    {"kproof merge", "kproof merge one/results/latest two/results/latest",
     "one campaign of two machines that ran --shard 1/2 and 2/2"},

    {"kproof promise", "kproof promise --producer acks=1", "what acks=1 gives up"},
    {"kproof promise",
     "kproof promise --producer-config p.properties --defaults java --topic min.insync.replicas=2 "
     "--failure power-loss --nodes 2",
     "of a Java producer, when two machines lose their power"},
    {"kproof promise",
     "kproof promise --broker-config server.properties --topic-config configs.txt",
     "of what is deployed; configs.txt is what kafka-configs.sh prints"},
    {"kproof promise", "kproof promise --table",
     "acks, min.insync.replicas and replication at a glance"},

    {"kproof query", "kproof query results/latest 'SELECT * FROM fault'",
     "list the faults of the run"},
    {"kproof query", "kproof query results/latest --csv 'SELECT * FROM timeline'",
     "for a spreadsheet"},
    {"kproof query", "kproof query results/latest 'SELECT name FROM sqlite_schema'",
     "list the tables"},

    {"kproof report", "kproof report results/latest --output report.html",
     "one file that opens in any browser"},
    {"kproof report", "kproof report results/latest --format md", "for a pull request"},
    {"kproof report", "kproof report results/latest --format csv", "a campaign, for a spreadsheet"},

    {"kproof run", "kproof run durability/leader-kill", "run a scenario that comes with kproof"},
    {"kproof run", "kproof run mine.yaml --repeat 10 --seed 7",
     "run ten trials, with seeds 7 to 16"},
    {"kproof run", "kproof run mine.yaml --set producers.checkout.config.acks=1",
     "run with another setting"},
    {"kproof run", "kproof run scenarios --allow-not-run --junit junit.xml",
     "run everything that this machine can run, for CI"},
    {"kproof run", "kproof run mine.yaml --dry-run", "show what would be done"},

    {"kproof schema", "kproof schema --pretty > kproof.schema.json",
     "a schema for completion in editors"},

    {"kproof serve", "kproof serve", "runs in results/ as pages, on http://127.0.0.1:8642/"},
    {"kproof serve", "kproof serve nightly --port 9100", "another folder, for Prometheus"},

    {"kproof validate", "kproof validate mine.yaml", "list every error with its line and column"},
    {"kproof validate", "kproof validate scenarios --json", "one object per file"},

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
