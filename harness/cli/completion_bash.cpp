// One function for bash: it walks the words to find the verb, then offers what that verb takes.
#include <fmt/format.h>

#include "harness/base/shell.h"
#include "harness/base/text.h"
#include "harness/cli/verb_tree.h"

namespace kproof {
namespace {

constexpr const char* kBashHead = R"(# bash completion for kproof; made by: kproof completion bash

_kproof() {
  local verb=kproof word words='' current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  local -i at
  COMPREPLY=()
  for ((at = 1; at < COMP_CWORD; at++)); do
    word=${COMP_WORDS[at]}
    case "$verb $word" in
)";

// bash parts --flag=value into three words.
constexpr const char* kBashValues = R"(    esac
  done
  [[ $current != = ]] || current=''
  [[ $before != = ]] || before=${COMP_WORDS[COMP_CWORD - 2]}
  case "$verb $before" in
)";

constexpr const char* kBashWords = R"(    *)
      case $current in
        -*)
          case $verb in
)";

constexpr const char* kBashPlain = R"(          esac
          ;;
        *)
          case $verb in
)";

constexpr const char* kBashTail = R"(          esac
          ;;
      esac
      ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
  [[ $words ]] || compopt -o default 2>/dev/null || true
}

complete -F _kproof kproof
)";

std::string Case(const std::string& indent, const std::string& pattern,
                 const std::vector<std::string>& words) {
  if (words.empty()) return "";
  return fmt::format("{}{}) words={} ;;\n", indent, pattern, ShellQuoted(Join(words, " ")));
}

}  // namespace

std::string BashCompletion(const VerbDoc& kproof) {
  std::string verbs, values, flags, plain;
  ForEachVerb(kproof, [&](const VerbDoc& verb) {
    std::vector<std::string> names, below = PositionalChoices(verb);
    for (const auto& flag : verb.flags) {
      names.insert(names.end(), flag.names.begin(), flag.names.end());
      if (flag.value.empty()) continue;
      for (const auto& name : flag.names)
        values += fmt::format("    {}) words={} ;;\n", ShellQuoted(verb.path + " " + name),
                              ShellQuoted(Join(flag.choices, " ")));
    }
    for (const auto& one : verb.verbs) {
      below.push_back(one.name);
      verbs += fmt::format("      {}) verb=\"$verb $word\" ;;\n", ShellQuoted(one.path));
    }
    flags += Case("            ", ShellQuoted(verb.path), names);
    plain += Case("            ", ShellQuoted(verb.path), below);
  });
  return kBashHead + verbs + kBashValues + values + kBashWords + flags + kBashPlain + plain +
         kBashTail;
}

}  // namespace kproof
