// result.json is what others script against: every key of the contract stands here by name.
#include "reports/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "harness/words/finding.h"
#include "reports/names.h"
#include "tests/unit/reports/sample.h"

namespace kproof {
namespace {

using nlohmann::json;

// The example of the contract, word for word where it has values.
const char* const kContract = R"({
 "schema": 1, "scenario": "leader-kill", "seed": 7, "started": "2026-11-21T09:00:00Z", "seconds": 21.4, "role": "claim",
 "verdict": "pass", "reason": "one sentence",
 "counts": {"sent": 0, "acked": 0, "failed": 0, "unknown": 0, "read": 0,
            "lost": 0, "expired": 0, "duplicated": 0, "reordered": 0, "phantom": 0, "ghost": 0, "misplaced": 0,
            "corrupt": 0, "torn": 0, "early": 0, "skipped": 0, "rewound": 0, "redelivered": 0,
            "unprocessed": 0, "reprocessed": 0, "diverged": 0, "pending": 0},
 "allowed": {"lost": 0},
 "findings": [{"check": "lost", "count": 0, "allowed": false, "why": "",
   "evidence": {"overwritten": 0, "truncated": 0, "absent": 0, "deleted_early": 0},
   "examples": [{"origin": "checkout-0", "life": 0, "seq": 5013, "topic": "payments", "partition": 3, "offset": 8121,
                 "during": "kill broker 2"}]}],
 "faults": [{"fault": "kill", "target": "leader of payments/0", "nodes": [2], "from_s": 5.0, "to_s": 9.1,
   "first_ack_after_s": 9.8, "isr_full_after_s": 14.2, "bit": true, "proof": "", "healed": true}],
 "exposure": {"acked_under_fault": 0, "trials": 1, "loss_bound": {"confidence": 0.95, "per_trial_upper": 0.95}},
 "availability": {"longest_ack_gap_s": 0.0, "longest_read_gap_s": 0.0, "ack_ms": {"p50": 0, "p99": 0, "p999": 0}},
 "limits": [], "disturbances": [], "not_tested": [], "labels": {}, "config_unchecked": [],
 "require": ["no-loss"],
 "promise": {"no-loss": {"holds": true, "rule": "acks-all-min-isr-2"}, "order": {"holds": null, "rule": "unreadable-setting"}},
 "effective": {"producer": {}, "topic": {}, "broker": {}},
 "cluster": {"id": "", "driver": "local", "sandbox": "private", "bootstrap_servers": ""},
 "versions": {"kafka": "", "client": "librdkafka 2.0.2", "kproof": ""}})";

// Paths of keys of `wanted` that `have` lacks or holds in another type, at every depth; list
// elements by the first one.
std::vector<std::string> Missing(const json& wanted, const json& have, const std::string& path) {
  if (wanted.is_number() && have.is_number()) return {};
  if (wanted.type() != have.type()) return {path};
  std::vector<std::string> missing;
  const auto look = [&](const json& part, const json& there, const std::string& where) {
    for (const std::string& found : Missing(part, there, where)) missing.push_back(found);
  };
  if (wanted.is_object()) {
    for (const auto& [key, value] : wanted.items()) {
      look(value, have.contains(key) ? have[key] : json(json::value_t::discarded),
           path + "." + key);
    }
  }
  if (wanted.is_array() && !wanted.empty()) {
    look(wanted[0], have.empty() ? json(json::value_t::discarded) : have[0], path + "[0]");
  }
  return missing;
}

TEST(Json, HasEveryKeyOfTheContract) {
  Result result = LossyRun();
  result.promise = CleanRun().promise;
  EXPECT_THAT(Missing(json::parse(kContract), json::parse(ToJson(result)), "result"),
              testing::IsEmpty());
}

TEST(Json, AMissingKeyWouldBeFound) {
  Result result = LossyRun();
  result.promise = CleanRun().promise;
  json changed = json::parse(ToJson(result));
  changed["exposure"].erase("loss_bound");
  changed["findings"][0]["examples"][0]["offset"] = "8121";
  changed["faults"] = json::array();
  EXPECT_THAT(
      Missing(json::parse(kContract), changed, "result"),
      testing::UnorderedElementsAre("result.exposure.loss_bound",
                                    "result.findings[0].examples[0].offset", "result.faults[0]"));
}

TEST(Json, CountsOfAnEmptyResultAreZeroAndNotAbsent) {
  const json parsed = json::parse(ToJson(Result{}));
  EXPECT_EQ(parsed["counts"].size(), kTraffic.size() + FindingTable().size());
  for (const auto& [name, count] : parsed["counts"].items()) EXPECT_EQ(count, 0) << name;
  EXPECT_EQ(parsed["allowed"]["lost"], 0);
}

