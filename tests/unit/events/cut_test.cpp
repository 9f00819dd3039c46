// A history that was cut never accuses and never acquits: what is known of it, and how it is told.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/events/export.h"
#include "audit/events/import.h"
#include "audit/store/reader.h"
#include "tests/unit/events/judged.h"

namespace kproof {
namespace {

using testing::HasSubstr;

constexpr char kRequire[] = R"({"event":"require","guarantees":["no-loss"],"announces_end":true})"
                            "\n";
const std::string kSent = Sends("p", 0, 3) + Acks("p", 0, 3, 0);
const std::string kRead = Reads("m", "p", 0, 3, 0, R"(,"pass":"final")");
const std::string kBody = kSent + kRead + FinalBounds(0, 3);

std::string End(const std::string& counts) {
  return R"({"event":"end","counts":{)" + counts + "}}\n";
}
const std::string kCounts = R"("require":1,"send":3,"settle":3,"read":3,"bounds":1)";

struct Case {
  const char* name;
  std::string lines;
  std::string cut;  // in the reason; "": it is whole, and passes
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

class Cut : public testing::TestWithParam<Case> {};

TEST_P(Cut, IsInconclusiveBeforeAnythingElse) {
  const auto result = Judged(GetParam().lines);
  if (GetParam().cut.empty()) {
    EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
    EXPECT_EQ(result.cut, "");
    return;
  }
  EXPECT_EQ(result.verdict, Verdict::kInconclusive) << result.reason;
  EXPECT_THAT(result.cut, HasSubstr(GetParam().cut));
  EXPECT_THAT(result.reason, testing::StartsWith("cut: " + result.cut));
  EXPECT_THAT(result.reason, HasSubstr("; without that it would have been "));
  EXPECT_EQ(result.doubts.at(0), "cut: " + result.cut);
}

const std::string kWhole = kRequire + kBody + End(kCounts);
const std::string kTorn = kWhole.substr(0, kWhole.size() - 9);
const std::string kUnannounced = R"({"event":"require","guarantees":["no-loss"]})"
                                 "\n" +
                                 kBody;

INSTANTIATE_TEST_SUITE_P(
    Events, Cut,
    testing::ValuesIn(std::vector<Case>{
        {"Whole", kWhole, ""},
        {"EndNeedNotBeLast", kRequire + kSent + End(kCounts) + kRead + FinalBounds(0, 3), ""},
        {"EndNeedNotBeAnnounced", kUnannounced + End(kCounts), ""},
        {"NoEndAndNoneAnnounced", kUnannounced, ""},
        {"LastLineEndIsMissing", kWhole.substr(0, kWhole.size() - 1), ""},
        {"EndIsMissing", kRequire + kBody, "the 'end' that line 1 announces is missing"},
        {"EndIsTorn", kTorn, "the file ends in the middle of line 12"},
        {"TornInALetter", kUnannounced + "{\"event\":\"note\",\"t\":1,\"detail\":\"\xc3",
         "the file ends in the middle of line 12"},
        // What a file system leaves behind that had promised the length and not yet the bytes.
        {"ZerosAtTheEnd", kUnannounced + std::string(100, '\0'),
         "the file ends in the middle of line 12"},
        {"OneReadIsMissing",
         kRequire + kSent + Reads("m", "p", 0, 2, 0, R"(,"pass":"final")") + FinalBounds(0, 3) +
             End(kCounts),
         "by the counts of its 'end', 1 'read' is missing"},
        {"FirstLineIsMissing", kBody + End(kCounts), "1 'require' is missing"},
        {"NotAnnouncedAndMissing", kSent + kRead + End(kCounts),
         "by the counts of its 'end', 1 'bounds', 1 'require' are missing"},
        {"ALineTwice",
         kRequire + kSent + kRead + Acks("p", 2, 1, 2) + FinalBounds(0, 3) + End(kCounts),
         "1 'settle' is in the file but not in the counts of its 'end'"},
        {"TwoFilesPutTogether",
         kRequire + kSent + End(R"("require":1,"send":3,"settle":3)") + kRead + FinalBounds(0, 3) +
             End(R"("read":3,"bounds":1)"),
         ""},
        {"TwoFilesOfWhichOneLostItsEnd",
         kRequire + kSent + End(R"("require":1,"send":3,"settle":3)") + kRead + FinalBounds(0, 3),
         "1 'bounds', 3 'read' are in the file but not in the counts of its 'end'"},
        {"SendsAreMissing",
         kRequire + Sends("p", 0, 1) + Acks("p", 2, 1, 2) + kRead + FinalBounds(0, 3) +
             End(kCounts),
         "2 'send', 2 'settle' are missing"},
        {"ItsOpeningIsMissing",
         kRequire + kBody +
             R"({"event":"actor","actor":"p","op":"close"})"
             "\n" +
             End(kCounts + R"(,"actor":2)"),
         "1 'actor' is missing"},
        {"ItSaysSo",
         R"({"event":"run","cut":"the disk was full"})"
         "\n" +
             kBody,
         "the disk was full"},
        {"SortedFirst",
         R"({"event":"note","t":5,"kind":"phase","subject":"steady"})"
         "\n"
         R"({"event":"read","t":4,"actor":"m","topic":"x","partition":0,"offset":0,"origin":"p",)"
         R"("seq":0})"
         "\n"
         R"({"event":"read","t":3,"actor":"m","topic":"x","partition":0,"offset":1,"origin":"p",)"
         R"("seq":1})"
         "\n" +
             kBody + R"({"event":"note","t":)",
         "the file ends in the middle of line 14"},
    }),
    [](const auto& row) { return row.param.name; });

TEST(CutHistory, SaysWhatItWouldHaveBeen) {
  const auto lost =
      kRequire + kSent + Reads("m", "p", 0, 2, 0, R"(,"pass":"final")") + FinalBounds(0, 3);
  const auto accused = Judged(lost + End(kCounts));
  EXPECT_THAT(accused.reason,
              HasSubstr("without that it would have been VIOLATION: lost 1 (first"));
  EXPECT_EQ(accused.counts.at("lost"), 1u);
  EXPECT_THAT(Judged(kRequire + kBody).reason,
              HasSubstr("without that it would have been PASS: 3 records acked"));
}

// A control that needs its anomaly, or a doubt, has not got it from a cut.
TEST(CutHistory, ShowsNothingThatWasExpected) {
  const auto expects = [](const std::string& what) {
    return R"({"event":"run","announces_end":true,"role":"control","expect":{)" + what + "}}\n";
  };
  const auto lost = kSent + FinalBounds(0, 3);
  EXPECT_EQ(Judged(expects(R"("lost":"> 0")") + lost).verdict, Verdict::kInconclusive);
  EXPECT_EQ(Judged(expects(R"("inconclusive":"cut")") + lost).verdict, Verdict::kInconclusive);
}

TEST(CutHistory, ItsStoreAndWhatIsExportedFromThatKeepKnowing) {
  const TempFolder folder;
  WriteFile(folder.File("cut.jsonl"), kRequire + kSent);
  ImportEvents(folder.File("cut.jsonl"), folder.File("first.db"));
  const auto first = Judge(*StoreReader::Open(folder.File("first.db")));
  EXPECT_EQ(first.verdict, Verdict::kInconclusive);
  std::string exported;
  ExportEvents(folder.File("first.db"),
               [&](std::string_view line) { exported.append(line).append("\n"); });
  const auto second = Judged(exported);
  EXPECT_EQ(second.verdict, Verdict::kInconclusive);
  EXPECT_EQ(second.cut, first.cut);
  EXPECT_EQ(second.reason, first.reason);
}

TEST(CutHistory, OtherErrorsAreStillErrors) {
  EXPECT_THAT(ErrorsOf(kRequire + kSent + "{\"event\":\"sned\"}\n{\"event\""),
              HasSubstr("FILE:8: there is no event 'sned'"));
  // A number that no cut explains.
  EXPECT_THAT(ErrorsOf(kRequire + Sends("p", 2'000'000'000, 1)), HasSubstr("has no seq 0"));
  EXPECT_THAT(ErrorsOf(kRequire + kSent + kRequire + kSent), HasSubstr("was sent already"));
}

}  // namespace
}  // namespace kproof
