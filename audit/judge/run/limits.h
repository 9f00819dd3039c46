// How long what a limit bounds lasted, as far as facts tell: at least so long, and at most so long.
//
// A limit was passed only when the time that is proven passes it, and kept only when the time that
// is possible keeps it. What lies between is a doubt.
#pragma once

#include <optional>
#include <string>

#include "audit/judge/facts/history.h"
#include "audit/judge/result.h"
#include "audit/judge/run/run_info.h"
#include "audit/judge/run/timeline.h"

namespace kproof {

struct Measured {
  Duration least{0};             // proven
  std::optional<Duration> most;  // possible; nothing: nobody knows how long it lasted
  std::string where;             // it lasted that long: "on payments/0 from 3.0 s on"; or ""
  std::string why;               // the two differ, where that is known; else ""

  // So long was proven, and it may have been longer than all that was told before.
  void Prove(RunMicros time, const std::string& on);
  void Allow(RunMicros time, const std::string& because);
  // Nobody knows how long it may have been.
  void AllowAny(const std::string& because);
};

// Nothing: facts that are needed are not there.
std::optional<Measured> MeasureWhole(const FactReader& store, const Timeline& timeline);
std::optional<Measured> MeasureLeaderless(const History& history, const Timeline& timeline);
std::optional<Measured> MeasureStalled(const History& history, const Timeline& timeline);
std::optional<Measured> MeasureHanging(const History& history, const Timeline& timeline);

// Fills in the limits of `result`, and doubts for those that nobody knows to be kept or passed; its
// availability, faults and counts are there.
void AddLimits(Result& result, const RunInfo& info, const History& history,
               const Timeline& timeline);

}  // namespace kproof
