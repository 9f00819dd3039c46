// From settings to trials, and from trials to a verdict that claims no more than was seen.
#include "audit/lint/certify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/read_input.h"
#include "harness/base/temporary_folder.h"
#include "harness/base/write_file.h"
#include "harness/certify/certify_plan.h"
#include "harness/certify/deploy.h"
#include "harness/certify/fill_certificate.h"
#include "harness/certify/read_certificate.h"
#include "harness/certify/survival_tests.h"
#include "harness/run/lint_subject.h"
#include "harness/run/vocabulary.h"

namespace kproof {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

using testing::Not;

LintQuestion Question(std::vector<PlacedProperty> producer = {{"acks", "all", "p:1"}}) {
  LintQuestion question;
  question.topic = "payments";
  question.defaults = "java";
  question.kafka = "4.3.1";
  question.replication = 3;
  question.producer = std::move(producer);
  question.topic_settings = {{"min.insync.replicas", "2", "t:1"}};
  return question;
}

LintSubject Subject(std::vector<PlacedProperty> producer = {{"acks", "all", "p:1"}}) {
  return LintSubjectOf(Question(std::move(producer)));
}

CertifyRequest Request() {
  return {.required = {"no-loss"},
          .failures = {"crash", "cut", "none", "operation", "pause", "power-loss", "stop"},
          .confidence = 0.95,
          .per_trial = 0.2,
          .controls = 3,
          .seed = 1,
          .find =
              [](const std::string& name) {
                return KPROOF_SOURCE_DIR "/scenarios/matrix/" + name + ".yaml";
              },
          .read = [](const std::string& file) { return ReadInput(file, 1 << 20); }};
}

CertifyPlan Plan(const LintSubject& subject = Subject(),
                 const CertifyRequest& request = Request()) {
  return PlanCertify(subject, TheVocabulary(), request);
}

const Cell& CellAt(const CertifyPlan& plan, const std::string& fault, const std::string& settings) {
  for (const auto& cell : plan.campaign.cells)
    if (cell.at == CellPlace{{"fault", fault}, {"settings", settings}}) return cell;
  throw Error("no cell of " + fault + " with " + settings + " settings");
}

TEST(CertifyTrials, AreAsManyAsTheBoundTakes) {
  EXPECT_EQ(TrialsFor(0.95, 0.2), 14u);
  EXPECT_EQ(TrialsFor(0.95, 0.05), 59u);
  EXPECT_EQ(TrialsFor(0.95, 0.01), 299u);
  EXPECT_EQ(TrialsFor(0.5, 0.5), 1u);
}

TEST(CertifyPlans, HaveTheGivenSettingsInEachScenario) {
  const auto plan = Plan();
  const auto& given = *CellAt(plan, "faults/leader-kill", kGivenSettings).scenario;
  EXPECT_EQ(given.producers[0].client, "java");
  EXPECT_EQ(given.producers[0].defaults, "java");
  EXPECT_EQ(given.producers[0].config.at("acks"), "all");
  EXPECT_EQ(given.topics[0].config.at("min.insync.replicas"), "2");
  EXPECT_EQ(given.require, (std::vector<std::string>{"no-loss"}));
  EXPECT_THAT(given.ignore, Contains("order"));
  EXPECT_EQ(CellAt(plan, "faults/leader-kill", kGivenSettings).expect, Verdict::kPass);
}

TEST(CertifyPlans, HaveAControlWithUnsafeSettingsWhereOneIsSure) {
  const auto plan = Plan();
  const auto& control = CellAt(plan, "faults/followers-frozen", kUnsafeSettings);
  EXPECT_EQ(control.scenario->producers[0].config.at("acks"), "1");
  EXPECT_EQ(control.expect, Verdict::kUnprotected);
  EXPECT_EQ(control.repeat, 3u);
  EXPECT_THROW(CellAt(plan, "faults/controller-kill", kUnsafeSettings), Error);
  auto wiped = Request();
  wiped.failures = {"wipe"};
  const auto one = Plan(Subject(), wiped);
  EXPECT_EQ(CellAt(one, "faults/leader-wiped", kUnsafeSettings).scenario->topics[0].replication, 1);
  std::map<std::string, int> trials;
  for (const auto& trial : plan.campaign.trials)
    ++trials[plan.campaign.cells[trial.cell].at.at("settings")];
  EXPECT_EQ(trials[kUnsafeSettings] % 3, 0);
  EXPECT_EQ(trials[kGivenSettings] % 14, 0);
}

TEST(CertifyPlans, TryOnlyFailuresThatAreAsked) {
  auto request = Request();
  request.failures = {"crash"};
  const auto plan = Plan(Subject(), request);
  for (const auto& cell : plan.campaign.cells)
    EXPECT_TRUE(cell.at.at("fault") == "faults/leader-kill" ||
                cell.at.at("fault") == "faults/controller-kill")
        << PlaceText(cell.at);
  request.failures = {"clock"};
  EXPECT_THROW(Plan(Subject(), request), Error);
  request.failures = {"crash", "operator"};
  EXPECT_THAT(Plan(Subject(), request).not_tested,
              Contains(HasSubstr("no scenario of a certificate tries operator")));
}

TEST(CertifyPlans, TryEachFailureThatIsUsual) {
  auto request = Request();
  request.failures = UsualFailures();
  for (const auto& sentence : Plan(Subject(), request).not_tested)
    EXPECT_THAT(sentence, Not(HasSubstr("no scenario of a certificate")));
}

TEST(CertifyPlans, SayWhatThisMachineCantDo) {
  auto request = Request();
  request.failures = {"crash", "slow-disk", "stop"};
  request.lacking = [](const Scenario& scenario) -> std::optional<std::string> {
    if (scenario.name == "followers-slow-disk") return "fault 'slow-disk' needs the shim";
    return std::nullopt;
  };
  const auto plan = Plan(Subject(), request);
  EXPECT_THROW(CellAt(plan, "faults/followers-slow-disk", kGivenSettings), Error);
  EXPECT_NO_THROW(CellAt(plan, "faults/leader-stop", kGivenSettings));
  EXPECT_THAT(plan.not_tested, Contains("faults/followers-slow-disk is not tried here: fault "
                                        "'slow-disk' needs the shim"));
  EXPECT_THAT(plan.not_tested, Contains("no scenario of a certificate tries slow-disk"));
}

TEST(CertifyPlans, SayWhatTrialsDoNotHave) {
  const auto plan = Plan(Subject({{"acks", "all", "p:1"},
                                  {"bootstrap.servers", "a:9092", "p:2"},
                                  {"transactional.id", "t-1", "p:3"}}));
  EXPECT_THAT(plan.not_tested, Contains(HasSubstr("producer transactional.id")));
  EXPECT_THAT(plan.not_tested, Contains("trials send with the version of java that kproof takes by "
                                        "default: --client-version was not given"));
}

TEST(CertifyPlans, SendWithTheClientThatIsNamedControlsToo) {
  auto question = Question({{"acks", "all", "p:1"}, {"max.block.ms", "5000", "p:2"}});
  question.client_version = "4.0.2";
  const auto plan = Plan(LintSubjectOf(question));
  for (const auto& cell : plan.campaign.cells)
    EXPECT_EQ(cell.scenario->producers[0].client, "java@4.0.2") << PlaceText(cell.at);
  const auto& given = *CellAt(plan, "faults/followers-frozen", kGivenSettings).scenario;
  EXPECT_EQ(given.producers[0].config.at("max.block.ms"), "5000");
  for (const auto& sentence : plan.not_tested) EXPECT_THAT(sentence, Not(HasSubstr("max.block")));
  question.client_version = "2.0";
  try {
    Plan(LintSubjectOf(question));
    FAIL() << "there is no such client";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage);
    EXPECT_THAT(error.Full(), HasSubstr("--client-version '2.0'"));
    EXPECT_THAT(error.Full(), HasSubstr("--lint-only"));
  }
}

