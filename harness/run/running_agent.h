// An agent that was started: its process, the page that it shows its counters on, and how it ended.
//
// Thread-safe: the conductor, the heartbeat and steps of the nemesis use it at once.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "harness/agent/kind.h"
#include "harness/base/live_page.h"
#include "harness/cluster/network.h"
#include "harness/cluster/target_process.h"

namespace kproof {

class RunningAgent final : public TargetProcess {
 public:
  // Starts it on `host`, with its client; `program` is kproof; `folder` is the run's, spool/ and
  // logs/ are in it. Throws Error when that can't be done.
  RunningAgent(const AgentKind& kind, PlannedAgent planned, Host host, const std::string& program,
               const std::string& folder);

  const AgentKind& kind() const { return kind_; }
  const PlannedAgent& planned() const { return planned_; }
  const Host& host() const { return host_; }
  LiveState Live() const;

  std::string name() const override { return planned_.name; }
  // An agent that ends by a SIGTERM or SIGKILL from here ended on request, whether the run or a
  // fault sent it.
  void Signal(int signal) override;
  RunState State() const override { return RunStateOf(process_->State()); }
  std::optional<ExitStatus> Exit() override { return process_->Exit(); }
  bool WaitExit(Deadline deadline) override { return process_->WaitExit(deadline); }
  std::string LastLogLines(int lines) const override;

  // How it ended, with its last log lines, if nobody asked for that end. "" while it runs, and if
  // it ended on request: with 0 after SIGTERM, or by SIGKILL.
  std::string UnaskedEnd() const;
  // It was killed on request, so its facts have no end.
  bool KilledOnPurpose() const;
  // "checkout-0 ended with exit code 70: …"
  std::string EndText(const ExitStatus& exit) const;

 private:
  bool Asked(int signal) const;

  const AgentKind& kind_;
  const PlannedAgent planned_;
  const Host host_;
  const std::string page_file_, output_file_;
  std::shared_ptr<Process> process_;
  mutable std::mutex mutex_;  // for what follows
  mutable std::unique_ptr<LivePage> page_;
  std::set<int> asked_;  // signals
};

}  // namespace kproof
