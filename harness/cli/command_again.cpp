#include "harness/cli/command_again.h"

#include <CLI/CLI.hpp>

#include "harness/base/contains.h"
#include "harness/base/shell.h"
#include "harness/base/text.h"
#include "harness/run/client_values.h"

namespace kproof {
namespace {

// What changes no result.
constexpr std::string_view kOfThisTime[] = {"color", "dry-run", "events-to", "force",  "format",
                                            "jobs",  "json",    "junit",     "out",    "pretty",
                                            "quiet", "resume",  "sarif",     "verify", "verbose"};

// Of "key=value" where the key is that of a secret.
std::string WithoutSecret(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos) return text;
  const auto key = text.substr(0, equals);
  return key + "=" + ShownValue(key, text.substr(equals + 1));
}

}  // namespace

std::string CommandOf(const CLI::App& verb) {
  std::vector<std::string> words = {"kproof", verb.get_name()};
  for (const auto* option : verb.get_options()) {
    if (option->count() == 0 || option->get_lnames().empty()) continue;
    const auto& name = option->get_lnames().front();
    if (Contains(kOfThisTime, name)) continue;
    if (option->get_items_expected_max() == 0) {
      words.push_back("--" + name);
      continue;
    }
    auto values = option->results();
    if (option->get_delimiter() != '\0')
      values = {Join(values, std::string(1, option->get_delimiter()))};
    for (const auto& value : values)
      words.insert(words.end(), {"--" + name, ShellWord(WithoutSecret(value))});
  }
  return Join(words, " ");
}

}  // namespace kproof
