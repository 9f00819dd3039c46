// The tables of names, each in alphabetical order.
#include "harness/scenario/keys.h"

namespace kproof {

const std::map<std::string, std::vector<std::string>>& KnownKeys() {
  static const std::map<std::string, std::vector<std::string>> kKeys = {
      {"cluster",
       {"brokers", "combined", "config", "config_unchecked", "controllers", "driver", "features",
        "file", "heap", "kafka", "kafka_dir", "log_dirs", "mode", "port", "quorum", "racks",
        "voters"}},
      {"consumer",
       {"client", "cluster", "commit", "config", "count", "crash", "group", "listener", "process",
        "start", "static", "to", "topics", "transaction"}},
      {"crash", {"at", "nth"}},
      {"matrix",
       {"about", "axes", "exclude", "expect", "name", "names", "repeat", "repeats", "scenario",
        "seed"}},
      {"matrix_expect", {"verdict", "where"}},
      {"matrix_name", {"name", "where"}},
      {"matrix_repeat", {"repeat", "where"}},
      {"monitor", {"client", "cluster", "config", "count", "isolation"}},
      {"process", {"batch", "fail_every", "poll", "slow_every", "slow_time", "time", "workers"}},
      {"producer",
       {"at_end", "client", "client_library", "cluster", "config", "count", "crash", "defaults",
        "keys", "on_error", "on_full", "rate", "send", "topics", "transaction", "value"}},
      {"scenario", {"abort_if", "about",    "cluster", "clusters",    "consumers", "destructive",
                    "duration", "expect",   "fail_on", "ignore",      "labels",    "limits",
                    "max_time", "monitors", "name",    "producers",   "require",   "role",
                    "steps",    "tags",     "topics",  "whole_within"}},
      {"step",
       {"after", "at", "cluster", "every", "fault", "for", "name", "repeat", "sabotage", "target",
        "until", "when", "with", "within"}},
      {"topic", {"cluster", "config", "partitions", "replication"}},
      {"transaction", {"abort", "id", "records", "timeout"}},
      {"waiver", {"finding", "reason", "scenario", "ticket", "until", "waive_loss"}},
  };
  return kKeys;
}

const std::vector<std::string>& CrashPoints() {
  static const std::vector<std::string> kNames = {"after-commit", "after-processing",
                                                  "before-processing"};
  return kNames;
}

const std::vector<std::string>& TransactionCrashPoints() {
  static const std::vector<std::string> kNames = {
      "after-end", "after-offsets", "before-end", "before-offsets", "before-send", "between-sends"};
  return kNames;
}

const std::vector<std::string>& CommitNames() {
  static const std::vector<std::string> kNames = {
      "async", "auto",       "batch",       "each",    "external",          "external-unfenced",
      "none",  "on-receive", "transaction", "workers", "workers-contiguous"};
  return kNames;
}

}  // namespace kproof
