// The tables of names, each in alphabetical order.
#include "harness/scenario/keys.h"

namespace kproof {

const std::map<std::string, std::vector<std::string>>& KnownKeys() {
  static const std::map<std::string, std::vector<std::string>> kKeys = {
      {"cluster",
       {"brokers", "combined", "config", "config_unchecked", "controllers", "features", "heap",
        "kafka", "kafka_dir", "log_dirs", "mode", "port", "quorum", "racks", "voters"}},
      {"consumer", {"client", "cluster", "commit", "config", "count", "group", "topics"}},
      {"monitor", {"cluster", "config", "count"}},
      {"producer",
       {"client_library", "cluster", "config", "count", "defaults", "keys", "rate", "topics",
        "value"}},
      {"scenario", {"abort_if", "about",    "cluster", "clusters",    "consumers", "destructive",
                    "duration", "expect",   "fail_on", "ignore",      "labels",    "limits",
                    "max_time", "monitors", "name",    "producers",   "require",   "role",
                    "steps",    "tags",     "topics",  "whole_within"}},
      {"step",
       {"after", "at", "cluster", "every", "fault", "for", "name", "repeat", "sabotage", "target",
        "until", "when", "with", "within"}},
      {"topic", {"cluster", "config", "partitions", "replication"}},
  };
  return kKeys;
}

const std::vector<std::string>& CommitNames() {
  static const std::vector<std::string> kNames = {
      "async", "auto",       "batch",       "each",    "external",
      "none",  "on-receive", "transaction", "workers", "workers-contiguous"};
  return kNames;
}

const std::vector<std::string>& GuaranteeNames() {
  static const std::vector<std::string> kNames = {
      "at-least-once",     "at-most-once",  "atomic",         "exactly-once",
      "monotonic-commits", "no-duplicates", "no-loss",        "no-redelivery",
      "no-rewinds",        "no-skips",      "no-stale-reads", "order"};
  return kNames;
}

const std::vector<std::string>& FindingNames() {
  static const std::vector<std::string> kNames = {
      "compacted", "corrupt",     "diverged",  "duplicated", "early",
      "expired",   "ghost",       "lost",      "misplaced",  "pending",
      "phantom",   "redelivered", "regressed", "reordered",  "reprocessed",
      "rewound",   "skipped",     "stale",     "torn",       "unprocessed"};
  return kNames;
}

const std::vector<std::string>& FindingsAgainst(const std::string& guarantee) {
  static const std::map<std::string, std::vector<std::string>> kFindings = {
      {"at-least-once", {"unprocessed"}},
      {"at-most-once", {"reprocessed"}},
      {"atomic", {"early", "ghost", "torn"}},
      {"exactly-once", {"reprocessed", "unprocessed"}},
      {"monotonic-commits", {"regressed"}},
      {"no-duplicates", {"duplicated"}},
      {"no-loss", {"lost"}},
      {"no-redelivery", {"redelivered"}},
      {"no-rewinds", {"rewound"}},
      {"no-skips", {"skipped"}},
      {"no-stale-reads", {"stale"}},
      {"order", {"reordered"}}};
  static const std::vector<std::string> kNone;
  const auto found = kFindings.find(guarantee);
  return found == kFindings.end() ? kNone : found->second;
}

std::string FindingAgainst(const std::string& guarantee) {
  const auto& findings = FindingsAgainst(guarantee);
  return findings.size() == 1 ? findings.front() : "";
}

}  // namespace kproof
