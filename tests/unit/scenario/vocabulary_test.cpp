#include <gtest/gtest.h>

#include "tests/unit/scenario/words.h"

namespace kproof {
namespace {

const std::vector<PhraseForm> kForms = {
    {"isr of {partition} < {n}", ""}, {"topic {topic}", ""}, {"all", ""}};

TEST(MatchPhrase, FillsHolesInOrderAndFoldsSpace) {
  const Phrase want{"isr of my.topic/3 < 2", "isr of {partition} < {n}", {"my.topic/3", "2"}};
  EXPECT_EQ(MatchPhrase("  isr of  my.topic/3 <\t2 ", kForms), want);
}

const std::vector<PhraseForm> kRoles = {{"broker {n}", ""},
                                        {"brokers", ""},
                                        {"coordinator of group {name}", ""},
                                        {"leader of {partition}", ""},
                                        {"no acks for {time}", ""},
                                        {"lag {op} {n}", ""},
                                        {"producer {producer}", ""}};

TEST(MatchPhrase, KnowsEachKindOfHole) {
  for (const char* text : {"coordinator of group my.group_1", "no acks for 250ms", "lag <= 3",
                           "lag = 3", "producer checkout-0"})
    EXPECT_NE(MatchPhrase(text, kRoles), std::nullopt) << text;
  for (const char* text : {"coordinator of group a/b", "no acks for 3", "no acks for 0s",
                           "lag == 3", "lag 3", "producer a.b"})
    EXPECT_EQ(MatchPhrase(text, kRoles), std::nullopt) << text;
}

std::vector<std::string> Texts(const std::vector<Phrase>& phrases) {
  std::vector<std::string> texts;
  for (const auto& phrase : phrases) texts.push_back(phrase.text);
  return texts;
}

TEST(MatchTarget, JoinsAndExcepts) {
  const auto target =
      MatchTarget(" brokers and  producer p except broker 1 and leader of t/0", kRoles);
  ASSERT_TRUE(target);
  EXPECT_EQ(target->text, "brokers and producer p except broker 1 and leader of t/0");
  EXPECT_EQ(Texts(target->parts), (std::vector<std::string>{"brokers", "producer p"}));
  EXPECT_EQ(Texts(target->except), (std::vector<std::string>{"broker 1", "leader of t/0"}));
  EXPECT_EQ(MakeTarget(target->parts, target->except), *target);
}

TEST(MatchTarget, WantsSomethingOnBothSides) {
  for (const char* text : {"", "and", "brokers and", "and brokers", "brokers except",
                           "except brokers", "brokers and and brokers",
                           "brokers except broker 1 except broker 2", "brokers or broker 1"})
    EXPECT_EQ(MatchTarget(text, kRoles), std::nullopt) << text;
}

TEST(MatchTarget, HintsAtThePartThatIsWrong) {
  EXPECT_EQ(TargetHint("brokers and borker 1", kRoles), "did you mean 'broker 1'?");
  EXPECT_EQ(TargetHint("brokers except leader of t", kRoles),
            "{partition} is topic/number, as in payments/0");
}

TEST(MatchPhrase, WantsAllOfTheText) {
  for (const char* text :
       {"", "al", "all of them", "isr of a/0 <", "isr of a < 2", "isr of a/ < 2", "isr of /0 < 2",
        "isr of a/x < 2", "isr of a/0 < -2", "isr of a/0 < 1234567890", "topic a/0", "topic .."})
    EXPECT_EQ(MatchPhrase(text, kForms), std::nullopt) << text;
}

TEST(PhraseHint, SaysWhatWasMeant) {
  EXPECT_EQ(PhraseHint("isr fo a/0 < 2", kForms), "did you mean 'isr of a/0 < 2'?");
  EXPECT_EQ(PhraseHint("isr fo a/0 < 2", kForms, "kproof list states"),
            "did you mean 'isr of a/0 < 2'? 'kproof list states' shows all");
  EXPECT_EQ(PhraseHint("isr of a < 2", kForms), "{partition} is topic/number, as in payments/0");
  EXPECT_EQ(PhraseHint("everything", kForms),
            "there are 'isr of {partition} < {n}', 'topic {topic}', 'all'");
}

TEST(PhraseHint, ABeginningIsCompleted) {
  EXPECT_EQ(PhraseHint("leader", kRoles), "of which partition? 'leader of payments/0'");
  EXPECT_EQ(PhraseHint("leader of", kRoles), "of which partition? 'leader of payments/0'");
  EXPECT_EQ(PhraseHint("broker", kRoles), "it is incomplete; write for example 'broker 1'");
  EXPECT_EQ(PhraseHint("isr of a/0",
                       {{"isr of {partition} is full", ""}, {"isr of {partition} {op} {n}", ""}}),
            "it is incomplete; write for example 'isr of a/0 is full', 'isr of a/0 < 1'");
}

TEST(PhraseHint, ALongListIsCutWhereACommandShowsIt) {
  std::vector<PhraseForm> many;
  for (int i = 0; i < 31; ++i) many.push_back({"role" + std::to_string(i), ""});
  const auto hint = PhraseHint("nobody", many, "kproof list targets");
  EXPECT_EQ(hint,
            "there are 'role0', 'role1', 'role2', 'role3', 'role4', 'role5', and 25 more; 'kproof "
            "list targets' shows all");
}

}  // namespace
}  // namespace kproof
