#include "harness/cli/campaign_flags.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "harness/base/clock.h"
#include "harness/base/error.h"
#include "harness/base/printable.h"
#include "harness/base/read_input.h"
#include "harness/base/wording.h"
#include "harness/campaign/claims.h"
#include "harness/campaign/waivers.h"
#include "harness/cli/campaign_screen.h"
#include "harness/cli/campaign_session.h"
#include "harness/cli/complain.h"
#include "harness/cli/joined_outlet.h"
#include "harness/cli/load.h"
#include "harness/cli/verbs.h"
#include "harness/cluster/workers.h"
#include "harness/run/place.h"
#include "harness/run/vocabulary.h"

namespace kproof {
namespace {

void RequireOut(const std::string& out) {
  if (out.empty())
    throw Error(ErrorKind::kUsage, "--out needs the name of a folder",
                Hint("it is created if it does not exist"));
  if (std::filesystem::exists(out) && !std::filesystem::is_directory(out))
    throw Error(ErrorKind::kUsage, "--out " + out + " is not a folder", Hint("name another one"));
}

// Throws Error(kUsage) after the file's complaints.
std::vector<Waiver> ReadWaivers(const std::string& file) {
  if (file.empty()) return {};
  const std::chrono::sys_time<std::chrono::microseconds> now{
      std::chrono::microseconds(WallMicros())};
  auto parsed = ParseWaivers(file, ReadInput(file, kMostYamlBytes),
                             std::chrono::floor<std::chrono::days>(now));
  for (const auto& diagnostic : parsed.diagnostics)
    std::fprintf(stderr, "%s\n", Printable(diagnostic.ToString()).c_str());
  if (!parsed.diagnostics.empty())
    throw Error(ErrorKind::kUsage, "--waivers " + file + " can't be used");
  return std::move(parsed.waivers);
}

// Several processes take trials of one campaign, each in a sandbox of its own. Gives the signal
// that ended them; 0: none did.
int WorkSideBySide(const CampaignFlags& flags, const CampaignPlan& plan, const RunPlace& place,
                   CampaignFolder& folder, OwnOutlet& outlet, std::size_t jobs,
                   const std::function<int(const std::function<int()>&)>& enter) {
  const auto before = folder.ReadProgress(plan);
  const auto claims = Claims::Begin(folder.File("claims"));
  const auto begins = NewsOf(plan, before, Remaining(plan, before).size(), folder.name());
  outlet.Report(begins);
  OutletChannel channel(outlet, begins);
  const auto work = [&](std::size_t job) {
    try {
      return enter([&] {
        JoinedOutlet joined(channel, job);
        CampaignSession(flags, plan, place, &folder).Work(before, joined, claims);
        return 0;
      });
    } catch (const Error& error) {
      return Complain(error);
    }
  };
  const auto end = RunWorkers(jobs, work, [&] { channel.Pass(); });
  for (std::size_t job = 0; job < jobs; ++job) outlet.ShowJob(job, {});  // also of those killed
  claims.End();
  return end.signal;
}

int InPlace(const CampaignFlags& flags, const CampaignPlan& plan, const CampaignEnd& end,
            CampaignFolder* folder) {
  RequireOneOnStdout(flags.output);
  const auto junit = JunitFile(flags.output, ScenarioFiles(flags.files));
  const auto waivers = ReadWaivers(flags.waivers);
  const auto scenarios = plan.Scenarios();
  RequireFitFolders(flags.out, scenarios);
  const RunPlace place = ChoosePlace(flags.sandbox, scenarios);
  const bool in_sandbox = place.mode == "private" && !place.refusal;
  if (in_sandbox) FetchBeforehand(scenarios);
  for (const auto& sentence : FetchClientsBeforehand(scenarios))
    std::fprintf(stderr, "kproof: %s\n", Printable(sentence).c_str());
  const auto enter = [&](const std::function<int()>& work) {
    return in_sandbox ? RunInSandbox(work) : work();
  };
  OwnOutlet outlet(flags.output, ScenarioFiles(flags.files));
  std::optional<CampaignFolder> own;
  int signal = 0;
  if (const auto jobs = JobsOf(flags, plan); jobs > 1) {
    if (folder == nullptr) folder = &own.emplace(CampaignFolder::Create(flags.out, plan));
    signal = WorkSideBySide(flags, plan, place, *folder, outlet, jobs, enter);
  }
  // What is left then was disturbed, and runs alone.
  return enter([&] {
    auto progress = folder == nullptr ? CampaignProgress() : folder->ReadProgress(plan);
    return CampaignSession(flags, plan, place, folder)
        .Finish(std::move(progress), outlet, signal, waivers, end, junit.get());
  });
}

}  // namespace

void AddCampaignFlags(CLI::App& verb, CampaignFlags& flags) {
  verb.add_option("--seed", flags.seed,
                  "seed of every random choice; default: a new one, which is printed")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{0}, kMostSeed));
  verb.add_option("--set", flags.sets,
                  "replace one value of the scenario, as in topics.payments.partitions=3")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  verb.add_option("--repeat", flags.repeat,
                  "run each scenario this many times, with seeds S, S+1, …")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000}));
  verb.add_option("--resume", flags.resume,
                  "go on with a campaign that was interrupted or killed, in its folder")
      ->type_name("FOLDER");
  verb.add_option(
          "--shard", flags.shard,
          "run only this part of the campaign, as in 1/2; give every machine the same seed, "
          "and put the folders together with 'kproof merge'")
      ->type_name("I/N");
  verb.add_option("--waivers", flags.waivers,
                  "known failures that do not count until a date (docs/matrix.md)")
      ->type_name("FILE");
  verb.add_flag("--fail-fast", flags.fail_fast,
                "end with the first trial that fails; those that failed before run first");
  verb.add_flag("--allow-not-run", flags.allow_not_run,
                "leave scenarios that this machine can't run out of the exit code; their number "
                "and the reasons are printed");
  verb.add_flag("--dry-run", flags.dry_run,
                "print the plan, with every default and every random choice, and stop");
  AddMinTrialsFlag(verb, flags.min_trials);
  AddPlaceFlags(verb, flags);
}

