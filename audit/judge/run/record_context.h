// What happened around a record when it was acked: the active faults, the leader of its partition,
// and what nodes logged about it.
//
// Not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "audit/store/fact_reader.h"

namespace kproof {

class RecordContext {
 public:
  explicit RecordContext(const FactReader& store);
  RecordContext(const RecordContext&) = delete;
  RecordContext& operator=(const RecordContext&) = delete;

  // "kill broker 2 and pause broker 3": each fault of that cluster that was on at some moment from
  // `from` to `until`, in the order in which they began; "": none was.
  std::string During(const std::string& cluster, RunMicros from, RunMicros until) const;

  struct Lead {
    std::int32_t leader = -1;
    std::int32_t epoch = -1;
  };
  // By the answer with the highest leader epoch until then; nothing: not known.
  std::optional<Lead> LeaderOf(const std::string& cluster, const std::string& topic,
                               std::int32_t partition, RunMicros at) const;

  // "broker-2: Truncating payments-3 to …": the notable lines of that cluster that name the
  // partition and are next to `at`, at most kMaxLines, by time.
  std::vector<std::string> LinesAbout(const std::string& cluster, const std::string& topic,
                                      std::int32_t partition, RunMicros at) const;
  static constexpr std::size_t kMaxLines = 3;

 private:
  using PartitionName = std::tuple<std::string, std::string, std::int32_t>;  // with its cluster
  // The lines that name the partition. Looked for once: a page asks for a thousand of its ranges.
  const std::vector<const LogLine*>& LinesOf(const PartitionName& partition) const;

  struct Window {
    std::string cluster;
    RunMicros from;
    std::optional<RunMicros> to;
    std::string name;
  };
  std::vector<Window> windows_;  // by their beginnings
  std::map<PartitionName, std::vector<std::pair<RunMicros, Lead>>> leads_;
  std::vector<LogLine> lines_;
  mutable std::map<PartitionName, std::vector<const LogLine*>> lines_of_;
};

}  // namespace kproof
