// The walk of live tests itself: it complains of a fault that does nothing, that proves what it did
// not do, or that stays.
#include "tests/broker/break_and_mend.h"

#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>

namespace kproof {
namespace {

using testing::HasSubstr;

// What a fault does in this test: to a switch instead of a node.
struct Deeds {
  bool breaks = true, mends = true, proves = true, proves_early = false, proves_late = false;
};

class Pretended final : public Fault {
 public:
  Pretended(const Deeds& deeds, bool& broken) : deeds_(deeds), broken_(broken) {}
  Undo Prepare(const Target&) override {
    return Undo{"switch it back", [this] {
                  if (deeds_.mends) broken_ = false;
                  undone_ = true;
                }};
  }
  void Inject(const Target&) override {
    injected_ = true;
    if (deeds_.breaks) broken_ = true;
  }
  Bite Prove(const Target&) const override {
    const bool bit = !injected_ ? deeds_.proves_early
                     : undone_  ? deeds_.proves_late
                                : deeds_.proves;
    return {bit, "a proof"};
  }

 private:
  const Deeds deeds_;
  bool& broken_;
  bool injected_ = false, undone_ = false;
};

// What the walk of such a fault complains of.
std::string Complaints(const std::string& name, const Deeds& deeds) {
  testing::TestPartResultArray results;
  {
    const testing::ScopedFakeTestPartResultReporter reporter(
        testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &results);
    bool broken = false;
    Pretended fault(deeds, broken);
    constexpr Duration kShort = std::chrono::milliseconds(30);
    BreakAndMend(name, fault, {},
                 {.broken = [&] { return broken; },
                  .mended = {},
                  .break_within = kShort,
                  .mend_within = kShort});
  }
  std::string complaints;
  for (int i = 0; i < results.size(); ++i)
    complaints += std::string(results.GetTestPartResult(i).message()) + "\n";
  return complaints;
}

TEST(BreakAndMend, HasNothingToSayOfAFaultThatDoesWhatItShould) {
  EXPECT_EQ(Complaints("pause", {}), "");
}

TEST(BreakAndMend, ComplainsOfAFaultThatBreaksNothing) {
  EXPECT_THAT(Complaints("pause", {.breaks = false}), HasSubstr("\nbroken\n"));
}

TEST(BreakAndMend, ComplainsOfOneThatStays) {
  EXPECT_THAT(Complaints("pause", {.mends = false}), HasSubstr("\nmended\n"));
}

TEST(BreakAndMend, ComplainsOfAPermanentOneThatGoes) {
  EXPECT_THAT(Complaints("elect-preferred", {.proves_late = true}), HasSubstr("\npermanent\n"));
}

TEST(BreakAndMend, ComplainsOfProofsAtTheWrongTime) {
  EXPECT_THAT(Complaints("pause", {.proves = false}), HasSubstr("a proof"));
  EXPECT_THAT(Complaints("pause", {.proves_early = true}), HasSubstr("before it happened"));
  EXPECT_THAT(Complaints("pause", {.proves_late = true}), HasSubstr("a mended fault"));
}

}  // namespace
}  // namespace kproof
