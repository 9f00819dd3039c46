// Steps: when, what, whom, until when. The words come from the vocabulary.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/scenario/agents.h"
#include "harness/scenario/lexical.h"
#include "harness/scenario/parts.h"

namespace kproof {
namespace {

constexpr std::string_view kListFaults = "kproof list faults";
constexpr std::string_view kListStates = "kproof list states";
constexpr std::string_view kListTargets = "kproof list targets";

using IsRight = std::function<bool(const std::string&)>;

IsRight RightFor(const ParamForm& param) {
  switch (param.kind) {
    case ParamKind::kDuration:
      return [](const std::string& text) { return ParseDuration(text).has_value(); };
    case ParamKind::kBytes:
      return [](const std::string& text) { return ParseBytes(text).has_value(); };
    case ParamKind::kInt:
      return [least = param.least, most = param.most](const std::string& text) {
        const auto number = ParseInt(text);
        return number && *number >= least && *number <= most;
      };
    case ParamKind::kFraction:
      return [](const std::string& text) { return ParseFraction(text).has_value(); };
    case ParamKind::kVersion:
      return [](const std::string& text) { return IsVersion(text); };
    case ParamKind::kWord:
      return [&words = param.words](const std::string& text) { return Contains(words, text); };
    case ParamKind::kBrokerSettings:
    case ParamKind::kSettings:
      return [](const std::string& text) { return ParseKeyValues(text).has_value(); };
    case ParamKind::kTarget:  // read by itself
    case ParamKind::kText:
      break;
  }
  return [](const std::string&) { return true; };
}

// What to write for it.
std::string WantedFor(const ParamForm& param) {
  const std::string wanted = RowOf(param.kind).meaning;
  if (param.kind == ParamKind::kWord) return Join(param.words, " or ");
  if (param.kind != ParamKind::kInt) return wanted;
  return param.most == INT64_MAX ? fmt::format("{} from {}", wanted, param.least)
                                 : fmt::format("{} from {} to {}", wanted, param.least, param.most);
}

// A parameter that names a target; its fallback is one too.
void ReadWho(Reader& part, const Vocabulary& vocabulary, const ParamForm& param,
             const SourcePlace& place, StepSpec& step) {
  const std::string& text = step.with.at(param.name);
  const auto target = MatchTarget(text, vocabulary.targets);
  if (target) step.who[param.name] = *target;
  if (!target)
    part.complaints().At(place,
                         fmt::format("{} names unknown target '{}'", part.Of(param.name), text),
                         TargetHint(text, vocabulary.targets, kListTargets));
}

// What a fault's own check throws stands at `place`; `object` is what it is about.
void Complain(Reader& part, const std::string& object, const SourcePlace& place,
              const std::function<void()>& check) {
  try {
    check();
  } catch (const Error& wrong) {
    if (wrong.kind() != ErrorKind::kUsage) throw;
    part.complaints().At(place, object + wrong.what(), wrong.hint());
  }
}

void CheckText(Reader& part, const ParamForm& param, const std::string& text,
               const SourcePlace& place) {
  if (param.check != nullptr)
    Complain(part, part.Of(param.name) + ": ", place, [&] { param.check(text); });
}

// Parameters that are right one by one.
void CheckTogether(Reader& part, const FaultForm& fault, const StepSpec& step) {
  if (fault.check == nullptr) return;
  for (const auto& param : fault.params) {
    const auto value = step.with.find(param.name);
    if (value == step.with.end() || !RightFor(param)(value->second)) return;
  }
  const Tree* with = part.Get("with");
  Complain(part, "", (with == nullptr ? part.Get("fault") : with)->place,
           [&] { fault.check(step.with); });
}

void ReadWith(Reader& part, const Vocabulary& vocabulary, const FaultForm* fault, StepSpec& step) {
  Config given;
  const auto complaints = part.complaints().all().size();
  part.Settings("with", given);
  if (fault == nullptr) return;
  const Tree* with = part.Get("with");
  std::vector<std::string> names;
  for (const auto& param : fault->params) names.push_back(param.name);
  for (const auto& [name, value] : given) {
    if (Contains(names, name)) continue;
    part.complaints().At(with->Find(name)->key_place,
                         fmt::format("fault {} has no parameter '{}'", fault->name, name),
                         Instead(name, names));
  }
  for (const auto& param : fault->params) {
    const auto value = given.find(param.name);
    if (value != given.end() && !RightFor(param)(value->second))
      part.complaints().At(with->Find(param.name)->place,
                           fmt::format("{} is '{}'", part.Of(param.name), value->second),
                           "write " + WantedFor(param));
    if (value != given.end()) CheckText(part, param, value->second, with->Find(param.name)->place);
    if (value != given.end())
      step.with[param.name] = value->second;
    else if (param.fallback)
      step.with[param.name] = *param.fallback;
    else if (with == nullptr || with->Find(param.name) == nullptr)
      part.complaints().At(PlaceOf(*part.Get("fault"), {}),
                           fmt::format("fault {} needs '{}' under `with`", fault->name, param.name),
                           param.summary);
    if (param.kind == ParamForm::Kind::kTarget && step.with.count(param.name) == 1)
      ReadWho(part, vocabulary, param,
              value != given.end() ? with->Find(param.name)->place : part.Get("fault")->place,
              step);
  }
  if (part.complaints().all().size() == complaints) CheckTogether(part, *fault, step);
}

const FaultForm* ReadFault(Reader& part, const Vocabulary& vocabulary, StepSpec& step) {
  std::vector<std::string> names;
  for (const auto& fault : vocabulary.faults) names.push_back(fault.name);
  part.Need("fault", Instead("", names, kListFaults));
  return part.Choice("fault", names, step.fault, kListFaults)
             ? FindFaultForm(vocabulary, step.fault)
             : nullptr;
}

std::optional<Phrase> ReadState(Reader& part, const std::string& key,
                                const std::vector<PhraseForm>& forms) {
  const Tree* node = part.Get(key);
  if (node == nullptr) return std::nullopt;
  const auto text = ScalarText(*node, part.Of(key), part.complaints());
  if (!text) return std::nullopt;
  auto phrase = MatchPhrase(*text, forms);
  if (!phrase)
    part.complaints().At(node->place, fmt::format("unknown state '{}'", *text),
                         PhraseHint(*text, forms, kListStates));
  return phrase;
}

TargetPhrase ReadTarget(Reader& part, const std::vector<PhraseForm>& forms) {
  const Tree* node = part.Need("target", PhraseHint("", forms, kListTargets));
  if (node == nullptr) return {};
  const auto text = ScalarText(*node, part.Of("target"), part.complaints());
  if (!text) return {};
  const auto target = MatchTarget(*text, forms);
  if (!target)
    part.complaints().At(node->place, fmt::format("unknown target '{}'", *text),
                         TargetHint(*text, forms, kListTargets));
  return target.value_or(TargetPhrase{});
}

// A time under one key or a state under another; exactly one of them, or none where `missing`, the
// complaint about that, is "".
Trigger ReadTrigger(Reader& part, const std::string& time_key, const std::string& state_key,
                    Duration least, const Vocabulary& vocabulary, const std::string& missing) {
  Trigger trigger;
  Duration time{};
  if (part.Time(time_key, least, time)) trigger.time = time;
  trigger.state = ReadState(part, state_key, vocabulary.states);
  if (part.Get(time_key) != nullptr && part.Get(state_key) != nullptr)
    part.complaints().At(part.Get(state_key)->key_place,
                         part.Of(fmt::format("both '{}' and '{}'", time_key, state_key)),
                         "keep one of them");
  if (!missing.empty() && part.Get(time_key) == nullptr && part.Get(state_key) == nullptr)
    part.complaints().At(
        part.place(), missing,
        fmt::format("add `{}:` with a time or `{}:` with a state", time_key, state_key));
  return trigger;
}

// What a step may say besides: its name, how often, how long after `when`.
void ReadExtras(Reader& part, StepSpec& step) {
  part.Matching("name", "letters, digits, '-' and '_', at most 64", [&](const std::string& text) {
    step.name = text;
    return IsName(text);
  });
  part.Time("after", Duration(0), step.after);
  if (part.Get("after") != nullptr && part.Get("when") == nullptr)
    part.complaints().At(part.Get("after")->key_place, part.Of("'after' without 'when'"),
                         "it counts from when the state held; `at` counts from the steady load");
  ReadInt(part, "repeat", 1, 10'000, step.repeat);
  part.Time("every", Duration(1), step.every);
  if (part.Get("every") != nullptr && part.Get("repeat") == nullptr)
    part.complaints().At(part.Get("every")->key_place, part.Of("'every' without 'repeat'"),
                         "add `repeat:` with how often it is done");
  part.Choice("sabotage", {"bite", "undo"}, step.sabotage);
}

// Only some faults can be done to agents.
void CheckOnAgents(Reader& part, const FaultForm& fault, const StepSpec& step) {
  if (fault.on_agents != OnAgents::kNothing) return;
  for (const auto& phrase : step.target.parts) {
    if (!NamesAgents(phrase.pattern)) continue;
    part.complaints().At(part.Get("target")->place,
                         fmt::format("fault {} can't be done to '{}'", fault.name, phrase.text),
                         "it acts on nodes or partitions, and these are agents");
    return;
  }
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
    step.target = ReadTarget(part, vocabulary.targets);
    ReadWith(part, vocabulary, fault, step);
    step.begin =
        ReadTrigger(part, "at", "when", Duration(0), vocabulary, object + " has no beginning");
    const bool ends_agents = fault != nullptr && EndsAgentsAlone(fault->on_agents, step.target);
    const bool permanent = ends_agents || (fault != nullptr && fault->permanent);
    step.end = ReadTrigger(part, "for", "until", Duration(1), vocabulary,
                           permanent ? "" : object + " has no end");
    part.Time("within", Duration(1), step.within);
    ReadExtras(part, step);
    if (fault != nullptr) CheckOnAgents(part, *fault, step);
    const bool endless = part.Get("for") == nullptr && part.Get("until") == nullptr;
    if (ends_agents && endless && step.repeat > 1)
      part.complaints().At(
          part.Get("repeat")->key_place,
          fmt::format("{} ends '{}' for good the first time", object, step.target.text),
          "add `for:` or `until:`, at whose end they are started again, or leave out `repeat`");
    scenario.steps.push_back(step);
  }
}

void ReadAbort(Reader& top, const Vocabulary& vocabulary, Scenario& scenario) {
  const Tree* list = top.Get("abort_if");
  if (list == nullptr) return;
  for (const Tree* item : ScalarList(*list, "abort_if", top.complaints())) {
    const auto phrase = MatchPhrase(item->text, vocabulary.states);
    if (phrase)
      scenario.abort_if.push_back(*phrase);
    else
      top.complaints().At(item->place, fmt::format("unknown state '{}'", item->text),
                          PhraseHint(item->text, vocabulary.states, kListStates));
  }
}

}  // namespace kproof
