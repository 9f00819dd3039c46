#include "harness/base/shell.h"

namespace kproof {

std::string ShellQuoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'')
      quoted += "'\\''";
    else if (c == '\\')
      quoted += "'\"\\\\\"'";  // fish takes it for an escape within single quotes
    else
      quoted += c;
  }
  return quoted + "'";
}

std::string ShellWord(const std::string& text) {
  constexpr const char* kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:,=@%+";
  const bool plain = !text.empty() && text.find_first_not_of(kPlain) == std::string::npos;
  return plain ? text : ShellQuoted(text);
}

}  // namespace kproof
