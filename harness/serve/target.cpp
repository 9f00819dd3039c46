#include "harness/serve/target.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/text.h"
#include "harness/base/utf8.h"

namespace kproof {
namespace {

constexpr std::size_t kLongestTarget = 2'048;

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// Nothing where an escape is broken, or the text is not fit to be shown.
std::optional<std::string> Decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = HexDigit(text[i + 1]), low = HexDigit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (!IsUtf8(decoded) || std::any_of(decoded.begin(), decoded.end(), IsControl))
    return std::nullopt;
  return decoded;
}

bool IsPlainName(const std::string& name) {
  return !name.empty() && name != "." && name != ".." &&
         name.find_first_of("/\\") == std::string::npos;
}

// False where one of the pairs is none, or a key stands there twice.
bool TakeQuery(std::string_view text, WebTarget& target) {
  for (const auto& pair : Split(text, '&')) {
    const auto equals = pair.find('=');
    if (equals == std::string::npos) return false;
    const auto key = Decoded(std::string_view(pair).substr(0, equals));
    const auto value = Decoded(std::string_view(pair).substr(equals + 1));
    if (!key || !value || key->empty() || !target.query.emplace(*key, *value).second) return false;
  }
  return true;
}

}  // namespace

std::optional<WebTarget> ParseTarget(std::string_view text) {
  if (text.size() > kLongestTarget || text.empty() || text.front() != '/') return std::nullopt;
  WebTarget target;
  const auto mark = text.find('?');
  if (mark != std::string_view::npos && !TakeQuery(text.substr(mark + 1), target))
    return std::nullopt;
  auto path = text.substr(1, mark == std::string_view::npos ? mark : mark - 1);
  target.folder = path.empty() || path.back() == '/';
  if (path.empty()) return target;
  if (target.folder) path.remove_suffix(1);
  for (const auto& part : Split(path, '/')) {
    auto name = Decoded(part);
    if (!name || !IsPlainName(*name)) return std::nullopt;
    target.parts.push_back(std::move(*name));
  }
  return target;
}

std::string EncodePart(std::string_view name) {
  std::string encoded;
  for (const char c : name) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '-' || c == '_' || c == '.';
    if (plain)
      encoded += c;
    else
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

}  // namespace kproof
