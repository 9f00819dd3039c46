// Matching of phrases, word by word.
#include "harness/scenario/vocabulary.h"

#include <algorithm>
#include <utility>

#include "harness/base/text.h"
#include "harness/scenario/lexical.h"

namespace kproof {
namespace {

bool IsHole(const std::string& word) {
  return word.size() > 2 && word.front() == '{' && word.back() == '}';
}

// Nine digits at most, so that every number fits wherever it is used.
bool IsNumber(const std::string& word) {
  return !word.empty() && word.size() <= 9 &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool Fits(const std::string& hole, const std::string& word) {
  if (hole == "{n}") return IsNumber(word);
  if (hole == "{topic}") return IsTopicName(word);
  const auto slash = word.rfind('/');
  return hole == "{partition}" && slash != std::string::npos &&
         IsTopicName(word.substr(0, slash)) && IsNumber(word.substr(slash + 1));
}

std::optional<Phrase> Match(const std::vector<std::string>& words, const PhraseForm& form) {
  const auto pattern = SplitWords(form.pattern);
  if (pattern.size() != words.size()) return std::nullopt;
  Phrase phrase{Join(words, " "), form.pattern, {}};
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (IsHole(pattern[at])) {
      if (!Fits(pattern[at], words[at])) return std::nullopt;
      phrase.args.push_back(words[at]);
    } else if (pattern[at] != words[at]) {
      return std::nullopt;
    }
  }
  return phrase;
}

std::string HoleHelp(const std::string& hole) {
  if (hole == "{partition}") return "{partition} is topic/number, as in payments/0";
  if (hole == "{topic}") return "{topic} is the name of a topic";
  return hole + " is a whole number";
}

}  // namespace

std::optional<Phrase> MatchPhrase(const std::string& text, const std::vector<PhraseForm>& forms) {
  const auto words = SplitWords(text);
  for (const auto& form : forms)
    if (auto phrase = Match(words, form)) return phrase;
  return std::nullopt;
}

std::string PhraseHint(const std::string& text, const std::vector<PhraseForm>& forms) {
  const auto words = SplitWords(text);
  std::vector<std::string> patterns;
  std::vector<std::string> likenesses;  // patterns with what was written in their holes
  for (const auto& form : forms) {
    auto pattern = SplitWords(form.pattern);
    std::string misfit;
    for (std::size_t at = 0; at < pattern.size() && at < words.size(); ++at) {
      if (!IsHole(pattern[at])) continue;
      if (Fits(pattern[at], words[at]))
        pattern[at] = words[at];
      else if (misfit.empty())
        misfit = std::exchange(pattern[at], words[at]);
    }
    if (!misfit.empty() && pattern == words) return HoleHelp(misfit);
    if (misfit.empty()) likenesses.push_back(Join(pattern, " "));
    patterns.push_back("'" + form.pattern + "'");
  }
  const std::string near = Nearest(Join(words, " "), likenesses);
  return (near.empty() ? "" : "did you mean '" + near + "'? ") +
         ("there are " + Join(patterns, ", "));
}

}  // namespace kproof
