#include "harness/run/agent_life.h"

#include <csignal>
#include <utility>

#include "harness/agent/config.h"
#include "harness/base/text.h"
#include "harness/base/write_file.h"
#include "harness/client/clients.h"
#include "harness/cluster/tool.h"

namespace kproof {

AgentLife::AgentLife(const AgentKind& kind, PlannedAgent planned, const AgentPlace& place)
    : planned_(std::move(planned)),
      page_file_(LivePageOf(place.folder + "/spool", planned_.name)),
      output_file_(place.folder + "/logs/" + planned_.name + ".log") {
  const std::string config_file = place.folder + "/spool/" + planned_.name + ".json";
  WriteFile(config_file, planned_.config);
  auto client = CommandOf(planned_.client, planned_.client_library, place.program);
  client.args.insert(client.args.end(), {kind.word, config_file});
  client.env[kExpectedClient] = client.client;
  process_ = Process::Start({.executable = client.program,
                             .args = client.args,
                             .env = client.env,
                             .output = output_file_,
                             .netns = place.host.netns});
}

LiveState AgentLife::Live() const {
  const std::lock_guard lock(mutex_);
  if (!page_) page_ = LivePage::Open(page_file_);
  return page_ ? page_->Read() : LiveState{};
}

// Noted first: whoever sees the end sees that it was asked for.
void AgentLife::Signal(int signal) {
  {
    const std::lock_guard lock(mutex_);
    asked_.insert(signal);
  }
  process_->Signal(signal);
}

bool AgentLife::Asked(int signal) const {
  const std::lock_guard lock(mutex_);
  return asked_.contains(signal);
}

bool AgentLife::EndedBy(int signal) const {
  const auto exit = process_->Exit();
  return exit && exit->signal == signal;
}

std::string AgentLife::LastLogLines(int lines) const { return LastLines(output_file_, lines); }

std::string AgentLife::UnaskedEnd() const {
  const auto exit = process_->Exit();
  if (!exit) return "";
  const bool in_order = exit->signal == 0 && exit->code == 0;
  if ((in_order && Asked(SIGTERM)) || Stopped() || KilledOnPurpose()) return "";
  return EndText(*exit);
}

bool AgentLife::KilledOnPurpose() const {
  return EndedBy(SIGKILL) && (Asked(SIGKILL) || Crashed());
}

bool AgentLife::Crashed() const { return EndedBy(SIGKILL) && Live().phase == AgentPhase::kCrashed; }

bool AgentLife::Stopped() const {
  const auto exit = process_->Exit();
  return exit && exit->signal == 0 && exit->code == 0 && Live().phase == AgentPhase::kStopped;
}

// Who is killed from outside has no last words that would tell why.
std::string AgentLife::EndText(const ExitStatus& exit) const {
  return planned_.name + " ended with " + exit.ToString() +
         (exit.signal == SIGKILL ? "; its log is logs/" + planned_.name + ".log"
                                 : ": " + Trim(LastLogLines(1)));
}

}  // namespace kproof
