// Matching of phrases, word by word.
#include "harness/scenario/vocabulary.h"

#include <algorithm>
#include <utility>

#include "harness/base/text.h"
#include "harness/base/units.h"
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
  if (hole == "{op}") return IsComparison(word);
  if (hole == "{time}") return ParseDuration(word).value_or(Duration(0)) > Duration(0);
  // Groups and transactional ids may have any characters; those of a topic are enough for tests.
  if (hole == "{topic}" || hole == "{name}") return IsTopicName(word);
  if (hole != "{partition}") return IsName(word);
  const auto slash = word.rfind('/');
  return slash != std::string::npos && IsTopicName(word.substr(0, slash)) &&
         IsNumber(word.substr(slash + 1));
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
  if (hole == "{n}") return "{n} is a whole number";
  if (hole == "{op}") return "{op} is <, <=, =, >= or >";
  if (hole == "{time}") return "{time} is a time above zero such as 3s";
  if (hole == "{name}") return "{name} is letters, digits, '.', '_' and '-'";
  return hole + " is the name of a " + hole.substr(1, hole.size() - 2);
}

// What stands between "and" and "except"; "" where nothing does.
struct Sides {
  std::vector<std::string> parts;
  std::vector<std::string> except;
};

Sides SplitTarget(const std::string& text) {
  Sides sides;
  std::vector<std::string> words;
  bool excepting = false;
  const auto take = [&] {
    (excepting ? sides.except : sides.parts).push_back(Join(words, " "));
    words.clear();
  };
  for (const auto& word : SplitWords(text)) {
    const bool except = word == "except" && !excepting;
    if (word != "and" && !except) {
      words.push_back(word);
      continue;
    }
    take();
    excepting = excepting || except;
  }
  take();
  return sides;
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

std::optional<TargetPhrase> MatchTarget(const std::string& text,
                                        const std::vector<PhraseForm>& forms) {
  TargetPhrase target{Join(SplitWords(text), " "), {}, {}};
  const auto match = [&](const std::vector<std::string>& texts, std::vector<Phrase>& phrases) {
    for (const auto& part : texts) {
      auto phrase = MatchPhrase(part, forms);
      if (!phrase) return false;
      phrases.push_back(std::move(*phrase));
    }
    return true;
  };
  const Sides sides = SplitTarget(text);
  if (!match(sides.parts, target.parts) || !match(sides.except, target.except)) return std::nullopt;
  return target;
}

std::string TargetHint(const std::string& text, const std::vector<PhraseForm>& forms) {
  const Sides sides = SplitTarget(text);
  for (const auto* texts : {&sides.parts, &sides.except})
    for (const auto& part : *texts)
      if (!MatchPhrase(part, forms)) return PhraseHint(part, forms);
  return "";
}

TargetPhrase MakeTarget(std::vector<Phrase> parts, std::vector<Phrase> except) {
  const auto texts = [](const std::vector<Phrase>& phrases) {
    std::vector<std::string> all;
    for (const auto& phrase : phrases) all.push_back(phrase.text);
    return Join(all, " and ");
  };
  std::string text = texts(parts);
  if (!except.empty()) text += " except " + texts(except);
  return {std::move(text), std::move(parts), std::move(except)};
}

}  // namespace kproof
