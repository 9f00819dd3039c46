// What a fault does to agents (producers, monitors, consumers) that its target names.
#pragma once

namespace kproof {

enum class OnAgents {
  kNothing,    // it acts on nodes or partitions alone: agents can't be its target
  kTakesBack,  // the same as to nodes, and it is taken back
  kEnds        // it ends them; the end of the step, if it has one, starts their next lives
};

}  // namespace kproof
