// Runs these tests in a private sandbox: network faults are broken and mended there with real
// sockets between real network namespaces. Where the machine has no sandbox they are skipped, with
// its reason. With --as-nobody root gives itself up first; it exits with 77 where it is not root.
#include <grp.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>

#include "harness/base/error.h"
#include "harness/cluster/sandbox.h"
#include "tests/unit/fault/hosts.h"

namespace {

constexpr int kSkipped = 77;  // SKIP_RETURN_CODE in CMakeLists.txt
constexpr uid_t kNobody = 65534;

bool BecomeNobody() {
  // A changed user makes /proc/PID root's, and a user namespace is set up through it.
  return ::setgroups(0, nullptr) == 0 && ::setresgid(kNobody, kNobody, kNobody) == 0 &&
         ::setresuid(kNobody, kNobody, kNobody) == 0 && ::prctl(PR_SET_DUMPABLE, 1) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (argc == 2 && std::strcmp(argv[1], "--as-nobody") == 0 && !BecomeNobody()) {
    std::puts("we are no root who could become nobody: all tests ran without");
    return kSkipped;
  }
  if (testing::GTEST_FLAG(list_tests)) return RUN_ALL_TESTS();
  try {
    return kproof::RunInSandbox([] { return RUN_ALL_TESTS(); });
  } catch (const kproof::Error& error) {
    kproof::no_sandbox = error.Full();
    return RUN_ALL_TESTS();
  }
}
