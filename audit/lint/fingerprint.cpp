#include "audit/lint/fingerprint.h"

#include <fmt/format.h>

#include <set>

#include "audit/lint/registry.h"
#include "harness/base/sha256.h"

namespace kproof {
namespace {

constexpr char kForm[] = "kproof settings 1\n";

// A backslash and a line end in a value would otherwise make one text of two different subjects.
std::string Escaped(const std::string& value) {
  std::string text;
  for (const char letter : value) {
    if (letter == '\\')
      text += "\\\\";
    else if (letter == '\n')
      text += "\\n";
    else
      text += letter;
  }
  return text;
}

}  // namespace

std::string CanonicalSettings(const LintSubject& subject) {
  std::set<std::string> lines;
  for (const auto& name : SettingsThatMatter())
    if (const auto* setting = subject.Find(name.first, name.second))
      lines.insert(
          fmt::format("{}.{}={}\n", NameOf(name.first), name.second, Escaped(setting->value)));
  std::string text = kForm;
  for (const auto& line : lines) text += line;
  return text;
}

std::string FingerprintOf(const LintSubject& subject) {
  return "sha256:" + Sha256OfText(CanonicalSettings(subject));
}

}  // namespace kproof
