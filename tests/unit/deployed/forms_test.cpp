// Recognition is never a guess, every prefix of a file is read or refused clearly, and the page has
// the table of the registry.
#include "harness/deployed/forms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "tests/unit/deployed/read_form.h"

namespace kproof {
namespace {

using testing::HasSubstr;

constexpr std::pair<const char*, const char*> kExamples[] = {
    {"server.properties", "properties"},  {"kafka-configs.txt", "kafka-configs"},
    {"kafka-topics.txt", "kafka-topics"}, {"strimzi.yaml", "strimzi"},
    {"kafka.env", "environment"},
};

std::string Recognised(const std::string& text) {
  try {
    return FindDeployedForm("", "f", text, "--broker-form").name;
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage);
    EXPECT_THAT(error.Full(), HasSubstr("--broker-form environment|kafka-configs|"));
    return error.what();
  }
}

TEST(DeployedForms, AreRecognisedByTheirContent) {
  for (const auto& [file, form] : kExamples) EXPECT_EQ(Recognised(DeployedExample(file)), form);
  EXPECT_EQ(Recognised("acks=all\n"), "properties");
  EXPECT_EQ(Recognised("# nothing\n\n"), "properties");
  EXPECT_EQ(Recognised("[\"PATH=/bin\", \"KAFKA_MIN_INSYNC_REPLICAS=2\"]"), "environment");
  EXPECT_EQ(Recognised("http_proxy=a\nKAFKA_NODE_ID=2\n"), "environment");
  EXPECT_EQ(Recognised("Default config for brokers in the cluster are:\n"), "kafka-configs");
}

TEST(DeployedForms, WhatCanBeSeveralOrNoneIsAnErrorThatNamesTheFlag) {
  const std::string none = "f: the form of these settings is not recognised";
  EXPECT_EQ(Recognised("min.insync.replicas=1\nKAFKA_MIN_INSYNC_REPLICAS=2\n"),
            "f: these settings can be of the forms environment and properties");
  EXPECT_EQ(Recognised("Topic: a\tPartitionCount: 1\nDynamic configs for topic a are:\n"),
            "f: these settings can be of the forms kafka-configs and kafka-topics");
  EXPECT_EQ(Recognised("Dear Sir or Madam,\n"), none);
  EXPECT_EQ(Recognised("kind: Deployment\nspec:\n  min.insync.replicas: 2\n"), none);
  EXPECT_EQ(Recognised("{\"min.insync.replicas\": 2}\n"), none);
  EXPECT_THROW(FindDeployedForm("yaml", "f", "", "--form"), Error);
}

TEST(DeployedForms, EachPrefixOfAFileIsReadOrRefusedClearly) {
  for (const auto& [file, form] : kExamples) {
    const auto text = DeployedExample(file);
    for (std::size_t length = 0; length <= text.size(); ++length) {
      const auto why = WhyNotRead(form, text.substr(0, length));
      EXPECT_TRUE(why.empty() || why.starts_with("f:")) << form << " " << length << " " << why;
    }
    EXPECT_EQ(WhyNotRead(form, text), "");
  }
}

TEST(DeployedForms, EachTextOfAnotherFormIsReadOrRefusedClearly) {
  for (const auto& [file, of] : kExamples)
    for (const auto& form : DeployedFormNames()) {
      const auto why = WhyNotRead(form, DeployedExample(file));
      EXPECT_TRUE(why.empty() || why.starts_with("f")) << of << " as " << form << ": " << why;
    }
}

// What a file says may be a secret.
TEST(DeployedForms, ErrorsNeverShowWhatALineSays) {
  for (const auto& form : DeployedFormNames())
    for (const std::string text :
         {"top-secret", "a: \"top-secret", "KAFKA_A=\"top-secret", "[\"top-secret\"", "=top-secret",
          "- top-secret\n", "Topic: PartitionCount: ReplicationFactor: top-secret",
          "All configs for topic a are:\n  a=top-secret", "KAFKA_A=\"1\" top-secret"}) {
      const auto why = WhyNotRead(form, text);
      EXPECT_EQ(why.find("secret"), std::string::npos) << form << ": " << why;
    }
}

// | `name` | what | … |
TEST(DeployedForms, ThePageHasTheTableOfTheRegistry) {
  std::ifstream page(KPROOF_SOURCE_DIR "/docs/deployed-settings.md");
  std::vector<std::string> rows, expected;
  for (std::string line; std::getline(page, line);)
    if (const auto cells = Split(line, '|'); cells.size() == 6 && Trim(cells[1]).starts_with('`'))
      rows.push_back(Trim(cells[1]) + " " + Trim(cells[2]));
  for (const auto& form : DeployedForms())
    expected.push_back("`" + std::string(form.name) + "` " + form.what);
  EXPECT_EQ(rows, expected);
}

}  // namespace
}  // namespace kproof
