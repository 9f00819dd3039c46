#include "harness/base/units.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "harness/base/text.h"

namespace kproof {
namespace {

struct Quantity {
  double number;
  std::string_view unit;
};

// Digits with at most one point, then the rest as the unit. No sign, no exponent, no space.
std::optional<Quantity> ParseQuantity(std::string_view text) {
  const auto end = text.find_first_not_of("0123456789.");
  const std::string_view digits = text.substr(0, end);
  if (digits.empty() || digits.front() == '.' || digits.back() == '.') return std::nullopt;
  double number = 0;
  const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || rest != digits.data() + digits.size()) return std::nullopt;
  return Quantity{number, end == std::string_view::npos ? "" : text.substr(end)};
}

}  // namespace

std::optional<Duration> ParseDuration(std::string_view text) {
  const auto quantity = ParseQuantity(text);
  if (!quantity) return std::nullopt;
  double micros = 0;
  if (quantity->unit == "us") micros = 1;
  if (quantity->unit == "ms") micros = 1e3;
  if (quantity->unit == "s") micros = 1e6;
  if (quantity->unit == "min") micros = 60e6;
  if (quantity->unit == "h") micros = 3600e6;
  const double total = quantity->number * micros;
  if (micros == 0 || total > 1e15) return std::nullopt;
  return Duration(std::llround(total));
}

std::optional<std::uint64_t> ParseBytes(std::string_view text) {
  const auto end = text.find_first_not_of("0123456789");
  if (end == std::string_view::npos) return std::nullopt;
  const auto number = ParseInt(text.substr(0, end));
  const std::string_view unit = text.substr(end);
  std::uint64_t factor = 0;
  if (unit == "B") factor = 1;
  if (unit == "KB") factor = 1'000;
  if (unit == "MB") factor = 1'000'000;
  if (unit == "GB") factor = 1'000'000'000;
  if (unit == "KiB") factor = 1ULL << 10;
  if (unit == "MiB") factor = 1ULL << 20;
  if (unit == "GiB") factor = 1ULL << 30;
  if (!number || *number < 0 || factor == 0 || *number > 1'000'000'000) return std::nullopt;
  return static_cast<std::uint64_t>(*number) * factor;
}

std::optional<double> ParseRate(std::string_view text) {
  const auto quantity = ParseQuantity(text);
  if (!quantity || quantity->unit != "/s" || quantity->number <= 0) return std::nullopt;
  return quantity->number;
}

std::optional<std::int64_t> ParseInt(std::string_view text) {
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || rest != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string FormatDuration(Duration time) {
  const auto micros = time.count();
  if (micros % 1'000 != 0) return fmt::format("{}us", micros);
  if (micros % 1'000'000 != 0) return fmt::format("{}ms", micros / 1'000);
  if (micros == 0 || micros % 60'000'000 != 0) return fmt::format("{}s", micros / 1'000'000);
  return fmt::format("{}min", micros / 60'000'000);
}

std::string HumanDuration(Duration time) {
  const double seconds = static_cast<double>(time.count()) / 1e6;
  if (seconds >= 1 || seconds == 0) return fmt::format("{:.1f} s", seconds);
  if (seconds >= 0.001) return fmt::format("{:.0f} ms", seconds * 1e3);
  return fmt::format("{} us", time.count());
}

std::pair<std::string, std::string> SplitBound(const std::string& text) {
  const auto end = text.find_first_not_of("<>=");
  if (end == std::string::npos) return {text, ""};
  return {text.substr(0, end), Trim(text.substr(end))};
}

std::string WrongLimit(std::string_view sign, std::string_view time) {
  if (sign != "<" && sign != "<=") return "a limit is an upper bound: write \"< 15s\"";
  const auto bound = ParseDuration(time);
  if (!bound) return "write a time with its unit, as in \"< 15s\"";
  return *bound == Duration::zero() ? "no time is below 0s: write more than 0s" : "";
}

}  // namespace kproof
