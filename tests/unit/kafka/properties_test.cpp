#include "harness/kafka/properties.h"

#include <gtest/gtest.h>

#include "harness/base/error.h"

namespace kproof {
namespace {

std::string Complaint(const std::string& text) {
  try {
    ParseProperties("client.properties", text);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage);
    return error.what();
  }
  return "";
}

TEST(Properties, CommentsAndBlankLinesSayNothing) {
  const auto properties = ParseProperties(
      "f", "# security\n! too\n\n  security.protocol = SASL_SSL \nsasl.password=a=b#c\r\nempty=\n");
  EXPECT_EQ(properties,
            (std::map<std::string, std::string>{
                {"empty", ""}, {"sasl.password", "a=b#c"}, {"security.protocol", "SASL_SSL"}}));
}

TEST(Properties, WhatIsNoPropertyIsToldWithItsLine) {
  EXPECT_EQ(Complaint("a=1\nsecurity.protocol\n"),
            "client.properties:2: 'security.protocol' is not key=value");
  EXPECT_EQ(Complaint("=x"), "client.properties:1: '=x' is not key=value");
  EXPECT_EQ(Complaint("a=1\n\na=2"), "client.properties:3: a is there twice");
}

TEST(Properties, TheCommandLineComesLast) {
  EXPECT_EQ(ReadProperties("", {"a=1", "a=2"}).at("a"), "2");
  EXPECT_THROW(ReadProperties("/there/is/no/file", {}), Error);
  EXPECT_THROW(ReadProperties("", {"a"}), Error);
}

}  // namespace
}  // namespace kproof
