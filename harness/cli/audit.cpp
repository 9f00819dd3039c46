// kproof audit: reads the audit topics of a live system into an audit store, reconciles windows of
// event time, and says what falls short. May be ended, or killed, at any time and goes on where it
// was.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>

#include "audit/store/reader.h"
#include "audit/store/run_keys.h"
#include "harness/base/error.h"
#include "harness/base/printable.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/cli/output.h"
#include "harness/cli/verbs.h"
#include "harness/cli/window_output.h"
#include "harness/collect/auditor.h"
#include "harness/collect/topic_settings.h"
#include "harness/kafka/properties.h"
#include "harness/run/version.h"

namespace kproof {
namespace {

constexpr Duration kIdle = std::chrono::seconds(5);
constexpr Duration kTopicsLimit = std::chrono::seconds(30);
constexpr int kExitShort = 1;
constexpr int kExitInconclusive = 2;

struct AuditFlags {
  std::string bootstrap_server, command_config;
  std::vector<std::string> command_properties;
  std::string store = "audit.db";
  std::string window = "1m", patience = "5m", length, run;
  bool until_idle = false;
  bool json = false;
};

Duration DurationOf(const std::string& flag, const std::string& text) {
  const bool minutes = text.ends_with('m') && text.size() > 1;  // "1m" is what people type
  const auto time = ParseDuration(minutes ? text + "in" : text);
  if (!time || *time <= Duration::zero())
    throw Error(ErrorKind::kUsage, flag + " " + text + " is not a duration",
                Hint("for example " + flag + " 60s"));
  return *time;
}

std::int64_t WholeSeconds(const std::string& flag, const std::string& text) {
  const auto time = DurationOf(flag, text);
  if (time.count() % 1'000'000 != 0)
    throw Error(ErrorKind::kUsage, flag + " " + text + " is not a whole number of seconds",
                Hint("event times are whole seconds"));
  return time.count() / 1'000'000;
}

void Tell(const WindowReport& report, const std::string& state, const AuditFlags& flags) {
  const auto text = flags.json ? WindowJson(report, state) + "\n" : WindowText(report, state);
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
}

// Of all windows that ever closed, as they stand now.
int CodeOf(const Auditor& auditor, const std::string& store) {
  bool unseen = false;
  for (const auto& row : StoreReader::Open(store)->Windows()) {
    if (row.FallsShort()) return kExitShort;
    unseen = unseen || row.unseen > 0;
  }
  return unseen || auditor.holes() > 0 ? kExitInconclusive : 0;
}

void Describe(RunKeySink& store, const AuditFlags& flags) {
  StoreTransaction transaction(store);
  store.SetRun(run_key::kScenario, "audit");
  store.SetRun(run_key::kAbout, "The audit topics of a live system.");
  store.SetRun(run_key::kAuditTransport, "topic");
  store.SetRun(run_key::kBootstrapServers, flags.bootstrap_server);
  store.SetRun(run_key::kDriver, "external");
  store.SetRun(run_key::kVersionClient, ClientVersion());
  store.SetRun(run_key::kVersionKproof, KproofVersion());
  store.SetRun(run_key::kEnded, "");
  transaction.Commit();
}

void Summarise(const Auditor& auditor, std::size_t open) {
  const auto say = [](std::uint64_t count, std::string_view one, std::string_view many,
                      const char* what) {
    if (count > 0) std::fprintf(stderr, "%s%s\n", Counted(count, one, many).c_str(), what);
  };
  say(open, "window is", "windows are", " still open");
  say(auditor.holes(), "hole", "holes",
      ": facts are missing, and what they could explain is unseen");
  say(auditor.UnauditedStreams(), "stream was", "streams were",
      " read, but no producer has reported what it sent to them");
  say(auditor.too_late(), "time", "times",
      " facts arrived for windows too old to be computed again");
}

int Audit(const AuditFlags& flags) {
  RememberSignals();
  const WindowSettings windows{.width_s = WholeSeconds("--window", flags.window),
                               .patience_s = WholeSeconds("--patience", flags.patience)};
  const Duration length =
      flags.length.empty() ? std::chrono::hours(24 * 365 * 100) : DurationOf("--for", flags.length);
  const Deadline deadline(length);
  TopicSourceSetup setup;
  setup.bootstrap_servers = flags.bootstrap_server;
  setup.properties = ReadProperties(flags.command_config, flags.command_properties);
  setup.run_id = flags.run;
  const Duration limit = std::min(length, Duration(kTopicsLimit));
  std::fprintf(stderr, "looking for the audit topics at %s, for %s at most\n",
               Printable(flags.bootstrap_server).c_str(), HumanDuration(limit).c_str());
  Auditor auditor(flags.store, setup, windows, Deadline(limit));
  Describe(auditor.store(), flags);
  if (!flags.json) std::fputs(WindowTableHead().c_str(), stdout);
  auto last_news = MonotonicMicros();
  const auto idle = [&] {
    return flags.until_idle && auditor.AtEnds() && MonotonicMicros() - last_news > kIdle.count();
  };
  while (CaughtSignal() == 0 && !deadline.Passed() && !idle()) {
    std::size_t taken = 0;
    for (const auto& report : auditor.Poll(std::chrono::milliseconds(100), &taken))
      Tell(report, report.again ? "late" : "closed", flags);
    if (taken > 0) last_news = MonotonicMicros();
  }
  const auto open = auditor.StillOpen();
  for (const auto& report : open) Tell(report, "open", flags);
  Summarise(auditor, open.size());
  if (!setup.properties.contains("security.protocol"))
    DescribeTopics(auditor.store(), flags.store, flags.bootstrap_server);
  auditor.store().SetRun(run_key::kEnded, run_key::kComplete);
  return CodeOf(auditor, flags.store);
}

}  // namespace

void AddAuditVerb(CLI::App& app, VerbAction& action) {
  const auto flags = std::make_shared<AuditFlags>();
  auto* verb = app.add_subcommand("audit",
                                  "read the audit topics of a live system and report records that "
                                  "were produced but not consumed");
  verb->add_option("--bootstrap-server", flags->bootstrap_server,
                   "brokers of the cluster that has the audit topics, as in broker:9092")
      ->type_name("SERVERS")
      ->required();
  verb->add_option("--command-config", flags->command_config,
                   "properties file of the client, for example with its security settings")
      ->type_name("FILE");
  verb->add_option("--command-property", flags->command_properties, "a setting of the client")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  verb->add_option("--store", flags->store, "audit store: created if missing, else continued")
      ->type_name("FILE")
      ->capture_default_str();
  verb->add_option("--window", flags->window, "width of a window of event time")
      ->type_name("TIME")
      ->capture_default_str();
  verb->add_option(
          "--patience", flags->patience,
          "close a window without silent clients once the others are this far ahead in event time")
      ->type_name("TIME")
      ->capture_default_str();
  verb->add_option("--run", flags->run, "take only records of this run")->type_name("RUN");
  verb->add_flag("--until-idle", flags->until_idle, "stop once nothing new has arrived for 5 s");
  verb->add_option("--for", flags->length, "stop after this time, as in 10min")->type_name("TIME");
  verb->add_flag("--json", flags->json, "one object per line");
  verb->callback([flags, &action] { action = [flags] { return Audit(*flags); }; });
}

}  // namespace kproof