TEST(Deployments, HaveTheLevelsOfFeaturesAndNotWhatAClusterHereCantHave) {
  LintQuestion question;
  question.topic = "payments";
  question.defaults = "java";
  question.kafka = "4.3.1";
  question.producer = {{"acks", "all", "p:1"}};
  question.broker = {{"eligible.leader.replicas.version", "0", "b:1"},
                     {"metadata.version", "4.2-IV1", "b:2"},
                     {"broker.rack", "a", "b:3"},
                     {"num.io.threads", "3", "b:4"}};
  const auto deployment = DeploymentOf(LintSubjectOf(question));
  std::map<std::string, std::string> set;
  for (const auto& setting : deployment.settings) set[setting.path] = setting.value;
  EXPECT_EQ(set["cluster.features.eligible.leader.replicas.version"], "0");
  EXPECT_EQ(set["cluster.config.num.io.threads"], "3");
  EXPECT_THAT(deployment.not_reproduced,
              Contains("trials do not have these settings: broker broker.rack, broker "
                       "metadata.version"));
}

TEST(SurvivalTestTable, NamesScenariosThatAreThereWithTheProducerAndTopic) {
  for (const auto& test : SurvivalTests()) {
    const auto file = Request().find(test.scenario);
    const auto parsed = ParseScenario(file, Request().read(file), TheVocabulary(), test.unsafe);
    ASSERT_TRUE(parsed.scenario) << file;
    EXPECT_EQ(test.shows.has_value(), !test.unsafe.empty());
  }
}

