// Runs these tests in a private sandbox, whose end takes their mounts with it. Exit code 77 where
// this machine can't have it, with the reason.
#include <gtest/gtest.h>

#include <cstdio>

#include "harness/base/error.h"
#include "harness/cluster/fetch_first.h"
#include "harness/cluster/own_disk.h"

namespace {
constexpr int kSkipped = 77;  // SKIP_RETURN_CODE in CMakeLists.txt
}

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (const auto lacking = kproof::OwnDisk::Lacking()) {
    std::printf("skipped: power-loss by a file system %s; %s\n", lacking->what.c_str(),
                lacking->hint.c_str());
    return kSkipped;
  }
  try {
    kproof::FetchFirst({"4.3.1"});
    return kproof::RunInSandbox([] { return RUN_ALL_TESTS(); });
  } catch (const kproof::Error& error) {
    std::printf("skipped: %s\n", error.Full().c_str());
    return kSkipped;
  }
}
