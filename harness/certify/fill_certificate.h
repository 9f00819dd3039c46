// What trials add to a certificate: guarantee by guarantee what was tried and seen, and the
// verdict.
//
// Thread-safe: pure functions.
#pragma once

#include "audit/lint/certificate.h"
#include "harness/campaign/campaign_progress.h"
#include "harness/certify/certify_plan.h"

namespace kproof {

// Fills in trials of every guarantee and decides again:
//   refused       by lint or promise, or a trial with the given settings broke what is required
//   certified     nothing did, each scenario's bound is within `per_trial`, and each control showed
//                 its anomaly: a loss would have been seen
//   inconclusive  anything else, with the reason
// Gives the exit code: 0 certified, 1 a violation was seen, 2, 6 refused by lint or promise.
int FillCertificate(const CertifyPlan& plan, const CampaignProgress& progress, double per_trial,
                    double confidence, Certificate& certificate);

}  // namespace kproof
