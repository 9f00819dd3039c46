// Which client libraries a run was about, by what its actors said.
#include <gtest/gtest.h>

#include "audit/store/reader.h"
#include "audit/store/run_keys.h"
#include "tests/unit/audit/history.h"

namespace kproof {
namespace {

std::string ClientOf(HistoryOf& history) { return history.Judge().versions.at("client"); }

TEST(RunInfo, ItsClientsAreThoseThatItsActorsSaid) {
  HistoryOf history;
  EXPECT_EQ(ClientOf(history), "librdkafka 2.0.2");
  history.writer().OpenActor({"till-0", "main", ActorKind::kProducer, "librdkafka 1.9.2", "", 1},
                             0);
  history.writer().OpenActor(
      {"final-main", "main", ActorKind::kFinalReader, "librdkafka 2.16.0", "", 2}, 0);
  EXPECT_EQ(ClientOf(history), "librdkafka 1.9.2, librdkafka 2.0.2");
}

TEST(RunInfo, TheReaderOfTheFinalPassCountsWhereItIsAlone) {
  TempStore file;
  const auto writer = StoreWriter::Create(file.path());
  writer->OpenActor({"final-main", "main", ActorKind::kFinalReader, "librdkafka 2.16.0", "", 2}, 0);
  writer->SetRun(run_key::kEnded, run_key::kComplete);
  EXPECT_EQ(Judge(*StoreReader::Open(file.path())).versions.at("client"), "librdkafka 2.16.0");
}

TEST(RunInfo, AClientThatWasMissingIsNamedBesideTheOneThatRan) {
  HistoryOf history;
  history.Run(run_key::kClientMissing, "librdkafka 2.16.0");
  EXPECT_EQ(ClientOf(history), "librdkafka 2.0.2 (librdkafka 2.16.0 can't be had)");
  history.Run(run_key::kVersionClient, "someone's 1.0");
  EXPECT_EQ(ClientOf(history), "someone's 1.0 (librdkafka 2.16.0 can't be had)");
}

}  // namespace
}  // namespace kproof