TEST(SurvivalTestTable, StandsInThePage) {
  const auto page = ReadInput(KPROOF_SOURCE_DIR "/docs/certify.md", 1 << 20);
  for (const auto& test : SurvivalTests())
    EXPECT_THAT(page, HasSubstr(std::string("| `") + test.scenario + "` |"));
}

// Trials of a plan, each as `say` has it.
CampaignProgress Trials(const CertifyPlan& plan,
                        const std::function<void(const Cell&, Result&)>& say) {
  CampaignProgress progress;
  for (const auto& trial : plan.campaign.trials) {
    TrialRecord record;
    record.trial = trial.index;
    Result result;
    result.verdict = Verdict::kPass;
    result.seed = trial.seed;
    result.at_stake = 100;
    result.versions["client"] = "java 4.3.1, librdkafka 2.16.0";
    const auto& cell = plan.campaign.cells[trial.cell];
    if (cell.at.at("settings") == kUnsafeSettings) {
      result.verdict = Verdict::kUnprotected;
      result.counts["lost"] = 9;
    }
    say(cell, result);
    progress.records.push_back(record);
    progress.results.push_back(result);
  }
  return progress;
}

class Certificates : public testing::Test {
 protected:
  int Fill(const std::function<void(const Cell&, Result&)>& say, double per_trial = 0.2) {
    const auto plan = Plan();
    CertifyQuestion question;
    question.required = {"no-loss"};
    question.failures.classes = Request().failures;
    certificate_ = CertifyBySettings(Subject(), question);
    return FillCertificate(plan, Trials(plan, say), per_trial, 0.95, certificate_);
  }
  const CertifiedGuarantee& NoLoss() const {
    for (const auto& guarantee : certificate_.guarantees)
      if (guarantee.guarantee == "no-loss") return guarantee;
    throw Error("no guarantee no-loss");
  }

  Certificate certificate_;
};

TEST_F(Certificates, CertifyWhatHeldInEveryTrialWhileControlsShowedALoss) {
  EXPECT_EQ(Fill([](const Cell&, Result&) {}), 0) << certificate_.reason;
  EXPECT_EQ(certificate_.verdict, CertificateVerdict::kCertified);
  EXPECT_EQ(NoLoss().trials % 14, 0u);
  EXPECT_EQ(NoLoss().observed, 0u);
  EXPECT_NEAR(*NoLoss().per_trial_upper, 0.193, 0.001) << "of one fault: faults are not pooled";
  EXPECT_FALSE(kproof::Contains(certificate_.not_tested, std::string(kNothingWasRun)));
}

