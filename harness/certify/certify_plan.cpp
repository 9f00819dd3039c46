#include "harness/certify/certify_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/certify/deploy.h"
#include "harness/certify/survival_tests.h"
#include "harness/fault/fault.h"
#include "harness/words/failure_class.h"
#include "harness/words/guarantee.h"

namespace kproof {
namespace {

constexpr char kFaultAxis[] = "fault", kSettingsAxis[] = "settings";

// The classes of failure of a scenario's steps, by name.
std::set<std::string> ClassesIn(const Scenario& scenario) {
  std::set<std::string> classes;
  for (const auto& step : scenario.steps)
    classes.insert(NameOf(FailureClassOf(FindFault(step.fault), step.with)));
  return classes;
}

// Trials send with the client that was named or not at all.
void RequireClient(const ClientSaid& client, const Vocabulary& vocabulary) {
  const auto form = std::find_if(vocabulary.clients.begin(), vocabulary.clients.end(),
                                 [&](const ClientForm& one) { return one.name == client.kind; });
  if (form == vocabulary.clients.end()) return;
  if (const auto refusal = form->why_not(client.version))
    throw Error(ErrorKind::kUsage,
                fmt::format("--client-version '{}': {}", client.version, refusal->what),
                Hint(refusal->hint + ", or look at settings alone with --lint-only"));
}

class CertifyPlanner {
 public:
  CertifyPlanner(const LintSubject& subject, const Vocabulary& vocabulary,
                 const CertifyRequest& request)
      : vocabulary_(vocabulary), request_(request), deployment_(DeploymentOf(subject)) {
    RequireClient(subject.producer, vocabulary);
    plan_.client = subject.producer;
    plan_.campaign.name = "certify-" + subject.topic;
    plan_.campaign.matrix = true;
    plan_.campaign.seed = request.seed;
    plan_.campaign.axes = {{kFaultAxis, {}}, {kSettingsAxis, {kGivenSettings, kUnsafeSettings}}};
    plan_.not_tested = deployment_.not_reproduced;
  }

  CertifyPlan Plan() {
    for (const auto& test : SurvivalTests()) Add(test);
    std::vector<std::string> untried;
    for (const auto& name : request_.failures)
      if (!tried_.contains(name) && name != NameOf(FailureClass::kNone)) untried.push_back(name);
    if (!untried.empty())
      plan_.not_tested.push_back("no scenario of a certificate tries " + Join(untried, ", "));
    if (plan_.campaign.Scenarios().empty())
      throw Error(ErrorKind::kUsage,
                  "no scenario can try these settings under " +
                      Join({request_.failures.begin(), request_.failures.end()}, ", "),
                  Hint(plan_.not_tested.empty() ? "ask for other failures with --failure"
                                                : plan_.not_tested.back()));
    PlanTrials(plan_.campaign, TrialsFor(request_.confidence, request_.per_trial), true);
    return std::move(plan_);
  }

 private:
  ParsedScenario Parse(const SurvivalTest& test, const std::vector<Override>& overrides) const {
    const auto file = request_.find(test.scenario);
    return ParseScenario(file, request_.read(file), vocabulary_, overrides);
  }

  void Add(const SurvivalTest& test) {
    auto given = Parse(test, deployment_.settings);
    const auto bare = Parse(test, {});
    const auto classes = bare.scenario ? ClassesIn(*bare.scenario) : std::set<std::string>();
    const bool asked = std::includes(request_.failures.begin(), request_.failures.end(),
                                     classes.begin(), classes.end());
    if (!asked) return;
    if (!given.scenario) {
      plan_.not_tested.push_back(fmt::format("{} is refused with these settings: {}", test.scenario,
                                             given.diagnostics.front().ToString()));
      return;
    }
    if (const auto why = request_.lacking ? request_.lacking(*given.scenario) : std::nullopt) {
      plan_.not_tested.push_back(fmt::format("{} is not tried here: {}", test.scenario, *why));
      return;
    }
    tried_.insert(classes.begin(), classes.end());
    plan_.campaign.axes.front().values.emplace_back(test.scenario);
    given.scenario->require = {request_.required.begin(), request_.required.end()};
    given.scenario->ignore = Ignored();
    AddCell(test, kGivenSettings, std::move(*given.scenario), Verdict::kPass, std::nullopt);
    if (!test.shows || request_.controls == 0) return;
    auto overrides = test.unsafe;
    overrides.push_back(deployment_.client);
    auto unsafe = Parse(test, overrides);
    if (unsafe.scenario)
      AddCell(test, kUnsafeSettings, std::move(*unsafe.scenario), Verdict::kUnprotected,
              request_.controls);
  }

  // Guarantees that nobody asks for change no verdict.
  std::vector<std::string> Ignored() const {
    std::vector<std::string> names;
    for (const auto& row : GuaranteeTable())
      if (row.by_settings && !request_.required.contains(row.name)) names.emplace_back(row.name);
    return names;
  }

  void AddCell(const SurvivalTest& test, const char* settings, Scenario scenario, Verdict expect,
               std::optional<std::uint64_t> repeat) {
    Cell cell;
    cell.at = {{kFaultAxis, test.scenario}, {kSettingsAxis, settings}};
    cell.scenario = std::move(scenario);
    cell.expect = expect;
    cell.repeat = repeat;
    plan_.campaign.cells.push_back(std::move(cell));
  }

  const Vocabulary& vocabulary_;
  const CertifyRequest& request_;
  const Deployment deployment_;
  CertifyPlan plan_;
  std::set<std::string> tried_;
};

}  // namespace

std::uint64_t TrialsFor(double confidence, double per_trial) {
  const double trials = std::log1p(-confidence) / std::log1p(-per_trial);
  return static_cast<std::uint64_t>(std::ceil(trials - 1e-9));
}

CertifyPlan PlanCertify(const LintSubject& subject, const Vocabulary& vocabulary,
                        const CertifyRequest& request) {
  return CertifyPlanner(subject, vocabulary, request).Plan();
}

}  // namespace kproof