void AddMinTrialsFlag(CLI::App& verb, std::optional<std::uint64_t>& min_trials) {
  verb.add_option("--min-trials", min_trials,
                  "fewer trials of a cell that decide something are inconclusive; default: 1 of a "
                  "matrix, 0 of scenarios")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{100'000}));
}

std::uint64_t MinTrialsOf(const std::optional<std::uint64_t>& asked, const CampaignPlan& plan) {
  const auto wanted = asked.value_or(plan.matrix ? 1 : 0);
  return plan.shard.count > 1 ? std::min<std::uint64_t>(wanted, 1) : wanted;
}

void AddPlaceFlags(CLI::App& verb, CampaignFlags& flags) {
  verb.add_option("--jobs", flags.jobs,
                  "how many runs at once, each in a sandbox of its own; default: what cores and "
                  "memory carry")
      ->type_name("N")
      ->check(CLI::Range(1, 64));
  verb.add_option("--out", flags.out, "write folders of runs and campaigns here")
      ->type_name("FOLDER")
      ->capture_default_str();
  verb.add_option("--sandbox", flags.sandbox,
                  "where nodes run: private (namespaces of their own), loopback, or auto: private "
                  "where the machine allows it")
      ->type_name("auto|private|loopback")
      ->check(OneOf({"auto", "private", "loopback"}))
      ->capture_default_str();
  verb.add_option("--audit-transport", flags.audit_transport,
                  "how facts of producers and readers reach the audit store: through their "
                  "spools, or through audit topics on the cluster under test")
      ->type_name("spool|topic")
      ->check(OneOf({"spool", "topic"}))
      ->capture_default_str();
  verb.add_flag("--fresh-clusters", flags.fresh_clusters,
                "start new clusters for each run, even where the previous ones could be reused");
  verb.add_option("--events-to", flags.output.events_to,
                  "stream what happens, as lines of JSON, to this file, FIFO or descriptor; - is "
                  "stdout (docs/live.md)")
      ->type_name("FILE");
  AddOutputFlags(verb, flags.output);
}

void RequireFilesOrResume(const CampaignFlags& flags) {
  if (flags.resume.empty() && flags.files.empty())
    throw Error(ErrorKind::kUsage, "FILE is required",
                Hint("or --resume with a campaign's folder"));
  const char* extra = !flags.files.empty()   ? "FILE"
                      : !flags.sets.empty()  ? "--set"
                      : flags.seed           ? "--seed"
                      : flags.repeat         ? "--repeat"
                      : !flags.shard.empty() ? "--shard"
                                             : nullptr;
  if (!flags.resume.empty() && extra != nullptr)
    throw Error(ErrorKind::kUsage, std::string("--resume and ") + extra + " can't stand together",
                Hint("the campaign's folder says what is run"));
}

CampaignPlan ShardOf(const CampaignFlags& flags, CampaignPlan plan, bool seeded) {
  if (flags.shard.empty()) return plan;
  const auto shard = ParseShard(flags.shard);
  if (!shard)
    throw Error(ErrorKind::kUsage, "--shard " + flags.shard + " is no part of a campaign",
                Hint("write 1/2 on the first of two machines and 2/2 on the other"));
  if (!seeded)
    throw Error(ErrorKind::kUsage, "--shard needs --seed",
                Hint("without the same seed on every machine the parts do not fit together"));
  plan.shard = *shard;
  if (Remaining(plan, {}).empty())
    throw Error(ErrorKind::kUsage, "--shard " + flags.shard + " has no trial",
                Hint("the campaign has " + Counted(plan.trials.size(), "trial")));
  return plan;
}

int CarryOutCampaign(const CampaignFlags& flags, const CampaignPlan& plan, const CampaignEnd& end) {
  RequireOut(flags.out);
  if (flags.resume.empty()) return InPlace(flags, plan, end, nullptr);
  auto folder = CampaignFolder::Open(flags.resume);
  if (!(folder.ReadPlan(TheVocabulary()) == plan))
    throw Error(ErrorKind::kUsage, flags.resume + " is the campaign of other settings or flags",
                Hint("give those that it was begun with"));
  return InPlace(flags, plan, end, &folder);
}

int ResumeCampaign(const CampaignFlags& flags) {
  auto folder = CampaignFolder::Open(flags.resume);
  return InPlace(flags, folder.ReadPlan(TheVocabulary()), {}, &folder);
}

}  // namespace kproof
