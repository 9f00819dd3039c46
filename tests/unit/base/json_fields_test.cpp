// JSON read strictly: each error names the file and the place in it.
#include "harness/base/json_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/base/json_text.h"
#include "harness/base/temporary_folder.h"
#include "harness/base/write_file.h"

namespace kproof {
namespace {

class JsonFields : public testing::Test {
 protected:
  const nlohmann::json json_ = ParseJson(
      R"({"what": "kproof matrix", "schema": 1, "cells": [{"at": {"acks": "1"}, "seed": 7}],
          "names": ["a", "b"], "none": null, "half": 0.5})");
  const JsonPlace root_{json_, "m.json"};
};

std::string WhyNot(const std::function<void()>& read) {
  try {
    read();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage);
    return error.Full();
  }
  return "read";
}

TEST_F(JsonFields, AreReadByTheirType) {
  EXPECT_EQ(root_["cells"].Elements()[0]["at"].TextsByKey().at("acks"), "1");
  EXPECT_EQ(root_["cells"].Elements()[0]["seed"].Count(), 7u);
  EXPECT_EQ(root_["names"].Texts(), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(root_["half"].Number(), 0.5);
  EXPECT_EQ(root_["none"].NumberOrNull(), std::nullopt);
  EXPECT_TRUE(root_.Has("none"));
  EXPECT_FALSE(root_.Find("none"));
  EXPECT_FALSE(root_.Has("more"));
  EXPECT_FALSE(root_.Find("more"));
}

TEST_F(JsonFields, ErrorsNameThePlace) {
  const auto cell = root_["cells"].Elements()[0];
  EXPECT_EQ(WhyNot([&] { cell["at"]["acks"].Count(); }),
            "m.json: cells[0].at.acks is no whole number of 0 or more");
  EXPECT_EQ(WhyNot([&] { cell["seed"].Text(); }), "m.json: cells[0].seed is no text");
  EXPECT_EQ(WhyNot([&] { cell["x"]; }), "m.json: cells[0].x is missing; was it written by kproof?");
  EXPECT_EQ(WhyNot([&] { root_["names"].CountsByKey(); }), "m.json: names is no object");
  EXPECT_EQ(WhyNot([&] { cell["at"].CountsByKey(); }),
            "m.json: cells[0].at.acks is no whole number of 0 or more");
  EXPECT_EQ(WhyNot([&] {
              cell.RequireOnly({"at", "seeds"});
            }),
            "m.json: cells[0] has the unknown key 'seed'; did you mean 'seeds'?");
}

TEST_F(JsonFields, DocumentsAreOfOneKindAndSchema) {
  EXPECT_EQ(WhyNot([&] { root_.RequireWhat("matrix", "h"); }), "read");
  EXPECT_EQ(WhyNot([&] { root_.RequireWhat("baseline", "h"); }),
            "m.json is no baseline of kproof; h");
  EXPECT_EQ(WhyNot([&] { root_["names"].RequireWhat("matrix", "h"); }),
            "m.json is no matrix of kproof; h");
  EXPECT_EQ(WhyNot([&] { root_.RequireSchema(); }), "read");
  const auto later = ParseJson(R"({"schema": 2})");
  EXPECT_EQ(WhyNot([&] { JsonPlace(later, "m.json").RequireSchema(); }),
            "m.json has schema 2, and this kproof reads schema 1; use the kproof that wrote it, or "
            "make it again");
}

TEST(JsonFiles, SayWhatIsWrongWithThem) {
  const TemporaryFolder folder;
  const auto file = folder.File("m.json");
  EXPECT_THAT(WhyNot([&] { ReadJson(file); }), testing::HasSubstr("m.json can't be read: "));
  WriteFile(file, "{\"a\"");
  EXPECT_THAT(WhyNot([&] { ReadJson(file); }), testing::HasSubstr("m.json is not JSON: "));
}

}  // namespace
}  // namespace kproof
