// Steps: when, what, whom, until when. The words come from the vocabulary.
#include <fmt/format.h>

#include <algorithm>

#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/scenario/lexical.h"
#include "harness/scenario/parts.h"

namespace kproof {
namespace {

struct KindText {
  const char* form;
  bool (*right)(const std::string&);
};

KindText TextOf(ParamForm::Kind kind) {
  switch (kind) {
    case ParamForm::Kind::kDuration:
      return {"a time such as 250ms",
              [](const std::string& text) { return ParseDuration(text).has_value(); }};
    case ParamForm::Kind::kBytes:
      return {"a size such as 64KiB",
              [](const std::string& text) { return ParseBytes(text).has_value(); }};
    case ParamForm::Kind::kInt:
      return {"a whole number", [](const std::string& text) { return ParseInt(text).has_value(); }};
    case ParamForm::Kind::kFraction:
      return {"a number from 0 to 1 such as 0.1",
              [](const std::string& text) { return ParseFraction(text).has_value(); }};
    case ParamForm::Kind::kText:
      break;
  }
  return {"text", [](const std::string&) { return true; }};
}

void ReadWith(Reader& part, const FaultForm* fault, StepSpec& step) {
  Config given;
  part.Settings("with", given);
  if (fault == nullptr) return;
  const Tree* with = part.Get("with");
  std::vector<std::string> names;
  for (const auto& param : fault->params) names.push_back(param.name);
  for (const auto& [name, value] : given) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    part.complaints().At(with->Find(name)->key_place,
                         fmt::format("fault {} has no parameter '{}'", fault->name, name),
                         NameHint(name, names));
  }
  for (const auto& param : fault->params) {
    const auto value = given.find(param.name);
    const auto [form, right] = TextOf(param.kind);
    if (value != given.end() && !right(value->second))
      part.complaints().At(with->Find(param.name)->place,
                           fmt::format("{} is '{}'", part.Of(param.name), value->second),
                           fmt::format("write {}", form));
    if (value != given.end())
      step.with[param.name] = value->second;
    else if (param.fallback)
      step.with[param.name] = *param.fallback;
    else if (with == nullptr || with->Find(param.name) == nullptr)
      part.complaints().At(PlaceOf(*part.Get("fault"), {}),
                           fmt::format("fault {} needs '{}' under `with`", fault->name, param.name),
                           param.summary);
  }
}

const FaultForm* ReadFault(Reader& part, const Vocabulary& vocabulary, StepSpec& step) {
  std::vector<std::string> names;
  for (const auto& fault : vocabulary.faults) names.push_back(fault.name);
  part.Need("fault", NameHint("", names));
  return part.Choice("fault", names, step.fault) ? FindFaultForm(vocabulary, step.fault) : nullptr;
}

std::optional<Phrase> ReadPhrase(Reader& part, const std::string& key, const std::string& kind,
                                 const std::vector<PhraseForm>& forms) {
  const Tree* node = part.Get(key);
  if (node == nullptr) return std::nullopt;
  const auto text = ScalarText(*node, part.Of(key), part.complaints());
  if (!text) return std::nullopt;
  auto phrase = MatchPhrase(*text, forms);
  if (!phrase)
    part.complaints().At(node->place, fmt::format("unknown {} '{}'", kind, *text),
                         PhraseHint(*text, forms));
  return phrase;
}

// A time under one key or a state under another; exactly one of them.
Trigger ReadTrigger(Reader& part, const std::string& time_key, const std::string& state_key,
                    Duration least, const Vocabulary& vocabulary, const std::string& missing) {
  Trigger trigger;
  Duration time{};
  if (part.Time(time_key, least, time)) trigger.time = time;
  trigger.state = ReadPhrase(part, state_key, "state", vocabulary.states);
  if (part.Get(time_key) != nullptr && part.Get(state_key) != nullptr)
    part.complaints().At(part.Get(state_key)->key_place,
                         part.Of(fmt::format("both '{}' and '{}'", time_key, state_key)),
                         "keep one of them");
  if (part.Get(time_key) == nullptr && part.Get(state_key) == nullptr)
    part.complaints().At(
        part.place(), missing,
        fmt::format("add `{}:` with a time or `{}:` with a state", time_key, state_key));
  return trigger;
}

}  // namespace

void ReadSteps(Reader& top, const Vocabulary& vocabulary, Scenario& scenario) {
  const Tree* steps = top.Get("steps");
  if (steps == nullptr) return;
  if (steps->kind != Tree::Kind::kList) {
    top.complaints().At(steps->key_place, "steps is not a list", "begin each step with `- `");
    return;
  }
  for (const auto& node : steps->children) {
    StepSpec step;
    const std::string object = fmt::format("step {}", scenario.steps.size() + 1);
    Reader part(node, "step", object, top.complaints());
    ReadClusterName(part, scenario, step.cluster);
    const FaultForm* fault = ReadFault(part, vocabulary, step);
    part.Need("target", PhraseHint("", vocabulary.targets));
    step.target = ReadPhrase(part, "target", "target", vocabulary.targets).value_or(Phrase{});
    ReadWith(part, fault, step);
    step.begin =
        ReadTrigger(part, "at", "when", Duration(0), vocabulary, object + " has no beginning");
    step.end = ReadTrigger(part, "for", "until", Duration(1), vocabulary, object + " has no end");
    part.Time("within", Duration(1), step.within);
    scenario.steps.push_back(step);
  }
}

}  // namespace kproof
