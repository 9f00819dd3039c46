// Carries out the steps of a plan: waits for times and states, resolves targets, breaks, proves,
// holds, takes back.
//
// Each step has a thread of its own, so that a wait of one never delays the undo of another.
// Whatever happens, every undo that was prepared has been run when Run returns; an undo that fails
// is a fact, not an exception.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "audit/store/writer.h"
#include "harness/nemesis/situation.h"
#include "harness/scenario/scenario.h"

namespace kproof {

struct World {
  struct Sight {
    Cluster* cluster = nullptr;
    Observer* observer = nullptr;
  };
  std::map<std::string, Sight> clusters;
  StoreWriter* store = nullptr;
  RunClock clock;
  std::function<std::uint64_t()> acked;                   // by all producers so far
  std::function<void(const std::string& line)> progress;  // thread-safe
};

class Nemesis {
 public:
  // Both outlive the nemesis.
  Nemesis(const World& world, const std::vector<StepSpec>& steps);

  // Returns when every step is over. `steady_at` is what `at:` counts from. Once `stop` is set,
  // waits end and faults are taken back at once. Throws Error when the store refused a fact.
  void Run(RunMicros steady_at, const std::atomic<bool>& stop);

  // What is active now, for the live line: "kill leader of payments/0 (broker-2)".
  std::vector<std::string> Active() const;

 private:
  void RunStep(std::size_t index, RunMicros steady_at, const std::atomic<bool>& stop);

  const World& world_;
  const std::vector<StepSpec>& steps_;
  mutable std::mutex mutex_;
  std::map<std::size_t, std::string> active_;
};

}  // namespace kproof
