#include "harness/agent/process.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "harness/agent/calm_poll.h"
#include "harness/base/caught.h"

namespace kproof {
namespace {

constexpr RunMicros kFlushEvery = 50'000;
constexpr RunMicros kTellEvery = 1'000'000;
constexpr RunMicros kErrorEvery = 1'000'000;
constexpr Duration kAuditDrainLimit = std::chrono::seconds(20);

std::atomic<int> stop_signals{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler counts with it");

int ExitCode(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kUsage:
      return 64;
    case ErrorKind::kNotRun:
      return 4;
    default:
      return 70;
  }
}

std::string HostName() {
  std::array<char, 256> name{};
  ::gethostname(name.data(), name.size() - 1);
  return name.data();
}

void RequireClient() {
  const char* const asked = std::getenv(kExpectedClient);
  if (asked == nullptr || *asked == '\0' || asked == ClientVersion()) return;
  throw Error(ErrorKind::kNotRun,
              fmt::format("the scenario asks for {}, and this is {}", asked, ClientVersion()),
              Hint("see which librdkafka.so.1 the loader takes (LD_PRELOAD)"));
}

}  // namespace

int StopSignals() { return stop_signals.load(std::memory_order_relaxed); }

void CatchSignals() {
  struct sigaction action {};
  action.sa_handler = [](int) { stop_signals.fetch_add(1, std::memory_order_relaxed); };
  ::sigaction(SIGTERM, &action, nullptr);
  ::sigaction(SIGINT, &action, nullptr);
}

AgentProcess::AgentProcess(const AgentConfig& agent, ActorKind kind)
    : config(agent),
      clock(agent.epoch_us),
      spool(SpoolPath(agent.spool_folder, agent.actor), agent.run_id, agent.actor),
      live(LivePage::Create(agent.live_page)) {
  spool.Open(Actor{.name = agent.actor,
                   .cluster = agent.cluster,
                   .kind = kind,
                   .client = ClientVersion(),
                   .host = HostName(),
                   .pid = ::getpid()},
             clock.Now());
  spool.Flush();
  RequireClient();
  if (config.audit)
    audit = std::make_unique<AuditPublisher>(config, SpoolPath(agent.spool_folder, agent.actor));
}

void AgentProcess::AddSettings(const std::string& scope,
                               const std::vector<ClientSetting>& settings) {
  for (const auto& setting : settings)
    spool.Add(SpoolSetting{scope, config.actor, setting.key, setting.value, setting.origin});
}

void AgentProcess::Flush(RunMicros now) {
  next_flush_ = now + kFlushEvery;
  live->Show(state);
  spool.Flush();
  if (audit) audit->Poll(now);
}

bool AgentProcess::TellingDue(RunMicros now) {
  if (!audit || now < next_telling_) return false;
  next_telling_ = now / kTellEvery * kTellEvery + kTellEvery;
  return true;
}

void AgentProcess::Told(const std::string& error) {
  const auto now = clock.Now();
  if (state.acked > 0 || state.read > 0 || (last_told_ && now < *last_told_ + kErrorEvery)) return;
  last_told_ = now;
  spool.Add(SpoolError{.at = now, .detail = error});
  spool.Flush();
}

void AgentProcess::Close(AgentPhase end) {
  live->Show(state);
  spool.Close(clock.Now());
  if (audit) audit->Drain(Deadline(kAuditDrainLimit));
  live->Enter(end);
}

void AgentProcess::Crash(const std::string& point) {
  live->Show(state);
  spool.Flush();
  live->Enter(AgentPhase::kCrashed, point);
  ::kill(::getpid(), SIGKILL);
  std::abort();  // nobody comes here
}

int RunAgent(const std::function<void(std::unique_ptr<AgentProcess>& process)>& body) {
  std::unique_ptr<AgentProcess> process;
  const auto fail = [&process](const std::string& what, int code) {
    std::fputs(("kproof agent: " + what + "\n").c_str(), stderr);
    if (process) process->live->Enter(AgentPhase::kFailed, what);
    return code;
  };
  try {
    CatchSignals();
    CalmPolls();
    body(process);
    return 0;
  } catch (...) {  // the process ends here
    const Error error = CaughtError();
    return fail(error.Full(), ExitCode(error.kind()));
  }
}

}  // namespace kproof
