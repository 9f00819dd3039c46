// JSON from text and to text, and lists and tables of text as JSON.
#include "harness/base/json_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "harness/base/json_list.h"

namespace kproof {
namespace {

using nlohmann::json;

TEST(JsonText, IsReadAndWritten) {
  EXPECT_EQ(ParseJson(R"({"b": [1, 2], "a": "x"})"), (json{{"a", "x"}, {"b", {1, 2}}}));
  EXPECT_EQ(JsonText({{"b", {1, 2}}, {"a", "x"}}), R"({"a":"x","b":[1,2]})");
  EXPECT_EQ(JsonText({{"a", 1}}, 1), "{\n \"a\": 1\n}");
  EXPECT_EQ(LenientJsonText(nlohmann::ordered_json{{"b", 1}, {"a", 2}}), R"({"b":1,"a":2})");
}

TEST(JsonText, WhatIsNoJsonIsRefusedOrDiscarded) {
  EXPECT_THROW(ParseJson("{"), json::parse_error);
  EXPECT_THROW(ParseJson("1e999"), json::out_of_range);
  EXPECT_THROW(ParseJson("1 2"), json::parse_error);
  EXPECT_TRUE(ParseJsonIfAny("{").is_discarded());
  EXPECT_TRUE(ParseJsonIfAny("").is_discarded());
  EXPECT_TRUE(ParseJsonIfAny("null").is_null());
}

TEST(JsonText, WhatIsNoUtf8IsRefusedOrReplaced) {
  EXPECT_THROW(JsonText("a\xff"), json::type_error);
  EXPECT_EQ(LenientJsonText(json("a\xff")), "\"a\xef\xbf\xbd\"");
  EXPECT_EQ(LenientJsonText(nlohmann::ordered_json("a\xff")), "\"a\xef\xbf\xbd\"");
}

TEST(JsonList, TextsComeBack) {
  const std::vector<std::string> list = {"a", "", "\"quoted\""};
  EXPECT_EQ(JsonList(list), R"(["a","","\"quoted\""])");
  EXPECT_EQ(ParseJsonList(JsonList(list)), list);
  EXPECT_EQ(JsonList({}), "[]");
  EXPECT_EQ(ParseJsonList("[]"), std::vector<std::string>());
  const std::map<std::string, std::string> table = {{"a", "> 0"}, {"b", ""}};
  EXPECT_EQ(JsonObject(table), R"({"a":"> 0","b":""})");
  EXPECT_EQ(ParseJsonObject(JsonObject(table)), table);
  EXPECT_EQ(JsonObject({}), "{}");
}

TEST(JsonList, AnythingElseIsNothing) {
  for (const auto* text : {"", "[", "{}", "[1]", R"(["a", null])", R"("a")", R"([["a"]])"})
    EXPECT_EQ(ParseJsonList(text), std::nullopt) << text;
  for (const auto* text : {"", "{", "[]", R"({"a": 1})", R"({"a": {}})", R"([["a", "b"]])"})
    EXPECT_EQ(ParseJsonObject(text), std::nullopt) << text;
}

}  // namespace
}  // namespace kproof
