// The patterns are texts of Kafka 4.3's log messages, taken from its sources and from logs of live
// faults; a version that words one of them otherwise loses evidence, never a finding. Times are
// those that the drivers' log configuration writes: UTC with ms.
#include "harness/observe/log_watch.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <optional>

namespace kproof {
namespace {

// A line tells when it holds all the parts of one row, in this order.
struct Pattern {
  std::string_view first;
  std::string_view second;
  std::string_view third;
};

constexpr Pattern kPatterns[] = {
    {"UNCLEAN partition change for", "", ""},
    {"Truncating", "to offset", "below high watermark"},
    {"Corruption found in segment", "", ""},
    {"Recovering unflushed segment", "", ""},
    {"Deleting segment", "due to log retention time", "breach"},
    {"Found invalid messages during fetch", "", ""},
    {"Out of order sequence number for producer", "in partition", ""},
    {"highWatermark:", "endOffset:", "under-min-isr"},
    {"Stopping serving", "in dir", ""},
    {"Shutdown broker because", "", ""},
    {"java.lang.OutOfMemoryError", "", ""},
    {"Kafka Server started", "", ""},
};

// How times stand at the front of lines: as our own drivers have Kafka write them, and as Kafka's
// packaged configuration does, where the zone is that of the machine (containers have UTC).
struct TimeFormat {
  const char* format;
  int length;
};
constexpr TimeFormat kTimeFormats[] = {
    {"%4d-%2d-%2dT%2d:%2d:%2d.%3dZ%n", 24},   // 2026-11-21T09:00:00.123Z
    {"[%4d-%2d-%2d %2d:%2d:%2d,%3d]%n", 25},  // [2026-11-21 09:00:00,123]
};

struct LineTime {
  std::int64_t wall_micros;
  std::size_t length;  // of its text
};

// Nothing where a line goes on from the one before.
std::optional<LineTime> TimeOf(const std::string& line) {
  std::tm parts{};
  int millis = 0;
  int length = 0;
  const auto reads = [&](const TimeFormat& one) {
    length = 0;
    return std::sscanf(line.c_str(), one.format, &parts.tm_year, &parts.tm_mon, &parts.tm_mday,
                       &parts.tm_hour, &parts.tm_min, &parts.tm_sec, &millis, &length) == 7 &&
           length == one.length;
  };
  if (std::none_of(std::begin(kTimeFormats), std::end(kTimeFormats), reads)) return std::nullopt;
  parts.tm_year -= 1900;
  parts.tm_mon -= 1;
  return LineTime{(static_cast<std::int64_t>(::timegm(&parts)) * 1000 + millis) * 1000,
                  static_cast<std::size_t>(length)};
}

}  // namespace

bool IsNotable(std::string_view line) {
  for (const auto& pattern : kPatterns) {
    std::size_t at = 0;
    for (const auto part : {pattern.first, pattern.second, pattern.third}) {
      if (at != std::string_view::npos) at = line.find(part, at);
    }
    if (at != std::string_view::npos) return true;
  }
  return false;
}

std::vector<NotableLine> NotableLines(const std::string& log_file, std::int64_t from,
                                      std::int64_t* next) {
  std::vector<NotableLine> telling;
  std::ifstream file(log_file, std::ios::binary);
  file.seekg(from);
  std::int64_t at = from;
  std::int64_t time = 0;  // of the last line that had one
  for (std::string line; std::getline(file, line) && !file.eof();) {
    at += static_cast<std::int64_t>(line.size()) + 1;
    const auto own_time = TimeOf(line);
    if (own_time) time = own_time->wall_micros;
    if (!IsNotable(line)) continue;
    telling.push_back({time, own_time ? line.substr(own_time->length + 1) : line});
  }
  if (next != nullptr) *next = at;
  return telling;
}

}  // namespace kproof
