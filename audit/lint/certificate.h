// A certificate: what was looked at, what the lint says, what is promised and what runs have shown,
// guarantee by guarantee, and what was not tried.
//
// Lint and promise fill in their part (certify.h); whoever runs scenarios fills in the trials and
// decides again. Formats are in reports. Thread-safe for readers.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "audit/lint/lint.h"
#include "audit/promise/promise.h"

namespace kproof {

inline constexpr char kCertificateWhat[] = "kproof certificate";
inline constexpr int kCertificateSchema = 1;

// What a guarantee is worth under one class of failure.
struct PromisedUnder {
  std::string failure;  // name of the class
  std::int64_t nodes = 0;
  bool asked = false;  // the verdict depends on it
  PromiseVerdict promise;
  std::string source;  // of the rule
};

struct CertifiedGuarantee {
  std::string guarantee;
  bool required = false;
  std::optional<bool> promised;  // under all classes that are asked; nothing: it can't be known
  std::string rule;  // of the first class that is asked and not promised; else of the first
  std::string why;
  std::vector<PromisedUnder> by_failure;
  // Of runs; a certificate of the lint alone has none.
  std::vector<std::string> scenarios;
  std::uint64_t trials = 0;    // conclusive, with something at stake
  std::uint64_t at_stake = 0;  // records, over all trials
  std::uint64_t observed = 0;  // trials in which it was broken
  std::optional<double>
      per_trial_upper;  // bound of the probability of a broken trial; nothing: none
};

enum class CertificateVerdict { kCertified, kRefused, kInconclusive };
const char* NameOf(CertificateVerdict verdict);

// Stands among what is not tested until trials were run.
inline constexpr char kNothingWasRun[] =
    "nothing was run: lint and promises look at settings alone";

// A setting, with a value that it should have.
struct AdvisedChange {
  SettingScope scope;
  std::string key;
  std::optional<std::string> value;  // nothing: it is to be left out
  std::string ToString() const {
    return std::string(NameOf(scope)) + " " + key + (value ? "=" + *value : " left out");
  }
  bool operator==(const AdvisedChange&) const = default;
};

// One fault, with the settings that are to be certified or with those of its control.
struct TriedFault {
  std::string fault;      // "faults/leader-kill"
  std::string unsafe;     // of a control what is unsafe in it: "acks=1"; "": no control
  std::string must_show;  // of a control: the anomaly that a trial of it must show
  std::map<std::string, std::uint64_t> verdicts = {};  // of how many trials
  std::map<std::string, std::uint64_t> found = {};     // anomaly → in how many trials
  std::uint64_t at_stake = 0;                          // records, over all trials
  std::vector<std::uint64_t> seeds = {};               // one for each trial

  bool is_control() const { return !unsafe.empty(); }
  std::uint64_t trials() const { return seeds.size(); }
};

// What the bound of a certificate is to be.
struct TrialBound {
  double confidence = 0, per_trial = 0;
};

struct Certificate {
  std::string topic;
  std::string fingerprint;
  std::optional<std::string> cluster_id;  // of the cluster that settings were read from
  LintSubject subject;
  std::vector<LintFinding> lint;
  std::vector<CertifiedGuarantee> guarantees;
  std::vector<std::string> not_tested;  // sentences
  CertificateVerdict verdict = CertificateVerdict::kInconclusive;
  std::string reason;  // of the verdict, in one sentence
  // Where it is refused: the smallest change after which it is not, as far as one was found.
  // `advice_taken`: the certificate is about settings with that change.
  std::vector<AdvisedChange> advice;
  bool advice_taken = false;
  bool promised_all = false;  // everything that is required, under every class that is asked
  // Of trials; a certificate of the lint alone has none of these.
  std::vector<TriedFault> tried;
  std::optional<TrialBound> bound;
  std::string first_started, last_started;  // of the trials, UTC
  // "java 4.3.1, librdkafka 2.16.0": what agents of trials said that they are; others in a trial
  // are an element more.
  std::set<std::string> clients;
  std::string command;  // that makes it again, without secrets; "": not known
  std::string kproof;   // version
};

}  // namespace kproof
