// What the judge says of a run: the one value that every report renders. The names are those of
// result.json (docs/result.md).
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/base/cluster_name.h"
#include "harness/words/verdict.h"

namespace kproof {

// Consecutive records of one stream that share a finding.
struct Example {
  std::string origin;  // the producing instance's name, or its hex id where it has none
  std::uint32_t life = 0;
  std::uint64_t seq = 0;    // first sequence
  std::uint64_t count = 1;  // records seq … seq + count - 1
  std::string cluster = "main";
  std::string topic;
  std::int32_t partition = 0;
  std::optional<std::int64_t>
      offset;  // acked offset of the first one; where it was read for findings about reads
  std::optional<double>
      acked_s;  // seconds into the run; the first was acked then or later in the same second
  // Seconds into the run; all of them that were acked were acked between these two.
  std::optional<std::pair<double, double>> acked_between_s = {};
  std::string stands_there;  // what is at that offset now: "ledger-1/0/77", "nothing", "past the
                             // end offset 812"
  // "kill broker 2 and pause broker 3": the faults that were active at some moment between those
  // two; "": none was.
  std::string during;
  // The leader of the partition when the first was acked, as far as it is known.
  std::optional<std::int32_t> leader = {}, leader_epoch = {};
  std::vector<std::string> log_lines = {};  // notable ones about the partition, near that moment
  // Whose finding it is, where that matters; else "".
  std::string reader = {}, group = {}, txn = {};
  std::string detail = {};    // more about it
  std::string found_in = {};  // the topic where it is, if not `topic`: "east:orders"
  bool operator==(const Example&) const = default;
};

struct Finding {
  std::string check;  // "lost", "duplicated", …: a name of `counts`
  std::uint64_t count = 0;
  bool allowed = false;   // the settings allow it (never true for what is excluded under all)
  bool expected = false;  // `expect` names it
  bool ignored = false;   // `ignore` names it: it changes no verdict
  std::string why;        // one sentence: rule and reason
  std::map<std::string, std::uint64_t>
      evidence;                   // lost: overwritten, truncated, absent, deleted_early
  std::vector<Example> examples;  // ranges, as many of the first as the judge was asked for
  std::uint64_t ranges = 0;       // how many ranges there are in all
  bool operator==(const Finding&) const = default;
};

struct FaultReport {
  std::string cluster = "main", fault, target;
  std::vector<std::int32_t> nodes;
  std::optional<double> from_s, to_s, first_ack_after_s, isr_full_after_s;
  bool bit = false;
  std::string proof;
  bool healed = false;
  std::string problem;
  bool operator==(const FaultReport&) const = default;
};

struct Promise {
  std::optional<bool> holds;  // nothing: a setting could not be read
  std::string rule;           // name of the row in docs/promises.md
  std::string why;            // one sentence with the settings that decided
  bool operator==(const Promise&) const = default;
};

struct Availability {
  double longest_ack_gap_s = 0;
  double longest_read_gap_s = 0;
  std::map<std::string, double> ack_gap_by_partition_s;  // "payments/0" → seconds
  std::map<std::string, double> ack_ms;                  // p50, p99, p999
  // The same of spans of acks that ended before the first fault, and of those that were acked from
  // then on until the cluster was whole again. Empty where there was no fault.
  std::map<std::string, double> ack_ms_before_fault, ack_ms_under_fault;
  std::optional<double>
      acked_per_s;  // records acked, between the first ack and the end of the load
  bool operator==(const Availability&) const = default;
};

struct LimitReport {
  std::string name, bound;  // "longest_ack_gap", "< 15s"
  std::string measured;     // "13.1 s"
  bool kept = true;
  bool operator==(const LimitReport&) const = default;
};

// The secondary counts, findings and circumstances of one run.
struct Result {
  std::string scenario;
  std::uint64_t seed = 0;
  std::string started;  // UTC
  double seconds = 0;
  std::string role = "claim";  // or "control"
  std::string about;
  Verdict verdict = Verdict::kInconclusive;
  std::string reason;  // one sentence
  std::string cut;     // why facts are known to be missing; "": none are. It is not a finding.
  std::vector<std::string> doubts;  // everything that speaks for "inconclusive", in full
  std::map<std::string, std::uint64_t> counts;   // every name of the contract is present
  std::map<std::string, std::uint64_t> allowed;  // the part of counts that the settings allow
  std::vector<Finding> findings;
  std::vector<FaultReport> faults;
  std::uint64_t acked_under_fault = 0;  // acked between the first fault and "whole again"
  std::uint64_t at_stake = 0;           // acked before "whole again", and read or gone over
  Availability availability;
  std::vector<LimitReport> limits;
  std::vector<std::string> disturbances;
  std::vector<std::string> not_tested;
  std::map<std::string, std::string> labels;
  std::vector<std::string> config_unchecked;  // settings of nodes whose names were not checked
  std::vector<std::string> require, ignore;
  std::map<std::string, std::uint64_t> ignored;  // the part of counts that `ignore` let pass
  std::vector<std::pair<std::string, std::string>> expect;  // ("lost", "> 0")
  std::map<std::string, Promise> promise;  // guarantee → what the settings promise
  // scope ("producer", "topic", "broker") → subject → key → value and origin
  struct Setting {
    std::string value, origin;
    bool operator==(const Setting&) const = default;
  };
  using Settings = std::map<std::string, Setting>;
  std::map<std::string, std::map<std::string, Settings>> effective;
  std::string campaign;  // name of the folder of the campaign that it is a trial of; "": of none
  std::string cluster_id, driver = "local", sandbox = "loopback", bootstrap_servers;
  struct Cluster {
    std::string id, bootstrap_servers, kafka;
    bool operator==(const Cluster&) const = default;
  };
  std::map<std::string, Cluster> clusters;      // by name; empty where there is one alone
  std::map<std::string, std::string> versions;  // kafka, client, kproof
  // SHA-256 of the run's files: "audit.db", "logs/broker-1.log" → 64 digits.
  std::map<std::string, std::string> evidence;
  bool operator==(const Result&) const = default;
};

// So many examples of each finding has result.json; a page lists more.
inline constexpr std::size_t kMaxExamples = 10;

inline void KeepExamples(Result& result, std::size_t most) {
  for (auto& finding : result.findings)
    finding.examples.resize(std::min(finding.examples.size(), most));
}

// Whether any fault was injected: only then records were at stake under something.
inline bool WasFaulted(const Result& result) {
  return std::any_of(result.faults.begin(), result.faults.end(),
                     [](const FaultReport& fault) { return fault.from_s.has_value(); });
}

}  // namespace kproof
