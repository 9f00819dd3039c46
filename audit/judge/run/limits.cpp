#include "audit/judge/run/limits.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/units.h"
#include "harness/words/limit.h"

namespace kproof {
namespace {

std::optional<Measured> Exactly(std::optional<double> s) {
  if (!s) return std::nullopt;
  const Duration time(static_cast<std::int64_t>(*s * 1e6 + 0.5));
  return Measured{time, time, "", ""};
}

std::optional<Measured> AckLatency(const Result& result, const std::string& quantile) {
  const auto& latency = result.availability.ack_ms;
  const auto found = latency.find(quantile);
  return found == latency.end() ? std::nullopt : Exactly(found->second / 1e3);
}

std::optional<Measured> Measure(Limit limit, const Result& result, const History& history,
                                const Timeline& timeline) {
  const auto& available = result.availability;
  switch (limit) {
    case Limit::kAckP50:
      return AckLatency(result, "p50");
    case Limit::kAckP99:
      return AckLatency(result, "p99");
    case Limit::kAckP999:
      return AckLatency(result, "p999");
    case Limit::kGroupStalled:
      return MeasureStalled(history, timeline);
    case Limit::kHangingTransaction:
      return MeasureHanging(history, timeline);
    case Limit::kLeaderless:
      return MeasureLeaderless(history, timeline);
    case Limit::kLongestAckGap:
      if (result.counts.at("acked") > 0) return Exactly(available.longest_ack_gap_s);
      return std::nullopt;
    case Limit::kLongestReadGap:
      if (result.counts.at("read") > 0) return Exactly(available.longest_read_gap_s);
      return std::nullopt;
    case Limit::kRecovery:
    case Limit::kWhole:
      return MeasureWhole(history.store(), timeline);
  }
  return std::nullopt;
}

std::string MeasuredWords(const Measured& measured, bool kept) {
  const bool exact = measured.most == measured.least;
  const auto& time = kept && measured.most ? *measured.most : measured.least;
  return fmt::format("{}{}{}",
                     exact  ? ""
                     : kept ? "at most "
                            : "at least ",
                     HumanDuration(time),
                     measured.where.empty() || (kept && !exact) ? "" : " " + measured.where);
}

void AddLimit(Result& result, const std::string& name, const std::string& bound,
              const std::optional<Measured>& measured, const std::string& needs) {
  const auto doubt = [&](const std::string& what) {
    result.doubts.push_back(fmt::format("the limit {} {} {}", name, bound, what));
  };
  if (!measured) return doubt("could not be measured: it needs " + needs);
  const auto proven = Keeps(measured->least, bound);
  if (!proven) return doubt("is not a bound that kproof knows");
  const bool possible = measured->most && *Keeps(*measured->most, bound);
  if (*proven == possible) {
    result.limits.push_back({name, bound, MeasuredWords(*measured, possible), possible});
    return;
  }
  doubt(fmt::format("may have been exceeded: at least {}, at most {}{}",
                    HumanDuration(measured->least),
                    measured->most ? HumanDuration(*measured->most) : std::string("any time"),
                    measured->why.empty() ? "" : ": " + measured->why));
}

}  // namespace

void Measured::Prove(RunMicros time, const std::string& on) {
  if (Duration(time) > least) {
    least = Duration(time);
    where = on;
  }
}

void Measured::Allow(RunMicros time, const std::string& because) {
  if (!most || Duration(time) <= *most) return;
  most = Duration(time);
  why = because;
}

void Measured::AllowAny(const std::string& because) {
  if (most) why = because;
  most = std::nullopt;
}

void AddLimits(Result& result, const RunInfo& info, const History& history,
               const Timeline& timeline) {
  for (const auto& [name, bound] : info.limits) {
    const auto* row = FindLimit(name);
    if (row == nullptr) {
      result.doubts.push_back(fmt::format("there is no limit '{}'", name));
      continue;
    }
    AddLimit(result, name, bound, Measure(row->word, result, history, timeline), row->needs);
  }
}

// From the last heal to the first `whole` after it. `whole` is written by whoever looks at the
// cluster all the time, so a note `problem` about `whole` proves that until then it was not; that
// there is no note of either proves nothing, because nobody may have looked.
std::optional<Measured> MeasureWhole(const FactReader& store, const Timeline& timeline) {
  std::optional<RunMicros> healed;
  bool heals = true;  // every fault was taken back
  for (const auto& fault : store.Faults()) {
    if (fault.to) healed = std::max(healed.value_or(*fault.to), *fault.to);
    heals = heals && (fault.to || !fault.from);
  }
  if (!healed || !timeline.has_phases()) return std::nullopt;
  std::optional<RunMicros> whole, given_up;
  for (const auto& event : store.Events()) {
    if (event.subject != "whole" || event.at < *healed) continue;
    auto& first = event.kind == "phase" ? whole : given_up;
    if (!first && (event.kind == "phase" || event.kind == "problem")) first = event.at;
  }
  Measured measured;
  if (whole) {
    measured.least = Duration(*whole - *healed);
    measured.most = measured.least;
    return measured;
  }
  if (given_up && heals) measured.Prove(*given_up - *healed, "without becoming whole");
  measured.why = "the cluster was not seen whole again";
  return measured;
}

}  // namespace kproof
