#include "harness/cli/window_output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kproof {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(WindowText, ShowsControlCharactersOfNamesInsteadOfSendingThem) {
  WindowReport report;
  WindowRow row;
  row.reader = "billing\x1b[2J";
  row.stream.topic = "orders\n";
  report.rows.push_back(row);
  Shortfall shortfall;
  shortfall.stream.topic = "orders\x1b[31m";
  shortfall.reader = row.reader;
  shortfall.what = "missing";
  report.shortfalls.push_back(shortfall);
  const std::string text = WindowText(report, "closed");
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, HasSubstr("billing\\x1b[2J"));
  EXPECT_THAT(text, HasSubstr("orders\\x1b[31m/0"));
}

}  // namespace
}  // namespace kproof
