// Topics that were deleted and made again under their names: what is known of it.
//
// A fault of class `deletion` that names a topic deleted it on request; `delete-records` moves the
// start of a log, and the topic goes on. A topic of which two ids were told was made again too,
// whoever did that. Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "audit/store/reader.h"

namespace kproof {

class Deletions {
 public:
  explicit Deletions(const StoreReader& store);

  // Whether it may have had several incarnations: offsets of it may mean one or another.
  bool Remade(std::int64_t topic) const {
    return requests_.contains(topic) || several_ids_.contains(topic);
  }
  // Topics of which several ids were told and no deletion.
  const std::set<std::int64_t>& unexplained() const { return several_ids_; }

  enum class When {
    kBefore,  // it went to an incarnation that was deleted on request
    kDuring,  // nobody knows to which
    kAfter    // it went to the one that is there in the end
  };
  // Of a record that was acked between these two moments of the run's clock.
  When AckedWhen(std::int64_t topic, RunMicros from, RunMicros until) const;

 private:
  struct Request {
    RunMicros from = 0;
    std::optional<RunMicros> to;  // nothing: it was not made again, for all that is known
  };
  std::map<std::int64_t, std::vector<Request>> requests_;  // by topic
  std::set<std::int64_t> several_ids_;
};

}  // namespace kproof
