// A certificate for people who were not there: what its certificate.json says, as data, and as one
// printable page with an annex. Whatever made the certificate, only that file is looked at.
//
// Thread-safe: plain values and pure functions, but for ReadCertificatePage, which reads a file.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/lint/certificate.h"
#include "reports/frame/index_json.h"

namespace kproof {

// As IsReportOf (reports/frame/frame.h) knows it.
inline constexpr std::string_view kCertificateReport = "certificate";

struct CertifiedSetting {
  std::string scope, key, value, origin;
};

// A rule of the lint that applies.
struct CertifiedRule {
  std::string id, severity, confidence, scope, setting, value, origin;
  std::string why, advice, cost, source, shown_by;
};

struct CertificatePage {
  std::string topic, fingerprint;
  std::optional<std::string> cluster_id;
  CertificateVerdict verdict = CertificateVerdict::kInconclusive;
  std::string reason;
  std::string kafka, producer, consumer, kproof;  // versions; of a client "": there is none
  std::string command;                            // that makes it again; "": not in the file
  std::vector<CertifiedSetting> settings;
  std::vector<CertifiedRule> lint;             // the worst first
  std::vector<CertifiedGuarantee> guarantees;  // without `why` of each class of failure
  std::vector<AdvisedChange> advice;
  bool advice_taken = false;
  std::vector<std::string> not_tested;
  // Of trials. `tells_trials`: an older kproof did not write which faults it tried.
  bool tells_trials = false;
  std::vector<TriedFault> tried;
  std::optional<TrialBound> bound;
  std::string first_started, last_started;
  std::vector<std::string> clients;  // that agents of trials were; an older kproof did not write it
};

// Throws Error(kUsage) that names the file and the place in it: for another document, another
// schema, an unknown key or word, and text that is no JSON. Keys that an older kproof did not write
// may be missing.
CertificatePage ReadCertificatePage(const std::string& file);
// Of text that is at hand; `name` is what errors call it.
CertificatePage ParseCertificatePage(std::string_view text, const std::string& name);

// The same page gives the same bytes. The first part takes one sheet of paper, A4 or Letter,
// whatever stands in the certificate; what is cut there stands in the annex.
std::string ToHtml(const CertificatePage& page);

inline constexpr std::size_t kMostCertificateLines = 60;
std::string ToMarkdown(const CertificatePage& page);

// Of the folder that certificate.json lies in.
Index IndexOf(const CertificatePage& page);

// What the certificate does not say, a sentence each.
std::vector<std::string> NotSeen(const CertificatePage& page);

}  // namespace kproof
