// pugixml escapes what XML can escape; what it can't hold at all (control characters, broken UTF-8)
// Printable() takes out first.
#include "reports/junit.h"

#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>
#include <sstream>
#include <string_view>

#include "harness/base/contains.h"
#include "harness/base/output_target.h"
#include "harness/base/printable.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/words/finding.h"
#include "harness/words/guarantee.h"
#include "reports/registry.h"
#include "reports/run_page/words.h"

namespace kproof {
namespace {

constexpr std::string_view kRoot = "<testsuites name=\"kproof\"";

struct CaseOutcome {
  enum class Kind { kPassed, kFailed, kError, kSkipped } kind = Kind::kPassed;
  std::string type;     // a verdict's name
  std::string message;  // one line
};

struct Case {
  std::string name;
  CaseOutcome outcome;
  std::string details;
  std::vector<std::string> checks = {};  // findings that it is about
};

bool CouldNotJudge(Verdict verdict) {
  return verdict == Verdict::kInconclusive || verdict == Verdict::kNotRun ||
         verdict == Verdict::kUsage || verdict == Verdict::kError ||
         verdict == Verdict::kInterrupted;
}

CaseOutcome VerdictOutcome(const Result& result) {
  if (result.verdict == Verdict::kPass) return {};
  const auto kind = result.verdict == Verdict::kNotRun ? CaseOutcome::Kind::kSkipped
                    : CouldNotJudge(result.verdict)    ? CaseOutcome::Kind::kError
                                                       : CaseOutcome::Kind::kFailed;
  return {kind, Name(result.verdict), result.reason};
}

bool Requires(const Result& result, const std::string& guarantee) {
  return Contains(result.require, guarantee);
}

// The first unexpected finding that this guarantee excludes; nothing where there is none, or where
// nobody asked for it.
const Finding* Broken(const Result& result, const std::string& guarantee) {
  const auto* row = FindGuarantee(guarantee);
  const bool promised_by_nobody = row != nullptr && !row->by_settings;
  if (promised_by_nobody && !Requires(result, guarantee)) return nullptr;
  const auto excluded = FindingsAgainst(guarantee);
  for (const Finding& finding : result.findings) {
    const bool named = Contains(excluded, finding.check);
    if (named && finding.count > 0 && !finding.expected && !finding.ignored) return &finding;
  }
  return nullptr;
}

// What a person wants to see of a failure: the first ranges of records, and how to see it again.
void AddRecords(const Result& result, const std::vector<std::string>& checks,
                std::vector<std::string>& lines) {
  std::size_t left = kMaxExamples;
  for (const Finding& finding : result.findings) {
    if (!Contains(checks, finding.check) || finding.expected || finding.ignored) continue;
    for (const Example& example : finding.examples) {
      if (left-- == 0) return;
      lines.push_back(finding.check + ": " + RangeSentence(example));
    }
  }
}

std::string FailureText(const Result& result, const Case& item) {
  std::vector<std::string> lines;
  if (!item.details.empty()) lines.push_back(item.details);
  if (item.outcome.kind == CaseOutcome::Kind::kFailed) AddRecords(result, item.checks, lines);
  lines.push_back("again: " + CommandAgain(result));
  return Join(lines, "\n");
}

// Of a run that did not pass, a guarantee that nothing speaks against is green only when nothing
// was in doubt.
CaseOutcome GuaranteeOutcome(const Result& result, const std::string& guarantee) {
  if (result.verdict == Verdict::kPass) return {};
  if (!result.cut.empty()) return VerdictOutcome(result);  // which accuses nobody
  if (const Finding* finding = Broken(result, guarantee)) {
    const bool allowed = finding->allowed && !Requires(result, guarantee);
    return {CaseOutcome::Kind::kFailed, Name(allowed ? Verdict::kUnprotected : Verdict::kViolation),
            fmt::format("{} {}: {}", finding->count, finding->check, finding->why)};
  }
  if (CouldNotJudge(result.verdict)) return VerdictOutcome(result);
  if (!result.doubts.empty())
    return {CaseOutcome::Kind::kError, Name(Verdict::kInconclusive), result.doubts.front()};
  return {};
}

// "ignored (reordered 135); "
std::string IgnoredText(const Result& result, const std::string& guarantee) {
  if (!Contains(result.ignore, guarantee)) return "";
  std::vector<std::string> counts;
  for (const std::string& check : FindingsAgainst(guarantee)) {
    const auto found = result.ignored.find(check);
    if (found != result.ignored.end()) counts.push_back(fmt::format("{} {}", check, found->second));
  }
  return counts.empty() ? "ignored; " : fmt::format("ignored ({}); ", Join(counts, ", "));
}

std::string PromiseText(const Result& result, const std::string& guarantee) {
  const auto found = result.promise.find(guarantee);
  if (found == result.promise.end()) return Requires(result, guarantee) ? "required" : "";
  const auto& [holds, rule, why] = found->second;
  const std::string promised = !holds   ? "not known to be promised"
                               : *holds ? "promised"
                                        : "not promised";
  return fmt::format("{}{}{} by {}: {}", Requires(result, guarantee) ? "required; " : "",
                     IgnoredText(result, guarantee), promised, rule, why);
}

std::vector<Case> Cases(const Result& result) {
  std::vector<std::string> guarantees = result.require;
  for (const auto& [guarantee, promise] : result.promise) {
    if (!Requires(result, guarantee)) guarantees.push_back(guarantee);
  }
  std::vector<Case> cases;
  for (const std::string& guarantee : guarantees) {
    cases.push_back({guarantee, GuaranteeOutcome(result, guarantee), PromiseText(result, guarantee),
                     FindingsAgainst(guarantee)});
  }
  for (const LimitReport& limit : result.limits) {
    const std::string text =
        fmt::format("{} was {}, the limit is {}", limit.name, limit.measured, limit.bound);
    const CaseOutcome kept = CouldNotJudge(result.verdict) ? VerdictOutcome(result) : CaseOutcome{};
    CaseOutcome outcome =
        limit.kept ? kept : CaseOutcome{CaseOutcome::Kind::kFailed, Name(Verdict::kLimit), text};
    if (!result.cut.empty()) outcome = VerdictOutcome(result);
    cases.push_back({"limit " + limit.name, outcome, text});
  }
  std::vector<std::string> said = result.doubts;
  if (said.empty() || said.front() != result.reason) said.insert(said.begin(), result.reason);
  cases.push_back({"verdict", VerdictOutcome(result), JoinFew(said, ". "), FindingNames()});
  return cases;
}

void Set(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name).set_value(Printable(value).c_str());
}

void AddProperty(pugi::xml_node properties, const std::string& name, const std::string& value) {
  auto property = properties.append_child("property");
  Set(property, "name", name);
  Set(property, "value", value);
}

void AddCase(pugi::xml_node suite, const Result& result, const Case& item) {
  auto node = suite.append_child("testcase");
  Set(node, "classname", "kproof." + result.scenario);
  Set(node, "name", item.name);
  Set(node, "time", item.name == "verdict" ? fmt::format("{:.3f}", result.seconds) : "0");
  if (item.outcome.kind == CaseOutcome::Kind::kSkipped) {
    // Nothing was sent, so there is nothing to say of settings and guarantees.
    Set(node.append_child("skipped"), "message", item.outcome.message);
  } else if (item.outcome.kind != CaseOutcome::Kind::kPassed) {
    auto problem =
        node.append_child(item.outcome.kind == CaseOutcome::Kind::kFailed ? "failure" : "error");
    Set(problem, "type", item.outcome.type);
    Set(problem, "message", item.outcome.message);
    problem.text().set(Printable(FailureText(result, item), Spaces::kKept).c_str());
  } else if (!item.details.empty()) {
    node.append_child("system-out").text().set(Printable(item.details).c_str());
  }
}

struct Totals {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  double seconds = 0;

