// The command line as a value: verbs, their flags and what these can be, as CLI11 has them, so that
// completion and the man page match the program exactly.
//
// Thread-safe: pure functions.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace kproof {

struct ArgumentDoc {
  std::vector<std::string> names;    // "--verbose", "-v"; of a positional its one name, "FILE"
  std::string value;                 // a word for what it takes; "": it takes nothing
  std::vector<std::string> choices;  // all that it can be; empty: anything
  std::string about;
  bool required = false;
};

struct VerbDoc {
  std::string path;  // "kproof", "kproof cluster", "kproof cluster up"
  std::string name;  // "up"
  std::string about;
  std::string footer;  // examples; of kproof itself, its exit codes
  std::vector<ArgumentDoc> positionals, flags;
  std::vector<VerbDoc> verbs;  // those that are not hidden, by name
};

// The type name of an option that takes names of findings.
inline constexpr const char* kFindingType = "FINDING";

VerbDoc DescribeVerbs(const CLI::App& app);

// Calls `visit` for the verb and all below it, each before those below it.
void ForEachVerb(const VerbDoc& verb, const std::function<void(const VerbDoc&)>& visit);

// Of choices of all positionals.
std::vector<std::string> PositionalChoices(const VerbDoc& verb);

// Shell scripts that complete verbs, flags and values, and a page for man(1).
std::string BashCompletion(const VerbDoc& kproof);
std::string ZshCompletion(const VerbDoc& kproof);
std::string FishCompletion(const VerbDoc& kproof);
std::string ManPage(const VerbDoc& kproof, const std::string& version);

}  // namespace kproof
