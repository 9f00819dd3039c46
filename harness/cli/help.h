// What --help, `help` and a wrong command say.
#pragma once

#include <string>

namespace CLI {
class App;
class Error;
}  // namespace CLI

namespace kproof {

// For somebody who typed `kproof` alone.
std::string FirstWords();

// Formats every --help of `app`, and gives each verb the examples that stand in examples.cpp.
void SetUpHelp(CLI::App& app);

// Throws Error(kUsage) with a suggestion for a first word that is not a verb.
void RequireVerb(const CLI::App& app, const std::string& word);

// What CLI11 complains about, in our words: "kproof run: there is no option '--sed'; did you mean
// '--seed'?" with what to do in a second line.
std::string UsageText(const CLI::App& app, const CLI::Error& error);

}  // namespace kproof
