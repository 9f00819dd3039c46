#include "harness/cli/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>

#include "harness/base/clock.h"
#include "harness/base/printable.h"
#include "harness/base/text.h"

namespace kproof {
namespace {

using testing::HasSubstr;
using testing::Not;

using Make = std::function<std::unique_ptr<ProgressSink>(std::FILE*)>;

// What stands in the file after these calls.
std::string Written(const Make& make, const std::function<void(ProgressSink&)>& calls) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* file = ::open_memstream(&text, &size);
  {
    const auto progress = make(file);
    calls(*progress);
  }
  std::fclose(file);
  std::string written(text, size);
  std::free(text);
  return written;
}

std::unique_ptr<ProgressSink> Live(std::FILE* file) { return LiveProgress(file, 60); }

TEST(PlainProgress, FitsItsColumnsAndLosesNothing) {
  std::string text = "elect-preferred";
  for (int i = 0; i < 100; ++i) text += " partition-" + std::to_string(i);
  const auto written =
      Written(PlainProgress, [&](ProgressSink& progress) { progress.Line(12.3, text); });
  EXPECT_EQ(written.substr(0, 26), "   12.3 s  elect-preferred");
  for (const auto& line : Split(written, '\n')) EXPECT_LE(Columns(line), kProgressColumns) << line;
  EXPECT_THAT(written, HasSubstr("partition-99\n"));
}

TEST(PlainProgress, ShowsControlCharactersAndNoLiveLine) {
  const auto written = Written(PlainProgress, [](ProgressSink& progress) {
    progress.Live(1, "nobody sees this");
    progress.Line(1, "topic \x1b]0;title\x07 is there");
  });
  EXPECT_EQ(written, "    1.0 s  topic \\x1b]0;title\\x07 is there\n");
}

TEST(LiveProgress, WritesOverItsLineWithoutEscapeSequences) {
  const auto written = Written(Live, [](ProgressSink& progress) {
    progress.Live(1, "sent 1,000");
    progress.Line(1.5, "kill");
  });
  EXPECT_THAT(written, Not(HasSubstr("\x1b")));
  EXPECT_EQ(written, "\r    1.0 s  sent 1,000\r" + std::string(21, ' ') + "\r    1.5 s  kill\n");
}

TEST(LiveProgress, IsCutToTheScreen) {
  const auto written =
      Written(Live, [](ProgressSink& progress) { progress.Live(1, std::string(500, 'x')); });
  for (const auto& part : Split(written, '\r')) EXPECT_LT(Columns(part), 60U) << part;
  EXPECT_THAT(written, HasSubstr("x…"));
}

// What a shorter line leaves of a longer one before it would be read as part of it.
TEST(LiveProgress, AShorterLineCoversALongerOne) {
  const auto written = Written(Live, [](ProgressSink& progress) {
    progress.Live(1, "a long line");
    ASSERT_TRUE(
        WaitUntil([&, began = MonotonicMicros()] { return MonotonicMicros() - began > 110'000; },
                  Deadline(std::chrono::seconds(2))));
    progress.Live(1, "short");
  });
  EXPECT_THAT(written, HasSubstr("\r    1.0 s  short      \r"));
}

}  // namespace
}  // namespace kproof
