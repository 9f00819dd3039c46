// The first that applies: violation, limit, unprotected, then what kept the run from its end,
// inconclusive, pass. A proven loss is never masked; and a history that is known to be cut proves
// nothing.
#include "audit/judge/verdict/verdict.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/judge/verdict/reason.h"
#include "audit/store/run_keys.h"
#include "harness/base/contains.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/words/guarantee.h"

namespace kproof {
namespace {

bool Expected(const Result& result, const std::string& check) {
  return std::any_of(result.expect.begin(), result.expect.end(),
                     [&](const auto& e) { return e.first == check; });
}

// `expect: {inconclusive: …}`: words of a doubt that a control of kproof itself has to raise.
bool NamesADoubt(const std::string& expected) { return expected == Name(Verdict::kInconclusive); }

std::optional<std::string> ExpectedDoubt(const Result& result) {
  for (const auto& [name, words] : result.expect)
    if (NamesADoubt(name)) return words;
  return std::nullopt;
}

// Such a control passes when what it left out was noticed, for the reason that it gives.
void DecideOnDoubt(Result& result, const std::string& words) {
  for (const auto& doubt : result.doubts) {
    if (doubt.find(words) == std::string::npos) continue;
    result.verdict = Verdict::kPass;
    result.reason = "inconclusive, as expected: " + doubt;
    return;
  }
  result.verdict = Verdict::kInconclusive;
  result.reason = fmt::format(
      "a doubt with the words '{}' is expected, but {}", words,
      result.doubts.empty() ? "there is none" : "the first is: " + result.doubts.front());
}

// Other limits hold as ever.
bool IsExpected(const Result& result, const LimitReport& limit) {
  return ExpectedLimit(result) == limit.name;
}

// Whether everything that the guarantee excludes was looked for.
bool Judged(const Result& result, const std::string& name) {
  const auto* guarantee = FindGuarantee(name);
  return guarantee != nullptr &&
         std::none_of(guarantee->excludes.begin(), guarantee->excludes.end(),
                      [&](FindingKind kind) { return Contains(result.not_tested, NameOf(kind)); });
}

// Why a finding is a violation; "" when it is none.
std::string Violation(const Result& result, const JudgedFinding& judged, const RunInfo& info) {
  const auto& finding = judged.finding;
  if (finding.count == 0) return "";
  if (Contains(info.fail_on, finding.check)) return "fail-on names it";
  if (finding.expected || !FindFindingKind(finding.check)->anomaly()) return "";
  if (judged.always > 0) return "excluded under every configuration";
  for (const auto* guarantee : GuaranteesAgainst(finding.check)) {
    if (Contains(result.require, guarantee->name))
      return fmt::format("{} is required", guarantee->name);
  }
  return judged.excluded > 0 ? "the promise excludes it: " + finding.why : "";
}

// Whether `ignore` names a guarantee against it.
bool Ignored(const Result& result, const std::string& check) {
  const auto guarantees = GuaranteesAgainst(check);
  return std::any_of(guarantees.begin(), guarantees.end(), [&](const GuaranteeRow* guarantee) {
    return Contains(result.ignore, guarantee->name);
  });
}

// How much of a finding that is no violation `ignore` lets pass: what the settings allow, or, where
// settings promise nothing, all of it.
std::uint64_t LetPass(const Result& result, const JudgedFinding& judged) {
  const auto& finding = judged.finding;
  if (finding.expected || !Ignored(result, finding.check)) return 0;
  const bool by_settings = GuaranteesAgainst(finding.check).front()->by_settings;
  return by_settings ? judged.allowed : finding.count;
}

// What is promised by nobody matters where it is named.
bool Matters(const Result& result, const Finding& finding) {
  const auto guarantees = GuaranteesAgainst(finding.check);
  return guarantees.empty() || finding.expected ||
         std::any_of(guarantees.begin(), guarantees.end(), [&](const GuaranteeRow* guarantee) {
           return guarantee->by_settings || Contains(result.require, guarantee->name);
         });
}

void AddPendingDoubts(Result& result, const Finding& pending) {
  for (const auto& [kind, count] : pending.evidence) {
    const char* why =
        kind == "compacted"    ? "absent from a compacted topic, where a later record of "
                                 "the same key may stand instead"
        : kind == "made_again" ? "absent from a topic that was deleted and created again, and it "
                                 "is not known which of the two topics they were sent to"
                               : "no reader has passed their offsets";
    result.doubts.push_back(fmt::format("{} {} pending: {}", Counted(count, "acked record"),
                                        Plural(count, "is", "are"), why));
  }
}

void AddDoubts(Result& result, const std::vector<JudgedFinding>& judged) {
  for (const auto& guarantee : result.require) {
    if (!Judged(result, guarantee))
      result.doubts.push_back(
          fmt::format("'{}' is required, but this run has no facts to check it", guarantee));
  }
  for (const auto& [name, bound] : result.expect) {
    if (NamesADoubt(name)) continue;
    if (ExpectedLimit(result)) {
      if (std::none_of(result.limits.begin(), result.limits.end(),
                       [&](const auto& limit) { return IsExpected(result, limit) && !limit.kept; }))
        result.doubts.push_back(
            fmt::format("the limit {} is expected to be exceeded, and was not", bound));
      continue;
    }
    const auto count = result.counts.find(name);
    if (count == result.counts.end() || Contains(result.not_tested, name)) {
      result.doubts.push_back(
          fmt::format("'{}' is expected, but this run has no facts to check it", name));
      continue;
    }
    const auto kept = Keeps(count->second, bound);
    if (!kept) {
      result.doubts.push_back(
          fmt::format("the expectation '{} {}' is not a bound such as '> 0'", name, bound));
    } else if (!*kept) {
      result.doubts.push_back(fmt::format("expected {} {}, found {}", name, bound, count->second));
    }
  }
  for (const auto& one : judged) {
    if (Matters(result, one.finding)) {
      for (const auto& doubt : one.doubts) result.doubts.push_back(doubt);
    }
    if (one.finding.expected) continue;
    if (one.unclear > 0) {
      result.doubts.push_back(
          fmt::format("{}, but it is not known whether the settings allow it: {}",
                      Describe(one.finding), one.finding.why));
    }
    if (one.finding.check == NameOf(FindingKind::kPending)) AddPendingDoubts(result, one.finding);
  }
}

// By all that is there.
void DecideOnFacts(Result& result, const std::vector<JudgedFinding>& all, const RunInfo& info) {
  auto judged = all;
  std::vector<std::string> violations, unprotected, unasked;
  for (auto& one : judged) {
    one.finding.expected = Expected(result, one.finding.check);
    if (const auto why = Violation(result, one, info); !why.empty()) {
      violations.push_back(fmt::format("{}: {}", Describe(one.finding), why));
    } else if (const auto let_pass = LetPass(result, one); let_pass > 0) {
      one.finding.ignored = true;
      result.ignored[one.finding.check] = let_pass;
    } else if (one.allowed > 0 && !one.finding.expected) {
      unprotected.push_back(
          fmt::format("{}: the settings allow it, {}", Describe(one.finding), one.finding.why));
      const std::string name = GuaranteesAgainst(one.finding.check).front()->name;
      if (!Contains(unasked, name)) unasked.push_back(name);
    }
    if (one.allowed > 0) result.allowed[one.finding.check] = one.allowed;
    if (one.finding.count > 0) result.findings.push_back(one.finding);
  }
  AddDoubts(result, judged);
  std::vector<std::string> limits;
  for (const auto& limit : result.limits) {
    if (!limit.kept && !IsExpected(result, limit))
      limits.push_back(
          fmt::format("{} was {}, the limit is {}", limit.name, limit.measured, limit.bound));
  }
  const auto set = [&](Verdict verdict, const std::string& reason) {
    result.verdict = verdict;
    result.reason = reason + IgnoredWords(result);
  };
  if (!violations.empty()) return set(Verdict::kViolation, Join(violations, "; "));
  if (!limits.empty()) return set(Verdict::kLimit, Join(limits, "; "));
  const auto advice = Advice(result, unasked);
  if (!unprotected.empty()) return set(Verdict::kUnprotected, Join(unprotected, "; ") + advice);
  if (!info.error.empty()) return set(Verdict::kError, info.error);
  if (!info.usage.empty()) return set(Verdict::kUsage, info.usage);
  if (!info.not_run.empty()) return set(Verdict::kNotRun, info.not_run);
  if (info.ended == run_key::kInterrupted)
    return set(Verdict::kInterrupted, "the run was interrupted");
  if (const auto words = ExpectedDoubt(result)) return DecideOnDoubt(result, *words);
  if (!result.doubts.empty()) return set(Verdict::kInconclusive, result.doubts.front());
  set(Verdict::kPass, PassReason(result));
}

// What is missing could be what excuses it, or what would accuse.
void TakeBack(Result& result) {
  const auto cut = "cut: " + result.cut;
  result.reason = fmt::format("{}; without that it would have been {}: {}", cut,
                              Upper(Name(result.verdict)), result.reason);
  result.verdict = Verdict::kInconclusive;
  result.doubts.insert(result.doubts.begin(), cut);
}

}  // namespace

void Decide(Result& result, const std::vector<JudgedFinding>& judged, const RunInfo& info) {
  DecideOnFacts(result, judged, info);
  if (!result.cut.empty()) TakeBack(result);
}

}  // namespace kproof
