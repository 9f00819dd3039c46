// What is UTF-8 and what is not, down to its edges.
#include "harness/base/utf8.h"

#include <gtest/gtest.h>

namespace kproof {
namespace {

TEST(IsUtf8, TakesEachLengthFromItsFirstToItsLastCharacter) {
  for (const char* text : {"", "a\x7f", "\xc2\x80\xdf\xbf", "\xe0\xa0\x80\xef\xbf\xbf",
                           "\xed\x9f\xbf\xee\x80\x80", "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"})
    EXPECT_TRUE(IsUtf8(text)) << text;
}

TEST(IsUtf8, RefusesWhatIsNoCharacter) {
  for (const char* text :
       {"\x80", "\xbf\xbf", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xed\xbf\xbf",
        "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xc2z", "a\xe2\x82"})
    EXPECT_FALSE(IsUtf8(text)) << text;
}

TEST(FirstCharacter, IsDecoded) {
  EXPECT_EQ(FirstCharacter("\xe2\x82\xac!").code_point, 0x20acu);
  EXPECT_EQ(FirstCharacter("\xf0\x9f\x98\x80").length, 4u);
}

}  // namespace
}  // namespace kproof
