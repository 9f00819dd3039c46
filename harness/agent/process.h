// What every agent process has: its signals, its spool, its live page, and one way to fail.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audit/facts/spool.h"
#include "harness/agent/audit_publisher.h"
#include "harness/agent/config.h"
#include "harness/base/live_page.h"
#include "harness/kafka/client_config.h"

namespace kproof {

// How often SIGTERM or SIGINT has come since CatchSignals().
int StopSignals();
void CatchSignals();

// Spool and live page of one agent, and what publishes the spool where audit topics are asked for.
// The spool's open frame is written with it.
struct AgentProcess {
  AgentProcess(const AgentConfig& config, ActorKind kind);

  void AddSettings(const std::string& scope, const std::vector<ClientSetting>& settings);
  // Shows the counters and brings finished frames to the spool, every 50 ms.
  bool FlushDue(RunMicros now) { return now >= next_flush_; }
  void Flush(RunMicros now);
  // Whether marks, event times and progress have to be reported now: each second of the run, with
  // audit topics.
  bool TellingDue(RunMicros now);
  // Records an error of the client while nothing has been acked or read, because it may be the
  // reason: at most once a second, and to the spool at once.
  void Told(const std::string& error);
  // Records that clients of lives before this one sent again, at least.
  std::uint64_t resent = 0;
  bool told_error() const { return last_told_.has_value(); }
  // Closes the spool and shows how it ends. Throws Error when audit records did not arrive within
  // 20 s.
  void Close(AgentPhase end = AgentPhase::kDone);
  // Ends the process by SIGKILL because the scenario asks for it, at `point` ("before commit").
  // What was added to the spool is in it; whoever knows that nothing is missing closes the spool
  // first. The run starts the next life.
  [[noreturn]] void Crash(const std::string& point);

  const AgentConfig config;
  RunClock clock;
  SpoolWriter spool;
  std::unique_ptr<AuditPublisher> audit;  // null: the spool alone
  std::unique_ptr<LivePage> live;
  LiveState state;

 private:
  RunMicros next_flush_ = 0;
  RunMicros next_telling_ = 0;
  std::optional<RunMicros> last_told_;  // the last error
};

// Runs `body`; an error goes to stderr and onto the live page, and becomes the exit code.
int RunAgent(const std::function<void(std::unique_ptr<AgentProcess>& process)>& body);

}  // namespace kproof
