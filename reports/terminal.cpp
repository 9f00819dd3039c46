// Order of the screen: circumstances first, verdict last, because the last line is where a reader's
// eyes are.
#include "reports/terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "audit/promise/without_limit.h"
#include "harness/base/cluster_name.h"
#include "harness/base/contains.h"
#include "harness/base/printable.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/words/finding.h"
#include "reports/names.h"
#include "reports/page.h"

namespace kproof {
namespace {

// Longer lists are cut here and say so; all of it is in result.json.
constexpr std::size_t kShownLines = 4;

std::string Seconds(double seconds) {
  if (seconds > 0 && seconds < 1) return fmt::format("{:.0f} ms", seconds * 1e3);
  return fmt::format("{:.1f} s", seconds);
}

std::string Millis(double millis) {
  return millis >= 1000 ? fmt::format("{:.1f} s", millis / 1e3) : fmt::format("{:.3g} ms", millis);
}

std::uint64_t Count(const std::map<std::string, std::uint64_t>& counts, std::string_view name) {
  const auto found = counts.find(std::string(name));
  return found == counts.end() ? 0 : found->second;
}

std::vector<std::string> Cut(const std::vector<std::string>& lines, const std::string& what) {
  return FirstFew(lines, kShownLines, what + " (result.json has all)");
}

// A moment where nothing else is meant at this precision.
std::string AckedWhen(const std::pair<double, double>& seconds) {
  const auto from = fmt::format("{:.1f} s", seconds.first);
  const auto until = fmt::format("{:.1f} s", seconds.second);
  return from == until ? ", acked at " + from
                       : fmt::format(", acked between {} and {}", from, until);
}

// "checkout-0 seq 5013..5020 of payments/3, acked at offset 8121 (7.2 s); there now: nothing;
// during kill broker 2"
std::string ExampleText(const Example& example, const std::string& check) {
  const bool record = example.detail.empty();  // else it tells of a commit
  std::string text = record ? fmt::format("{} seq {}", example.origin, example.seq) : "a commit";
  if (example.count > 1) text += fmt::format("..{}", example.seq + example.count - 1);
  if (example.life > 0) text += fmt::format(" (life {})", example.life);
  text += fmt::format(" of {}/{}", InCluster(example.cluster, example.topic), example.partition);
  if (example.offset)
    text += fmt::format(", {} offset {}", check == NameOf(FindingKind::kLost) ? "acked at" : "at",
                        *example.offset);
  if (!example.found_in.empty()) text += " of topic " + example.found_in;
  if (example.acked_between_s) text += AckedWhen(*example.acked_between_s);
  if (!example.stands_there.empty()) text += "; now at that offset: " + example.stands_there;
  if (!example.txn.empty()) text += "; transaction " + example.txn;
  if (!example.reader.empty()) text += (record ? "; reader " : "; by ") + example.reader;
  if (!example.group.empty()) text += "; group " + example.group;
  if (!record) text += "; " + example.detail;
  if (example.leader)
    text +=
        fmt::format("; led by {} in epoch {}", *example.leader, example.leader_epoch.value_or(-1));
  if (!example.during.empty()) text += "; during " + example.during;
  return text;
}

std::string FindingText(const Finding& finding) {
  std::string text = WithThousands(finding.count);
  std::vector<std::string> evidence;
  for (const auto& [kind, count] : finding.evidence) {
    if (count > 0) evidence.push_back(fmt::format("{} {}", WithThousands(count), kind));
  }
  if (!evidence.empty()) text += fmt::format(" ({})", Join(evidence, ", "));
  if (finding.expected) text += ", expected";
  if (finding.ignored) text += ", ignored";
  if (finding.allowed) text += ", allowed";
  if (!finding.why.empty()) text += ": " + finding.why;
  return text;
}

void AddFinding(Page& page, const Finding& finding) {
  page.Entry(finding.check, FindingText(finding));
  if (finding.examples.empty()) return;
  const std::size_t more = std::max<std::size_t>(finding.ranges, finding.examples.size()) - 1;
  std::string text = "first: " + ExampleText(finding.examples.front(), finding.check);
  if (more > 0)
    text += fmt::format("; {} more such {}", WithThousands(more), Plural(more, "range"));
  page.Entry("", text);
}

void AddAnomalies(Page& page, const Result& result) {
  std::vector<std::string> clean, named;
  for (const Finding& finding : result.findings) {
    named.push_back(finding.check);
    if (finding.count > 0) AddFinding(page, finding);
    if (finding.count == 0 && Count(result.counts, finding.check) == 0)
      clean.push_back(finding.check);
  }
  const std::size_t found = result.findings.size() - clean.size();
  bool counted = found > 0;
  for (const FindingRow& kind : FindingTable()) {
    const std::uint64_t count = Count(result.counts, kind.name);
    if (count == 0 || Contains(named, kind.name)) continue;
    page.Entry(kind.name, WithThousands(count));
    counted = true;
  }
  if (!clean.empty())
    page.Entry(counted ? "nothing else" : "anomalies", "0 " + Join(clean, ", 0 "));
  if (clean.empty() && !counted) page.Entry("anomalies", "none found");
}

// "kill leader of payments/0 (node 2), 5.0 s to 9.1 s"
std::string FaultHead(const FaultReport& fault) {
  std::vector<std::string> nodes;
  for (const std::int32_t node : fault.nodes) nodes.push_back(std::to_string(node));
  std::string text = fault.fault + " " + InCluster(fault.cluster, fault.target);
  if (!nodes.empty()) text += fmt::format(" ({} {})", Plural(nodes.size(), "node"), JoinFew(nodes));
  if (!fault.from_s) return text + ", never injected";
  text += fmt::format(", {:.1f} s to ", *fault.from_s);
  return text + (fault.to_s ? fmt::format("{:.1f} s", *fault.to_s) : std::string("the end"));
}

std::string FaultBite(const FaultReport& fault) {
  std::string text = fault.bit ? "took effect" : "NO EFFECT SEEN";
  if (!fault.proof.empty()) text += ": " + fault.proof;
  if (!fault.problem.empty()) text += "; problem: " + fault.problem;
  return text;
}

// "ISR full at 14.2 s (+9.2 s)": into the run, and since the fault began.
std::string Recovered(const std::string& what, double at_s, const FaultReport& fault) {
  std::string text = fmt::format("; {} at {:.1f} s", what, at_s);
  if (fault.from_s) text += fmt::format(" (+{:.1f} s)", at_s - *fault.from_s);
  return text;
}

std::string FaultRecovery(const FaultReport& fault) {
  std::string text = fault.healed ? "healed" : "NOT HEALED";
  if (fault.first_ack_after_s) text += Recovered("acks again", *fault.first_ack_after_s, fault);
  if (fault.isr_full_after_s) text += Recovered("ISR full", *fault.isr_full_after_s, fault);
  return text;
}

void AddFaults(Page& page, const Result& result) {
  if (result.faults.empty()) page.Entry("faults", "none");
  std::string_view label = "faults";
  std::size_t shown = 0;
  for (const FaultReport& fault : result.faults) {
    if (shown == kShownLines && result.faults.size() > kShownLines + 1) break;
    ++shown;
    page.Entry(label, FaultHead(fault));
    page.Entry("", FaultBite(fault));
    page.Entry("", FaultRecovery(fault));
    label = "";
  }
  if (const std::size_t more = result.faults.size() - shown; more > 0)
    page.Entry("", fmt::format("and {} more faults (result.json has all)", WithThousands(more)));
}

void AddAvailability(Page& page, const Result& result) {
  const Availability& availability = result.availability;
  std::string text = "longest time without an ack " + Seconds(availability.longest_ack_gap_s);
  const auto worst = std::max_element(
      availability.ack_gap_by_partition_s.begin(), availability.ack_gap_by_partition_s.end(),
      [](const auto& a, const auto& b) { return a.second < b.second; });
  if (worst != availability.ack_gap_by_partition_s.end()) {
    text += fmt::format(" ({} on {})", Seconds(worst->second), worst->first);
  }
  text += ", without a read " + Seconds(availability.longest_read_gap_s);
  page.Entry("availability", text);
  std::vector<std::string> latency;
  for (const char* name : {"p50", "p99", "p999"}) {
    const auto found = availability.ack_ms.find(name);
    if (found != availability.ack_ms.end())
      latency.push_back(fmt::format("{} {}", name, Millis(found->second)));
  }
  if (!latency.empty()) page.Entry("", "ack latency " + Join(latency, ", "));
}

void AddLimits(Page& page, const Result& result) {
  std::vector<std::string> lines;
  for (const LimitReport& limit : result.limits) {
    lines.push_back(fmt::format("{} {}, {} ({})", limit.name, limit.measured,
                                limit.kept ? "kept" : "NOT KEPT", limit.bound));
  }
  page.Entries("limits", Cut(lines, "limits"));
}

// "acks=all, min.insync.replicas=2": a value that differs between subjects names each of them.
std::string TellingSettings(const Result& result) {
  std::map<std::string, std::map<std::string, std::vector<std::string>>>
      by_key;  // key → value → subjects
  for (const auto& [scope, subjects] : result.effective) {
    for (const auto& [subject, settings] : subjects) {
      for (const auto& [key, setting] : settings)
        by_key[scope + "\n" + key][setting.value].push_back(subject);
    }
  }
  std::vector<std::string> shown;
  for (const std::string_view key : kTelling) {
    for (const char* scope : {"producer", "topic", "broker"}) {
      const auto found = by_key.find(fmt::format("{}\n{}", scope, key));
      if (found == by_key.end()) continue;
      for (const auto& [value, subjects] : found->second) {
        const std::string of =
            found->second.size() > 1 ? fmt::format(" ({})", JoinFew(subjects)) : "";
        shown.push_back(fmt::format("{}={}{}", key, InWords(key, value), of));
      }
      break;  // a topic's own value decides, so the brokers' of the same key is not shown
    }
  }
  return Join(shown, ", ");
}

void AddPromises(Page& page, const Result& result) {
  std::vector<std::string> lines, promised;
  for (const auto& [guarantee, promise] : result.promise) {
    if (promise.holds.value_or(false)) promised.push_back(guarantee);
  }
  if (!promised.empty()) lines.push_back(Join(promised, ", "));
  for (const auto& [guarantee, promise] : result.promise) {
    if (promise.holds.value_or(false)) continue;
    lines.push_back(
        fmt::format("{} {}: {}", promise.holds ? "not" : "not known:", guarantee, promise.why));
  }
  page.Entries("promised", Cut(lines, "guarantees"));
  if (!result.require.empty()) page.Entry("required", Join(result.require, ", "));
  std::vector<std::string> expected;
  for (const auto& [name, bound] : result.expect) expected.push_back(name + " " + bound);
  if (!expected.empty()) page.Entry("expected", Join(expected, ", "));
  if (!result.ignore.empty()) page.Entry("ignored", Join(result.ignore, ", "));
}

// Names of checks alone would read like findings.
std::string NotTested(const std::vector<std::string>& not_tested) {
  std::vector<std::string> checks, sentences;
  for (const auto& one : not_tested)
    (one.find(' ') == std::string::npos ? checks : sentences).push_back(one);
  if (!checks.empty())
    sentences.insert(sentences.begin(), "no facts for these checks: " + Join(checks, ", "));
  return Join(sentences, "; ");
}

std::string Head(const Result& result) {
  std::string text = fmt::format("{} ({}, seed {}), {:.1f} s", result.scenario, result.role,
                                 result.seed, result.seconds);
  for (const char* name : {"kafka", "client"}) {
    const auto version = result.versions.find(name);
    if (version == result.versions.end() || version->second.empty()) continue;
    text +=
        fmt::format(", {}{}", name == std::string_view("kafka") ? "Kafka " : "", version->second);
  }
  return Printable(fmt::format("{}, {} driver, {}", text, result.driver, result.sandbox));
}

std::string Traffic(const Result& result) {
  std::vector<std::string> parts;
  for (const std::string_view name : kTraffic) {
    parts.push_back(fmt::format("{} {}", name, WithThousands(Count(result.counts, name))));
  }
  return Join(parts, ", ");
}

// The reason may have lines of a log in it, which stay lines.
void AddVerdict(Page& page, const Result& result, const std::string& folder, bool color) {
  if (!folder.empty()) page.Entry("run folder", folder);
  std::string lead = VerdictLabel(result.verdict, color) + ": ";
  for (const auto& line : Split(result.reason, '\n')) {
    page.Line(lead + Printable(line));
    lead = "  ";
  }
}

}  // namespace

bool UseColor(ColorMode mode, const Screen& screen) {
  if (mode != ColorMode::kAuto) return mode == ColorMode::kAlways;
  return screen.is_terminal && screen.no_color.empty() && screen.term != "dumb";
}

std::string VerdictLabel(Verdict verdict, bool color) {
  const auto label = Upper(Name(verdict));
  if (!color) return label;
  const bool red = verdict == Verdict::kViolation || verdict == Verdict::kLimit ||
                   verdict == Verdict::kUnprotected || verdict == Verdict::kUsage ||
                   verdict == Verdict::kError;
  const char* code = verdict == Verdict::kPass ? "32" : red ? "31" : "33";
  return fmt::format("\x1b[1;{}m{}\x1b[0m", code, label);
}

std::string ToTerminal(const Result& result, const std::string& folder, bool color) {
  Page page(kScreenColumns);
  page.Line(color ? fmt::format("\x1b[1m{}\x1b[0m", Head(result)) : Head(result));
  if (!result.about.empty()) page.Entry("about", result.about);
  if (!result.cut.empty()) page.Entry("cut", result.cut);
  // Nothing but why, where nothing was sent.
  const bool began = result.verdict != Verdict::kNotRun && result.verdict != Verdict::kUsage;
  if (!began && Count(result.counts, "sent") == 0) {
    AddVerdict(page, result, folder, color);
    return page.text();
  }
  page.Entry("records", Traffic(result));
  page.Entry("", WasFaulted(result) ? fmt::format("{} acked under faults, {} at stake",
                                                  WithThousands(result.acked_under_fault),
                                                  WithThousands(result.at_stake))
                                    : fmt::format("{} acked and accounted for, without any fault",
                                                  WithThousands(result.at_stake)));
  AddAnomalies(page, result);
  AddFaults(page, result);
  AddAvailability(page, result);
  AddLimits(page, result);
  page.Entries("disturbances", Cut(result.disturbances, "disturbances"));
  page.Entries("doubts", Cut(result.doubts, "doubts"));
  if (!result.not_tested.empty()) page.Entry("not tested", NotTested(result.not_tested));
  AddPromises(page, result);
  const std::string settings = TellingSettings(result);
  if (!settings.empty()) page.Entry("settings", settings);
  AddVerdict(page, result, folder, color);
  return page.text();
}

}  // namespace kproof