TEST_F(Certificates, SayWhatWasTriedAndThatControlsShowedIt) {
  int hour = 10;
  Fill([&](const Cell& cell, Result& result) {
    result.started = "2026-11-30T" + std::to_string(hour++ % 14 + 10) + ":00:00Z";
    if (cell.at.at("settings") == kUnsafeSettings) result.counts["duplicated"] = 0;
  });
  EXPECT_EQ(certificate_.first_started, "2026-11-30T10:00:00Z");
  EXPECT_EQ(certificate_.last_started, "2026-11-30T23:00:00Z");
  EXPECT_EQ(certificate_.bound->confidence, 0.95);
  EXPECT_EQ(certificate_.bound->per_trial, 0.2);
  std::size_t controls = 0;
  for (const auto& tried : certificate_.tried) {
    EXPECT_EQ(tried.trials(), tried.is_control() ? 3u : 14u) << tried.fault;
    EXPECT_EQ(tried.at_stake, tried.trials() * 100);
    if (!tried.is_control()) continue;
    ++controls;
    EXPECT_EQ(tried.found, (std::map<std::string, std::uint64_t>{{"lost", 3}})) << tried.fault;
    if (tried.fault != "faults/followers-frozen") continue;
    EXPECT_EQ(tried.unsafe, "acks=1, enable.idempotence=false");
    EXPECT_EQ(tried.must_show, "lost");
    EXPECT_EQ(tried.verdicts.at("unprotected"), 3u);
  }
  EXPECT_GT(controls, 1u);
}

TEST_F(Certificates, SayWhichClientRanAndAreInconclusiveWhereItWasAnother) {
  Fill([](const Cell&, Result&) {});
  EXPECT_EQ(certificate_.clients, (std::set<std::string>{"java 4.3.1, librdkafka 2.16.0"}));
  EXPECT_EQ(Fill([](const Cell&, Result& result) {
              if (result.seed == 2) result.versions["client"] = "librdkafka 2.0.2";
            }),
            2);
  EXPECT_THAT(certificate_.reason, HasSubstr("was not sent with java, but with librdkafka 2.0.2"));
}

TEST_F(Certificates, RefuseWithTheExitCodeOfAViolationWhereARecordWasLost) {
  bool once = true;
  EXPECT_EQ(Fill([&](const Cell& cell, Result& result) {
              if (cell.at.at("settings") != kGivenSettings || !std::exchange(once, false)) return;
              result.verdict = Verdict::kViolation;
              result.counts["lost"] = 1;
            }),
            1);
  EXPECT_EQ(certificate_.verdict, CertificateVerdict::kRefused);
  EXPECT_THAT(certificate_.reason, HasSubstr("no-loss was broken in 1 of "));
}

TEST_F(Certificates, AreInconclusiveWhereAControlShowedNothing) {
  EXPECT_EQ(Fill([](const Cell& cell, Result& result) {
              if (cell.at.at("settings") == kUnsafeSettings &&
                  cell.at.at("fault") == "faults/followers-frozen")
                result.verdict = Verdict::kPass;
            }),
            2);
  EXPECT_THAT(certificate_.reason,
              HasSubstr("the control of faults/followers-frozen showed nothing in 3 trials"));
}

TEST_F(Certificates, AreInconclusiveWhereATrialIsInDoubtOrTheBoundIsWide) {
  EXPECT_EQ(Fill([](const Cell& cell, Result& result) {
              if (cell.at.at("settings") != kGivenSettings || result.seed != 2) return;
              result.verdict = Verdict::kInconclusive;
              result.doubts = {"nothing bit"};
              result.reason = "nothing bit";
            }),
            2);
  EXPECT_THAT(certificate_.reason, HasSubstr("inconclusive: nothing bit"));
  EXPECT_EQ(Fill([](const Cell&, Result&) {}, 0.1), 2);
  EXPECT_THAT(certificate_.reason, HasSubstr("no-loss may be broken in up to 0.19 of trials"));
}

TEST(WrittenCertificates, SayWhatTheyAreAbout) {
  const TemporaryFolder folder;
  const auto file = folder.File("c.json");
  WriteFile(file, R"({"schema":1,"subject":{"fingerprint":"sha256:ab"},"verdict":"certified",)"
                  R"("valid_for":{"kproof":"0.1.0"}})");
  EXPECT_EQ(ReadCertificate(file).fingerprint, "sha256:ab");
  for (const char* text : {"", "{}", R"({"schema":2})", "[1"}) {
    WriteFile(file, text);
    EXPECT_THROW(ReadCertificate(file), Error) << text;
  }
}

}  // namespace
}  // namespace kproof
