// fish has one command a word; each applies where the words before it name its verb.
#include <fmt/format.h>

#include "harness/base/shell.h"
#include "harness/base/text.h"
#include "harness/cli/verb_tree.h"

namespace kproof {
namespace {

constexpr const char* kFishHead = R"(# fish completion for kproof; made by: kproof completion fish

function __kproof_at
    set -l verb kproof
    set -l words (commandline -opc)
    for word in $words[2..-1]
        switch "$verb $word"
            case )";

constexpr const char* kFishTail = R"(
                set verb "$verb $word"
        end
    end
    test "$verb" = "$argv[1]"
end

)";

std::string Flag(const std::string& at, const ArgumentDoc& flag) {
  std::string line = at;
  for (const auto& name : flag.names)
    line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  if (!flag.choices.empty())
    line += " -x -a " + ShellQuoted(Join(flag.choices, " "));
  else if (!flag.value.empty())
    line += " -r";
  return line + " -d " + ShellQuoted(flag.about) + "\n";
}

}  // namespace

std::string FishCompletion(const VerbDoc& kproof) {
  std::vector<std::string> verbs;
  std::string lines;
  ForEachVerb(kproof, [&](const VerbDoc& verb) {
    const std::string at =
        "complete -c kproof -n " + ShellQuoted("__kproof_at \"" + verb.path + "\"");
    for (const auto& choice : PositionalChoices(verb)) lines += at + " -f -a " + choice + "\n";
    for (const auto& one : verb.verbs) {
      verbs.push_back(ShellQuoted(one.path));
      lines += fmt::format("{} -f -a {} -d {}\n", at, one.name, ShellQuoted(one.about));
    }
    for (const auto& flag : verb.flags) lines += Flag(at, flag);
  });
  return kFishHead + Join(verbs, " ") + kFishTail + lines;
}

}  // namespace kproof
