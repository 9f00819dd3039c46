#include "audit/judge/verdict/reason.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/base/contains.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/words/guarantee.h"

namespace kproof {
namespace {

constexpr std::string_view kFirst = " (first: ";
constexpr std::string_view kToRequire = "; to make it a violation write",
                           kToIgnore = ", to accept it";

// Behind the bracket that closes the one at `open`; `open` where none does.
std::size_t BehindBracket(const std::string& text, std::size_t open) {
  int depth = 0;
  for (auto at = open; at < text.size(); ++at) {
    depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
    if (depth == 0) return at + 1;
  }
  return open;
}

std::uint64_t CountOf(const Result& result, const std::string& check) {
  const auto found = result.counts.find(check);
  return found == result.counts.end() ? 0 : found->second;
}

bool Promised(const Result& result, const std::string& guarantee) {
  const auto found = result.promise.find(guarantee);
  return found != result.promise.end() && found->second.holds.value_or(false);
}

bool HadToHold(const Result& result, const std::string& guarantee) {
  return Contains(result.require, guarantee) || Promised(result, guarantee);
}

// "a, b or c"
std::string List(const std::vector<std::string>& names, const std::string& last) {
  if (names.size() < 2) return Join(names, "");
  const std::vector<std::string> head(names.begin(), names.end() - 1);
  return fmt::format("{} {} {}", Join(head, ", "), last, names.back());
}

// What every pass tells of, promised or not: each guarantee with the finding that it excludes.
std::vector<std::pair<std::string, std::string>> OfEveryRun() {
  std::vector<std::pair<std::string, std::string>> told;
  for (const auto& row : GuaranteeTable()) {
    if (row.of_every_run) told.emplace_back(row.name, NameOf(row.excludes.front()));
  }
  return told;
}

// "; order is not promised, and none was reordered"
std::string NotPromised(const Result& result) {
  std::vector<std::string> not_promised, not_known, unseen;
  for (const auto& [guarantee, check] : OfEveryRun()) {
    if (HadToHold(result, guarantee)) continue;
    const auto promise = result.promise.find(guarantee);
    const bool known = promise == result.promise.end() || promise->second.holds.has_value();
    (known ? not_promised : not_known).emplace_back(guarantee);
    if (CountOf(result, check) == 0) unseen.emplace_back(check);
  }
  std::string text;
  if (!not_promised.empty())
    text += fmt::format("; {} {} not promised", List(not_promised, "and"),
                        Plural(not_promised.size(), "is", "are"));
  if (!not_known.empty())
    text += fmt::format("; whether {} {} promised is not known", List(not_known, "and"),
                        Plural(not_known.size(), "is", "are"));
  if (!unseen.empty()) text += fmt::format(", and none was {}", List(unseen, "or"));
  return text;
}

// "; atomic and at-least-once held"
std::string OthersThatHeld(const Result& result) {
  std::vector<std::string> held;
  for (const auto& row : GuaranteeTable()) {
    if (!row.of_every_run && HadToHold(result, row.name)) held.emplace_back(row.name);
  }
  return held.empty() ? "" : fmt::format("; {} held", List(held, "and"));
}

// Findings that change no verdict, because nobody promises or requires that they do not happen.
std::string SeenBesides(const Result& result) {
  std::vector<std::string> seen;
  for (const auto& finding : result.findings) {
    if (finding.count > 0 && !finding.expected && !result.ignored.contains(finding.check))
      seen.push_back(fmt::format("{} {}", finding.check, WithThousands(finding.count)));
  }
  return seen.empty() ? ""
                      : fmt::format("; seen, but excluded by no setting: {}", Join(seen, ", "));
}

std::string Shown(const Result& result) {
  std::vector<std::string> shown;
  for (const auto& [name, bound] : result.expect) {
    if (FindFindingKind(name) == nullptr) continue;
    if (const auto count = CountOf(result, name))
      shown.push_back(fmt::format("{} {}", name, WithThousands(count)));
  }
  return Join(shown, ", ");
}

// Sends that were not acked, where the scenario says beforehand how many: "; as expected failed
// 1,204".
std::string OutcomesExpected(const Result& result) {
  std::vector<std::string> outcomes;
  for (const auto& [name, bound] : result.expect) {
    if (FindFindingKind(name) == nullptr)
      outcomes.push_back(fmt::format("{} {}", name, WithThousands(CountOf(result, name))));
  }
  return outcomes.empty() ? "" : fmt::format("; as expected {}", Join(outcomes, ", "));
}

}  // namespace

std::string Describe(const Finding& finding) {
  auto text = fmt::format("{} {}", finding.check, WithThousands(finding.count));
  if (finding.examples.empty()) return text;
  const auto& first = finding.examples.front();
  const auto place = fmt::format("{}/{}", InCluster(first.cluster, first.topic), first.partition);
  if (first.detail.empty()) {
    text += fmt::format("{}{}, life {}, seq {} of {}", kFirst, first.origin, first.life, first.seq,
                        place);
  } else {
    text += fmt::format("{}by {} of group {}, {}", kFirst, first.reader, first.group, place);
  }
  if (first.offset) text += fmt::format(" at offset {}", *first.offset);
  if (!first.found_in.empty()) text += " of topic " + first.found_in;
  if (!first.detail.empty()) text += ", " + first.detail;
  if (!first.during.empty()) text += ", during " + first.during;
  return text + ")";
}

std::optional<std::string> ExpectedLimit(const Result& result) {
  for (const auto& [name, limit] : result.expect)
    if (name == Name(Verdict::kLimit)) return limit;
  return std::nullopt;
}

std::string PassReason(const Result& result) {
  const auto acked = WithThousands(CountOf(result, "acked"));
  if (const auto shown = Shown(result); !shown.empty())
    return fmt::format("the expected anomaly was seen: {} of {} acked records", shown, acked);
  // A control whose limit was kept is in doubt, and does not come here.
  for (const auto& limit : result.limits)
    if (ExpectedLimit(result) == limit.name)
      return fmt::format("the limit {} {} was exceeded, as expected: {}", limit.name, limit.bound,
                         limit.measured);
  std::vector<std::string> excluded;
  for (const auto& [guarantee, check] : OfEveryRun()) {
    if (HadToHold(result, guarantee)) excluded.emplace_back(check);
  }
  auto text = Counted(CountOf(result, "acked"), "record") + " acked";
  if (!excluded.empty()) text += fmt::format(", none {}", List(excluded, "or"));
  if (WasFaulted(result))
    text += fmt::format("; {} of them were at stake", WithThousands(result.at_stake));
  text +=
      OutcomesExpected(result) + OthersThatHeld(result) + NotPromised(result) + SeenBesides(result);
  if (!result.disturbances.empty()) {
    text += fmt::format("; {}, the first at {}", Counted(result.disturbances.size(), "disturbance"),
                        result.disturbances.front());
  }
  return text;
}

std::string Advice(const Result& result, const std::vector<std::string>& guarantees) {
  const auto names = Join(guarantees, ", ");
  return fmt::format("{}{} require: [{}]{} ignore: [{}]",
                     WasFaulted(result) ? "" : "; it happened without any fault", kToRequire, names,
                     kToIgnore, names);
}

std::string ShortReason(std::string reason) {
  for (std::size_t at = 0; (at = reason.find(kFirst, at)) != std::string::npos;) {
    const auto open = at + 1;
    const auto end = BehindBracket(reason, open);
    if (end == open)
      at = open;  // not one of ours
    else
      reason.erase(at, end - at);
  }
  const auto advice = reason.find(kToRequire);
  const auto ignore = reason.find(kToIgnore, std::min(advice, reason.size()));
  const auto end = ignore == std::string::npos ? ignore : reason.find(']', ignore);
  if (end != std::string::npos) reason.erase(advice, end + 1 - advice);
  return reason;
}

std::string IgnoredWords(const Result& result) {
  std::vector<std::string> words;
  for (const auto& [check, count] : result.ignored)
    words.push_back(fmt::format("{} {}", check, WithThousands(count)));
  return words.empty() ? "" : "; ignored: " + Join(words, ", ");
}

}  // namespace kproof
