// What result.json keeps of the effective settings, and that a short run's file stays short.
#include "reports/short_settings.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "reports/json.h"
#include "tests/unit/reports/sample.h"

namespace kproof {
namespace {

constexpr char kDefault[] = "DEFAULT_CONFIG";
constexpr char kStatic[] = "STATIC_BROKER_CONFIG";

TEST(ShortSettings, LeaveOutDefaultsThatNoPromiseTurnsOn) {
  Result result;
  auto& broker = result.effective["broker"]["broker-1"];
  broker["log.segment.bytes"] = {"1073741824", kDefault};
  broker["unclean.leader.election.enable"] = {"false", kDefault};
  broker["node.id"] = {"1", kStatic};
  auto& producer = result.effective["producer"]["checkout-0"];
  producer["linger.ms"] = {"5", "librdkafka default"};
  producer["acks"] = {"all", "librdkafka default"};
  producer["max.in.flight.requests.per.connection"] = {"5", "librdkafka, following other settings"};
  const auto shown = ShortSettings(result);
  EXPECT_EQ(shown.at("broker").at("broker-1").size(), 2u);
  EXPECT_FALSE(shown.at("broker").at("broker-1").contains("log.segment.bytes"));
  EXPECT_EQ(shown.at("producer").at("checkout-0").size(), 2u);
  EXPECT_FALSE(shown.at("producer").at("checkout-0").contains("linger.ms"));
}

TEST(ShortSettings, WhatAllSubjectsHaveAlikeStandsOnce) {
  Result result;
  for (const char* name : {"a-0", "a-1", "b-0"}) {
    auto& settings = result.effective["producer"][name];
    settings["acks"] = {"all", "scenario"};
    settings["client.id"] = {name, "kproof"};
  }
  result.effective["producer"]["b-0"]["retries"] = {"3", "scenario"};
  const auto shown = ShortSettings(result).at("producer");
  const auto keys = [&](const char* subject) {
    std::string text;
    for (const auto& [key, setting] : shown.at(subject)) text += key + "=" + setting.value + " ";
    return text;
  };
  EXPECT_EQ(keys("*"), "acks=all ");
  EXPECT_EQ(keys("a-0"), "client.id=a-0 ");
  EXPECT_EQ(keys("b-0"), "client.id=b-0 retries=3 ");
}

TEST(ShortSettings, OneThatDiffersOrIsMissingSomewhereIsNotShared) {
  Result result;
  result.effective["producer"]["a-0"]["acks"] = {"all", "scenario"};
  result.effective["producer"]["a-1"]["acks"] = {"all", "librdkafka default"};
  result.effective["producer"]["a-0"]["retries"] = {"3", "scenario"};
  const auto shown = ShortSettings(result).at("producer");
  EXPECT_FALSE(shown.contains("*"));
  EXPECT_EQ(shown.at("a-0").size(), 2u);
  EXPECT_EQ(shown.at("a-1").size(), 1u);
}

// As many settings as a run of three brokers and four producers reports (Kafka 4.3.1, librdkafka
// 2.0.2), and as many of them that are no defaults.
TEST(ShortSettings, TheResultOfAShortRunIsShort) {
  Result result = LossyRun();
  const auto fill = [&](const char* scope, const std::string& subject, int all, int set,
                        const char* origin, const char* otherwise) {
    auto& settings = result.effective[scope][subject];
    for (int i = 0; i < all; ++i) {
      const auto key = fmt::format("a.setting.with.a.usual.name.number.{}.ms", i);
      settings[key] = {fmt::format("{}", 1'000 + i), i < set ? origin : otherwise};
    }
    for (const char* own : {"advertised.listeners", "client.id", "listeners", "log.dirs"})
      settings[own] = {"/tmp/" + subject + "/something/of/its/own", origin};
  };
  for (int i = 1; i <= 3; ++i)
    fill("broker", fmt::format("broker-{}", i), 341, 25, kStatic, kDefault);
  for (int i = 0; i < 4; ++i)
    fill("producer", fmt::format("checkout-{}", i), 107, 11, "scenario", "librdkafka default");
  fill("monitor", "monitor-0", 107, 15, "kproof", "librdkafka default");
  fill("topic", "payments", 40, 8, "DYNAMIC_TOPIC_CONFIG", kDefault);
  for (int i = 0; i < 12; ++i)
    result.availability.ack_gap_by_partition_s[fmt::format("payments/{}", i)] = 4.8;
  result.findings.front().examples.resize(kMaxExamples, result.findings.front().examples.front());
  EXPECT_LE(ToJson(result).size(), 30u * 1024);
}

}  // namespace
}  // namespace kproof
