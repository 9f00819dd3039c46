// Matching of phrases, word by word.
#include "harness/scenario/vocabulary.h"

#include <algorithm>
#include <map>
#include <utility>

#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
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

// What somebody may write into this hole.
std::string ExampleOf(const std::string& hole) {
  static const std::map<std::string, std::string> examples = {
      {"{partition}", "payments/0"},
      {"{topic}", "payments"},
      {"{n}", "1"},
      {"{op}", "<"},
      {"{time}", "3s"},
      {"{producer}", "checkout"},
      {"{monitor}", "monitor"},
      {"{consumer}", "billing"},
      {"{rack}", "a"},
      {"{step}", "freeze"},
      {"{name}", "billing"},
  };
  const auto example = examples.find(hole);
  return example == examples.end() ? hole : example->second;
}

std::string WithExamples(std::vector<std::string> pattern) {
  for (auto& word : pattern)
    if (IsHole(word)) word = ExampleOf(word);
  return Join(pattern, " ");
}

// A form beside what was written: the words of its pattern, with what was written in its holes.
struct Likeness {
  std::vector<std::string> words;
  std::string misfit;   // the first hole whose word does not fit it, or ""
  bool begins = false;  // what was written is its beginning
};

Likeness Compare(const std::vector<std::string>& written, const PhraseForm& form) {
  Likeness like{SplitWords(form.pattern), "", false};
  for (std::size_t at = 0; at < like.words.size() && at < written.size(); ++at) {
    if (!IsHole(like.words[at])) continue;
    if (Fits(like.words[at], written[at]))
      like.words[at] = written[at];
    else if (like.misfit.empty())
      like.misfit = std::exchange(like.words[at], written[at]);
  }
  like.begins = like.misfit.empty() && !written.empty() && written.size() < like.words.size() &&
                std::equal(written.begin(), written.end(), like.words.begin());
  return like;
}

// "of which partition? leader of payments/0"
std::string HowItGoesOn(const std::vector<Likeness>& beginnings, std::size_t written) {
  std::vector<std::string> examples;
  for (const auto& like : beginnings) examples.push_back("'" + WithExamples(like.words) + "'");
  const auto& words = beginnings.front().words;
  const auto hole =
      std::find_if(words.begin() + static_cast<std::ptrdiff_t>(written), words.end(), IsHole);
  if (beginnings.size() == 1 && hole != words.end() && *hole == "{partition}")
    return "of which partition? " + examples.front();
  return "it is incomplete; write for example " + JoinFew(examples);
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

std::string PhraseHint(const std::string& text, const std::vector<PhraseForm>& forms,
                       std::string_view where) {
  const auto written = SplitWords(text);
  std::vector<std::string> patterns, likenesses;
  std::vector<Likeness> begun;
  for (const auto& form : forms) {
    patterns.push_back("'" + form.pattern + "'");
    auto like = Compare(written, form);
    if (!like.misfit.empty() && like.words == written) return HoleHelp(like.misfit);
    if (!like.misfit.empty()) continue;
    likenesses.push_back(WithExamples(like.words));
    if (like.begins) begun.push_back(std::move(like));
  }
  if (!begun.empty()) return HowItGoesOn(begun, written.size());
  const std::string near = Nearest(Join(written, " "), likenesses);
  if (!near.empty()) return Instead(near, {near}, where);
  return Instead("", patterns, where);
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

std::string TargetHint(const std::string& text, const std::vector<PhraseForm>& forms,
                       std::string_view where) {
  const Sides sides = SplitTarget(text);
  for (const auto* texts : {&sides.parts, &sides.except})
    for (const auto& part : *texts)
      if (!MatchPhrase(part, forms)) return PhraseHint(part, forms, where);
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
