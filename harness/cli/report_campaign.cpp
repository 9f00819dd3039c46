// Reports of a campaign: what each format is made by.
#include "harness/campaign/campaign_reports.h"
#include "harness/campaign/page_of.h"
#include "harness/cli/report_kinds.h"
#include "harness/run/check.h"
#include "harness/run/vocabulary.h"
#include "reports/campaign_page/html.h"
#include "reports/campaign_page/markdown.h"

namespace kproof {
namespace {

CampaignOfFolder Campaign(const std::string& path) { return ReadCampaign(path, TheVocabulary()); }

std::string CampaignAsHtml(const std::string& path) { return ToHtml(Campaign(path).page); }
std::string CampaignAsMarkdown(const std::string& path) { return ToMarkdown(Campaign(path).page); }
std::string CampaignAsJson(const std::string& path) { return ToJson(Campaign(path).page.matrix); }
std::string CampaignAsCsv(const std::string& path) { return ToCsv(Campaign(path).page.matrix); }
std::string CampaignAsJunit(const std::string& path) {
  const auto campaign = Campaign(path);
  return JunitOf(campaign.page, campaign.results);
}

// The plan, what became of its trials, and everything of each run.
std::vector<std::string> InputsOfCampaign(const std::string& path) {
  std::vector<std::string> inputs;
  for (const char* file : {kCampaignFile, "trials.jsonl", kMatrixFile})
    inputs.push_back(path + "/" + file);
  for (const auto& run : RunsOf(path))
    for (auto& input : InputsOf(run)) inputs.push_back(std::move(input));
  return inputs;
}

}  // namespace

ReportKind CampaignReports() {
  return {.name = "a campaign",
          .path = "the folder of a campaign",
          .recognises = IsCampaignFolder,
          .inputs = InputsOfCampaign,
          .formats = {{"html", CampaignAsHtml},
                      {"md", CampaignAsMarkdown},
                      {"json", CampaignAsJson},
                      {"junit", CampaignAsJunit},
                      {"csv", CampaignAsCsv}}};
}

}  // namespace kproof
