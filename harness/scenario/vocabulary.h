// The names that a scenario may use for faults, targets and states. They live in the rooms that
// carry them out; `run` collects them from the registries and hands them over, so that parsing
// needs neither a broker nor those rooms.
//
// Thread-safe: values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kproof {

// A way to write a target or a state. Words stand for themselves; {partition} is topic/number,
// {topic} a topic's name, {n} a whole number: "leader of {partition}", "isr of {partition} = {n}".
//
// Of the words themselves the room of scenarios knows only these: "any broker" and "any
// controller", which a plan replaces by "broker {n}" and "controller {n}", counted from 1; and
// "brokers", "controllers" and "all", which name every such node.
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

// A parameter of a fault, written under `with:`.
struct ParamForm {
  enum class Kind { kDuration, kBytes, kInt, kFraction, kText };
  std::string name;
  Kind kind = Kind::kText;
  std::optional<std::string> fallback;  // nothing: it must be given
  std::string summary;                  // with its unit
};

struct FaultForm {
  std::string name;
  std::string summary;
  std::vector<ParamForm> params;
  bool takes_down = false;  // while it is active its nodes serve nobody (kill, stop, pause): counts
                            // for "more down than exist"
};

struct Vocabulary {
  std::vector<FaultForm> faults;
  std::vector<PhraseForm> targets;
  std::vector<PhraseForm> states;
};

// The first form that matches all of `text`, or nothing.
std::optional<Phrase> MatchPhrase(const std::string& text, const std::vector<PhraseForm>& forms);

// What to write instead of a `text` that matches none of them: the nearest, and which there are.
std::string PhraseHint(const std::string& text, const std::vector<PhraseForm>& forms);

}  // namespace kproof
