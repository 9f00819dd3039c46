#include "harness/cli/window_output.h"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "harness/base/clock.h"
#include "harness/base/json_text.h"
#include "harness/base/printable.h"

namespace kproof {
namespace {

constexpr std::size_t kShownShortfalls = 20;

struct Sums {
  std::set<StreamId> streams;
  std::uint64_t acked = 0, failed = 0, unknown = 0;
  std::uint64_t read = 0, missing = 0, doubled = 0, extra = 0, unseen = 0, late = 0;
  std::optional<std::uint64_t> processed, reprocessed, committed, unprocessed;
};

void Add(std::optional<std::uint64_t>& sum, const std::optional<std::uint64_t>& one) {
  if (one) sum = sum.value_or(0) + *one;
}

// "-": it reports no such thing.
std::string Text(const std::optional<std::uint64_t>& count) {
  return count ? std::to_string(*count) : "-";
}

// By reader; "" stands for streams that nobody has read.
std::map<std::string, Sums> SumsOf(const WindowReport& report) {
  std::map<std::string, Sums> by_reader;
  for (const auto& row : report.rows) {
    auto& sums = by_reader[row.reader];
    sums.streams.insert(row.stream);
    sums.acked += row.acked;
    sums.failed += row.failed;
    sums.unknown += row.unknown;
    sums.read += row.read;
    sums.missing += row.missing;
    sums.doubled += row.doubled;
    sums.extra += row.extra;
    sums.unseen += row.unseen;
    sums.late += row.late;
    Add(sums.processed, row.processed);
    Add(sums.reprocessed, row.reprocessed);
    Add(sums.committed, row.committed);
    Add(sums.unprocessed, row.unprocessed);
  }
  return by_reader;
}

std::string Name(const StreamId& stream) {
  return fmt::format("{}/{} of {:08x} life {}", Printable(stream.topic), stream.partition,
                     stream.origin, stream.life);
}

std::string Ranges(const Shortfall& shortfall) {
  std::string text;
  std::uint64_t shown = 0;
  for (const auto& range : shortfall.first) {
    if (!text.empty()) text += ", ";
    text += range.end == range.first + 1 ? fmt::format("{}", range.first)
                                         : fmt::format("{}..{}", range.first, range.end - 1);
    shown += range.end - range.first;
  }
  return shown < shortfall.count ? text + ", …" : text;
}

nlohmann::json JsonOf(const std::optional<std::uint64_t>& count) {
  return count ? nlohmann::json(*count) : nlohmann::json(nullptr);
}

std::string Start(const WindowReport& report) { return FormatUtc(report.start_s * 1'000'000); }

}  // namespace

std::string WindowTableHead() {
  return fmt::format(
      "{:<20} {:<6} {:>7} {:>10} {:>7} {:>7}  {:<16} {:>10} {:>7} {:>7} {:>6} {:>7} {:>7} {:>10} "
      "{:>11} {:>10} {:>11}\n",
      "window", "state", "streams", "acked", "failed", "unknown", "reader", "read", "missing",
      "doubled", "extra", "unseen", "late", "processed", "reprocessed", "committed", "unprocessed");
}

std::string WindowText(const WindowReport& report, const std::string& state) {
  std::string text;
  for (const auto& [reader, sums] : SumsOf(report))
    text += fmt::format(
        "{:<20} {:<6} {:>7} {:>10} {:>7} {:>7}  {:<16} {:>10} {:>7} {:>7} {:>6} {:>7} {:>7} "
        "{:>10} {:>11} {:>10} {:>11}\n",
        Start(report), state, sums.streams.size(), sums.acked, sums.failed, sums.unknown,
        reader.empty() ? "(nobody)" : Printable(reader), sums.read, sums.missing, sums.doubled,
        sums.extra, sums.unseen, sums.late, Text(sums.processed), Text(sums.reprocessed),
        Text(sums.committed), Text(sums.unprocessed));
  std::size_t shown = 0;
  for (const auto& shortfall : report.shortfalls) {
    if (++shown > kShownShortfalls) break;
    text += fmt::format("  {}: {} {} by {}: {}\n", Name(shortfall.stream), shortfall.count,
                        shortfall.what, Printable(shortfall.reader), Ranges(shortfall));
  }
  if (shown > kShownShortfalls)
    text += fmt::format("  {} more; --json has all\n", report.shortfalls.size() - kShownShortfalls);
  if (report.forced) text += "  closed early: a producer or reader has been silent\n";
  return text;
}

std::string WindowJson(const WindowReport& report, const std::string& state) {
  using Object = nlohmann::json;
  Object readers = Object::array(), shortfalls = Object::array();
  for (const auto& [reader, sums] : SumsOf(report))
    readers.push_back({{"reader", reader.empty() ? Object(nullptr) : Object(reader)},
                       {"streams", sums.streams.size()},
                       {"acked", sums.acked},
                       {"failed", sums.failed},
                       {"unknown", sums.unknown},
                       {"read", sums.read},
                       {"missing", sums.missing},
                       {"doubled", sums.doubled},
                       {"extra", sums.extra},
                       {"unseen", sums.unseen},
                       {"late", sums.late},
                       {"processed", JsonOf(sums.processed)},
                       {"reprocessed", JsonOf(sums.reprocessed)},
                       {"committed", JsonOf(sums.committed)},
                       {"unprocessed", JsonOf(sums.unprocessed)}});
  for (const auto& shortfall : report.shortfalls) {
    Object ranges = Object::array();
    for (const auto& range : shortfall.first) ranges.push_back({range.first, range.end - 1});
    shortfalls.push_back({{"cluster", shortfall.stream.cluster},
                          {"topic", shortfall.stream.topic},
                          {"partition", shortfall.stream.partition},
                          {"origin", fmt::format("{:08x}", shortfall.stream.origin)},
                          {"life", shortfall.stream.life},
                          {"reader", shortfall.reader},
                          {"what", shortfall.what},
                          {"count", shortfall.count},
                          {"first", ranges}});
  }
  return JsonText(Object{{"window", Start(report)},
                         {"seconds", report.width_s},
                         {"state", state},
                         {"forced", report.forced},
                         {"readers", readers},
                         {"short", shortfalls}});
}

}  // namespace kproof
