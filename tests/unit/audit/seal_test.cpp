// A store that is sealed stays as it is, and what lies beside it is not read.
#include "audit/store/seal.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "audit/store/open.h"
#include "audit/store/reader.h"
#include "audit/store/writer.h"
#include "harness/base/error.h"
#include "harness/base/sha256.h"
#include "harness/base/sqlite.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

class Seals : public testing::Test {
 protected:
  TemporaryFolder folder_;
  std::string store_ = folder_.File("audit.db");

  std::size_t Events(const std::string& path) { return StoreReader::Open(path)->Events().size(); }
  static EventFact Event() { return {1, "state", "x", "y"}; }
};

TEST_F(Seals, MakeOneFileThatNobodyMayWrite) {
  StoreWriter::Create(store_)->Add(Event());
  EXPECT_FALSE(IsSealed(store_));
  SealStore(store_);
  EXPECT_TRUE(IsSealed(store_));
  EXPECT_EQ(fs::status(store_).permissions(),
            fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator{}), 1);
  try {
    StoreWriter::Open(store_);
    ADD_FAILURE() << "it was opened";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage);
  }
  const auto before = Sha256OfFile(store_);
  EXPECT_EQ(Events(store_), 1u);
  EXPECT_EQ(Sha256OfFile(store_), before);
}

TEST_F(Seals, TakeInAWriteAheadLogThatAKilledWriterLeft) {
  const auto live = StoreWriter::Create(store_);
  live->Add(Event());
  ASSERT_TRUE(fs::exists(store_ + "-wal"));
  const auto killed = folder_.File("killed.db");
  for (const char* suffix : {"", "-wal"}) fs::copy_file(store_ + suffix, killed + suffix);
  SealStore(killed);
  EXPECT_FALSE(fs::exists(killed + "-wal"));
  EXPECT_EQ(Events(killed), 1u);
}

TEST_F(Seals, AreNotMadeWhileSomebodyWrites) {
  const auto live = StoreWriter::Create(store_);
  live->Add(Event());
  EXPECT_THROW(SealStore(store_), Error);
  EXPECT_FALSE(IsSealed(store_));
}

// A log that fits the file would change what is read.
TEST_F(Seals, KeepWhatLiesBesideAStoreFromBeingRead) {
  StoreWriter::Create(store_)->Add(Event());
  const auto copy = folder_.File("copy.db");
  fs::copy_file(store_, copy);
  {
    const auto live = StoreWriter::Open(copy);
    live->Add(Event());
    fs::copy_file(copy + "-wal", store_ + "-wal");
  }
  SealStore(copy);
  EXPECT_EQ(Events(copy), 2u);
  fs::permissions(store_, fs::perms::owner_read);
  EXPECT_TRUE(IsSealed(store_));
  EXPECT_EQ(Events(store_), 1u);
  std::ofstream(store_ + "-journal") << std::string(5000, 'x');
  EXPECT_EQ(Events(store_), 1u);
  EXPECT_TRUE(fs::exists(store_ + "-journal"));
  EXPECT_EQ(StoreReader::Open(store_, true)->Events().size(), 1u);
}

TEST_F(Seals, PathsMayHoldWhatUrisMayNot) {
  const auto odd = folder_.File("a%20 b?mode=rwc#ü\"'.db");
  StoreWriter::Create(odd)->Add(Event());
  SealStore(odd);
  EXPECT_EQ(Events(odd), 1u);
}

TEST_F(Seals, ACopyHasAllThatWasCommittedAndLeavesTheOriginal) {
  const auto live = StoreWriter::Create(store_);
  live->Add(Event());
  const auto before = fs::last_write_time(store_);
  const auto copy = folder_.File("copy.db");
  CopyStore(store_, copy);
  live->Add(Event());
  EXPECT_EQ(Events(copy), 1u);
  EXPECT_EQ(fs::last_write_time(store_), before);
  StoreWriter::Open(copy)->Add(Event());
}

TEST_F(Seals, WhoMadeAStoreIsKnownWhileItIsWritten) {
  const auto live = StoreWriter::Create(store_, made_by::kAudit);
  live->Add(Event());
  fs::copy_file(store_, folder_.File("killed.db"));
  fs::copy_file(store_ + "-wal", folder_.File("killed.db-wal"));
  EXPECT_EQ(StoreMadeBy(store_), "audit");
  EXPECT_EQ(StoreMadeBy(folder_.File("killed.db")), "audit");
  EXPECT_FALSE(fs::exists(folder_.File("killed.db-shm"))) << "it was touched";
  StoreWriter::Create(folder_.File("run.db"));
  EXPECT_EQ(StoreMadeBy(folder_.File("run.db")), "run");
  std::ofstream(folder_.File("text")) << "text";
  EXPECT_THROW(StoreMadeBy(folder_.File("text")), Error);
}

// Stores of before there was the key.
TEST_F(Seals, AnOlderStoreOfAnAuditorIsKnownByWhatItDescribes) {
  StoreWriter::Create(store_)->SetRun(run_key::kScenario, "audit");
  const auto forget = [&] {
    Database(store_, Database::Mode::kWrite).Execute("DELETE FROM run WHERE key = 'made_by'");
  };
  forget();
  EXPECT_EQ(StoreMadeBy(store_), "audit");
  StoreWriter::Open(store_)->SetRun(run_key::kScenarioYaml, "name: audit");
  EXPECT_EQ(StoreMadeBy(store_), "") << "a run of a scenario with that name";
}

}  // namespace
}  // namespace kproof
