#include "harness/serve/site.h"

#include <algorithm>
#include <optional>

#include "harness/base/caught.h"
#include "harness/run/folder.h"
#include "harness/run/live_journal.h"
#include "harness/run/report.h"
#include "harness/serve/answers.h"
#include "harness/serve/metrics.h"
#include "harness/serve/read_live.h"
#include "harness/serve/run_files.h"

namespace kproof {
namespace {

constexpr char kUp[] = "../../";  // from a page of a run to the list that it stands in

// Each key that some page takes, with a value that it understands; others are a mistake.
bool IsQuery(const std::map<std::string, std::string>& query) {
  return std::all_of(query.begin(), query.end(), [](const auto& pair) {
    const auto& [key, value] = pair;
    if (key == "sort") return value == "worst" || value == "newest";
    return key == "after" && !value.empty() && value.size() < 19 &&
           std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
  });
}

bool WorstFirst(const WebTarget& target) {
  const auto sort = target.query.find("sort");
  return sort != target.query.end() && sort->second == "worst";
}

std::uint64_t After(const WebTarget& target) {
  const auto after = target.query.find("after");
  return after == target.query.end() ? 0 : std::stoull(after->second);
}

WebAnswer OrNowhere(std::optional<WebAnswer> answer) {
  return answer ? std::move(*answer) : NowhereAnswer();
}

// `page`: live, now or live.jsonl.
WebAnswer LiveAnswer(const WebTarget& target, const std::string& name, const OpenFolder& folder,
                     const std::string& page) {
  if (page == kLiveFile) {
    auto lines = LinesAfter(folder, After(target));
    return lines ? TextAnswer(std::move(*lines)) : NowhereAnswer();
  }
  const auto live = ReadLiveOf(folder);
  if (!live) return NowhereAnswer();
  const LivePlace place{name, kUp, live->silent_s};
  if (page == "now")  // no page of its own
    return {.type = "text/html; charset=utf-8", .body = LiveNowHtml(live->run, place)};
  return PageAnswer(LiveHtml(live->run, place));
}

}  // namespace

WebAnswer Site::Answer(const WebRequest& request) {
  WebAnswer answer;
  try {
    answer = Checked(request);
  } catch (...) {
    answer = RefusedAnswer(500, CaughtError().Full());
  }
  AddSafetyHeaders(answer);
  return answer;
}

WebAnswer Site::Checked(const WebRequest& request) {
  if (request.method != "GET" && request.method != "HEAD") {
    auto refused = RefusedAnswer(405, "kproof serve takes GET and HEAD alone: it changes nothing");
    refused.headers.emplace_back("Allow", "GET, HEAD");
    return refused;
  }
  if (!IsOurHost(request.host, address_))
    return RefusedAnswer(403, "the request is for another host than " + address_.Host() +
                                  "; a proxy in front has to set the header Host to that");
  const auto target = ParseTarget(request.target);
  if (!target || !IsQuery(target->query))
    return RefusedAnswer(400, "the path or the query is wrong; / lists what there is");
  return Routed(*target);
}

WebAnswer Site::Routed(const WebTarget& target) {
  const auto& parts = target.parts;
  if (parts.empty()) return PageAnswer(RunListHtml(catalogue_.All(WorstFirst(target))));
  if (parts.front() == "run" && parts.size() > 1) return OfRun(target, "", 1);
  if (parts.front() == "campaign" && parts.size() > 1) return OfCampaign(target);
  if (parts.size() > 1 || target.folder) return NowhereAnswer();
  if (parts.front() == "latest") return Latest();
  if (parts.front() == "metrics")
    return {.type = kMetricsType, .body = MetricsText(catalogue_.Measure())};
  if (parts.front() == "favicon.ico") return {.status = 204};  // which browsers ask for unasked
  return NowhereAnswer();
}

WebAnswer Site::Latest() const {
  const auto name = shelf_.Latest();
  if (shelf_.FindRun("", name)) return LeadTo("run/" + EncodePart(name) + "/");
  if (shelf_.HasCampaign(name)) return LeadTo("campaign/" + EncodePart(name) + "/");
  return NowhereAnswer();
}

WebAnswer Site::OfCampaign(const WebTarget& target) {
  const auto& parts = target.parts;
  const auto& name = parts[1];
  const auto folder = shelf_.HasCampaign(name) ? shelf_.OpenCampaign(name) : std::nullopt;
  if (!folder) return NowhereAnswer();
  if (parts.size() > 3 && parts[2] == kCampaignRuns) return OfRun(target, name, 3);
  if (parts.size() == 2 && !target.folder) return LeadTo(EncodePart(name) + "/");
  if (parts.size() == 2) {
    if (auto report = StrangePage(*folder, kReportPage)) return std::move(*report);
    return PageAnswer(RunListHtml(catalogue_.TrialsOf(name, WorstFirst(target))));
  }
  if (parts.size() > 3 || target.folder) return NowhereAnswer();
  return parts[2] == kReportPage ? LeadTo("./") : OrNowhere(FileAnswer(*folder, false, {parts[2]}));
}

WebAnswer Site::OfRun(const WebTarget& target, const std::string& campaign, std::size_t name_at) {
  const auto run = shelf_.FindRun(campaign, target.parts[name_at]);
  const auto folder = run ? shelf_.Open(*run) : std::nullopt;
  if (!folder) return NowhereAnswer();
  const auto rest = target.parts.begin() + static_cast<std::ptrdiff_t>(name_at) + 1;
  return InRun({{rest, target.parts.end()}, target.folder, target.query}, *run, *folder);
}

WebAnswer Site::InRun(const WebTarget& target, const ShelvedRun& run, const OpenFolder& folder) {
  const auto& parts = target.parts;
  if (parts.empty()) {
    if (!target.folder) return LeadTo(EncodePart(run.name) + "/");
    if (run.partial && catalogue_.Listed(run).going_on) return LeadTo("live");
    if (const auto report = reports_.Of(folder)) return PageAnswer(*report);
    auto later =
        RefusedAnswer(503, "another report is being made; load this page again in some seconds");
    later.headers.emplace_back("Retry-After", "3");
    return later;
  }
  if (parts.front() == "files") {
    if (parts.size() > 1)
      return target.folder
                 ? NowhereAnswer()
                 : OrNowhere(FileAnswer(folder, run.partial, {parts.begin() + 1, parts.end()}));
    if (!target.folder) return LeadTo("files/");
    return PageAnswer(FilesHtml(run.name, std::string("../") + kUp, FilesIn(folder, run.partial)));
  }
  if (parts.size() > 1 || target.folder) return NowhereAnswer();
  if (parts.front() == kReportPage) return LeadTo("./");
  if (parts.front() == "live" || parts.front() == "now" || parts.front() == kLiveFile)
    return LiveAnswer(target, run.name, folder, parts.front());
  return NowhereAnswer();
}

}  // namespace kproof
