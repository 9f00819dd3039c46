// A row of the tests of diagnostics: a file with one mistake, and the diagnostics that it gets.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/scenario/words.h"

namespace kproof {

// Rows change the lines of this file: line 1 name, 2 cluster, 3 topics, 4 producers, from 5 on what
// the row adds; faults may do everything unless it says otherwise.
inline std::string With(const std::string& added,
                        const std::string& cluster = "cluster: {brokers: 3}",
                        const std::string& topics = "topics: {pay: {partitions: 2}}",
                        const std::string& producers = "producers: {shop: {rate: 10/s}}") {
  const bool says = added.find("destructive:") != std::string::npos;
  return "name: x\n" + cluster + "\n" + topics + "\n" + producers + "\n" + added +
         (says ? "" : "\ndestructive: true\n");
}
inline std::string Cluster(const std::string& cluster) { return With("", cluster); }
inline std::string Topic(const std::string& topic) {
  return With("", "cluster: {brokers: 3}", "topics: {pay: {" + topic + "}}");
}
inline std::string Producer(const std::string& producer) {
  return With("", "cluster: {brokers: 3}", "topics: {pay: {partitions: 2}}",
              "producers: {shop: {" + producer + "}}");
}
inline std::string Step(const std::string& step) { return With("steps:\n  - {" + step + "}"); }
inline std::string Steps(const std::string& one, const std::string& two) {
  return With("steps:\n  - {" + one + "}\n  - {" + two + "}");
}

inline std::vector<std::string> Diagnostics(const std::string& yaml,
                                            const std::vector<Override>& overrides = {}) {
  std::vector<std::string> texts;
  const auto parsed = ParseScenario("f", yaml, TestVocabulary(), overrides);
  for (const auto& diagnostic : parsed.diagnostics) texts.push_back(diagnostic.ToString());
  EXPECT_EQ(parsed.scenario.has_value(), texts.empty());
  return texts;
}

struct Mistake {
  const char* name;
  std::string yaml;
  std::vector<std::string> want;  // what each diagnostic begins with, place included
};

class OfMistake : public testing::TestWithParam<Mistake> {};

inline std::string NameOfMistake(const testing::TestParamInfo<Mistake>& info) {
  return info.param.name;
}

}  // namespace kproof
