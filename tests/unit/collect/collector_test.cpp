#include "harness/collect/collector.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "audit/store/query.h"
#include "audit/store/writer.h"
#include "harness/base/random.h"
#include "tests/unit/collect/temp_folder.h"

namespace kproof {
namespace {

StreamId Stream(std::int32_t partition) {
  return {.cluster = "main", .origin = 9, .life = 0, .topic = "t", .partition = partition};
}

SettledSpan Settled(std::uint64_t first) {
  SettledSpan span;
  span.first_sequence = first;
  span.count = 2;
  span.offsets.Push(static_cast<std::int64_t>(first) * 2);
  span.offsets.Push(static_cast<std::int64_t>(first) * 2 + 1);
  span.digest.Add(first, static_cast<std::int64_t>(first) * 2);
  return span;
}

void Reveal(const std::string& path, const std::string& bytes) {
  const auto shown = std::filesystem::exists(path) ? std::filesystem::file_size(path) : 0;
  std::ofstream(path, std::ios::binary | std::ios::app) << bytes.substr(shown);
}

// All rows of a query, columns joined by '|'.
std::vector<std::string> Rows(const std::string& store, const std::string& sql) {
  std::vector<std::string> rows;
  bool names = true;
  QueryStore(store, sql, [&](const QueryRow& columns) {
    if (std::exchange(names, false)) return;
    std::string row;
    for (const auto& column : columns) row += (row.empty() ? "" : "|") + column.text;
    rows.push_back(row);
  });
  return rows;
}

class CollectorTest : public testing::Test {
 protected:
  CollectorTest() { std::filesystem::create_directory(spools_); }

  // A spool of `spans` spans, closed or not, in a folder of its own; its bytes.
  std::string Made(const std::string& actor, int spans, bool closed,
                   const std::string& run = "run-1") {
    const TempFolder elsewhere;
    const auto path = SpoolPath(elsewhere.path(), actor);
    {
      SpoolWriter writer(path, run, actor);
      writer.Open({.name = actor,
                   .cluster = "main",
                   .kind = ActorKind::kProducer,
                   .client = "c",
                   .host = "h",
                   .pid = 1},
                  1);
      writer.Add(SpoolSetting{"producer", actor, "acks", "all", "scenario"});
      for (int i = 0; i < spans; ++i)
        writer.Settled(writer.Number(Stream(i % 5)), Settled(static_cast<std::uint64_t>(i) * 2));
      writer.Add(SpoolEvent{7, "fatal error"});
      writer.Add(SpoolError{8, "connect refused"});
      if (closed) writer.Close(9);
    }
    return Bytes(path);
  }
  void Put(const std::string& actor, const std::string& bytes) {
    Reveal(SpoolPath(spools_, actor), bytes);
  }
  std::vector<std::string> Holes() const {
    return Rows(db_,
                "SELECT actor.name, why FROM hole JOIN actor ON actor.id=hole.actor ORDER BY 1, 2");
  }

