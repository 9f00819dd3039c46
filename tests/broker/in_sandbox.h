// Runs the tests of a program with live brokers in a private sandbox, whose end takes links, packet
// filters and mounts with it.
//
// Before there are threads.
#pragma once

#include <gtest/gtest.h>

#include <cstdio>

#include "harness/base/error.h"
#include "harness/cluster/fetch_first.h"
#include "harness/cluster/sandbox.h"

namespace kproof {

constexpr int kSkipped = 77;  // SKIP_RETURN_CODE of its test in CMakeLists.txt

// kSkipped where this machine can't have one, with the reason.
inline int RunAllTestsInSandbox() {
  try {
    FetchFirst({"4.3.1"});
    return RunInSandbox([] { return RUN_ALL_TESTS(); });
  } catch (const Error& error) {
    std::printf("skipped: %s\n", error.Full().c_str());
    return kSkipped;
  }
}

}  // namespace kproof
