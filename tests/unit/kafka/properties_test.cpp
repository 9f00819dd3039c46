#include "harness/kafka/properties.h"

#include <gtest/gtest.h>

#include <fstream>

#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"

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
  EXPECT_EQ(Complaint("a=1\nsecurity.protocol\n"), "client.properties:2: that is not key=value");
  EXPECT_EQ(Complaint("=x"), "client.properties:1: that is not key=value");
  EXPECT_EQ(Complaint("a=1\n\na=2"), "client.properties:3: a is there twice");
}

TEST(Properties, LinesGoOnAndCharactersLoseTheirMeaningAsInJava) {
  const auto properties = ParseProperties("client.properties",
                                          "sasl.jaas.config=PlainLoginModule required \\\n"
                                          "    username=\"a\" \\\r\n"
                                          "    password=\"b\\\\c\";\n"
                                          "a\\ key : x\\=y \nempty=\nspaced value\n");
  EXPECT_EQ(properties.at("sasl.jaas.config"),
            "PlainLoginModule required username=\"a\" password=\"b\\c\";");
  EXPECT_EQ(properties.at("a key"), "x=y");
  EXPECT_EQ(properties.at("empty"), "");
  EXPECT_EQ(properties.at("spaced"), "value");
}

TEST(Properties, WhatALineSaysIsNeverTold) {
  for (const std::string text :
       {"top-secret", "a=1\nb=top-secret\\", "a=top-secret\\u004", "=top-secret"}) {
    const auto complaint = Complaint(text);
    EXPECT_NE(complaint, "") << text;
    EXPECT_EQ(complaint.find("secret"), std::string::npos) << complaint;
  }
}

TEST(Properties, AFileIsReadUpToAMebibyte) {
  const TemporaryFolder folder;
  const auto file = folder.File("client.properties");
  std::ofstream(file) << "a=1\n#" << std::string((1 << 20) - 6, 'x') << "\n";
  EXPECT_EQ(ReadProperties(file, {}).at("a"), "1");
  std::ofstream(file, std::ios::app) << "\n";
  EXPECT_THROW(ReadProperties(file, {}), Error);
}

TEST(Properties, AFileThatNeverEndsIsRefused) {
  for (const std::string file : {"/dev/zero", "/tmp"}) {
    try {
      ReadProperties(file, {});
      FAIL() << file;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kUsage);
      EXPECT_EQ(std::string(error.what()).find("--command-config " + file + " is a "), 0u);
    }
  }
}

TEST(Properties, TheCommandLineComesLast) {
  EXPECT_EQ(ReadProperties("", {"a=1", "a=2"}).at("a"), "2");
  EXPECT_THROW(ReadProperties("/there/is/no/file", {}), Error);
  EXPECT_THROW(ReadProperties("", {"a"}), Error);
}

}  // namespace
}  // namespace kproof
