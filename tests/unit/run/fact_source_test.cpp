// A run's facts from the spools of its agents, with and without an orderly end.
#include "harness/run/fact_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/facts/spool.h"
#include "audit/store/reader.h"
#include "audit/store/writer.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SpooledFacts : public testing::Test {
 protected:
  void Spool(const std::string& actor, bool closed) {
    SpoolWriter spool(SpoolPath(folder_.path(), actor), "r", actor);
    spool.Open({.name = actor,
                .cluster = "main",
                .kind = ActorKind::kProducer,
                .client = "",
                .host = "",
                .pid = 0},
               0);
    spool.Add(SpoolEvent{5, "reconnected"});
    if (closed) spool.Close(9);
  }
  std::vector<std::string> Subjects() const {
    std::vector<std::string> subjects;
    for (const auto& event : StoreReader::Open(folder_.File("audit.db"))->Events())
      subjects.push_back(event.subject);
    return subjects;
  }
  std::vector<std::string> Holes() const {
    std::vector<std::string> actors;
    for (const auto& actor : StoreReader::Open(folder_.File("audit.db"))->Actors())
      if (!actor.holes.empty()) actors.push_back(actor.name);
    return actors;
  }

  TemporaryFolder folder_;
  std::unique_ptr<StoreWriter> store_ = StoreWriter::Create(folder_.File("audit.db"));
  std::unique_ptr<FactSource> facts_ = SpoolFacts(*store_, folder_.path(), RunClock());
  std::atomic<bool> stop_{false};
};

TEST_F(SpooledFacts, AreTakenOverOnceAndAnActorWithoutAnEndIsAHole) {
  Spool("checkout-0", true);
  facts_->Poll();
  EXPECT_THAT(Subjects(), ElementsAre("checkout-0"));
  Spool("checkout-1", false);
  EXPECT_EQ(facts_->Finish({.started = {"checkout-0", "checkout-1"}, .killed = {}}, stop_), "");
  EXPECT_THAT(Subjects(), ElementsAre("checkout-0", "checkout-1"));
  EXPECT_THAT(Holes(), ElementsAre("checkout-1"));
  EXPECT_TRUE(facts_->TakeLeftOver());
  EXPECT_THAT(Subjects(), ElementsAre("checkout-0", "checkout-1"));
}

TEST_F(SpooledFacts, AreNotLostWhenTheRunEndsWithoutFinish) {
  Spool("checkout-0", false);
  facts_->Poll();
  Spool("checkout-1", true);
  EXPECT_TRUE(facts_->TakeLeftOver());
  EXPECT_THAT(Subjects(), ElementsAre("checkout-0", "checkout-1"));
  EXPECT_THAT(Holes(), ElementsAre("checkout-0"));
}

TEST_F(SpooledFacts, AreAllThatAgentsSayAndNowhereElse) {
  EXPECT_FALSE(facts_->target().has_value());
  EXPECT_THAT(Subjects(), IsEmpty());
}

}  // namespace
}  // namespace kproof
