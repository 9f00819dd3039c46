// What a run records about itself in its store: who, what, when, with which versions, and how it
// ended.
#pragma once

#include <string>

#include "audit/store/sinks.h"
#include "harness/base/error.h"
#include "harness/run/clusters.h"
#include "harness/scenario/plan.h"

namespace kproof {

class RunRecord {
 public:
  // Writes all that is known before anything is started. `campaign`: name of its folder, or "".
  RunRecord(RunKeySink& store, const Plan& plan, const RunClock& clock, const std::string& sandbox,
            const std::string& campaign);

  std::int64_t wall_epoch_micros() const {
    return wall_epoch_;
  }  // wall clock when the run's clock stood at 0
  const std::string& run_id() const { return run_id_; }

  // `audit_transport`: how facts reach the store, spool or topic.
  void Started(const Clusters& clusters, const std::string& audit_transport);
  void Failed(const Error& error);
  void Ended(bool interrupted);

 private:
  RunKeySink& store_;
  const RunClock clock_;
  const std::int64_t wall_epoch_;
  const std::string run_id_;
};

}  // namespace kproof
