// More lines than are held in memory come out in order, and nothing is left in the folder.
#include "audit/events/line_sorter.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "audit/events/line_source.h"
#include "harness/base/random.h"
#include "tests/unit/events/judged.h"

namespace kproof {
namespace {

TEST(LineSorter, MergesPartsByTimeThenNumber) {
  const TempFolder folder;
  const auto of = std::filesystem::path(folder.File("x")).parent_path();
  LineSorter sorter(of.string(), 1'000);
  Random random(7);
  constexpr std::uint64_t kLines = 2'000;
  for (std::uint64_t number = 0; number < kLines; ++number) {
    const auto at = static_cast<std::int64_t>(random.Below(50));
    sorter.Add(at, number, std::to_string(at) + " " + std::string(number % 70, 'x'));
  }
  EXPECT_TRUE(std::filesystem::is_empty(of)) << "a file that anybody could find";
  std::pair<std::int64_t, std::uint64_t> last = {-1, 0};
  std::uint64_t lines = 0;
  std::string line;
  for (std::uint64_t number = 0; sorter.Next(line, number); ++lines) {
    const std::pair<std::int64_t, std::uint64_t> key = {std::stol(line), number};
    EXPECT_LT(last, key);
    EXPECT_EQ(line, std::to_string(key.first) + " " + std::string(number % 70, 'x'));
    last = key;
  }
  EXPECT_EQ(lines, kLines);
}

TEST(LineSource, ReadsAPipeAgainFromItsCopy) {
  const TempFolder folder;
  const auto of = std::filesystem::path(folder.File("x")).parent_path().string();
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const std::string text = "a\nb\n\nlast";
  ASSERT_EQ(::write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  ::close(ends[1]);
  LineSource source("/dev/fd/" + std::to_string(ends[0]));
  ::close(ends[0]);
  ASSERT_TRUE(source.once());
  source.KeepCopy(of);
  std::string_view line;
  ASSERT_TRUE(source.Next(line));
  EXPECT_EQ(line, "a");
  EXPECT_TRUE(source.ended());
  source.Rewind();
  std::string all;
  while (source.Next(line)) all += std::to_string(source.number()) + std::string(line) + " ";
  EXPECT_EQ(all, "1a 2b 4last ");
  EXPECT_FALSE(source.ended());
}

}  // namespace
}  // namespace kproof
