// One function for zsh, with what each verb and each flag is for beside it.
#include <fmt/format.h>

#include "harness/base/shell.h"
#include "harness/base/text.h"
#include "harness/cli/verb_tree.h"

namespace kproof {
namespace {

constexpr const char* kZshHead = R"(#compdef kproof
# zsh completion for kproof; made by: kproof completion zsh

_kproof() {
  local verb=kproof word before=${words[CURRENT-1]}
  local -a described
  for word in ${words[2,CURRENT-1]}; do
    case "$verb $word" in
)";

constexpr const char* kZshValues = R"(    esac
  done
  case "$verb $before" in
)";

constexpr const char* kZshWords = R"(  esac
  if [[ $PREFIX == -* ]]; then
    case $verb in
)";

constexpr const char* kZshPlain = R"(    esac
    _describe -o flag described
    return
  fi
  case $verb in
)";

// Sourced, it announces itself; put among zsh's functions, it is called under its own name.
constexpr const char* kZshTail = R"(    (*) _files; return ;;
  esac
  _describe word described
}

if [[ ${funcstack[1]-} == _kproof ]]; then _kproof "$@"; else compdef _kproof kproof; fi
)";

std::string Described(const std::string& name, const std::string& about) {
  return ShellQuoted(about.empty() ? name : name + ":" + about);
}

}  // namespace

std::string ZshCompletion(const VerbDoc& kproof) {
  std::string verbs, values, flags, plain;
  ForEachVerb(kproof, [&](const VerbDoc& verb) {
    std::vector<std::string> names, below;
    for (const auto& flag : verb.flags) {
      for (const auto& name : flag.names) {
        names.push_back(Described(name, flag.about));
        if (flag.value.empty()) continue;
        values +=
            fmt::format("    ({}) {}; return ;;\n", ShellQuoted(verb.path + " " + name),
                        flag.choices.empty() ? "_files" : "compadd -- " + Join(flag.choices, " "));
      }
    }
    for (const auto& choice : PositionalChoices(verb)) below.push_back(Described(choice, ""));
    for (const auto& one : verb.verbs) {
      below.push_back(Described(one.name, one.about));
      verbs += fmt::format("      ({}) verb=\"$verb $word\" ;;\n", ShellQuoted(one.path));
    }
    const std::string pattern = ShellQuoted(verb.path);
    flags += fmt::format("      ({}) described=({}) ;;\n", pattern, Join(names, " "));
    if (!below.empty())
      plain += fmt::format("    ({}) described=({}) ;;\n", pattern, Join(below, " "));
  });
  return kZshHead + verbs + kZshValues + values + kZshWords + flags + kZshPlain + plain + kZshTail;
}

}  // namespace kproof
