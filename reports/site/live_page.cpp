// A run while it goes on: the numbers of its last sample, its faults, and what it said last.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "reports/frame/frame.h"
#include "reports/frame/texts.h"
#include "reports/site/pages.h"

namespace kproof {
namespace {

constexpr int kReloadSeconds = 3;

// Once the clients have ended nobody knows any more when the last one of `total` was.
std::string Ago(const std::optional<double>& age, std::uint64_t total) {
  if (age) return SecondsText(*age) + " ago";
  return total == 0 ? "not yet" : "not measured now";
}

std::string Rate(double per_second) {
  return WithThousands(static_cast<std::uint64_t>(std::llround(std::max(0.0, per_second))));
}

PageData Traffic(const LiveSample& sample) {
  struct TrafficRow {
    const char* what;
    std::optional<double> rate;
    std::uint64_t total;
  };
  PageData rows = PageList();
  for (const auto& [what, rate, total] : {TrafficRow{"sent", sample.sent_per_s, sample.sent},
                                          TrafficRow{"acked", sample.acked_per_s, sample.acked},
                                          TrafficRow{"failed", sample.failed_per_s, sample.failed},
                                          TrafficRow{"unknown", {}, sample.unknown},
                                          TrafficRow{"read", sample.read_per_s, sample.read}}) {
    PageData row;
    row.set("what", what);
    row.set("rate", rate ? Rate(*rate) : "");
    row.set("total", WithThousands(total));
    rows.push_back(row);
  }
  return rows;
}

PageData Partitions(const LiveSample& sample) {
  PageData rows = PageList();
  for (const auto& partition : sample.partitions) {
    PageData row;
    row.set("name", OneLine(partition.name, kLongestName));
    row.set("leader", partition.leader ? std::to_string(*partition.leader) : "none");
    row.set("isr", fmt::format("{} of {}", partition.isr, partition.replicas));
    row.set("look", partition.isr < partition.replicas ? "bad" : "plain");
    rows.push_back(row);
  }
  return rows;
}

std::string Replicated(const LiveSample& sample) {
  if (sample.partitions_total == 0) return "Not known now.";
  const auto listed = sample.partitions.size() < sample.partitions_total
                          ? fmt::format("; {} listed, the worst first", sample.partitions.size())
                          : "";
  return fmt::format("{}: {} without a leader, {} with a follower out of sync{}",
                     Counted(sample.partitions_total, "partition"), sample.leaderless,
                     sample.under_replicated, listed);
}

PageData Sample(const std::optional<LiveSample>& sample) {
  if (!sample) return PageData(false);
  PageData data;
  data.set("traffic", Traffic(*sample));
  data.set("ack_age", Ago(sample->last_ack_age_s, sample->acked));
  data.set("read_age", Ago(sample->last_read_age_s, sample->read));
  data.set("replicated", Replicated(*sample));
  data.set("any_partitions", !sample->partitions.empty());
  data.set("partitions", Partitions(*sample));
  return data;
}

std::string FaultTime(const LiveFault& fault) {
  const auto since = SecondsText(fault.since_s);
  return fault.until_s ? fmt::format("{} to {}", since, SecondsText(*fault.until_s))
                       : fmt::format("active since {}", since);
}

std::string Known(const std::optional<bool>& what, const char* yes, const char* no,
                  const char* unknown) {
  return !what ? unknown : *what ? yes : no;
}

std::string FaultEffect(const LiveFault& fault) {
  if (!fault.until_s) return "";
  std::string effect = Known(fault.bit, "took effect", "no effect seen", "effect not known") +
                       ", " + Known(fault.healed, "healed", "not healed", "healing not known");
  return fault.problem.empty() ? effect : effect + "; " + OneLine(fault.problem);
}

PageData Faults(const LiveRun& run) {
  PageData rows = PageList();
  for (const auto& fault : run.faults) {
    PageData row;
    row.set("name", OneLine(fault.fault + " " + fault.target, kLongestName));
    row.set("time", FaultTime(fault));
    row.set("effect", OrNothing(FaultEffect(fault)));
    row.set("active", !fault.until_s.has_value());
    rows.push_back(row);
  }
  return rows;
}

PageData Lines(const LiveRun& run) {
  PageData rows = PageList();
  for (const auto& [at, text] : run.lines) {
    PageData row;
    row.set("at", SecondsText(at));
    row.set("text", OneLine(text));
    rows.push_back(row);
  }
  return rows;
}

std::string Headline(const LiveRun& run, bool silent) {
  if (run.verdict) return Upper(Name(run.verdict->verdict));
  if (silent) return "NO VERDICT";
  return run.phase.empty() ? "starting" : OneLine(run.phase, kLongestName);
}

std::string Elapsed(const LiveRun& run) {
  const auto elapsed = SecondsText(run.at_s);
  return run.expected_s ? fmt::format("{} of about {}", elapsed, SecondsText(*run.expected_s))
                        : elapsed;
}

PageData NowData(const LiveRun& run, const LivePlace& place) {
  const bool silent = !run.verdict && place.silent_s.has_value();
  PageData data;
  data.set("over", run.verdict || silent ? "true" : "false");
  data.set("scenario", OneLine(run.scenario.empty() ? place.name : run.scenario, kLongestName));
  data.set("role", OneLine(run.role, kLongestName));
  data.set("seed", std::to_string(run.seed));
  data.set("name", OneLine(place.name, kLongestName));
  data.set("look", run.verdict ? VerdictLook(run.verdict->verdict) : silent ? "unclear" : "plain");
  data.set("sign", run.verdict ? VerdictSign(run.verdict->verdict) : silent ? "?" : "▶");
  data.set("headline", Headline(run, silent));
  data.set("time", Elapsed(run));
  data.set("reason", OrNothing(run.verdict ? OneLine(run.verdict->reason) : ""));
  data.set("report", OrNothing(run.verdict ? "./" : ""));
  data.set("silent",
           OrNothing(silent ? fmt::format("The run wrote its last line {} ago and no verdict: it "
                                          "was killed, or it can't go on. kproof check judges "
                                          "what it left.",
                                          SecondsText(*place.silent_s))
                            : ""));
  data.set("unreadable", OrNothing(run.unreadable == 0 ? ""
                                                       : Counted(run.unreadable, "line") +
                                                             " of live.jsonl can't be read."));
  data.set("sample", Sample(run.sample));
  data.set("any_faults", !run.faults.empty());
  data.set("faults", Faults(run));
  data.set("any_lines", !run.lines.empty());
  data.set("lines", Lines(run));
  return data;
}

}  // namespace

std::string HowItStands(const LiveRun& run) { return Headline(run, false) + ", " + Elapsed(run); }

std::string LiveNowHtml(const LiveRun& run, const LivePlace& place) {
  return RenderPart("live-now", NowData(run, place));
}

std::string LiveHtml(const LiveRun& run, const LivePlace& place) {
  PageData data;
  data.set("up", place.up);
  data.set("now", LiveNowHtml(run, place));
  const bool over = run.verdict || place.silent_s;
  return InFrame({.kind = "live",
                  .title = "live: " + OneLine(run.scenario, kLongestName),
                  .styles = {"uplot-style"},
                  .scripts = {"uPlot", "fault-bands", "live-script"},
                  .asks_its_server = true,
                  .reload_s = over ? 0 : kReloadSeconds},
                 "live", data);
}

}  // namespace kproof