  TempFolder folder_;
  std::string spools_ = folder_.File("spool");
  std::string db_ = folder_.File("audit.db");
};

// Spools grow by random steps, collectors come and go, and some polls are rolled back as a kill
// would.
TEST_F(CollectorTest, EveryFactIsTakenOverExactlyOnce) {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    std::filesystem::remove(db_);
    std::filesystem::remove_all(spools_);
    std::filesystem::create_directory(spools_);
    Random random(seed);
    const auto a = Made("a", 100, true);
    const auto b = Made("b", 60, true);
    auto store = StoreWriter::Create(db_);
    auto collector = std::make_unique<Collector>(*store, spools_);
    std::size_t shown_a = 0, shown_b = 0;
    while (shown_a < a.size() || shown_b < b.size()) {
      shown_a = std::min(a.size(), shown_a + random.Below(600));
      shown_b = std::min(b.size(), shown_b + random.Below(400));
      Put("a", a.substr(0, shown_a));
      Put("b", b.substr(0, shown_b));
      if (random.Below(3) == 0) {
        const StoreWriter::Transaction killed_before_commit(*store);
        Collector(*store, spools_).Poll();
      }
      if (random.Below(4) == 0) {
        collector.reset();
        store.reset();
        store = StoreWriter::Open(db_);
        collector = std::make_unique<Collector>(*store, spools_);
      }
      collector->Poll();
    }
    collector->Finish();
    Collector(*store, spools_).Finish();
    collector.reset();
    store.reset();
    EXPECT_EQ(Rows(db_,
                   "SELECT count(*), sum(count), count(DISTINCT stream || '/' || first_sequence) "
                   "FROM settled"),
              std::vector<std::string>{"160|320|100"});
    EXPECT_EQ(
        Rows(db_,
             "SELECT max(n) FROM (SELECT count(*) n FROM settled GROUP BY stream, first_sequence)"),
        std::vector<std::string>{"2"})
        << "one of each spool";
    EXPECT_EQ(Rows(db_, "SELECT count(*) FROM event WHERE kind='client' AND detail='fatal error'"),
              std::vector<std::string>{"2"});
    EXPECT_EQ(
        Rows(db_, "SELECT count(*) FROM event WHERE kind='error' AND detail='connect refused'"),
        std::vector<std::string>{"2"});
    EXPECT_EQ(Rows(db_, "SELECT count(*) FROM setting"), std::vector<std::string>{"2"});
    EXPECT_EQ(Holes(), std::vector<std::string>{}) << "seed " << seed;
  }
}

TEST_F(CollectorTest, AnActorThatNeverClosedIsAHoleOnce) {
  Put("a", Made("a", 3, false));
  Put("b", Made("b", 3, true));
  {
    const auto store = StoreWriter::Create(db_);
    Collector collector(*store, spools_, RunClock());
    collector.Poll();
    collector.Finish();
    collector.Finish();
    CollectLeftOver(*store, spools_);
  }
  const auto holes = Holes();
  ASSERT_EQ(holes.size(), 1u);
  EXPECT_TRUE(holes[0].starts_with("a|its spool was never closed")) << holes[0];
}

TEST_F(CollectorTest, TornDamagedAndForeignSpoolsAreHolesAndWhatIsWholeIsTaken) {
  const auto torn = Made("torn", 4, true);
  Put("torn", torn.substr(0, torn.size() - 1));
  auto damaged = Made("damaged", 4, true);
  damaged[damaged.size() - 20] = static_cast<char>(damaged[damaged.size() - 20] ^ 8);
  Put("damaged", damaged);
  Put("empty", "");
  Put("foreign", "something else altogether");
  {
    const auto store = StoreWriter::Create(db_);
    CollectLeftOver(*store, spools_);
  }
  const auto holes = Holes();
  ASSERT_EQ(holes.size(), 4u);
  EXPECT_NE(holes[0].find("damaged at byte"), std::string::npos) << holes[0];
  EXPECT_NE(holes[1].find("too short"), std::string::npos) << holes[1];
  EXPECT_NE(holes[2].find("not a spool"), std::string::npos) << holes[2];
  EXPECT_NE(holes[3].find("torn"), std::string::npos) << holes[3];
  EXPECT_GE(std::stoi(Rows(db_, "SELECT count(*) FROM settled")[0]), 4);
}

TEST_F(CollectorTest, ASpoolOfAnotherRunIsAHole) {
  Put("a", Made("a", 1, true));
  {
    const auto store = StoreWriter::Create(db_);
    Collector collector(*store, spools_);
    collector.Poll();
    Put("b", Made("b", 1, true, "run-2"));
    collector.Finish();
  }
  ASSERT_EQ(Holes().size(), 1u);
  EXPECT_NE(Holes()[0].find("belongs to run run-2"), std::string::npos);
  EXPECT_EQ(Rows(db_, "SELECT count(*) FROM settled"), std::vector<std::string>{"1"});
}

TEST_F(CollectorTest, MarksFollowTheSpoolAndNeverFall) {
  Put("a", Made("a", 1, true));
  {
    const auto store = StoreWriter::Create(db_);
    SentMarks marks(MarksPath(spools_, "a", 0), "run-1", "a", {Stream(0), Stream(1)});
    marks.Raise(0, 7);
    Collector collector(*store, spools_);
    collector.Poll();
    EXPECT_EQ(Rows(db_, "SELECT sent FROM stream ORDER BY partition"),
              (std::vector<std::string>{"7", "0"}));
    marks.Raise(0, 8);
    marks.Raise(1, 3);
    Collector(*store, spools_).Finish();
  }
  EXPECT_EQ(Rows(db_, "SELECT sent FROM stream ORDER BY partition"),
            (std::vector<std::string>{"8", "3"}));
  EXPECT_TRUE(Holes().empty());
}

// It counted the acks of its last second in its marks, and was killed before it wrote them down.
TEST_F(CollectorTest, MarksKnowTheLastAcksOfAKilledProducer) {
  Put("a", Made("a", 1, false));
  {
    const auto store = StoreWriter::Create(db_);
    SentMarks marks(MarksPath(spools_, "a", 0), "run-1", "a", {Stream(0), Stream(1)});
    marks.Raise(0, 9);
    for (std::uint64_t sequence = 0; sequence < 6; ++sequence) marks.Settled(0, sequence, true);
    for (int time = 0; time < 2; ++time) Collector(*store, spools_).Finish();
  }
  EXPECT_TRUE(Holes().empty());
  EXPECT_EQ(Rows(db_, "SELECT first_sequence || '+' || count FROM settled ORDER BY 1"),
            (std::vector<std::string>{"0+2", "2+4"}));
  EXPECT_EQ(Rows(db_, "SELECT count(*) FROM actor WHERE closed_us IS NOT NULL"),
            std::vector<std::string>{"1"});
}

// One that was acked before an earlier one, or failed: its place is not known.
TEST_F(CollectorTest, MarksThatKnowOfMoreThanAcksInOrderLeaveAHole) {
  Put("a", Made("a", 1, false));
  {
    const auto store = StoreWriter::Create(db_);
    SentMarks marks(MarksPath(spools_, "a", 0), "run-1", "a", {Stream(0)});
    marks.Raise(0, 9);
    for (const std::uint64_t sequence : {0, 1, 3}) marks.Settled(0, sequence, true);
    Collector(*store, spools_).Finish();
  }
  ASSERT_EQ(Holes().size(), 1u);
  EXPECT_NE(Holes()[0].find("never closed"), std::string::npos);
  EXPECT_EQ(Rows(db_, "SELECT count(*) FROM settled"), std::vector<std::string>{"1"});
}

TEST_F(CollectorTest, SentMarksWithoutASpoolAreAHole) {
  {
    const auto store = StoreWriter::Create(db_);
    const SentMarks marks(MarksPath(spools_, "a", 0), "run-1", "a", {Stream(0)});
    CollectLeftOver(*store, spools_);
  }
  ASSERT_EQ(Holes().size(), 1u);
  EXPECT_NE(Holes()[0].find("no spool"), std::string::npos);
}

TEST_F(CollectorTest, AFolderThatIsNotThereYetHasNoSpools) {
  std::filesystem::remove(spools_);
  const auto store = StoreWriter::Create(db_);
  Collector(*store, spools_).Poll();
}

}  // namespace
}  // namespace kproof
