// Who led each partition and who was in sync with it, moment by moment, as the nodes said it.
//
// Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "audit/judge/run/down.h"
#include "audit/store/run_facts.h"

namespace kproof {

inline constexpr std::size_t kMostStances = 150;

// What was so from one moment until the next stance.
struct Stance {
  double from_s = 0;         // seconds into the run
  std::int32_t leader = -1;  // -1: none
  std::int32_t epoch = -1;
  std::vector<std::int32_t> isr = {};
  bool SaysTheSame(const Stance& other) const {
    return leader == other.leader && epoch == other.epoch && isr == other.isr;
  }
};

// In order of time. The first kMostStances are kept.
struct Stances {
  std::vector<Stance> kept = {};
  std::optional<double> left_out_from_s = {};  // what came from then on is not kept
  void Take(Stance stance);                    // drops what says the same as the last one
};

// While no node is known to answer, what they said last is no news.
struct Silence {
  double from_s = 0;
  std::optional<double> to_s = {};  // nothing: to the end
};

struct Leadership {
  std::string name;     // "payments/0", "east:payments/0"
  std::string cluster;  // "main"
  std::vector<std::int32_t> replicas = {};
  // What counted, of all answers together (Supersedes).
  Stances stances = {};
  std::map<std::int32_t, Stances> told = {};  // what each node said, by its id
  std::vector<Silence> silences = {};         // of all its cluster's brokers, in order of time
};

// Of each partition that any node told of, by name. Empty: nobody was asked.
std::vector<Leadership> LeadershipOf(const std::vector<PartitionState>& states);
// When all brokers of a partition's cluster that ever told of it or another one were silent.
void AddSilences(const DownTimes& down, std::vector<Leadership>& partitions);

// "broker 2 leads", "nobody leads".
std::string LeaderText(const Stance& stance);
// "1, 2, 3"; "nobody" where it is empty.
std::string IsrText(const Stance& stance);

}  // namespace kproof
