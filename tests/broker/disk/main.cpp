// Runs these tests in a private sandbox. Exit code 77 where this machine can't have it, or no disks
// of its own in it, with the reason.
#include <gtest/gtest.h>

#include <cstdio>

#include "harness/cluster/own_disk.h"
#include "tests/broker/in_sandbox.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (const auto lacking = kproof::OwnDisk::Lacking()) {
    std::printf("skipped: power-loss by a file system %s; %s\n", lacking->what.c_str(),
                lacking->hint.c_str());
    return kproof::kSkipped;
  }
  return kproof::RunAllTestsInSandbox();
}
