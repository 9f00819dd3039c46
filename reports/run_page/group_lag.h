// How many records each group was behind: between the offset that it had committed and the highest
// offset that was acked, over all partitions whose committed offset is known.
//
// Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "audit/store/fact_reader.h"
#include "reports/run_page/series.h"

namespace kproof {

// One value for each point of a series: the most until the next point; nothing while no committed
// offset is known.
struct GroupLag {
  std::string group;  // "billing", "east:billing"
  std::vector<std::optional<double>> values = {};
};

class GroupLags {
 public:
  // Takes what groups committed, were assigned, and were reset to. Facts of actors whose times are
  // not those of the run are left out.
  explicit GroupLags(const FactReader& store);
  void Take(const SettledRow& row);
  // By name. Empty where there were no groups.
  std::vector<GroupLag> Finish(const Series& series) const;

 private:
  struct Place {
    std::int64_t topic = 0;
    std::int32_t partition = 0;
    auto operator<=>(const Place&) const = default;
  };
  // From this moment on the place's committed offset, or its highest acked one, is this.
  struct Step {
    RunMicros at = 0;
    Place place;
    std::int64_t offset = 0;
    bool first_alone = false;  // it counts only while nothing is committed
  };
  using Steps = std::vector<Step>;

  void Add(const std::string& group, std::int64_t actor, const Step& step);

  std::set<std::int64_t> untimed_;          // actors
  std::map<std::int64_t, Place> streams_;   // where their records go; nothing where no group reads
  std::map<std::string, Steps> committed_;  // by group
  Steps acked_;
};

}  // namespace kproof
