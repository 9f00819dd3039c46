// What was done to the world is taken back exactly once, whatever happens to the Undo meanwhile.
#include "harness/base/undo.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace kproof {
namespace {

struct Log {
  std::vector<std::string> ran;
  Undo Writes(const std::string& name) {
    return Undo(name, [this, name] { ran.push_back(name); });
  }
};

using Names = std::vector<std::string>;

TEST(Undo, RunsOnceWhenItGoes) {
  Log log;
  {
    const Undo undo = log.Writes("thaw");
    EXPECT_TRUE(undo.pending());
    EXPECT_EQ(undo.name(), "thaw");
    EXPECT_TRUE(log.ran.empty());
  }
  EXPECT_EQ(log.ran, Names{"thaw"});
}

TEST(Undo, RunsOnceWhenItIsRunTwice) {
  Log log;
  {
    Undo undo = log.Writes("thaw");
    undo.Run();
    EXPECT_FALSE(undo.pending());
    undo.Run();
  }
  EXPECT_EQ(log.ran, Names{"thaw"});
}

TEST(Undo, OnceDismissedNeverRuns) {
  Log log;
  {
    Undo undo = log.Writes("thaw");
    undo.Dismiss();
    EXPECT_FALSE(undo.pending());
    undo.Run();
  }
  EXPECT_TRUE(log.ran.empty());
}

TEST(Undo, MovedIntoAnotherRunsThereAlone) {
  Log log;
  Undo first = log.Writes("thaw");
  {
    const Undo second(std::move(first));
    EXPECT_FALSE(first.pending());  // NOLINT: what a moved-from Undo is, is promised
    EXPECT_EQ(second.name(), "thaw");
    first.Run();
    EXPECT_TRUE(log.ran.empty());
  }
  EXPECT_EQ(log.ran, Names{"thaw"});
}

TEST(Undo, AssignmentRunsWhatItReplaces) {
  Log log;
  {
    Undo undo = log.Writes("lift the first throttle");
    undo = log.Writes("lift the second throttle");
    EXPECT_EQ(log.ran, Names{"lift the first throttle"});
    EXPECT_EQ(undo.name(), "lift the second throttle");
    EXPECT_TRUE(undo.pending());
  }
  EXPECT_EQ(log.ran, (Names{"lift the first throttle", "lift the second throttle"}));
}

TEST(Undo, AssignmentOfAnEmptyOneRunsWhatItReplaces) {
  Log log;
  Undo undo = log.Writes("thaw");
  undo = Undo();
  EXPECT_EQ(log.ran, Names{"thaw"});
  EXPECT_FALSE(undo.pending());
}

TEST(Undo, AssignmentToADismissedOneRunsNothing) {
  Log log;
  Undo undo = log.Writes("first");
  undo.Dismiss();
  undo = log.Writes("second");
  EXPECT_TRUE(log.ran.empty());
  undo.Dismiss();
}

TEST(Undo, AssignmentToItselfChangesNothing) {
  Log log;
  Undo undo = log.Writes("thaw");
  Undo& same = undo;
  undo = std::move(same);
  EXPECT_TRUE(log.ran.empty());
  EXPECT_TRUE(undo.pending());
  EXPECT_EQ(undo.name(), "thaw");
  undo.Run();
  EXPECT_EQ(log.ran, Names{"thaw"});
}

TEST(Undo, WhatRunThrowsIsThrownAndIsNotTriedAgain) {
  int runs = 0;
  {
    Undo undo("thaw", [&runs] {
      ++runs;
      throw std::runtime_error("no such process");
    });
    EXPECT_THROW(undo.Run(), std::runtime_error);
    EXPECT_FALSE(undo.pending());
  }
  EXPECT_EQ(runs, 1);
}

TEST(Undo, WhatIsThrownWhereItGoesOrIsReplacedIsSwallowed) {
  int runs = 0;
  const auto throwing = [&runs] {
    return Undo("thaw", [&runs] {
      ++runs;
      throw 7;  // NOLINT: of any type
    });
  };
  {
    Undo undo = throwing();
    undo = throwing();
    EXPECT_EQ(runs, 1);
  }
  EXPECT_EQ(runs, 2);
}

}  // namespace
}  // namespace kproof
