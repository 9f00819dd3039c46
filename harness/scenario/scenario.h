// A scenario as a value: what a YAML file says, with every default filled in. docs/scenario.md
// describes each key.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/clock.h"
#include "harness/scenario/client_name.h"
#include "harness/scenario/vocabulary.h"

namespace kproof {

using Config = std::map<std::string, std::string>;  // Kafka's own names → values as text

struct ClusterSpec {
  std::string driver = "local";  // who starts it
  std::string file;              // of driver compose: the compose file; "": docker-compose.yml
  std::int32_t brokers = 3;
  std::int32_t controllers = 3;  // 0 with combined: each broker is a controller too
  bool combined = false;
  std::string kafka = "4.3.1";
  std::string kafka_dir;      // an unpacked Kafka or a folder of jars; "" : fetched jars of `kafka`
  std::string heap = "256m";  // of each node, as in -Xmx
  std::optional<std::int32_t>
      port;  // of the clients' listeners; +1 replication, +2 controllers. Nothing: chosen
  std::vector<std::string> racks;  // one after the other in turn, for brokers and for controllers
  std::int32_t log_dirs = 1;       // log folders of each node, as separate disks would be
  bool dynamic_quorum = false;     // the controllers' voters can change (KIP-853)
  std::optional<std::int32_t> voters;  // of it at the beginning: the first controllers; else all
  Config features;  // feature → level that the cluster is formatted with; else Kafka's own
  Config config;    // server properties of every node
  std::vector<std::string> config_unchecked;  // of these, names that only a plugin knows
  bool operator==(const ClusterSpec&) const = default;
};

struct TopicSpec {
  std::string name;
  std::string cluster = "main";
  std::int32_t partitions = 1;
  std::int32_t replication = 3;
  Config config;
  bool operator==(const TopicSpec&) const = default;
};

// Where an agent kills itself.
struct CrashSpec {
  std::string at;  // a point of its work; "": nowhere
  std::int32_t nth = 1;
  bool operator==(const CrashSpec&) const = default;
};

// How a producer groups what it sends into transactions, one after the other.
struct TransactionSpec {
  std::int32_t records = 100;                   // of each
  double abort_percent = 0;                     // of them, on purpose
  Duration timeout = std::chrono::seconds(60);  // transaction.timeout.ms
  std::string id;  // transactional.id of all instances; "": each has its own, its name
  bool operator==(const TransactionSpec&) const = default;
};

struct ProducerSpec {
  std::string name;
  std::string cluster = "main";
  std::int32_t count = 1;  // instances: name-0, name-1, …
  std::optional<double>
      rate_per_s;  // of each instance, open loop; nothing: as fast as possible ("max")
  std::uint64_t value_bytes = 256;
  std::optional<std::uint64_t> keys;    // number of distinct keys; nothing: records without key
  std::vector<std::string> topics;      // empty in the file: all
  std::string defaults = "librdkafka";  // or "java": idempotence, in-flight, time-outs, partitioner
  std::string client_library;           // folder with another librdkafka.so.1, instead of `client`
  Config config;                        // librdkafka properties, given last
  std::string client = kLibrdkafka;     // "librdkafka@1.9.2", "java"; without version: the default
  std::string send = "pipelined";       // or "one-by-one": each waits for the last one's answer
  std::uint64_t stop_after = 0;         // errors; 0: it goes on whatever happens
  std::string on_full = "block";        // or "drop", where the client's buffer has no room
  std::string at_end = "close";         // or "exit" without waiting for what is outstanding
  std::optional<TransactionSpec> transaction;  // nothing: it sends without
  CrashSpec crash = {};                        // of the first instance, in its first life
  bool operator==(const ProducerSpec&) const = default;
};

struct MonitorSpec {
  std::string name;
  std::string cluster = "main";
  std::int32_t count = 1;
  Config config;
  std::string client = kLibrdkafka;            // as of a producer
  std::string isolation = "read_uncommitted";  // or "read_committed"
  bool operator==(const MonitorSpec&) const = default;
};

// What a consumer does with each record.
struct WorkSpec {
  std::int32_t batch = 100;     // records a commit, of the policies that commit in batches
  std::int32_t fail_every = 0;  // of how many records the work on one fails for good; 0: of none
  std::int32_t poll = 1;        // records that it takes over before it works on the first of them
  std::int32_t slow_every = 0;  // of how many records one takes slow_time; 0: none does
  Duration slow_time{};
  Duration time{};           // of each other record
  std::int32_t workers = 0;  // that work on one record each; 0: the loop that polls works
  bool operator==(const WorkSpec&) const = default;
};

// Members of a consumer group, each a process of its own.
struct ConsumerSpec {
  std::string name;
  std::string cluster = "main";
  std::string group;                 // left out in the file: `name`
  std::int32_t count = 1;            // members: name-0, name-1, …
  std::vector<std::string> topics;   // that it subscribes to; empty in the file: all
  std::string commit = "auto";       // how it commits
  std::string client = kLibrdkafka;  // as of a producer
  Config config;                     // librdkafka properties, given last
  CrashSpec crash = {};              // of the first member, in its first life
  bool listener = false;             // commits what it has done before partitions are taken away
  WorkSpec work = {};                // `process`
  Duration start{};                  // it joins that long after it was started
  bool static_members = false;       // each keeps its place in the group by its name
  std::string to = {};               // topic of what it makes of each record; "": it makes nothing
  TransactionSpec transaction = {};  // with commit `transaction`
  bool operator==(const ConsumerSpec&) const = default;
};

// When something begins or ends: at a time, or when a state holds.
struct Trigger {
  std::optional<Duration> time;  // `at:` after the load is steady; `for:` after the fault began
  std::optional<Phrase> state;   // `when:` / `until:`
  bool operator==(const Trigger&) const = default;
};

struct StepSpec {
  std::string name;  // by which other steps wait for it; "": nobody does
  std::string fault;
  std::string cluster = "main";
  TargetPhrase target;
  Config with;  // parameters, checked against the fault's form, defaults filled in
  std::map<std::string, TargetPhrase> who;  // those of them that name targets, understood
  Trigger begin;
  Duration after{};  // begins that long after `when` held
  Trigger end;
  Duration within = std::chrono::seconds(60);  // limit for each wait of this step
  std::int32_t repeat = 1;  // how often it is done, each time with its target resolved anew
  Duration every{};         // from one beginning to the next; a time that lasts longer delays it
  std::string sabotage;     // what is left out to test kproof itself: "bite", "undo"; "": nothing
  bool operator==(const StepSpec&) const = default;
};

struct Bound {        // "< 15s", "> 0", ">= 1", "= 0"
  std::string op;     // "<", "<=", "=", ">=", ">"
  std::string value;  // a duration for limits, a whole number for expect
  bool operator==(const Bound&) const = default;
};

struct Scenario {
  std::string name;
  std::string role = "claim";
  std::string about;
  bool destructive = false;                     // faults may leave a partition without any replica
  std::map<std::string, ClusterSpec> clusters;  // by name; "main" for `cluster:`
  std::vector<TopicSpec> topics;
  std::vector<ProducerSpec> producers;
  std::vector<MonitorSpec> monitors;
  std::vector<ConsumerSpec> consumers;
  Duration duration =
      std::chrono::seconds(5);  // the load lasts at least this long; longer where steps need it
  Duration max_time = std::chrono::minutes(5);       // deadline of the entire run
  Duration whole_within = std::chrono::seconds(90);  // of the last undo
  std::vector<StepSpec> steps;
  std::vector<Phrase> abort_if;  // states; when one holds, all faults are taken back
  std::vector<std::string> require;
  std::vector<std::string> ignore;  // guarantees: what the settings allow against them is accepted
  std::map<std::string, Bound> expect;  // finding → bound on its count
  // Words of the doubt that must make the run inconclusive; "": none must. For controls of kproof
  // itself, which then pass.
  std::string expect_inconclusive;
  std::map<std::string, Bound> limits;  // longest_ack_gap, ack_p99, recovery …
  std::vector<std::string> fail_on;
  std::map<std::string, std::string> labels;
  std::string expect_limit = {};  // that a control has to exceed; "": none
  bool operator==(const Scenario&) const = default;
};

// The key that asks for a guarantee, or for a finding against it, and so can't stand beside
// `ignore` of that guarantee: "require", "expect" or "fail_on"; "" where none does.
std::string KeyAgainstIgnoring(const Scenario& scenario, const std::string& guarantee);

// One thing that is wrong with a scenario file.
struct Diagnostic {
  std::string file;
  int line = 0;  // 1-based; 0: the file as a whole
  int column = 0;
  std::string what;
  std::string hint;

  // "file:line:column: what; hint"
  std::string ToString() const;
};

// `path=value` of --set, applied before validation: "topics.payments.config.min.insync.replicas=1".
// "producers.*.rate" means each producer, and so with topics, monitors, consumers and clusters.
// Below `config`, `with` and `labels` the rest is one key; steps are counted from 0:
// "steps.0.for=2s". A value that begins with [ or { is YAML, any other is text. `for` takes the
// place of `until` and `at` of `when` and `after`, and the other way round.
struct Override {
  std::string path;
  std::string value;
  std::string flag = "--set";  // where diagnostics say that it stands
};

struct ParsedScenario {
  std::optional<Scenario> scenario;     // only when there are no diagnostics
  std::vector<Diagnostic> diagnostics;  // all of them at once, in file order
  std::vector<Diagnostic> notes = {};   // what could not be checked
};

// Reads a scenario strictly: unknown keys, duplicate keys, wrong units and impossible values are
// diagnostics. Pure; throws nothing for what is wrong with the file.
ParsedScenario ParseScenario(const std::string& file_name, const std::string& yaml,
                             const Vocabulary& vocabulary,
                             const std::vector<Override>& overrides = {});

}  // namespace kproof
