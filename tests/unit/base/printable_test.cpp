#include "harness/base/printable.h"

#include <gtest/gtest.h>

namespace kproof {
namespace {

constexpr const char* kReplacement = "\xef\xbf\xbd";

TEST(Printable, KeepsWhatPeopleWrite) {
  EXPECT_EQ(Printable("Größe \xe2\x82\xac \xf0\x9f\x98\x80"),
            "Größe \xe2\x82\xac \xf0\x9f\x98\x80");
  EXPECT_EQ(Printable("C:\\x1b"), "C:\\x1b");
}

TEST(Printable, ShowsControlCharactersAsWhatTheyAre) {
  EXPECT_EQ(Printable("a\x1b[2J\x7f\x01z"), "a\\x1b[2J\\x7f\\x01z");
  EXPECT_EQ(Printable("\xc2\x9b"
                      "31m"),
            "\\x9b31m");  // CSI as one C1 character
  EXPECT_EQ(Printable(std::string_view("\0", 1)), "\\x00");
}

TEST(Printable, ShowsWhatTurnsTheOrderOfReadingOrBreaksXml) {
  EXPECT_EQ(Printable("pass\xe2\x80\xae"), "pass\\u202e");
  EXPECT_EQ(Printable("\xe2\x81\xa6\xe2\x80\xa8"), "\\u2066\\u2028");
  EXPECT_EQ(Printable("\xef\xbf\xbe"), "\\ufffe");
}

TEST(Printable, ReplacesEachByteThatIsNoUtf8) {
  const std::string one = kReplacement;
  EXPECT_EQ(Printable("\xc0\xaf"), one + one);            // overlong
  EXPECT_EQ(Printable("\xe2\x82"), one + one);            // cut off
  EXPECT_EQ(Printable("\xed\xa0\x80"), one + one + one);  // surrogate
}

TEST(Printable, FoldsKeepsOrEscapesLineEnds) {
  EXPECT_EQ(Printable("a\tb\r\nc"), "a b c");
  EXPECT_EQ(Printable("a\tb\r\nc", Spaces::kKept), "a\tb\\r\nc");
  EXPECT_EQ(Printable("a\tb\r\nc", Spaces::kEscaped), "a\\tb\\r\\nc");
}

TEST(Folded, KeepsWithinItsColumns) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(Folded("one two  three", 7, 5), (Lines{"one two", "three"}));
  EXPECT_EQ(Folded("one two", 6, 5), (Lines{"one", "two"}));
  EXPECT_EQ(Folded("äöü ß", 5, 5), Lines{"äöü ß"});
  EXPECT_EQ(Folded("a-word-that-is-longer b", 5, 5), (Lines{"a-word-that-is-longer", "b"}));
  EXPECT_EQ(Folded("", 5, 5), Lines{""});
}

TEST(Shortened, CutsBetweenCharactersOnly) {
  EXPECT_EQ(Shortened("abc", 3), "abc");
  EXPECT_EQ(Shortened("abcd", 3), "ab…");
  EXPECT_EQ(Shortened("äöüß", 3), "äö…");
  EXPECT_EQ(Columns(Shortened("äöüß", 3)), 3U);
  EXPECT_EQ(Shortened("", 3), "");
}

}  // namespace
}  // namespace kproof
