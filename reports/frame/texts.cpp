#include "reports/frame/texts.h"

#include <fmt/format.h>

#include "harness/base/markdown.h"
#include "harness/base/printable.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"

namespace kproof {

std::string SecondsText(double seconds) {
  if (seconds > 0 && seconds < 1) return fmt::format("{:.0f} ms", seconds * 1e3);
  return fmt::format("{:.1f} s", seconds);
}

std::string MillisText(double millis) {
  return millis >= 1000 ? fmt::format("{:.1f} s", millis / 1e3) : fmt::format("{:.3g} ms", millis);
}

std::string OneLine(std::string_view text, std::size_t longest) {
  const auto shown = Printable(text);
  const auto columns = Columns(shown);
  if (columns <= longest) return shown;
  return fmt::format("{} ({} characters in all)", Shortened(shown, longest),
                     WithThousands(columns));
}

std::string MarkdownLine(std::string_view text) {
  constexpr std::size_t kLongestLine = 400;
  std::string escaped;
  for (const char c : MarkdownText(OneLine(text, kLongestLine)))
    escaped += c == '@' ? std::string("&#64;") : std::string(1, c);
  return escaped;
}

std::string VerdictMeaning(Verdict verdict) {
  for (const auto& row : VerdictTable()) {
    if (row.word != verdict) continue;
    std::string meaning = row.meaning;
    if (!meaning.empty() && meaning[0] >= 'a' && meaning[0] <= 'z')
      meaning[0] = static_cast<char>(meaning[0] - 'a' + 'A');
    return meaning;
  }
  return "";
}

const char* VerdictLook(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "good";
    case Verdict::kInconclusive:
    case Verdict::kNotRun:
    case Verdict::kInterrupted:
      return "unclear";
    default:
      return "bad";
  }
}

const char* VerdictSign(Verdict verdict) {
  const std::string_view look = VerdictLook(verdict);
  return look == "good" ? "✔" : look == "bad" ? "✘" : "?";
}

std::uint64_t CountNamed(const std::map<std::string, std::uint64_t>& counts,
                         const std::string& name) {
  const auto found = counts.find(name);
  return found == counts.end() ? 0 : found->second;
}

}  // namespace kproof
