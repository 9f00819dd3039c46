// kproof certify: the settings of a producer, a consumer, a topic and its brokers against the rules
// of the lint, against what Kafka promises for them, and in trials on real brokers.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "harness/base/error.h"
#include "harness/base/json_text.h"
#include "harness/base/output_file.h"
#include "harness/base/printable.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/certify/advise.h"
#include "harness/certify/certify_plan.h"
#include "harness/certify/fill_certificate.h"
#include "harness/certify/read_certificate.h"
#include "harness/cli/book.h"
#include "harness/cli/cells.h"
#include "harness/cli/certify_flags.h"
#include "harness/cli/ci.h"
#include "harness/cli/command_again.h"
#include "harness/cli/complain.h"
#include "harness/cli/live_screen.h"
#include "harness/cli/output.h"
#include "harness/cli/verbs.h"
#include "harness/run/place.h"
#include "harness/run/vocabulary.h"
#include "harness/scenario/scenario.h"
#include "reports/certificate_json.h"
#include "reports/certificate_page/certificate_page.h"
#include "reports/certificate_page/words.h"
#include "reports/certificate_text.h"
#include "reports/sarif.h"
#include "reports/summary.h"

namespace kproof {
namespace {

constexpr int kExitUncertain = 2;
constexpr int kExitRefused = 6;
constexpr char kSarifBegins[] = "{\n  \"$schema\": \"https://json.schemastore.org/sarif";

std::unique_ptr<OutputFile> SarifFile(const CertifyFlags& flags) {
  if (flags.sarif.empty()) return nullptr;
  if (flags.sarif == "-") RequireOneOnStdout(flags.campaign.output, "--sarif");
  std::vector<std::string> inputs;
  for (const auto* of : {&flags.producer, &flags.consumer})
    if (!of->file.empty()) inputs.push_back(of->file);
  for (const auto* of : {&flags.topic_settings, &flags.broker})
    inputs.insert(inputs.end(), of->files.begin(), of->files.end());
  return std::make_unique<OutputFile>(
      flags.sarif, OutputRules{.option = "--sarif",
                               .inputs = inputs,
                               .force = flags.campaign.output.force,
                               .ours = [](const std::string& file) {
                                 return FirstBytes(file).starts_with(kSarifBegins);
                               }});
}

// People read what programs read.
CertificatePage PageOf(const Certificate& certificate) {
  return ParseCertificatePage(CertificateFile(certificate), "certificate.json");
}

void Print(const Certificate& certificate, const CertifyFlags& flags) {
  if (flags.sarif == "-") return;
  if (flags.campaign.output.json.asked())
    return PrintJson(CertificateJson(certificate), flags.campaign.output.json);
  const auto text =
      flags.format == "md" ? ToMarkdown(PageOf(certificate)) : CertificateText(certificate);
  std::fputs(text.c_str(), stdout);
}

// Whether the certificate in a file is about today's settings.
int Verify(const CertifyFlags& flags, const Certificate& today) {
  const auto written = ReadCertificate(flags.verify);
  const bool same = written.fingerprint == today.fingerprint;
  std::printf("%s: %s by kproof %s, for the settings with fingerprint %s\n",
              Printable(flags.verify).c_str(), Printable(written.verdict).c_str(),
              Printable(written.kproof).c_str(), Printable(written.fingerprint).c_str());
  std::printf(same ? "these settings are the same\n"
                   : "these settings are others: their fingerprint is %s\n",
              today.fingerprint.c_str());
  if (!same) return kExitRefused;
  return written.verdict == NameOf(CertificateVerdict::kCertified) ? 0 : kExitUncertain;
}

// What it will take, before it begins.
void Announce(const CertifyPlan& plan, const CertifyFlags& flags) {
  const auto& cells = plan.campaign.cells;
  const auto controls = std::count_if(cells.begin(), cells.end(), [](const Cell& cell) {
    return cell.at.at("settings") == kUnsafeSettings;
  });
  const auto trials = plan.campaign.trials.size();
  std::fprintf(stderr,
               "%s and %s, %s, %s at 15 s each; what holds in all of them is, with %.0f %% "
               "confidence, broken in fewer than %.2g of such trials\n",
               Counted(cells.size() - static_cast<std::size_t>(controls), "fault").c_str(),
               Counted(static_cast<std::size_t>(controls), "control").c_str(),
               Counted(trials, "trial").c_str(),
               RoughTime(15.0 * static_cast<double>(trials)).c_str(), flags.confidence * 100,
               flags.per_trial);
}

// Gives 0, or kExitNotRun after an error on stderr where a file could not be written.
int WriteCertificate(const CampaignFolder& folder, const Certificate& certificate) {
  const auto page = PageOf(certificate);
  try {
    ReplaceFile(folder.File("certificate.json"), CertificateFile(certificate));
    ReplaceFile(folder.File("certificate.txt"), CertificateText(certificate));
    ReplaceFile(folder.File("report.html"), ToHtml(page));
    ReplaceFile(folder.File("result.md"), ToMarkdown(page));
    ReplaceFile(folder.File("index.json"), ToIndexJson(IndexOf(page)));
    return 0;
  } catch (const Error& error) {
    Complain(error);
    return kExitNotRun;
  }
}

int RunCertify(const CertifyFlags& flags, Certificate certificate) {
  const auto question = QuestionOf(flags);
  const auto place = ChoosePlace(flags.campaign.sandbox);
  const auto plan =
      PlanCertify(certificate.subject, TheVocabulary(),
                  {.required = question.required,
                   .failures = question.failures.classes,
                   .confidence = flags.confidence,
                   .per_trial = flags.per_trial,
                   .controls = flags.controls,
                   .seed = flags.campaign.seed.value_or(1),
                   .find = [](const std::string& name) { return FindScenario("matrix/" + name); },
                   .read = ReadScenarioFile,
                   .lacking = [&](const Scenario& scenario) -> std::optional<std::string> {
                     const auto lacking = Lacking(place, scenario);
                     if (!lacking) return std::nullopt;
                     return lacking->what + "; " + lacking->hint;
                   }});
  if (!flags.campaign.output.quiet) Announce(plan, flags);
  if (flags.campaign.dry_run) return PrintCells(plan.campaign, flags.campaign.output.json);
  return CarryOutCampaign(flags.campaign, plan.campaign,
                          [&](const CampaignFolder& folder, const CampaignProgress& progress) {
                            const int code = FillCertificate(plan, progress, flags.per_trial,
                                                             flags.confidence, certificate);
                            if (!StdoutIsTaken(flags.campaign.output)) Print(certificate, flags);
                            return WorstExitCode({code, WriteCertificate(folder, certificate)});
                          });
}

// Before trials; of the settings as they are advised where that is asked.
Certificate CertificateOf(const CertifyFlags& flags) {
  const auto question = QuestionOf(flags);
  auto subject = SubjectOf(flags);
  auto certificate = CertifyBySettings(LintSubjectOf(subject.settings), question);
  if (certificate.verdict == CertificateVerdict::kRefused) {
    const auto advice = Advise(subject.settings, question);
    if (flags.try_advice && !advice.empty()) {
      std::fprintf(stderr, "refused as it is: %s\n", certificate.reason.c_str());
      for (const auto& change : advice)
        subject.settings = With(std::move(subject.settings), change);
      certificate = CertifyBySettings(LintSubjectOf(subject.settings), question);
      certificate.advice_taken = true;
    }
    certificate.advice = advice;
  }
  certificate.cluster_id = subject.cluster_id;
  certificate.command = flags.command;
  return certificate;
}

// Of what was certified by settings alone; where trials ran, their campaign says more.
int InformCiOfSettings(const Certificate& certificate, int code) {
  GithubRow row{.level = code == 0 ? GithubRow::Level::kNothing : GithubRow::Level::kError,
                .code = code,
                .verdict = NameOf(certificate.verdict),
                .what = "topic " + certificate.topic,
                .reason = certificate.reason};
  if (!certificate.advice.empty())
    row.more = {"advice: " + AdviceText(certificate.advice, certificate.advice_taken)};
  return InformCi(CiServerHere(), {.code = code,
                                   .title = "",
                                   .rows = {row},
                                   .page = ToMarkdown(PageOf(certificate)),
                                   .metrics = "",
                                   .metrics_file = ""});
}

int Certify(const CertifyFlags& flags) {
  const auto sarif = SarifFile(flags);
  const auto certificate = CertificateOf(flags);
  if (!flags.verify.empty()) return Verify(flags, certificate);
  const bool refused = certificate.verdict == CertificateVerdict::kRefused;
  if (sarif) {
    sarif->Write(LenientJsonText(SarifOf(certificate), 2) + "\n");
    sarif->Publish();
  }
  if (!flags.lint_only && !refused) return RunCertify(flags, certificate);
  Print(certificate, flags);
  const int code = certificate.verdict == CertificateVerdict::kRefused ? kExitRefused
                   : certificate.promised_all                          ? 0
                                                                       : kExitUncertain;
  return WorstExitCode({code, InformCiOfSettings(certificate, code)});
}

}  // namespace

void AddCertifyVerb(CLI::App& app, VerbAction& action) {
  const auto flags = std::make_shared<CertifyFlags>();
  auto* verb =
      app.add_subcommand("certify",
                         "certify settings: by the rules of a lint, by what Kafka promises for "
                         "them, and by trials on real brokers");
  AddSubjectFlags(*verb, *flags);
  AddQuestionFlags(*verb, *flags);
  auto* lint_only =
      verb->add_flag("--lint-only", flags->lint_only, "look at settings alone, and run nothing");
  verb->add_flag(
          "--try-advice", flags->try_advice,
          "settings that are refused: certify them with the smallest change after which they "
          "are not")
      ->excludes(lint_only);
  auto* format = verb->add_option("--format", flags->format, "of the certificate on stdout")
                     ->type_name("text|md|json")
                     ->check(OneOf({"text", "md", "json"}))
                     ->capture_default_str();
  verb->add_option("--sarif", flags->sarif, "write the lint as SARIF to this file; - is stdout")
      ->type_name("FILE");
  verb->add_option("--confidence", flags->confidence, "of the bound that a certificate states")
      ->type_name("P")
      ->check(CLI::Range(0.5, 0.999))
      ->capture_default_str();
  verb->add_option("--per-trial", flags->per_trial,
                   "the largest chance of a broken trial that is accepted; less takes more trials")
      ->type_name("P")
      ->check(CLI::Range(0.001, 0.9))
      ->capture_default_str();
  verb->add_option("--controls", flags->controls, "trials of each control, with unsafe settings")
      ->type_name("N")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  verb->add_option("--seed", flags->campaign.seed, "seed of every random choice; default: 1")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{0}, kMostSeed));
  verb->add_option("--resume", flags->campaign.resume,
                   "go on with a campaign that was interrupted or killed, with the same flags")
      ->type_name("FOLDER");
  verb->add_option("--verify", flags->verify,
                   "say whether a certificate.json is about these settings; run nothing")
      ->type_name("FILE");
  verb->add_flag("--dry-run", flags->campaign.dry_run, "list the trials and start nothing");
  AddPlaceFlags(*verb, flags->campaign);
  format->excludes("--json")->excludes("--pretty");
  verb->callback([flags, verb, &action] {
    flags->campaign.output.json.json |= flags->format == "json";
    flags->command = CommandOf(*verb);
    action = [flags] { return Certify(*flags); };
  });
}

}  // namespace kproof
