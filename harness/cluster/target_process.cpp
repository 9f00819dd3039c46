#include "harness/cluster/target_process.h"

namespace kproof {

const char* NameOf(RunState state) {
  switch (state) {
    case RunState::kRuns:
      return "running";
    case RunState::kFrozen:
      return "frozen";
    case RunState::kEnded:
      break;
  }
  return "ended";
}

RunState RunStateOf(char letter) {
  switch (letter) {
    case 'T':
      return RunState::kFrozen;
    case 'X':
    case 'Z':
      return RunState::kEnded;
    default:
      return RunState::kRuns;
  }
}

}  // namespace kproof
