// Messages look like "[json.exception.parse_error.101] parse error at line 1, column 16: syntax
// error while parsing object - unexpected end of input; expected '}'", now and then with
// "; last read: '…'" in between.
#include "harness/base/json_problem.h"

namespace kproof {
namespace {

constexpr std::string_view kOverflow = "number overflow parsing '";
constexpr std::string_view kLastReadPart = "; last read: '";

std::string_view WithoutMark(std::string_view what) {
  const auto end = what.starts_with("[json.exception.") ? what.find("] ") : what.npos;
  return end == what.npos ? what : what.substr(end + 2);
}

// What was read last is of no use without the rest of the text.
std::string WithoutLastRead(std::string_view what) {
  const auto from = what.find(kLastReadPart);
  if (from == what.npos) return std::string(what);
  const auto expected = what.rfind("'; expected ");
  const bool goes_on = expected != what.npos && expected >= from + kLastReadPart.size() - 1;
  return std::string(what.substr(0, from)) +
         std::string(goes_on ? what.substr(expected + 1) : std::string_view());
}

}  // namespace

std::string JsonProblem(std::string_view what) {
  const auto text = WithoutMark(what);
  if (text.find("UTF-8") != text.npos) return "is not UTF-8";
  if (const auto found = text.find(kOverflow); found != text.npos) {
    const auto number = text.substr(found + kOverflow.size());
    return "holds the number " + std::string(number.substr(0, number.find('\''))) +
           ", which is out of range";
  }
  if (!text.starts_with("parse error")) return std::string(text);
  for (const std::string_view before : {" - ", ": "}) {
    if (const auto found = text.find(before); found != text.npos)
      return "is not JSON: " + WithoutLastRead(text.substr(found + before.size()));
  }
  return "is not JSON";
}

std::string JsonProblem(std::string_view what, std::size_t byte) {
  return JsonProblem(what) + " (byte " + std::to_string(byte) + ")";
}

}  // namespace kproof
