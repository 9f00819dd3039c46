// Progress that nobody looks at.
#pragma once

#include "harness/run/progress.h"

namespace kproof {

class SilentProgress final : public ProgressSink {
  void Take(const RunNews&) override {}
};

}  // namespace kproof
