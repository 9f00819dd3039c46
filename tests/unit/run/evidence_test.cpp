// What a run left is compared with what is there, and nothing outside its folder is looked at.
#include "harness/run/evidence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Evidences : public testing::Test {
 protected:
  Evidences() {
    Write("audit.db", "facts");
    fs::create_directory(folder_.File("logs"));
    Write("logs/broker-1.log", "started");
  }
  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_.File(name)) << text;
  }
  void Record(const Evidence& evidence) const {
    Write("result.json", nlohmann::json{{"evidence", evidence}}.dump());
  }
  std::vector<std::string> Doubts() const { return CompareEvidence(folder_.path()).doubts; }

  TemporaryFolder folder_;
};

TEST_F(Evidences, AreTheStoreAndTheLogs) {
  Write("logs/broker-2.log", "");
  fs::create_directory(folder_.File("logs/more"));
  const auto evidence = EvidenceIn(folder_.path(), true);
  std::vector<std::string> names;
  for (const auto& [name, digits] : evidence) names.push_back(name);
  EXPECT_THAT(names, ElementsAre("audit.db", "logs/broker-1.log", "logs/broker-2.log"));
  EXPECT_THAT(EvidenceIn(folder_.path(), false), SizeIs(1)) << "logs that still grow are none";
}

TEST_F(Evidences, WithoutAStoreThereAreNone) {
  fs::remove(folder_.File("audit.db"));
  EXPECT_THROW(EvidenceIn(folder_.path(), true), Error);
}

TEST_F(Evidences, AsTheRunLeftThemAreNoDoubt) {
  Record(EvidenceIn(folder_.path(), true));
  const auto compared = CompareEvidence(folder_.path());
  EXPECT_THAT(compared.doubts, IsEmpty());
  EXPECT_EQ(compared.recorded, compared.found);
  EXPECT_THAT(compared.recorded, SizeIs(2));
}

TEST_F(Evidences, ThatWereChangedOrRemovedAreDoubts) {
  Record(EvidenceIn(folder_.path(), true));
  Write("audit.db", "other facts");
  fs::remove(folder_.File("logs/broker-1.log"));
  EXPECT_THAT(Doubts(), ElementsAre(HasSubstr("audit.db has changed since the run"),
                                    HasSubstr("logs/broker-1.log is evidence of this run and is "
                                              "missing")));
}

TEST_F(Evidences, OfAResultThatSaysNothingAreNone) {
  EXPECT_THAT(Doubts(), IsEmpty());
  Write("result.json", R"({"verdict": "pass"})");
  EXPECT_THAT(Doubts(), IsEmpty());
  EXPECT_THAT(CompareEvidence(folder_.path()).recorded, IsEmpty());
}

TEST_F(Evidences, OfAResultThatNobodyUnderstandsAreADoubt) {
  for (const char* text : {"", "{", "[]", "7"}) {
    Write("result.json", text);
    EXPECT_THAT(Doubts(), ElementsAre(HasSubstr("can't be parsed"))) << text;
  }
}

// A result.json may come from anybody.
TEST_F(Evidences, LieInTheFolderAndNowhereElse) {
  Write("other", "secret");
  for (const char* name : {"other", "../audit.db", "/etc/hostname", "logs/", "logs/..", "logs",
                           "logs/../other", "logs/more/a", ""}) {
    Record({{name, "00"}});
    EXPECT_THAT(Doubts(), ElementsAre("result.json lists evidence in an unknown form")) << name;
    EXPECT_THAT(CompareEvidence(folder_.path()).found, IsEmpty()) << name;
  }
  Write("result.json", R"({"evidence": {"audit.db": 7}})");
  EXPECT_THAT(Doubts(), SizeIs(1));
}

}  // namespace
}  // namespace kproof
