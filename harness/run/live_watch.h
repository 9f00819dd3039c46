// What happens all the time while agents run, ten times a second: facts are taken over, agents that
// killed themselves on purpose are started again, and those that ended unasked are reported.
//
// Works on a thread of its own from construction until End; what it is given must outlive it, and
// nobody else may use the source until then.
#pragma once

#include "harness/run/fact_source.h"
#include "harness/run/fleet.h"
#include "harness/run/heartbeat.h"
#include "harness/run/run_control.h"

namespace kproof {

class LiveWatch {
 public:
  LiveWatch(FactSource& facts, Fleet& fleet, RunControl& control);
  // Stops the thread; returns once every unasked end so far has been reported.
  void End();

 private:
  void Beat();
  bool Poll();  // false: without facts there is no run to go on with
  void ReportUnexpectedEnds();

  FactSource& facts_;
  Fleet& fleet_;
  RunControl& control_;
  bool broken_ = false;  // nothing is taken over any more; of the heartbeat's thread
  Heartbeat heartbeat_;  // last: it uses the rest
};

}  // namespace kproof
