// The keys of the store's `run` table: what SetRun writes and the judge reads. Values are text;
// JSON where it says so.
#pragma once

namespace kproof::run_key {

inline constexpr char kMadeBy[] = "made_by";              // who made the store: see made_by below
inline constexpr char kScenario[] = "scenario";           // name
inline constexpr char kScenarioYaml[] = "scenario_yaml";  // the resolved file
inline constexpr char kSeed[] = "seed";                   // whole number
inline constexpr char kRole[] = "role";                   // "claim" or "control"
inline constexpr char kAbout[] = "about";
inline constexpr char kStartedUs[] = "started_us";  // microseconds since 1970
inline constexpr char kSeconds[] = "seconds";       // decimal number: how long the run took
inline constexpr char kRequire[] = "require";       // JSON array of guarantees
inline constexpr char kIgnore[] = "ignore";         // JSON array of guarantees
// JSON object: name in counts → "> 0"; or "inconclusive" → words of a doubt
inline constexpr char kExpect[] = "expect";
inline constexpr char kLimits[] = "limits";                     // JSON object: limit → "< 15s"
inline constexpr char kFailOn[] = "fail_on";                    // JSON array of names in counts
inline constexpr char kLabels[] = "labels";                     // JSON object: label → text
inline constexpr char kConfigUnchecked[] = "config_unchecked";  // JSON array of names of settings
inline constexpr char kCampaign[] = "campaign";  // name of its folder. Absent: the run is in none
inline constexpr char kDriver[] = "driver";      // "local"
inline constexpr char kSandbox[] = "sandbox";    // "private" or "loopback"
inline constexpr char kClusterId[] = "cluster_id";
inline constexpr char kBootstrapServers[] = "bootstrap_servers";
inline constexpr char kVersionKafka[] = "version_kafka";
// Where a run has several clusters, the three keys above are those of the first, by name, or of
// `main`; these are JSON objects: cluster → text.
inline constexpr char kClusterIds[] = "cluster_ids";
inline constexpr char kClusterServers[] = "cluster_bootstrap_servers";
inline constexpr char kClusterVersions[] = "cluster_versions_kafka";
// "librdkafka 2.16.0"; not there: what the actors say.
inline constexpr char kVersionClient[] = "version_client";
// "librdkafka 2.16.0": what agents would have been, had it been here.
inline constexpr char kClientMissing[] = "client_missing";
inline constexpr char kVersionKproof[] = "version_kproof";
// "topic": facts of agents came through audit topics, and spools are not taken over. Absent:
// spools.
inline constexpr char kAuditTransport[] = "audit_transport";
// Of a history of events: the last time that any of them tells, on the clock of the store's other
// times. Whole number of microseconds. Absent: nothing has a time, or it is the facts that tell.
inline constexpr char kToldUntilUs[] = "told_until_us";
// How the run ended: kComplete or kInterrupted. Absent: it was killed, or has not ended yet.
inline constexpr char kEnded[] = "ended";
// Why facts are known to be missing: the store was made from a history that was cut. Absent: as far
// as is known it was not.
inline constexpr char kCut[] = "cut";
inline constexpr char kNotRun[] = "not_run";  // why this machine or cluster could not run it
inline constexpr char kUsage[] = "usage";     // what in the scenario made the run end
inline constexpr char kError[] = "error";     // a defect of the harness that ended the run

inline constexpr char kComplete[] = "complete";
inline constexpr char kInterrupted[] = "interrupted";

}  // namespace kproof::run_key

namespace kproof::made_by {

inline constexpr char kRun[] = "run";
inline constexpr char kCheck[] = "check";  // from an events.jsonl
inline constexpr char kAudit[] = "audit";  // from the audit topics of a live system
// In the first line of an exported events.jsonl.
inline constexpr char kExport[] = "kproof export";

}  // namespace kproof::made_by
