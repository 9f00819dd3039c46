#include "harness/base/wording.h"

#include "harness/base/text.h"

namespace kproof {
namespace {

constexpr std::size_t kMostWords = 30;

}  // namespace

std::string Plural(std::uint64_t count, std::string_view one, std::string_view many) {
  if (count == 1) return std::string(one);
  return many.empty() ? std::string(one) + "s" : std::string(many);
}

std::string Counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return WithThousands(count) + " " + Plural(count, one, many);
}

std::vector<std::string> FirstFew(std::vector<std::string> parts, std::size_t most,
                                  std::string_view of) {
  if (parts.size() <= most + 1) return parts;
  std::string more = "and " + WithThousands(parts.size() - most) + " more";
  if (!of.empty()) more += " " + std::string(of);
  parts.resize(most);
  parts.push_back(std::move(more));
  return parts;
}

std::string JoinFew(const std::vector<std::string>& parts, std::string_view separator,
                    std::size_t most) {
  return Join(FirstFew(parts, most), separator);
}

std::string Instead(std::string_view word, const std::vector<std::string>& candidates,
                    std::string_view where) {
  const std::string see = where.empty() ? "" : "'" + std::string(where) + "' shows all";
  const std::string near = Nearest(word, candidates);
  if (!near.empty()) return "did you mean '" + near + "'?" + (see.empty() ? "" : " " + see);
  if (candidates.empty()) return "there are none";
  if (candidates.size() == 1) return "there is only '" + candidates.front() + "'";
  // Words of a language are all named where nothing else names them; names of a scenario's hundred
  // topics are not.
  const std::size_t most = see.empty() ? kMostWords : kShownOfAList;
  const bool all = candidates.size() <= most + 1;
  return "there are " + JoinFew(candidates, ", ", all ? candidates.size() : kShownOfAList) +
         (all || see.empty() ? "" : "; " + see);
}

}  // namespace kproof
