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

TEST(MatchPhrase, WantsAllOfTheText) {
  for (const char* text :
       {"", "al", "all of them", "isr of a/0 <", "isr of a < 2", "isr of a/ < 2", "isr of /0 < 2",
        "isr of a/x < 2", "isr of a/0 < -2", "isr of a/0 < 1234567890", "topic a/0", "topic .."})
    EXPECT_EQ(MatchPhrase(text, kForms), std::nullopt) << text;
}

TEST(PhraseHint, SaysWhatWasMeant) {
  EXPECT_EQ(PhraseHint("isr fo a/0 < 2", kForms).substr(0, 32), "did you mean 'isr of a/0 < 2'? t");
  EXPECT_EQ(PhraseHint("isr of a < 2", kForms), "{partition} is topic/number, as in payments/0");
  EXPECT_EQ(PhraseHint("everything", kForms),
            "there are 'isr of {partition} < {n}', 'topic {topic}', 'all'");
}

}  // namespace
}  // namespace kproof
