// A log that begins above acked records: retention explains it or not, by when the log was asked
// for its start. Where nobody knows that, nobody is accused.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "audit/events/export.h"
#include "audit/events/import.h"
#include "tests/unit/events/judged.h"

namespace kproof {
namespace {

const std::string kConfig =
    R"({"event":"config","acks":"all","idempotence":true,"replication":3,"min_insync":2,)"
    R"("unclean":false,"retention.ms":60000,"retention.bytes":-1,"cleanup.policy":"delete"})"
    "\n";

// Ten records acked at 0.5 s, of which the log's start leaves none, and one elsewhere that was
// read.
std::string LinesWith(const std::string& bounds) {
  const std::string elsewhere = R"(,"topic":"y","partition":0,"origin":"p","seq":0)";
  return kConfig + Sends("p", 0, 10, R"(,"t":0.4)") + Acks("p", 0, 10, 0, R"(,"t":0.5)") +
         R"({"event":"send","actor":"p","t":0.6)" + elsewhere + "}\n" +
         R"({"event":"settle","actor":"p","t":0.7,"outcome":"acked","offset":0)" + elsewhere +
         "}\n" + R"({"event":"read","actor":"m","t":0.8,"offset":0)" + elsewhere + "}\n" + bounds;
}

std::string Life(const std::string& op, const std::string& more = "") {
  return R"({"event":"actor","actor":"f","op":")" + op + "\"" + more + "}\n";
}

struct Asked {
  const char* name;
  std::string lines;
  const char* fate;  // of the ten
};

void PrintTo(const Asked& asked, std::ostream* out) { *out << asked.name; }

class LogStarts : public testing::TestWithParam<Asked> {};

std::string FateOf(const Result& result) {
  const auto count = [&](const char* check) {
    const auto found = std::find_if(result.findings.begin(), result.findings.end(),
                                    [&](const auto& finding) { return finding.check == check; });
    return found == result.findings.end() ? 0 : found->count;
  };
  return count("lost") == 10 ? "lost" : count("expired") == 10 ? "expired" : "neither";
}

TEST_P(LogStarts, AreExplainedByWhenTheyWereAskedFor) {
  EXPECT_EQ(FateOf(Judged(LinesWith(GetParam().lines))), GetParam().fate);
}

TEST_P(LogStarts, AreTheSameAfterAnExport) {
  const TempFolder folder;
  WriteFile(folder.File("told.jsonl"), LinesWith(GetParam().lines));
  ImportEvents(folder.File("told.jsonl"), folder.File("told.db"));
  std::string exported;
  ExportEvents(folder.File("told.db"),
               [&](std::string_view line) { exported.append(line).append("\n"); });
  WriteFile(folder.File("exported.jsonl"), exported);
  EXPECT_EQ(FateOf(JudgedFile(folder.File("exported.jsonl"))), GetParam().fate);
}

const std::string kByF = R"(,"actor":"f")";

INSTANTIATE_TEST_SUITE_P(
    Readers, LogStarts,
    testing::ValuesIn(std::vector<Asked>{
        {"Soon", FinalBounds(10, 10, kByF + R"(,"t":20)"), "lost"},
        {"AfterTheRetention", FinalBounds(10, 10, kByF + R"(,"t":100)"), "expired"},
        {"OfNobody", FinalBounds(10, 10, R"(,"t":20)"), "lost"},
        {"OfNobodyAfterTheRetention", FinalBounds(10, 10, R"(,"t":100)"), "expired"},
        {"OfNobodyWithoutATime", FinalBounds(10, 10), "expired"},
        {"WithoutATime", FinalBounds(10, 10, kByF), "expired"},
        {"WithinALifeWithoutTimes", Life("open") + FinalBounds(10, 10, kByF) + Life("close"),
         "expired"},
        {"WithinALife",
         Life("open", R"(,"t":19)") + FinalBounds(10, 10, kByF) + Life("close", R"(,"t":20)"),
         "lost"},
        {"WithinALifeAfterTheRetention",
         Life("open", R"(,"t":99)") + FinalBounds(10, 10, kByF) + Life("close", R"(,"t":100)"),
         "expired"},
    }),
    [](const auto& asked) { return asked.param.name; });

}  // namespace
}  // namespace kproof
