// Runs these tests in a private sandbox: network faults are broken and mended there with real
// sockets between real network namespaces. Where the machine has no sandbox they are skipped, with
// its reason.
#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/cluster/sandbox.h"
#include "tests/unit/fault/hosts.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (testing::GTEST_FLAG(list_tests)) return RUN_ALL_TESTS();
  try {
    return kproof::RunInSandbox([] { return RUN_ALL_TESTS(); });
  } catch (const kproof::Error& error) {
    kproof::no_sandbox = error.Full();
    return RUN_ALL_TESTS();
  }
}
