// kproof schema: what editors get knows every name that this program knows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "audit/judge/registry.h"
#include "harness/cluster/registry.h"
#include "harness/run/vocabulary.h"
#include "tests/unit/cli/called.h"

namespace kproof {
namespace {

using SchemaJson = nlohmann::json;

SchemaJson PrintedSchema() {
  const auto called = Call({"schema"});
  EXPECT_EQ(called.code, 0) << called.err;
  return SchemaJson::parse(called.out);
}

std::vector<std::string> Choices(const SchemaJson& choices) {
  std::vector<std::string> names;
  for (const auto& choice : choices.at("oneOf")) {
    names.push_back(choice.at("const"));
    EXPECT_FALSE(choice.at("description").get<std::string>().empty()) << names.back();
  }
  return names;
}

template <typename Table>
std::vector<std::string> NamesOf(const Table& table) {
  std::vector<std::string> names;
  for (const auto& row : table) names.push_back(row.name);
  return names;
}

TEST(SchemaVerb, NamesWhatTheRegistriesName) {
  const SchemaJson defs = PrintedSchema().at("$defs");
  EXPECT_EQ(Choices(defs.at("finding")), NamesOf(Checkers()));
  EXPECT_EQ(Choices(defs.at("cluster").at("properties").at("driver")), NamesOf(Drivers()));
  EXPECT_EQ(Choices(defs.at("step").at("properties").at("fault")), NamesOf(TheVocabulary().faults));
}

TEST(SchemaVerb, KnowsTheParametersOfEachFault) {
  const SchemaJson step = PrintedSchema().at("$defs").at("step");
  std::map<std::string, SchemaJson> with;
  for (const auto& part : step.at("allOf"))
    if (part.contains("if")) with[part["if"]["properties"]["fault"]["const"]] = part["then"];
  for (const auto& fault : TheVocabulary().faults) {
    SCOPED_TRACE(fault.name);
    const SchemaJson& of = with.at(fault.name).at("properties").at("with");
    EXPECT_EQ(of.at("additionalProperties"), false);
    for (const auto& param : fault.params) {
      const SchemaJson& row = of.at("properties").at(param.name);
      EXPECT_EQ(row.at("description"), param.summary);
      const bool required =
          of.contains("required") && testing::Value(of["required"], testing::Contains(param.name));
      EXPECT_EQ(required, !param.fallback) << param.name;
    }
  }
  EXPECT_EQ(with.at("rolling-restart")["properties"]["with"]["properties"]["hard"]["enum"],
            (SchemaJson{"true", "false", true, false}));
}

TEST(SchemaVerb, ShowsHowTargetsAndStatesAreWritten) {
  const SchemaJson keys = PrintedSchema().at("$defs").at("step").at("properties");
  EXPECT_THAT(keys.at("target").at("examples"), testing::Contains("leader of {partition}"));
  EXPECT_EQ(keys.at("when").at("examples"), keys.at("until").at("examples"));
}

}  // namespace
}  // namespace kproof
