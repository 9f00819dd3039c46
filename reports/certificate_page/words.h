// What a certificate says in words, the same in each of its forms.
//
// Thread-safe: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/certificate_page/certificate_page.h"

namespace kproof {

// What a verdict means, in one sentence.
std::string CertificateMeaning(CertificateVerdict verdict);

// "promised", "not promised", "unknown".
std::string PromisedWord(const std::optional<bool>& promised);
// "promised under crash, stop; unknown under operator"
std::string PromisedByFailure(const CertifiedGuarantee& guarantee);
// "broken in 0 of 42 trials of 7 faults; a fault may break it in up to 0.39 of its trials"
std::string TriedText(const CertifiedGuarantee& guarantee);

// "producer acks=all: with that nothing is refused; …"
std::string AdviceText(const std::vector<AdvisedChange>& advice, bool taken);

// "crash, cut, stop": the classes of failure that are asked; "" where no guarantee says any.
std::string AskedFailures(const CertificatePage& page);
// "50 trials of 7 faults with these settings, and 8 of 4 controls, 2026-… to 2026-…"
std::string TrialsText(const CertificatePage& page);
// Whether a control showed the anomaly that it must show, and in how many trials.
bool ControlShowed(const TriedFault& control);
std::string ControlText(const TriedFault& control);

// "producer acks: 1 (p.properties:3)", "topic flush.messages: not set".
std::string RuleSetting(const CertifiedRule& rule);
// "2 must, 1 should, 3 notes"
std::string RuleCounts(const CertificatePage& page);

}  // namespace kproof
