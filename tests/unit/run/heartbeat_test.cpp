// What a beat throws, of whatever type, is heard of and ends nothing.
#include "harness/run/heartbeat.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <mutex>
#include <new>
#include <string>
#include <vector>

namespace kproof {
namespace {

TEST(Heartbeat, GoesOnAfterExceptionsOfAnyType) {
  std::atomic<int> beats{0};
  std::mutex mutex;
  std::vector<Error> failures;
  Heartbeat heartbeat(
      std::chrono::milliseconds(1),
      [&] {
        switch (++beats) {
          case 1:
            throw std::filesystem::filesystem_error("spool", {});
          case 2:
            throw std::bad_alloc();
          case 3:
            throw 7;  // NOLINT: of any type
          case 4:
            throw Error(ErrorKind::kCorrupt, "damaged");
          default:
            break;
        }
      },
      [&](const Error& error) {
        const std::lock_guard lock(mutex);
        failures.push_back(error);
        if (failures.size() == 2) throw std::bad_alloc();  // as whoever writes it down may
      });
  EXPECT_TRUE(WaitUntil([&] { return beats > 5; }, Deadline(std::chrono::seconds(10))));
  heartbeat.End();
  const int beats_at_end = beats;
  heartbeat.End();
  EXPECT_EQ(beats, beats_at_end);
  ASSERT_EQ(failures.size(), 4u);
  EXPECT_EQ(failures[0].kind(), ErrorKind::kNotRun);
  EXPECT_EQ(failures[3].kind(), ErrorKind::kCorrupt);
}

}  // namespace
}  // namespace kproof
