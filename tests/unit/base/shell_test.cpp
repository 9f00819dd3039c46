// Words of commands that somebody copies into a shell.
#include "harness/base/shell.h"

#include <gtest/gtest.h>

#include "harness/base/markdown.h"

namespace kproof {
namespace {

TEST(ShellQuoted, LetsNothingOutOfItsQuotes) {
  EXPECT_EQ(ShellQuoted("plain $HOME"), "'plain $HOME'");
  EXPECT_EQ(ShellQuoted("it's"), R"('it'\''s')");
  EXPECT_EQ(ShellQuoted(R"(a\b)"), R"('a'"\\"'b')");
}

TEST(ShellWord, QuotesWhereAShellWouldReadSomethingIntoIt) {
  for (const char* plain : {"results/latest", "--margin", "10%", "acks=all", "a:9092,b:9092"})
    EXPECT_EQ(ShellWord(plain), plain);
  for (const char* text : {"", "a b", "$(x)", "~", "a;b", "*", "#a", "ä"})
    EXPECT_EQ(ShellWord(text), ShellQuoted(text));
}

TEST(MarkdownCode, EndsWhereItsOwnBackticksAre) {
  EXPECT_EQ(MarkdownCode("kproof run a"), "`kproof run a`");
  EXPECT_EQ(MarkdownCode("a`b"), "`` a`b ``");
  EXPECT_EQ(MarkdownCode("``"), "``` `` ```");
  EXPECT_EQ(MarkdownCode("a\nb"), "`a b`");
}

}  // namespace
}  // namespace kproof
