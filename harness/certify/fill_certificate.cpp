#include "harness/certify/fill_certificate.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/certify/tried_faults.h"
#include "harness/scenario/client_name.h"
#include "harness/words/guarantee.h"
#include "reports/loss_bound.h"

namespace kproof {
namespace {

// Whether anything that the guarantee excludes was found, allowed or not.
bool Broke(const Result& result, const std::string& guarantee) {
  const auto findings = FindingsAgainst(guarantee);
  return std::any_of(findings.begin(), findings.end(), [&](const std::string& name) {
    const auto count = result.counts.find(name);
    return count != result.counts.end() && count->second > 0;
  });
}

void Fill(const std::vector<CellTrials>& cells, CertifiedGuarantee& guarantee, double confidence) {
  double upper = 0;
  for (const auto& cell : cells) {
    if (!cell.given()) continue;
    guarantee.scenarios.push_back(cell.scenario());
    std::uint64_t trials = 0, broken = 0;
    for (const Result* trial : cell.trials) {
      const bool broke = trial->cut.empty() && Broke(*trial, guarantee.guarantee);
      if (!broke && !IsTrial(*trial)) continue;
      ++trials;
      broken += broke ? 1 : 0;
      guarantee.at_stake += trial->at_stake;
    }
    guarantee.trials += trials;
    guarantee.observed += broken;
    upper = std::max(upper, UpperBound(trials, broken, confidence));
  }
  guarantee.per_trial_upper = upper;
}

// "java 4.3.1, librdkafka 2.16.0": what the agents of a trial said that they are.
std::string AgentsOf(const Result& trial) {
  const auto said = trial.versions.find("client");
  return said == trial.versions.end() ? "" : said->second;
}

// Whether one of them is the client that was named, in any version where none was.
bool Has(const std::string& agents, const ClientSaid& client) {
  const auto named = client.kind + " ";
  for (const auto& agent : Split(agents, ','))
    if (const auto one = Trim(agent);
        client.version.empty() ? one.starts_with(named) : one == named + client.version)
      return true;
  return false;
}

// A trial that counts for or against the settings, sent with another client than theirs.
std::optional<std::string> OtherClient(const CellTrials& cell, const ClientSaid& client) {
  for (const Result* trial : cell.trials) {
    const bool counts = trial->verdict == Verdict::kPass || trial->verdict == Verdict::kUnprotected;
    if (counts && !Has(AgentsOf(*trial), client))
      return fmt::format("{} (seed {}) was not sent with {}, but with {}", cell.scenario(),
                         trial->seed, ToText(ClientName{client.kind, client.version}),
                         AgentsOf(*trial));
  }
  return std::nullopt;
}

// Why trials do not certify, besides violations; empty where they do.
std::vector<std::string> Gaps(const std::vector<CellTrials>& cells, const ClientSaid& client,
                              const Certificate& certificate, double per_trial) {
  std::vector<std::string> gaps;
  for (const auto& cell : cells) {
    if (auto other = OtherClient(cell, client)) gaps.push_back(std::move(*other));
    if (cell.given()) {
      for (const Result* trial : cell.trials)
        if (trial->verdict != Verdict::kPass) {
          gaps.push_back(fmt::format("{} (seed {}) is {}: {}", cell.scenario(), trial->seed,
                                     Name(trial->verdict), trial->reason));
          break;
        }
      continue;
    }
    const auto shown =
        std::count_if(cell.trials.begin(), cell.trials.end(),
                      [](const Result* trial) { return trial->verdict == Verdict::kUnprotected; });
    if (shown == 0)
      gaps.push_back(
          fmt::format("the control of {} showed nothing in {}: a loss might not have been seen",
                      cell.scenario(), Counted(cell.trials.size(), "trial")));
  }
  for (const auto& guarantee : certificate.guarantees)
    if (guarantee.required && guarantee.per_trial_upper.value_or(1) > per_trial + 1e-9)
      gaps.push_back(
          fmt::format("{} may be broken in up to {:.2g} of trials, and {:.2g} is allowed",
                      guarantee.guarantee, guarantee.per_trial_upper.value_or(1), per_trial));
  return gaps;
}

}  // namespace

int FillCertificate(const CertifyPlan& plan, const CampaignProgress& progress, double per_trial,
                    double confidence, Certificate& certificate) {
  const auto cells = TrialsByCell(plan.campaign, progress);
  certificate.bound = {confidence, per_trial};
  for (const auto& cell : cells) certificate.tried.push_back(TriedOf(cell));
  for (const auto& result : progress.results) {
    if (const auto agents = AgentsOf(result); !agents.empty()) certificate.clients.insert(agents);
    if (result.started.empty()) continue;
    auto& first = certificate.first_started;
    if (first.empty() || result.started < first) first = result.started;
    certificate.last_started = std::max(certificate.last_started, result.started);
  }
  std::vector<std::string> broken;
  for (auto& guarantee : certificate.guarantees) {
    Fill(cells, guarantee, confidence);
    if (guarantee.required && guarantee.observed > 0)
      broken.push_back(fmt::format("{} was broken in {} of {}", guarantee.guarantee,
                                   guarantee.observed, Counted(guarantee.trials, "trial")));
  }
  std::erase(certificate.not_tested, kNothingWasRun);
  certificate.not_tested.insert(certificate.not_tested.end(), plan.not_tested.begin(),
                                plan.not_tested.end());
  if (!broken.empty()) {
    const bool refused = certificate.verdict == CertificateVerdict::kRefused;
    certificate.reason = Join(broken, "; ") + (refused ? "; " + certificate.reason : "");
    certificate.verdict = CertificateVerdict::kRefused;
    return ExitCode(Verdict::kViolation);
  }
  if (certificate.verdict == CertificateVerdict::kRefused) return ExitCode(Verdict::kUnprotected);
  const auto gaps = Gaps(cells, plan.client, certificate, per_trial);
  const bool certified = gaps.empty() && certificate.promised_all;
  if (certified) {
    certificate.verdict = CertificateVerdict::kCertified;
    certificate.reason = fmt::format(
        "what is required is promised, and held in every trial; with {:.0f} % confidence it is "
        "broken in fewer than {:.2g} of them",
        confidence * 100, per_trial);
    return 0;
  }
  certificate.verdict = CertificateVerdict::kInconclusive;
  if (!gaps.empty()) certificate.reason = JoinFew(gaps, "; ", 3);
  return ExitCode(Verdict::kInconclusive);
}

}  // namespace kproof