  void SetOn(pugi::xml_node node) const {
    Set(node, "tests", std::to_string(tests));
    Set(node, "failures", std::to_string(failures));
    Set(node, "errors", std::to_string(errors));
    Set(node, "skipped", std::to_string(skipped));
    Set(node, "time", fmt::format("{:.3f}", seconds));
  }
};

Totals AddSuite(pugi::xml_node root, const Result& result) {
  auto suite = root.append_child("testsuite");
  Set(suite, "name", result.scenario);
  Totals totals{.seconds = result.seconds};
  const auto cases = Cases(result);
  for (const Case& item : cases) {
    ++totals.tests;
    if (item.outcome.kind == CaseOutcome::Kind::kFailed) ++totals.failures;
    if (item.outcome.kind == CaseOutcome::Kind::kError) ++totals.errors;
    if (item.outcome.kind == CaseOutcome::Kind::kSkipped) ++totals.skipped;
  }
  totals.SetOn(suite);
  Set(suite, "timestamp", result.started);
  auto properties = suite.append_child("properties");
  AddProperty(properties, "seed", std::to_string(result.seed));
  AddProperty(properties, "role", result.role);
  AddProperty(properties, "verdict", Name(result.verdict));
  for (const auto& [name, version] : result.versions) AddProperty(properties, name, version);
  for (const auto& [name, value] : result.labels) AddProperty(properties, "label." + name, value);
  for (const Case& item : cases) AddCase(suite, result, item);
  return totals;
}

}  // namespace

std::string ToJunit(const std::vector<Result>& results) {
  pugi::xml_document document;
  auto declaration = document.append_child(pugi::node_declaration);
  Set(declaration, "version", "1.0");
  Set(declaration, "encoding", "UTF-8");
  auto root = document.append_child("testsuites");
  Set(root, "name", "kproof");
  Totals all;
  for (const Result& result : results) {
    const Totals one = AddSuite(root, result);
    all.tests += one.tests;
    all.failures += one.failures;
    all.errors += one.errors;
    all.skipped += one.skipped;
    all.seconds += one.seconds;
  }
  all.SetOn(root);
  std::ostringstream out;
  document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
  return out.str();
}

bool IsJunit(const std::string& file) {
  const auto head = FirstBytes(file);
  const auto root = head.find('<', 1);
  return head.starts_with("<?xml ") && root != std::string::npos &&
         head.compare(root, kRoot.size(), kRoot) == 0;
}

std::string ToJunit(const Result& result) { return ToJunit(std::vector<Result>{result}); }

Format JunitFormat() {
  return {.name = "junit",
          .file = "junit.xml",
          .summary = "for CI servers: one suite per scenario, one case per guarantee",
          .render = [](const Result& result) { return ToJunit(result); }};
}

}  // namespace kproof
