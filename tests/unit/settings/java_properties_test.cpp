// Properties files as java.util.Properties reads them.
#include "harness/settings/java_properties.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/error.h"

namespace kproof {
namespace {

using testing::ElementsAre;

std::vector<std::string> Read(const std::string& text) {
  std::vector<std::string> texts;
  for (const auto& [line, key, value] : ReadJavaProperties("f", text))
    texts.push_back(std::to_string(line) + " " + key + "=" + value);
  return texts;
}

std::string Complaint(const std::string& text) {
  try {
    ReadJavaProperties("f", text);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

TEST(JavaProperties, EachHasTheLineWhereItBegins) {
  EXPECT_THAT(Read("a=1\n\n# no\\\n! no\nb : 2\rc\t3\r\n  d = \\\n   4\\\n  5\ne=6"),
              ElementsAre("1 a=1", "5 b=2", "6 c=3", "7 d=45", "10 e=6"));
  EXPECT_THAT(Read("a=1\na=2"), ElementsAre("1 a=1", "2 a=2"));
}

TEST(JavaProperties, EscapesAreCharacters) {
  EXPECT_THAT(Read("a\\=b\\:c\\ d=\\t\\\\\\q"), ElementsAre("1 a=b:c d=\\q"));
  EXPECT_THAT(Read("a=\\u0041\\u00e9\\u20AC\\ud83d\\ude00"), ElementsAre("1 a=Aé€😀"));
}

TEST(JavaProperties, WhatIsWrongHasItsLine) {
  EXPECT_EQ(Complaint("a=1\nb"), "f:2: that is not key=value");
  EXPECT_EQ(Complaint("=1"), "f:1: that is not key=value");
  EXPECT_EQ(Complaint("a=1\\"), "f:1: the file ends where its last line goes on");
  for (const std::string text : {"a=\\u", "a=\\u004", "a=\\u00g1"})
    EXPECT_EQ(Complaint(text), "f:1: \\u stands there without four hexadecimal digits");
  for (const std::string text : {"a=\\ud83d", "a=\\ude00", "a=\\ud83d\\u0041"})
    EXPECT_EQ(Complaint(text), "f:1: \\u stands there for half of a character");
}

}  // namespace
}  // namespace kproof
