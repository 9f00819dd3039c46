// A page of shared memory with which an agent shows what it has reached. It outlives the agent, so
// the conductor can tell how far a killed one got.
//
// One process writes, any number read; counters are atomic, each by itself.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "harness/base/clock.h"

namespace kproof {

enum class AgentPhase : std::uint32_t {
  kStarting = 0,
  kReady,
  kRunning,
  kDraining,
  kDone,
  kFailed,
  kCrashed,  // it is about to kill itself, because its configuration asks for that
  kStopped   // it ends in order before anybody told it to, for the same reason
};

// "starting", "ready", …
const char* ToString(AgentPhase phase);

struct LiveState {
  std::uint64_t sent = 0;  // records handed to the client
  std::uint64_t acked = 0;
  std::uint64_t failed = 0;
  std::uint64_t unknown = 0;
  std::uint64_t read = 0;   // records with a stamp
  RunMicros last_ack = -1;  // -1: none yet
  RunMicros last_read = -1;
  AgentPhase phase = AgentPhase::kStarting;
  std::string text;  // what the phase waits for or why it failed; at most 240 bytes
};

// Adds the counters of `one`; the last ack and read are the later ones. Phase and text stay.
void AddCounters(LiveState& total, const LiveState& one);

class LivePage {
 public:
  // Makes the page (the writer's side). Throws Error when the file can't be made.
  static std::unique_ptr<LivePage> Create(const std::string& path);
  // The reader's side; nothing while the agent has not made it yet. Throws Error(kCorrupt) when it
  // is something else.
  static std::unique_ptr<LivePage> Open(const std::string& path);
  ~LivePage();

  // The writer's side; the counters of `state` alone, not phase and text.
  void Show(const LiveState& state);
  void Enter(AgentPhase phase, const std::string& text = "");

  LiveState Read() const;

 private:
  struct Layout;
  explicit LivePage(Layout* layout) : layout_(layout) {}

  Layout* layout_;
};

}  // namespace kproof
