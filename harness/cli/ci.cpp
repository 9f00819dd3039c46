#include "harness/cli/ci.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "harness/base/error.h"
#include "harness/base/output_file.h"
#include "harness/base/random.h"
#include "harness/base/write_file.h"
#include "harness/cli/complain.h"
#include "harness/cli/verbs.h"
#include "reports/gitlab.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

std::string CiVariable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// `file` from the top of the checkout; "" where it lies elsewhere, as scenarios that come with
// kproof do.
std::string InCheckout(const std::string& file, const std::string& checkout) {
  if (file.empty() || checkout.empty()) return file;
  std::error_code unknown;
  const auto inside = fs::weakly_canonical(file, unknown)
                          .lexically_relative(fs::weakly_canonical(checkout, unknown));
  return inside.empty() || *inside.begin() == ".." ? "" : inside.string();
}

void ExplainCode(CiEnd& end) {
  const bool explained = std::any_of(end.rows.begin(), end.rows.end(), [](const auto& row) {
    return row.level == GithubRow::Level::kError;
  });
  if (end.code == 0 || explained) return;
  end.rows.push_back({.level = GithubRow::Level::kError,
                      .code = end.code,
                      .verdict = fmt::format("exit code {}", end.code),
                      .what = end.title,
                      .reason = "the log of this step says why"});
}

// GitHub refuses a summary as a whole that is too long.
void AppendSummary(const CiServer& server, const std::string& text) {
  std::error_code missing;
  const auto before = fs::file_size(server.summary_file, missing);
  if ((missing ? 0 : before) + text.size() > kGithubSummaryBytes) {
    std::fprintf(stderr, "the summary of this step is full, and %zu bytes were left out\n",
                 text.size());
    return;
  }
  AppendFile(server.summary_file, text);
}

std::string stop_token;  // "": commands are not stopped

void ResumeCommands() {
  if (stop_token.empty()) return;
  std::fflush(stdout);
  std::fprintf(stderr, "::%s::\n", std::exchange(stop_token, "").c_str());
}

void InformGithub(const CiServer& server, CiEnd end) {
  ExplainCode(end);
  for (auto& row : end.rows) row.file = InCheckout(row.file, server.checkout);
  ResumeCommands();
  std::fputs(GithubAnnotations(end.rows).c_str(), stderr);
  if (server.summary_file.empty()) return;
  AppendSummary(server, end.page.empty() ? GithubTable(end.title, end.rows) : end.page + "\n");
}

void WriteMetrics(const CiEnd& end) {
  if (end.metrics_file.empty()) return;
  OutputFile file(end.metrics_file, {.option = "GitLab's", .inputs = {}, .ours = IsMetrics});
  file.Write(end.metrics);
  file.Publish();
  if (!end.quiet) std::fprintf(stderr, "metrics for GitLab in %s\n", end.metrics_file.c_str());
}

// Gives 0 where it did well. A report that is in the way is no mistake of the command.
template <typename Work>
int Tried(const Work& work) {
  try {
    work();
    return 0;
  } catch (const Error& error) {
    Complain(error);
    return kExitNotRun;
  }
}

}  // namespace

CiServer CiServerHere() {
  return {.github = CiVariable("GITHUB_ACTIONS") == "true",
          .gitlab = CiVariable("GITLAB_CI") == "true",
          .summary_file = CiVariable("GITHUB_STEP_SUMMARY"),
          .checkout = CiVariable("GITHUB_WORKSPACE")};
}

// The token can't be guessed, or a text could have it.
GithubCommandsStopped::GithubCommandsStopped(const CiServer& server) {
  if (!server.github) return;
  stop_token = fmt::format("kproof-{:016x}", EntropySeed());
  std::fprintf(stderr, "::stop-commands::%s\n", stop_token.c_str());
}

GithubCommandsStopped::~GithubCommandsStopped() { ResumeCommands(); }

int InformCi(const CiServer& server, CiEnd end) {
  const int metrics = server.gitlab ? Tried([&] { WriteMetrics(end); }) : 0;
  const int summary = server.github ? Tried([&] { InformGithub(server, std::move(end)); }) : 0;
  return std::max(metrics, summary);
}

}  // namespace kproof
