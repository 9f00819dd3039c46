// The phases of a run in order, each a function that ends when its state is reached, its limit has
// passed, or the run is asked to end. What could not be reached is a problem in the store, and the
// verdict is inconclusive because of it.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "audit/store/writer.h"
#include "harness/collect/collector.h"
#include "harness/nemesis/nemesis.h"
#include "harness/run/audit_transport.h"
#include "harness/run/clusters.h"
#include "harness/run/conductor.h"
#include "harness/run/equipment.h"
#include "harness/run/fleet.h"
#include "harness/run/folder.h"
#include "harness/run/heartbeat.h"
#include "harness/run/run_record.h"
#include "harness/run/share.h"

namespace kproof {

class Phases {
 public:
  Phases(const RunRequest& request, const RunFolder& folder, StoreWriter& store, RunRecord& record,
         ProgressSink& progress);
  ~Phases();

  // Throws Error for what ends a run early (not-run, a defect); everything was undone by then.
  void Run();
  std::vector<std::unique_ptr<Cluster>> ReleaseClusters();
  // Clients of those clusters need it as long as they live.
  std::shared_ptr<Equipment> equipment() const { return equipment_; }
  // Gives clusters that are as good as new to the next run; others end.
  void HandOn(ClusterShare& share);
  // The store has everything that is in the spools.
  bool all_collected() const { return all_collected_; }

 private:
  void Prepare();      // clusters up, topics there, settings read
  bool AwaitSteady();  // whole, acks and reads flow, and no agent has died
  void Break();        // the nemesis carries out its steps
  bool AwaitWhole();   // every broker in, every ISR full, every producer had acks since
  void FinishLoad();   // the load has lasted as long as it was to, then producers drain
  void FinalPass();    // then readers end, and members leave their groups
  void StopAgents(AgentShift shift);
  void Collect();  // everything from the spools, the telling log lines

  void Phase(const std::string& name);
  void Problem(const std::string& subject, const std::string& what);
  void Fail(const Error& error);  // of any thread: the run is asked to end, and Run throws it
  void TellCasualties();
  void Poll();  // takes over what the agents have spooled
  void Say(const std::string& text);
  void Beat();  // of the heartbeat: takes over spools, shows how things stand, watches the
                // deadline and the signal
  void WatchForTheEnd();
  void ShowHowThingsStand();
  bool Wait(const std::function<bool()>& holds,
            Duration limit);  // false too when the run is asked to end

  const RunRequest& request_;
  const Scenario& scenario_;
  const RunFolder& folder_;
  StoreWriter& store_;
  RunRecord& record_;
  ProgressSink& progress_;
  const RunClock clock_;
  const Deadline deadline_;

  std::shared_ptr<Equipment> equipment_;
  std::unique_ptr<Clusters> clusters_;
  std::unique_ptr<Fleet> fleet_;
  std::unique_ptr<Collector> collector_;  // one of the two: never two sources for one fact
  std::unique_ptr<AuditTransport> audit_;
  bool all_collected_ = false;
  World world_;
  std::unique_ptr<Nemesis> nemesis_;
  RunMicros steady_at_ = 0;
  bool was_whole_ = false;  // after the last heal

  std::atomic<bool> stop_{false};  // waits end, faults are taken back
  std::atomic<bool> collecting_{false};
  std::mutex collector_mutex_;
  std::string phase_name_ = "start";
  std::mutex phase_mutex_;
  std::optional<Error> failure_;  // the first one
  std::mutex failure_mutex_;
  Heartbeat heartbeat_;  // last: it uses the rest
};

}  // namespace kproof
