// What is asked of the run: require, ignore, expect, limits, fail_on.
#include <fmt/format.h>

#include <algorithm>

#include "harness/base/contains.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/scenario/parts.h"
#include "harness/words/guarantee.h"
#include "harness/words/limit.h"
#include "harness/words/verdict.h"

namespace kproof {
namespace {

std::vector<std::string> ReadNames(Reader& top, const std::string& key, const std::string& kind,
                                   const std::vector<std::string>& known) {
  std::vector<std::string> names;
  const Tree* list = top.Get(key);
  if (list == nullptr) return names;
  for (const Tree* item : ScalarList(*list, key, top.complaints())) {
    if (!Contains(known, item->text))
      top.complaints().At(item->place, fmt::format("unknown {} '{}'", kind, item->text),
                          Instead(item->text, known));
    names.push_back(item->text);
  }
  return names;
}

std::optional<Bound> ParseBound(const std::string& text) {
  const std::string trimmed = Trim(text);
  for (const std::string op : {"<=", ">=", "<", "=", ">"})
    if (trimmed.rfind(op, 0) == 0) return Bound{op, Trim(trimmed.substr(op.size()))};
  return std::nullopt;
}

// What is wrong with a bound, or "".
std::string WrongCount(const Bound& bound) {
  const auto number = ParseInt(bound.value);
  if (!number || *number < 0) return "write a whole number, as in \"> 0\"";
  if (*number == 0 && bound.op == "<") return "it never holds: write \"= 0\"";
  return "";
}

std::string WrongTime(const Bound& bound) { return WrongLimit(bound.op, bound.value); }

std::map<std::string, Bound> ReadBounds(Reader& top, const std::string& key,
                                        const std::string& kind,
                                        const std::vector<std::string>& known,
                                        const std::string& example,
                                        std::string (*wrong)(const Bound&)) {
  std::map<std::string, Bound> bounds;
  const Tree* map = top.Get(key);
  if (map == nullptr) return bounds;
  for (const auto& child : MapChildren(*map, key, top.complaints())) {
    if (!Contains(known, child.key))
      top.complaints().At(child.key_place, fmt::format("unknown {} '{}'", kind, child.key),
                          Instead(child.key, known));
    const std::string what = fmt::format("{} under {}", child.key, key);
    const auto text = ScalarText(child, what, top.complaints());
    if (!text) continue;
    const auto bound = ParseBound(*text);
    const std::string hint =
        bound ? wrong(*bound)
              : fmt::format("write <, <=, =, >= or > and a value, as in \"{}\"", example);
    if (!hint.empty())
      top.complaints().At(child.place, fmt::format("{} is '{}'", what, *text), hint);
    if (bound) bounds[child.key] = *bound;
  }
  return bounds;
}

// `expect: {inconclusive: did not bite}`, which no other expectation can stand beside. False: it is
// not there.
bool ReadInconclusive(Reader& top, Scenario& scenario) {
  const Tree* expect = top.Get("expect");
  const Tree* doubt = expect == nullptr ? nullptr : expect->Find(Name(Verdict::kInconclusive));
  if (doubt == nullptr) return false;
  Diagnostics& complaints = top.complaints();
  if (const auto text = ScalarText(*doubt, "inconclusive under expect", complaints))
    scenario.expect_inconclusive = Trim(*text);
  if (scenario.expect_inconclusive.empty())
    complaints.At(doubt->place, "inconclusive under expect gives no reason",
                  "write words of the expected reason, such as 'did not bite'");
  if (expect->children.size() > 1)
    complaints.At(doubt->key_place, "expects an inconclusive run and a finding",
                  "an inconclusive run shows no finding: leave out the others");
  if (scenario.role != "control")
    complaints.At(doubt->key_place, "a claim expects to be inconclusive", "add `role: control`");
  return true;
}

// `expect: {limit: hanging_transaction}`, which stands alone too. False: it is not there.
bool ReadExpectedLimit(Reader& top, Scenario& scenario) {
  const Tree* expect = top.Get("expect");
  const Tree* limit = expect == nullptr ? nullptr : expect->Find(Name(Verdict::kLimit));
  if (limit == nullptr) return false;
  Diagnostics& complaints = top.complaints();
  if (const auto text = ScalarText(*limit, "limit under expect", complaints))
    scenario.expect_limit = Trim(*text);
  if (!scenario.limits.contains(scenario.expect_limit))
    complaints.At(
        limit->place,
        fmt::format("expects to exceed '{}', which limits does not name", scenario.expect_limit),
        "name one that stands under `limits`");
  if (expect->children.size() > 1)
    complaints.At(limit->key_place, "expects to exceed a limit and a finding",
                  "leave out the others");
  if (scenario.role != "control")
    complaints.At(limit->key_place, "a claim expects to exceed a limit", "add `role: control`");
  return true;
}

bool AdmitsZero(const Bound& bound) {
  return bound.op == "<" || bound.op == "<=" || (bound.value == "0" && bound.op != ">");
}

bool AdmitsMore(const Bound& bound) {
  const auto value = ParseInt(bound.value).value_or(0);
  return !((value == 0 && (bound.op == "=" || bound.op == "<=")) ||
           (value == 1 && bound.op == "<"));
}

// It says "may be", which excuses: only a control that must show something else can say so.
bool AlwaysHolds(const Bound& bound) { return bound.op == ">=" && bound.value == "0"; }

// Nothing can be ignored and asked for at once.
void CheckIgnored(const Scenario& scenario, const Tree* ignore, Diagnostics& complaints) {
  if (ignore == nullptr) return;
  for (const Tree& item : ignore->children) {
    const auto key = KeyAgainstIgnoring(scenario, item.text);
    if (!key.empty())
      complaints.At(item.place, fmt::format("ignores {}, which {} names too", item.text, key),
                    "drop one of them");
  }
}

// Such a run would be given up as not whole before the limit is passed, and so be inconclusive.
void CheckWholeLimit(const Tree* limits, const Scenario& scenario, Diagnostics& complaints) {
  const std::string name = "whole";
  const auto found = scenario.limits.find(name);
  if (found == scenario.limits.end()) return;
  const auto time = ParseDuration(found->second.value);
  if (!time || *time <= scenario.whole_within) return;
  complaints.At(
      limits->Find(name)->place,
      fmt::format("whole under limits is '{} {}', but after whole_within {} the run is given up",
                  found->second.op, found->second.value, FormatDuration(scenario.whole_within)),
      "raise whole_within or lower the limit");
}

// What a scenario can say beforehand: findings, and what became of sends that were not acked.
std::vector<std::string> Expectable() {
  auto names = FindingNames();
  names.insert(names.end(), {"failed", "unknown"});
  return names;
}

void ReadExpectations(Reader& top, Scenario& scenario) {
  Diagnostics& complaints = top.complaints();
  if (ReadInconclusive(top, scenario) || ReadExpectedLimit(top, scenario)) return;
  scenario.expect = ReadBounds(top, "expect", "finding", Expectable(), "> 0", WrongCount);

  const Tree* expect = top.Get("expect");
  const bool unread = expect != nullptr && expect->children.size() != scenario.expect.size();
  if (scenario.role == "control" && !unread &&
      std::all_of(scenario.expect.begin(), scenario.expect.end(),
                  [](const auto& entry) { return AdmitsZero(entry.second); }))
    complaints.At(top.Get("role")->place, "a control that expects no anomaly",
                  "add `expect: {lost: \"> 0\"}` or whatever it must show");
  if (expect == nullptr) return;
  for (const auto& [finding, bound] : scenario.expect) {
    if (AlwaysHolds(bound) && scenario.role != "control")
      complaints.At(expect->Find(finding)->place, fmt::format("{} under expect is '>= 0'", finding),
                    "it always holds: write \"> 0\"");
    if (!AdmitsMore(bound)) continue;
    const SourcePlace& place = expect->Find(finding)->key_place;
    for (const auto& guarantee : scenario.require)
      if (FindingsAgainst(guarantee) == std::vector<std::string>{finding})
        complaints.At(place,
                      fmt::format("expects {}, which require {} excludes", finding, guarantee),
                      "drop one of them");
    if (Contains(scenario.fail_on, finding))
      complaints.At(place, fmt::format("expects {}, which fail_on excludes", finding),
                    "drop one of them");
  }
}

}  // namespace

std::string KeyAgainstIgnoring(const Scenario& scenario, const std::string& guarantee) {
  const auto has = [](const std::vector<std::string>& names, const std::string& name) {
    return Contains(names, name);
  };
  if (has(scenario.require, guarantee)) return "require";
  for (const auto& finding : FindingsAgainst(guarantee)) {
    if (scenario.expect.contains(finding)) return "expect";
    if (has(scenario.fail_on, finding)) return "fail_on";
  }
  return "";
}

void ReadWants(Reader& top, Scenario& scenario) {
  scenario.require = ReadNames(top, "require", "guarantee", GuaranteeNames());
  scenario.ignore = ReadNames(top, "ignore", "guarantee", GuaranteeNames());
  scenario.fail_on = ReadNames(top, "fail_on", "finding", FindingNames());
  scenario.limits = ReadBounds(top, "limits", "limit", LimitNames(), "< 15s", WrongTime);
  CheckWholeLimit(top.Get("limits"), scenario, top.complaints());
  ReadExpectations(top, scenario);
  CheckIgnored(scenario, top.Get("ignore"), top.complaints());
}

}  // namespace kproof