TEST(Json, ValuesComeBackAsTheyWere) {
  const json parsed = json::parse(ToJson(LossyRun()));
  EXPECT_EQ(parsed["verdict"], "unprotected");
  EXPECT_EQ(parsed["counts"]["lost"], 1505);
  EXPECT_EQ(parsed["allowed"]["lost"], 1505);
  EXPECT_EQ(parsed["findings"][0]["evidence"]["overwritten"], 1500);
  EXPECT_EQ(parsed["findings"][0]["evidence"]["absent"], 0);
  EXPECT_EQ(parsed["findings"][0]["examples"][0]["seq"], 5013);
  EXPECT_EQ(parsed["findings"][0]["examples"][0]["count"], 8);
  EXPECT_EQ(parsed["faults"][0]["nodes"], json::array({2}));
  EXPECT_EQ(parsed["effective"]["producer"]["checkout"]["acks"]["value"], "all");
  EXPECT_EQ(parsed["effective"]["producer"]["checkout"]["acks"]["origin"], "scenario");
}

TEST(Json, TimesOfAnExampleAreAnIntervalBesideTheFirst) {
  const json example = json::parse(ToJson(LossyRun()))["findings"][0]["examples"][0];
  EXPECT_EQ(example["acked_s"], 7.25);
  EXPECT_EQ(example["acked_between_s"], json::array({7.25, 7.9}));
  EXPECT_EQ(example["cluster"], "main");
}

TEST(Json, WhatIsIgnoredIsCounted) {
  Result result = LossyRun();
  result.ignore = {"no-loss"};
  result.ignored = {{"lost", 1505}};
  result.findings[0].ignored = true;
  const json parsed = json::parse(ToJson(result));
  EXPECT_EQ(parsed["ignore"], json::array({"no-loss"}));
  EXPECT_EQ(parsed["ignored"], (json{{"lost", 1505}}));
  EXPECT_EQ(parsed["findings"][0]["ignored"], true);
  EXPECT_EQ(json::parse(ToJson(CleanRun()))["ignored"], json::object());
}

TEST(Json, WhatIsNotKnownIsNull) {
  Result result = CleanRun();
  result.faults[0].to_s = result.faults[0].first_ack_after_s = std::nullopt;
  result.availability.ack_ms.clear();
  result.availability.longest_ack_gap_s = std::numeric_limits<double>::infinity();
  const json parsed = json::parse(ToJson(result));
  EXPECT_TRUE(parsed["faults"][0]["to_s"].is_null());
  EXPECT_TRUE(parsed["faults"][0]["first_ack_after_s"].is_null());
  EXPECT_TRUE(parsed["promise"]["order"]["holds"].is_null());
  EXPECT_TRUE(parsed["availability"]["ack_ms"]["p99"].is_null());
  EXPECT_TRUE(parsed["availability"]["longest_ack_gap_s"].is_null());
}

TEST(Json, TimesAreRoundedToMilliseconds) {
  EXPECT_NE(ToJson(CleanRun()).find("\"seconds\": 21.4,"), std::string::npos);
}

TEST(Json, SeedsKeepAll64Bits) {
  Result result;
  result.seed = 18446744073709551615ULL;
  EXPECT_NE(ToJson(result).find("\"seed\": 18446744073709551615"), std::string::npos);
}

TEST(Json, BrokenUtf8IsReplaced) {
  Result result;
  result.reason = "bad \xff\xc0 bytes";
  result.labels["k\xff"] = "v";
  const json parsed = json::parse(ToJson(result));
  EXPECT_EQ(parsed["reason"], "bad \xef\xbf\xbd\xef\xbf\xbd bytes");
}

TEST(Json, LossBoundNeedsAConclusiveRunSomethingAtStakeAndNoLoss) {
  const auto bound = [](const Result& result) {
    return json::parse(ToJson(result))["exposure"]["loss_bound"]["per_trial_upper"].get<double>();
  };
  Result result = CleanRun();
  EXPECT_DOUBLE_EQ(bound(result), 0.95);
  result.counts["lost"] = 1;
  EXPECT_DOUBLE_EQ(bound(result), 1);
  result.counts["lost"] = 0;
  result.at_stake = 0;
  EXPECT_DOUBLE_EQ(bound(result), 1);
  result = CleanRun();
  result.doubts = {"a fault did not bite"};
  EXPECT_DOUBLE_EQ(bound(result), 1);
  result = CleanRun();
  result.verdict = Verdict::kInterrupted;
  EXPECT_DOUBLE_EQ(bound(result), 1);
}

TEST(Json, OneLineLayoutIsOneLine) {
  const std::string line = ToJson(LossyRun(), JsonLayout::kOneLine);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_EQ(json::parse(line), json::parse(ToJson(LossyRun())));
}

}  // namespace
}  // namespace kproof
