// What is wrong with a file is said with its line and what to do, several things at once; and what
// the tables know the page describes.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "audit/events/event.h"
#include "audit/events/import.h"
#include "audit/events/line_source.h"
#include "harness/base/text.h"
#include "tests/unit/events/judged.h"

namespace kproof {
namespace {

using testing::HasSubstr;

struct Mistake {
  const char* name;
  std::string lines;
  std::vector<std::string> said;
};

void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.name; }

class Mistakes : public testing::TestWithParam<Mistake> {};

TEST_P(Mistakes, AreNamedWithTheirLine) {
  const auto errors = ErrorsOf(GetParam().lines);
  for (const auto& said : GetParam().said) EXPECT_THAT(errors, HasSubstr(said));
}

const std::string kGood = Sends("p", 0, 1);

INSTANTIATE_TEST_SUITE_P(
    Events, Mistakes,
    testing::ValuesIn(std::vector<Mistake>{
        {"Nothing", "", {"FILE: there are no events in it"}},
        {"BrokenJson",
         kGood + "{\"event\":\"send\"\n",
         {"FILE:2: the line is not JSON: unexpected end of input; expected '}' (byte 16)"}},
        {"NumberOverflow",
         R"({"event":"note","kind":"phase","t":1e999})"
         "\n",
         {"FILE:1: the line holds the number 1e999, which is out of range (byte 40)"}},
        {"EndOfUnknownEvents",
         R"({"event":"end","counts":{"reads":1,"end":1,"send":-1,"settle":"2"}})"
         "\n",
         {"there is no event 'reads'; did you mean 'read'?", "'counts' counts the 'end' itself",
          "'counts' holds -1; it has to be an object of events and whole numbers",
          "'counts' holds \"2\""}},
        {"EndThatCountsNothing",
         R"({"event":"end","counts":[1]})"
         "\n",
         {"'counts' is an array; it has to be an object of events"}},
        {"KeysOfSomeRecords",
         R"({"event":"config","cleanup.policy":"compact,delete"})"
         "\n" +
             Sends("p", 0, 1, R"(,"key":"a")") + Sends("p", 1, 1),
         {"FILE:3: seq 1 of p to the compacted topic x has no 'key', and seq 0 of p on line 2 has "
          "one"}},
        {"InputThatIsATime",
         Sends("p", 0, 1, R"(,"from":3)"),
         {"'from' of a send is the input that it was made from"}},
        {"InputWithoutOffset",
         Sends("p", 0, 1, R"(,"from":{"topic":"in","partition":1})"),
         {"'from' holds {\"partition\":1,\"topic\":\"in\"}"}},
        {"InputWithAnotherKey",
         Sends("p", 0, 1, R"(,"from":{"topic":"in","partition":1,"offset":2,"key":"a"})"),
         {"'from' holds"}},
        {"FaultFromAPlace",
         R"({"event":"fault","fault":"kill","nodes":[],"from":{"topic":"in"},"to":null,"bit":null,"healed":null})"
         "\n",
         {"'from' of a fault is when it began"}},
        {"CommitAnsweredBeforeItWasAsked",
         R"({"event":"commit","t":1,"actor":"c","group":"g","topic":"x","partition":0,"offset":1,"outcome":"acked","asked":2})"
         "\n",
         {"the commit was answered before it was requested"}},
        {"CommitAskedWithoutT",
         R"({"event":"commit","actor":"c","group":"g","topic":"x","partition":0,"offset":1,"outcome":"acked","asked":2})"
         "\n",
         {"a commit with 'asked' needs its 't'"}},
        {"StoreNobodyKnows",
         R"({"event":"commit","actor":"c","group":"g","topic":"x","partition":0,"offset":1,"outcome":"acked","store":"extern"})"
         "\n",
         {"'store' is 'extern'; did you mean 'external'?"}},
        {"EndWithoutCounts",
         R"({"event":"end"})"
         "\n",
         {"'end' lacks its field 'counts'"}},
        {"StateOfText",
         R"({"event":"state","t":1,"topic":"x","partition":0,"broker":1,"replicas":[1],"isr":["a"]})"
         "\n",
         {"'isr' holds \"a\"; it has to be an array of whole numbers"}},
        {"SourcesThatAreNoTexts",
         R"({"event":"config","acks":1,"sources":{"acks":1}})"
         "\n",
         {"'sources' holds 1; it has to be an object of strings"}},
        {"NoUtf8", kGood + "{\"event\":\"se\xff\"}\n", {"FILE:2: the line is not UTF-8"}},
        {"NoObject", "[1]\n", {"FILE:1: the line is not a JSON object"}},
        {"NoEvent", "{\"t\":1}\n", {"FILE:1: the line has no 'event'"}},
        {"UnknownEvent", R"({"event":"sent"})", {"there is no event 'sent'; did you mean 'send'?"}},
        {"UnknownKey",
         R"({"event":"seek","actor":"c","topic":"x","partition":0,"offset":1,"ofset":1})",
         {"'seek' has no field 'ofset'; did you mean 'offset'?", "it has actor"}},
        {"FieldOfAnotherEvent",
         R"({"event":"seek","actor":"c","topic":"x","partition":0,"offset":1,"crc":"ok"})",
         {"'seek' has no field 'crc'"}},
        {"RepeatedKey",
         R"({"event":"actor","actor":"a","op":"open","actor":"b"})",
         {"the key 'actor' is given twice"}},
        {"RepeatedUnknownKey",
         R"({"event":"config","acks":1,"acks":0})",
         {"the key 'acks' is given twice"}},
        {"WrongType",
         R"({"event":"seek","actor":"c","topic":"x","partition":"0","offset":1.5})",
         {"'partition' is a string; it has to be a whole number from 0",
          "'offset' is not a whole number"}},
        {"OutOfRange",
         R"({"event":"seek","actor":"c","topic":"x","partition":2147483648,"offset":-1})",
         {"'partition' is out of range", "'offset' is out of range"}},
        {"TooLargeForAnything",
         R"({"event":"seek","actor":"c","topic":"x","partition":0,"offset":99999999999999999999})",
         {"'offset' is out of range"}},
        {"MissingField",
         R"({"event":"seek","actor":"c","topic":"x","partition":0})",
         {"FILE:1: 'seek' lacks its field 'offset'; it needs actor, offset, partition, topic"}},
        {"NullField",
         R"({"event":"seek","actor":null,"topic":"x","partition":0,"offset":1})",
         {"'actor' is null"}},
        {"EmptyName",
         R"({"event":"seek","actor":"","topic":"x","partition":0,"offset":1})",
         {"'actor' is empty"}},
        {"ReadWithoutSeq",
         R"({"event":"read","actor":"m","topic":"x","partition":0,"offset":1,"origin":"p"})",
         {"'read' lacks its field 'seq'"}},
        {"UnknownWord",
         R"({"event":"actor","actor":"a","op":"opne"})",
         {"'op' is 'opne'; did you mean 'open'?; it has to be open, close"}},
        {"WrongPlace",
         R"({"event":"assign","actor":"c","partitions":[["x",0]]})",
         {"'partitions' holds [\"x\",0]", "[topic, partition, offset or null]"}},
        {"TooDeep",
         R"({"event":"assign","actor":"c","partitions":[[["x"],0,0]]})",
         {"nested too deeply"}},
        {"WrongDifference",
         R"({"event":"replica","topic":"x","partition":0,"broker":1,"in_isr":true,"start":0,)"
         R"("end":9,"differences":[["lost",3,1]]})",
         {"'differences' holds [\"lost\",3,1]", "lacks, differs, extra or deleted"}},
        {"DifferenceOfNothing",
         R"({"event":"replica","topic":"x","partition":0,"broker":1,"in_isr":true,"start":0,)"
         R"("end":9,"differences":[["lacks",3,0]]})",
         {"'differences' holds [\"lacks\",3,0]"}},
        {"ReplicaBelowItsStart",
         R"({"event":"replica","topic":"x","partition":0,"broker":1,"in_isr":true,"start":5,)"
         R"("end":9,"position":4})",
         {"'position' 4 is below 'start' 5"}},
        {"SentTwice", kGood + kGood, {"FILE:2: seq 0 of p, life 0, x/0 was sent already"}},
        {"Gap", Sends("p", 0, 2) + Sends("p", 3, 1), {"has no seq 2 and a higher one"}},
        {"ClosedButNotOpen", R"({"event":"actor","actor":"a","op":"close"})", {"was not open"}},
        {"UnknownGuarantee",
         R"({"event":"require","guarantees":["no-los"]})",
         {"there is no guarantee 'no-los'; did you mean 'no-loss'?"}},
        {"UnknownSetting",
         R"({"event":"config","min_insnc":2})",
         {"there is no setting 'min_insnc'; did you mean 'min_insync'?"}},
        {"WrongSetting", R"({"event":"config","acks":2})", {"'acks' is '2'; it has to be all"}},
        {"SettingSaidTwice",
         "{\"event\":\"config\",\"acks\":1}\n{\"event\":\"config\",\"acks\":\"all\"}\n",
         {"FILE:2: 'acks' is all here and 1 on line 1"}},
        {"SettingOfAnother",
         R"({"event":"config","topic":"x","acks":1})",
         {"'acks' is a setting of a producer"}},
        {"UnknownRunKey",
         R"({"event":"run","expects":{"lost":"> 0"}})",
         {"'run' has no field 'expects'; did you mean 'expect'?"}},
        {"UnknownGuaranteeToIgnore",
         R"({"event":"run","ignore":["orders"]})",
         {"there is no guarantee 'orders'; did you mean 'order'?"}},
        {"IgnoredAndRequired",
         "{\"event\":\"run\",\"ignore\":[\"order\"]}\n"
         "{\"event\":\"require\",\"guarantees\":[\"order\"]}\n",
         {"'order' is both ignored and required; drop one of them"}},
        {"EndWithoutOutcome",
         R"({"event":"txn","actor":"p","txn":"t","op":"end"})",
         {"lacks its 'outcome'"}},
        {"EndBelowStart", FinalBounds(5, 3), {"'end' 3 is below 'start' 5"}},
        {"FaultBackwards",
         R"({"event":"fault","fault":"kill","nodes":[1],"from":2,"to":1,"bit":true,"healed":true})",
         {"ended before it began"}},
    }),
    [](const auto& row) { return row.param.name; });

TEST(Parser, TellsSeveralErrorsAtOnceAndThenStops) {
  std::string lines;
  for (int i = 0; i < 50; ++i) lines += "{}\n";
  const auto errors = ErrorsOf(kGood + lines);
  EXPECT_THAT(errors, HasSubstr("FILE:2: "));
  EXPECT_THAT(errors, HasSubstr("FILE:21: "));
  EXPECT_THAT(errors, testing::Not(HasSubstr("FILE:22: ")));
  EXPECT_THAT(errors, HasSubstr("the first 20 errors"));
}

TEST(Parser, KeysInAnyOrderBlankLinesAndWindowsEnds) {
  EXPECT_EQ(
      ErrorsOf("\n{\"seq\":0,\"partition\":0,\"topic\":\"x\",\"origin\":\"p\",\"actor\":\"p\","
               "\"event\":\"send\"}\r\n   \n" +
               Acks("p", 0, 1, 0)),
      "");
}

TEST(Parser, NamesNoLibrary) {
  for (const auto* line :
       {"{\"t\":1e999}", "[", "{\"a\":tru}", "{\"a\" 1}", "\xff", "{\"a\":\"\t\"}", "nul", "1 2"})
    EXPECT_THAT(
        ErrorsOf(std::string(line) + "\n"),
        testing::AllOf(testing::StartsWith("FILE:1: "), testing::Not(HasSubstr("exception")),
                       testing::Not(HasSubstr("json."))));
}

// 16 MiB: whatever is longer is no line of events, and is not held in memory.
TEST(Parser, ALineHasALimit) {
  const TempFolder folder;
  const auto file = folder.File("long.jsonl");
  const std::string longest(LineSource::kLongestLine, 'x');
  std::string_view line;
  WriteFile(file, "short\n" + longest + "\nshort");
  LineSource source(file);
  std::vector<std::size_t> sizes;
  while (source.Next(line)) sizes.push_back(line.size());
  EXPECT_THAT(sizes, testing::ElementsAre(5, longest.size(), 5));
  EXPECT_FALSE(source.ended());
  EXPECT_THAT(ErrorsOf(kGood + longest + "x\n"),
              HasSubstr("FILE:2: the line is longer than 16777216 bytes"));
}

TEST(Parser, ErrorsLeaveNoStoreBehind) {
  const TempFolder folder;
  WriteFile(folder.File("bad.jsonl"), "{}\n");
  EXPECT_ANY_THROW(ImportEvents(folder.File("bad.jsonl"), folder.File("audit.db")));
  EXPECT_EQ(ReadFile(folder.File("audit.db")), "");
}

// -- the page of the format

std::string FormatPage() { return ReadFile(KPROOF_SOURCE_DIR "/docs/events.md"); }

// What stands under "### name"; "" when nothing does.
std::string SectionOf(const std::string& page, const char* name) {
  const auto head = fmt::format("\n### {}\n", name);
  const auto begin = page.find(head);
  if (begin == std::string::npos) return "";
  return page.substr(begin + 1, page.find("\n### ", begin + head.size()) - begin);
}

// The cells of each row of the tables in `text`, without their heads.
std::vector<std::vector<std::string>> RowsOf(const std::string& text) {
  std::vector<std::vector<std::string>> rows;
  bool head = true;
  for (const auto& line : Split(text, '\n')) {
    if (!line.starts_with('|')) {
      head = true;
    } else if (line.starts_with("|---")) {
      head = false;
    } else if (!head) {
      auto& cells = rows.emplace_back();
      for (const auto& cell : Split(line.substr(1, line.rfind('|') - 1), '|'))
        cells.push_back(Trim(cell));
    }
  }
  return rows;
}

// Each event has a table, and each of its fields a row in it.
TEST(Events, AreDescribed) {
  const auto page = FormatPage();
  for (const auto& event : EventForms()) {
    const auto section = SectionOf(page, event.name);
    ASSERT_NE(section, "") << event.name;
    std::set<std::string> described;
    for (const auto& row : RowsOf(section)) {
      EXPECT_EQ(row.size(), 4u) << event.name << " " << row[0];
      EXPECT_TRUE(described.insert(row[0]).second) << event.name << " " << row[0];
    }
    std::set<std::string> known;
    for (const auto& form : FieldForms()) {
      if (form.field == Field::kT || form.field == Field::kCluster ||
          form.field == Field::kAnnouncesEnd)
        continue;
      const bool has = ((event.required | event.optional) & Bit(form.field)) != 0;
      if (has) known.insert(fmt::format("`{}`", form.name));
    }
    EXPECT_EQ(described, known) << event.name;
  }
}

// By the words that the page defines, each of which is used.
TEST(Events, SayWhoWritesEachField) {
  const auto page = FormatPage();
  const auto begin = page.find("\n## Events\n");
  std::set<std::string> defined, used;
  for (const auto& row : RowsOf(page.substr(begin, page.find("\n### ", begin) - begin)))
    defined.insert(row[0]);
  for (const auto& event : EventForms()) {
    for (const auto& row : RowsOf(SectionOf(page, event.name))) {
      for (const auto& word : Split(row.back(), ',')) {
        EXPECT_TRUE(defined.contains(Trim(word))) << event.name << " " << row[0] << ": " << word;
        used.insert(Trim(word));
      }
    }
  }
  EXPECT_EQ(used, defined);
}

}  // namespace
}  // namespace kproof
