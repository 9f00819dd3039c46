// When acks and reads happened, to 10 ms, and the phases of the run around them.
//
// Not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "audit/judge/facts/history.h"
#include "audit/judge/facts/pulses.h"
#include "audit/judge/result.h"

namespace kproof {

class Timeline {
 public:
  // Phases and faults. The rest comes row by row from the History that is made with it.
  explicit Timeline(const FactReader& store);
  void TakeAcked(const SettledRow& row, PartitionKey partition);
  // Of a row that was taken, only `kept` records count: the client settled the others differently
  // later.
  void TakeBack(const SettledRow& row, std::uint64_t kept);
  void TakeLiveRead(const ReadRow& row);
  void EndAt(RunMicros last);  // of any fact about records

  std::optional<RunMicros> Phase(const std::string& name) const;  // when it was reached first
  bool has_phases() const { return !phases_.empty(); }
  // What availability is measured between: steady (0 if the run never was, or that is not known),
  // and the moment when producers were asked to stop.
  RunMicros load_begin() const { return load_begin_; }
  RunMicros load_end() const { return load_end_; }
  RunMicros whole() const { return whole_; }  // "whole again", or the end of all facts
  std::optional<RunMicros> first_fault() const { return first_fault_; }

  const Pulses& acks() const { return acks_; }
  const std::map<PartitionKey, Pulses>& acks_by_partition() const { return acks_by_partition_; }
  const Pulses& reads() const { return reads_; }  // live ones
  // Records acked before whole(), and those of them since first_fault(), each once. A span that
  // begins before such a moment and ends after it is divided by its pulse.
  std::uint64_t acked_before_whole() const { return acked_before_whole_; }
  std::uint64_t acked_under_fault() const { return acked_under_fault_; }
  // Microseconds, of spans since load_begin(): of all, of those that ended before the first fault,
  // and of those from then on until whole().
  const Histogram& ack_latency() const { return ack_latency_; }
  const Histogram& ack_latency_before_fault() const { return ack_latency_before_fault_; }
  const Histogram& ack_latency_under_fault() const { return ack_latency_under_fault_; }

 private:
  void TakeLatency(const SettledRow& row);
  std::uint64_t BeforeWhole(const SettledRow& row) const;
  std::uint64_t UnderFault(const SettledRow& row) const;

  std::map<std::string, RunMicros> phases_;
  std::optional<RunMicros> first_fault_;
  RunMicros load_begin_ = 0, load_end_ = 0, whole_ = 0;
  RunMicros last_event_ = 0;
  Pulses acks_, reads_;
  std::map<PartitionKey, Pulses> acks_by_partition_;
  std::uint64_t acked_before_whole_ = 0, acked_under_fault_ = 0;
  Histogram ack_latency_, ack_latency_before_fault_, ack_latency_under_fault_;
};

// p50, p99, p999 in milliseconds; empty where nothing was measured.
std::map<std::string, double> QuantilesMs(const Histogram& latency);
// Of `acked` records in all. Nothing where the run was never steady, as histories are, or where the
// load did not last.
std::optional<double> AckedPerSecond(std::uint64_t acked, const Timeline& timeline);
Availability AvailabilityOf(const History& history, const Timeline& timeline);
std::vector<FaultReport> FaultReports(const History& history, const Timeline& timeline);

}  // namespace kproof
