// The names that a scenario may use for faults, targets and states. They live in the rooms that
// carry them out; `run` collects them from the registries and hands them over, so that parsing
// needs neither a broker nor those rooms.
//
// Thread-safe: values.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/on_agents.h"
#include "harness/base/refusal.h"
#include "harness/words/need.h"
#include "harness/words/param_kind.h"

namespace kproof {

// A way to write a target or a state. Words stand for themselves; holes are {partition}
// (topic/number), {topic}, {n} (a whole number), {op} (<, <=, =, >= or >), {time} (as in "3s"), and
// names: {name} of anything in Kafka, {producer}, {monitor}, {consumer}, {rack} and {step} of the
// scenario.
// "leader of {partition}", "isr of {partition} {op} {n}".
//
// Of the words themselves the room of scenarios knows those that it chooses for or counts with;
// they stand in choices.h and nodes.h.
struct PhraseForm {
  std::string pattern;
  std::string summary;
};

// A phrase that was understood: which form, and what stood in its holes, in order.
struct Phrase {
  std::string text;               // as written, white space folded
  std::string pattern;            // of the form that matched
  std::vector<std::string> args;  // "payments/0", "2"

  bool operator==(const Phrase&) const = default;
};

// Whom a step acts on: phrases joined by "and", without those that stand behind "except":
// "controllers and followers of payments/0", "brokers except leader of payments/0 and broker 3".
struct TargetPhrase {
  std::string text;  // as written, white space folded
  std::vector<Phrase> parts;
  std::vector<Phrase> except;

  bool operator==(const TargetPhrase&) const = default;
};

// A parameter of a fault, written under `with:`. A kTarget is a target phrase of its own; kSettings
// are settings of topics, kBrokerSettings those of brokers, "key=value" with commas between them.
struct ParamForm {
  using Kind = ParamKind;
  std::string name;
  Kind kind = Kind::kText;
  std::optional<std::string> fallback;               // nothing: it must be given
  std::string summary;                               // with its unit
  std::vector<std::string> words = {};               // of a kWord: what it may be
  std::int64_t least = 0;                            // of a kInt
  std::int64_t most = INT64_MAX;                     // likewise
  std::map<std::string, std::set<Need>> needs = {};  // word → as FaultForm::needs, besides
  // Of a kText: throws Error(kUsage) for one that is wrong.
  void (*check)(const std::string& text) = nullptr;
};

struct FaultForm {
  std::string name;
  std::string summary;
  std::vector<ParamForm> params;
  bool takes_down = false;  // while it is active its nodes serve nobody (kill, stop, pause): counts
                            // for "more down than exist"
  bool permanent = false;   // nothing is taken back: its step needs no end
  OnAgents on_agents = OnAgents::kNothing;
  std::set<Need> needs = {};  // of the cluster that it is done to
  // Throws Error(kUsage) for complete parameters that don't go together.
  void (*check)(const std::map<std::string, std::string>& with) = nullptr;
};

// Who starts clusters.
struct DriverForm {
  std::string name;
  std::vector<std::string> keys;  // of `cluster` that it takes, besides `driver`
  std::set<Need> gives;
};

// A client library that agents can be.
struct ClientForm {
  std::string name;              // "librdkafka"
  std::set<std::string> agents;  // the kinds of agents: "producer", "monitor", …
  // Why there is none of this version ("": of the one by default); nothing where there may be one.
  std::function<std::optional<Refusal>(const std::string& version)> why_not;
};

// One map of settings whose names and values are to be checked.
struct SettingsQuestion {
  enum class Of { kConsumer, kMonitor, kNodes, kProducer, kTopic };
  Of of = Of::kNodes;
  std::string object = {};                 // for people: "producer checkout"
  std::string kafka = {}, kafka_dir = {};  // of the cluster; for nodes and topics
  std::string defaults = {};               // of a producer
  std::string client_library = {};         // of a producer
  std::map<std::string, std::string> config = {};
  std::set<std::string> unchecked = {};  // names that are let through; of nodes
  std::string client = {};               // of a client, as in the scenario
};
struct SettingsProblem {
  std::string key;        // "": the settings together
  bool of_value = false;  // else of the name
  std::string what;
  std::string hint;
};
struct SettingsAnswer {
  std::vector<SettingsProblem> problems;
  std::string not_checked;  // why names could not be looked at; "": they were
};

struct Vocabulary {
  std::vector<FaultForm> faults;
  std::vector<DriverForm> drivers;
  std::vector<PhraseForm> targets;
  std::vector<PhraseForm> states;
  // Empty: any setting is accepted.
  std::function<SettingsAnswer(const SettingsQuestion&)> ask_settings = {};
  std::vector<ClientForm> clients = {};  // empty: any client is accepted
};

// The first form that matches all of `text`, or nothing.
std::optional<Phrase> MatchPhrase(const std::string& text, const std::vector<PhraseForm>& forms);

// What to write instead of a `text` that matches no form: how it goes on, if it is the beginning of
// a form; else the nearest form; else some of the forms, and `where` all are listed.
std::string PhraseHint(const std::string& text, const std::vector<PhraseForm>& forms,
                       std::string_view where = "");

// The same for targets, each part by itself. The hint is about the first part that matches no form.
std::optional<TargetPhrase> MatchTarget(const std::string& text,
                                        const std::vector<PhraseForm>& forms);
std::string TargetHint(const std::string& text, const std::vector<PhraseForm>& forms,
                       std::string_view where = "");
// A target put together anew, its text from its parts.
TargetPhrase MakeTarget(std::vector<Phrase> parts, std::vector<Phrase> except = {});

}  // namespace kproof
