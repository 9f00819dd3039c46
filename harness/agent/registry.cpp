// Every kind of agents, in alphabetical order of their words. An explicit table: the linker drops
// self-registering globals, and a reader can't see what is missing from them.
#include "harness/agent/kind.h"

namespace kproof {

// Each from a file of its own.
AgentKind ConsumerKind();
AgentKind FinalReaderKind();
AgentKind MonitorKind();
AgentKind ProducerKind();

const std::vector<AgentKind>& AgentKinds() {
  static const std::vector<AgentKind> kKinds = {
      ConsumerKind(),
      FinalReaderKind(),
      MonitorKind(),
      ProducerKind(),
  };
  return kKinds;
}

}  // namespace kproof
