// Results to render: the contract's own example, filled in.
#pragma once

#include "audit/judge/result.h"

namespace kproof {

inline Finding Found(const std::string& check, std::uint64_t count) {
  Finding finding;
  finding.check = check;
  finding.count = count;
  return finding;
}

inline Result CleanRun() {
  Result result;
  result.scenario = "leader-kill";
  result.seed = 7;
  result.started = "2026-11-21T09:00:00Z";
  result.seconds = 21.4004;
  result.about = "An acknowledged record survives kill -9 of its leader.";
  result.verdict = Verdict::kPass;
  result.reason = "84190 acked records, none lost, duplicated or reordered";
  result.counts = {
      {"sent", 84210}, {"acked", 84190}, {"failed", 0}, {"unknown", 20}, {"read", 252570}};
  for (const char* check : {"lost", "duplicated", "reordered"}) {
    result.findings.push_back(Found(check, 0));
    result.counts[check] = 0;
  }
  result.faults.push_back({.fault = "kill",
                           .target = "leader of payments/0",
                           .nodes = {2},
                           .from_s = 5.0,
                           .to_s = 9.1,
                           .first_ack_after_s = 9.8,
                           .isr_full_after_s = 14.2,
                           .bit = true,
                           .proof = "process 4711 gone by SIGKILL",
                           .healed = true,
                           .problem = ""});
  result.acked_under_fault = 52112;
  result.at_stake = 84190;
  result.availability = {4.8,
                         5.1,
                         {{"payments/0", 4.8}, {"payments/1", 0.1}},
                         {{"p50", 2.1}, {"p99", 13.0}, {"p999", 4700.0}},
                         {{"p50", 2.0}, {"p99", 9.0}, {"p999", 12.0}},
                         {{"p50", 2.2}, {"p99", 4600.0}, {"p999", 4750.0}},
                         3925.5};
  result.limits = {{"longest_ack_gap", "< 15s", "4.8 s", true}};
  result.require = {"no-loss", "no-duplicates", "order"};
  result.promise = {
      {"no-loss", {true, "acks-all-min-isr-2", "acks=all with min.insync.replicas=2"}},
      {"order", {std::nullopt, "unreadable-setting", "max.in.flight is not known"}}};
  result.effective["producer"]["checkout"]["acks"] = {"all", "scenario"};
  result.effective["topic"]["payments"]["min.insync.replicas"] = {"2", "DYNAMIC_TOPIC_CONFIG"};
  result.effective["broker"]["broker-1"]["broker.session.timeout.ms"] = {"9000", "DEFAULT_CONFIG"};
  result.cluster_id = "abc";
  result.bootstrap_servers = "127.1.2.1:9092";
  result.versions = {{"kafka", "4.3.1"}, {"client", "librdkafka 2.0.2"}, {"kproof", "0.1.0"}};
  return result;
}

// The same run with acks=1: records are gone, and the settings allow it.
inline Result LossyRun() {
  Result result = CleanRun();
  result.scenario = "leader-kill-acks1";
  result.verdict = Verdict::kUnprotected;
  result.reason = "1505 acked records are lost, and acks=1 allows it";
  result.require = {"no-duplicates"};
  result.promise = {{"no-loss", {false, "acks-1", "acks=1 is the leader's word alone"}}};
  result.counts["lost"] = result.allowed["lost"] = 1505;
  Finding& lost = result.findings.front();
  lost.count = 1505;
  lost.allowed = true;
  lost.why = "acks=1 is the leader's word alone";
  lost.evidence = {{"overwritten", 1500}, {"truncated", 5}};
  lost.ranges = 12;
  lost.examples = {{.origin = "checkout-0",
                    .life = 0,
                    .seq = 5013,
                    .count = 8,
                    .topic = "payments",
                    .partition = 3,
                    .offset = 8121,
                    .acked_s = 7.25,
                    .acked_between_s = std::pair{7.25, 7.9},
                    .stands_there = "checkout-1/0/77",
                    .during = "kill broker 2"}};
  return result;
}

}  // namespace kproof
