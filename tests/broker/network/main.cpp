// Runs these tests in a private sandbox. Exit code 77 where this machine can't have it, with the
// reason.
#include <gtest/gtest.h>

#include "tests/broker/in_sandbox.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  return kproof::RunAllTestsInSandbox();
}
