#include "reports/run_page/words.h"

#include <fmt/format.h>

#include "harness/base/cluster_name.h"
#include "harness/base/contains.h"
#include "harness/base/printable.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/words/error_name.h"
#include "harness/words/finding.h"
#include "harness/words/guarantee.h"
#include "reports/loss_bound.h"
#include "reports/run_command.h"

namespace kproof {
namespace {

std::string Broken(const Result& result, const std::vector<std::string>& findings) {
  std::vector<std::string> broken;
  for (const auto& name : findings) {
    const auto count = CountNamed(result.counts, name);
    if (count > 0) broken.push_back(name + " " + WithThousands(count));
  }
  return Join(broken, ", ");
}

bool LookedAt(const Result& result, const std::vector<std::string>& findings) {
  for (const auto& name : findings) {
    if (Contains(result.not_tested, name)) return false;
  }
  return true;
}

std::string Since(const FaultReport& fault, double at_s) {
  return fault.from_s ? SecondsText(at_s - *fault.from_s) + " after it began"
                      : fmt::format("at {:.1f} s", at_s);
}

bool IsGiven(const std::map<std::string, std::string>& versions, const std::string& of) {
  const auto found = versions.find(of);
  return found != versions.end() && !found->second.empty();
}

// Both beside the page.
constexpr char kCheckEvents[] = "kproof check events.jsonl", kScenarioFile[] = "scenario.yaml";

}  // namespace

std::vector<std::string> SeenNowhere(const Result& result) {
  std::vector<std::string> names;
  for (const auto& kind : FindingTable()) {
    const auto count = result.counts.find(kind.name);
    if (kind.anomaly() && count != result.counts.end() && count->second == 0 &&
        !Contains(result.not_tested, kind.name))
      names.emplace_back(kind.name);
  }
  return names;
}

std::string Standing(const Finding& finding, const Result& result) {
  if (finding.count == 0) return "none";
  const auto* kind = FindFindingKind(finding.check);
  if (kind != nullptr && !kind->anomaly()) return std::string("no anomaly: ") + kind->excuse;
  std::vector<std::string> words;
  if (finding.expected) words.emplace_back("expected by this control");
  if (finding.ignored) words.emplace_back("ignored by the scenario");
  const auto allowed = CountNamed(result.allowed, finding.check);
  if (allowed >= finding.count)
    words.emplace_back("allowed by the settings");
  else if (allowed > 0)
    words.push_back(fmt::format("{} of them allowed by the settings", WithThousands(allowed)));
  else if (words.empty())
    words.emplace_back("NOT ALLOWED");
  return Join(words, ", ");
}

std::vector<GuaranteeLine> GuaranteeLines(const Result& result) {
  std::vector<GuaranteeLine> lines;
  for (const auto& row : GuaranteeTable()) {
    const auto promise = result.promise.find(row.name);
    const bool required = Contains(result.require, row.name);
    if (promise == result.promise.end() && !required) continue;
    const auto findings = FindingsAgainst(row.name);
    const auto broken = Broken(result, findings);
    GuaranteeLine line{.name = row.name,
                       .meaning = row.meaning,
                       .promised = "not known",
                       .required = required,
                       .seen_broken = !broken.empty(),
                       .seen = !broken.empty()               ? "broken: " + broken
                               : !LookedAt(result, findings) ? "not looked at"
                                                             : "not seen broken",
                       .why = ""};
    if (promise != result.promise.end()) {
      if (promise->second.holds)
        line.promised = *promise->second.holds ? "promised" : "not promised";
      line.why = OneLine(promise->second.why);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string SendErrorName(const SendError& kind) {
  return kind.code == 0 ? "no error named" : ErrorName(kind.code);
}

std::string FaultName(const FaultReport& fault) {
  std::vector<std::string> nodes;
  for (const auto node : fault.nodes) nodes.push_back(std::to_string(node));
  auto name = fault.fault + " " + InCluster(fault.cluster, fault.target);
  if (!nodes.empty()) name += fmt::format(" ({} {})", Plural(nodes.size(), "node"), JoinFew(nodes));
  return OneLine(name, kLongestName);
}

std::string FaultTime(const FaultReport& fault) {
  if (!fault.from_s) return "never injected";
  return fmt::format("{:.1f} s to {}", *fault.from_s,
                     fault.to_s ? fmt::format("{:.1f} s", *fault.to_s) : "the end");
}

std::string FaultEffect(const FaultReport& fault) {
  std::string text = fault.bit ? "took effect" : "NO EFFECT SEEN";
  if (!fault.proof.empty()) text += ": " + fault.proof;
  if (!fault.problem.empty()) text += "; problem: " + fault.problem;
  return OneLine(text);
}

std::string FaultHealing(const FaultReport& fault) {
  std::string text = fault.healed ? "healed" : "NOT HEALED";
  if (fault.first_ack_after_s) text += "; the next ack " + Since(fault, *fault.first_ack_after_s);
  if (fault.isr_full_after_s) text += "; every ISR full " + Since(fault, *fault.isr_full_after_s);
  return text;
}

std::string RangeName(const Example& example) {
  auto name = fmt::format("{} seq {}", OneLine(example.origin, kLongestName), example.seq);
  if (example.count > 1) name += fmt::format("..{}", example.seq + example.count - 1);
  if (example.life > 0) name += fmt::format(" (life {})", example.life);
  return name;
}

std::string RangeEvidence(const Example& example) {
  std::vector<std::string> parts;
  const auto add = [&](const std::string& lead, const std::string& text) {
    if (!text.empty()) parts.push_back(lead + text);
  };
  add("now at that offset: ", example.stands_there);
  add("in topic ", example.found_in);
  add("transaction ", example.txn);
  add("reader ", example.reader);
  add("group ", example.group);
  add("", example.detail);
  if (example.leader)
    parts.push_back(
        fmt::format("led by {} in epoch {}", *example.leader, example.leader_epoch.value_or(-1)));
  return OneLine(Join(parts, "; "), kLongestName * 2);
}

std::string RangeSentence(const Example& example) {
  auto text = fmt::format("{} of {}/{}", RangeName(example), OneLine(example.topic, kLongestName),
                          example.partition);
  if (example.offset) text += fmt::format(" at offset {}", *example.offset);
  if (const auto evidence = RangeEvidence(example); !evidence.empty()) text += "; " + evidence;
  if (!example.during.empty()) text += "; during " + OneLine(example.during, kLongestName);
  return text;
}

std::string AtStake(const Result& result) {
  const auto acked = WithThousands(CountNamed(result.counts, "acked"));
  if (!WasFaulted(result))
    return fmt::format("{} of {} acked records were accounted for, without any fault",
                       WithThousands(result.at_stake), acked);
  return fmt::format("{} of {} acked records, {} of them acked under the faults",
                     WithThousands(result.at_stake), acked,
                     WithThousands(result.acked_under_fault));
}

std::string LossBound(const Result& result) {
  if (!IsTrial(result)) return "This run says nothing about the chance of a loss.";
  if (LostSomething(result))
    return "One trial that lost something: how often that happens, more trials (--repeat) tell.";
  return fmt::format(
      "One trial that lost nothing rules out little: only that more than {:.0f} % of such trials "
      "lose something (with {:.0f} % confidence). More trials (--repeat) rule out more.",
      100 * LossUpperBound(1, 0), kConfidence * 100);
}

std::string CommandAgain(const RunPage& page) {
  return page.scenario_yaml.empty() ? kCheckEvents : RunCommand(kScenarioFile, page.result.seed);
}

std::string CommandAgain(const Result& result) {
  // A run knows both versions; a client of others has no kproof, and an audit asks no version.
  const bool ran = IsGiven(result.versions, "kafka") && IsGiven(result.versions, "kproof");
  return ran ? RunCommand(kScenarioFile, result.seed) : kCheckEvents;
}

}  // namespace kproof
