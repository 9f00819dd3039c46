// How an agent that was ended on purpose is started again: the next life of its instance, a process
// with a name, a spool and stamps of its own.
#pragma once

#include "harness/agent/kind.h"

namespace kproof {

// The same agent in its next life, of any kind. Its number is the lowest that no stamp of the
// instance has, and behind the instance's name its own: "checkout-0.1". Looks into the spool folder
// for the lives that the ended process went through after fatal errors. Throws Error(kUsage) when
// the configuration is none.
PlannedAgent NextLife(const PlannedAgent& ended);

}  // namespace kproof
