// How long the time lasted that a limit bounds: at least and at most, as far as the facts show it.
//
// A limit was exceeded only if the proven time exceeds it, and kept only if the possible time keeps
// it. Anything between is a doubt.
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
  std::optional<Duration> most;  // possible; nothing: not known
  std::string where;             // it lasted that long: "on payments/0 from 3.0 s on"; or ""
  std::string why;               // the two differ, where that is known; else ""

  // Proves this time, if it is longer than the ones before.
  void Prove(RunMicros time, const std::string& on);
  void Allow(RunMicros time, const std::string& because);
  // It may have lasted for any time.
  void AllowAny(const std::string& because);
};

// Nothing: facts that are needed are not there.
std::optional<Measured> MeasureWhole(const FactReader& store, const Timeline& timeline);
std::optional<Measured> MeasureLeaderless(const History& history, const Timeline& timeline);
std::optional<Measured> MeasureStalled(const History& history, const Timeline& timeline);
std::optional<Measured> MeasureHanging(const History& history, const Timeline& timeline);

// Fills in the limits of `result`, and doubts for those that may have been exceeded; its
// availability, faults and counts are there.
void AddLimits(Result& result, const RunInfo& info, const History& history,
               const Timeline& timeline);

}  // namespace kproof
