// Words that every page has: texts from outside made harmless to a reader, times, verdicts.
//
// Thread-safe: pure functions. Texts from outside (names, errors, log lines) come out printable and
// cut; markup in them is for whoever renders to escape.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "harness/words/verdict.h"

namespace kproof {

inline constexpr std::size_t kLongestName = 200;
inline constexpr std::size_t kLongestSentence = 1'500;

// What a page that counts records says of them where a reader meets the word first.
inline constexpr char kAtStakeMeaning[] =
    "At stake: acked before the cluster was whole again, and looked for afterwards. Of these alone "
    "a loss would have been seen.";
inline constexpr char kReadByAll[] = "(by every reader, the final pass among them)";

// "940 ms", "12.3 s".
std::string SecondsText(double seconds);
// "13 ms", "1.2 s".
std::string MillisText(double millis);
// One line, cut at so many characters; how many there were is said.
std::string OneLine(std::string_view text, std::size_t longest = kLongestSentence);

// The same as text of a line of Markdown: nothing in it is markup, and nobody is called by an @.
std::string MarkdownLine(std::string_view text);

// "Records were lost, doubled or reordered, and …": the row of docs/result.md.
std::string VerdictMeaning(Verdict verdict);
// How a verdict is coloured, a class of page-style.css: good, bad or unclear; and the sign beside
// its word.
const char* VerdictLook(Verdict verdict);
const char* VerdictSign(Verdict verdict);

std::uint64_t CountNamed(const std::map<std::string, std::uint64_t>& counts,
                         const std::string& name);

}  // namespace kproof
