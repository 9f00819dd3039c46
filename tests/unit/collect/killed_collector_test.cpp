// A collector that is killed at any instant, again and again while spools grow: whoever comes next
// goes on where it was, and in the end the store holds what a collector that nobody disturbed
// would have put there.
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "audit/store/query.h"
#include "audit/store/writer.h"
#include "harness/base/random.h"
#include "harness/collect/collector.h"
#include "tests/unit/collect/temp_folder.h"

namespace kproof {
namespace {

constexpr int kKills = 100;
constexpr int kStreams = 6;

StreamId Stream(std::uint64_t number) {
  return {.cluster = "main",
          .origin = 9,
          .life = 0,
          .topic = "payments",
          .partition = static_cast<std::int32_t>(number)};
}

// A producer and a monitor that write their spools as agents do.
class Agents {
 public:
  explicit Agents(const std::string& folder)
      : producer_(SpoolPath(folder, "checkout-0"), "run-1", "checkout-0"),
        monitor_(SpoolPath(folder, "monitor-0"), "run-1", "monitor-0"),
        marks_(MarksPath(folder, "checkout-0", 0), "run-1", "checkout-0", AllStreams()) {
    producer_.Open({"checkout-0", "main", ActorKind::kProducer, "c", "h", 1}, 1);
    monitor_.Open({"monitor-0", "main", ActorKind::kMonitor, "c", "h", 2}, 1);
  }

  // Ten records of each stream, acked and read.
  void GoOn() {
    for (std::uint64_t stream = 0; stream < kStreams; ++stream) {
      marks_.Raise(stream, records_ + 10);
      SettledSpan acks;
      ReadSpan reads;
      acks.first_sequence = reads.first_sequence = records_;
      acks.count = reads.count = 10;
      reads.partition = static_cast<std::int32_t>(stream);
      for (std::uint64_t i = records_; i < records_ + 10; ++i) {
        acks.offsets.Push(static_cast<std::int64_t>(i));
        reads.offsets.Push(static_cast<std::int64_t>(i));
        acks.digest.Add(i, static_cast<std::int64_t>(i));
        reads.digest.Add(i, static_cast<std::int64_t>(i));
      }
      producer_.Settled(producer_.Number(Stream(stream)), acks);
      monitor_.Read(monitor_.Number(Stream(stream)), Pass::kLive, Isolation::kUncommitted, reads);
    }
    records_ += 10;
    producer_.Add(SpoolEvent{static_cast<RunMicros>(records_), "a word"});
    producer_.Flush();
    monitor_.Flush();
  }
  void Close() {
    producer_.Close(2);
    monitor_.Close(2);
  }

 private:
  static std::vector<StreamId> AllStreams() {
    std::vector<StreamId> streams;
    for (std::uint64_t i = 0; i < kStreams; ++i) streams.push_back(Stream(i));
    return streams;
  }

  SpoolWriter producer_, monitor_;
  SentMarks marks_;
  std::uint64_t records_ = 0;
};

// A process that polls until it is killed, and says each time that it has.
class PollingProcess {
 public:
  PollingProcess(const std::string& store, const std::string& spools) {
    if (::pipe(pipe_) != 0) throw std::runtime_error("no pipe");
    child_ = ::fork();
    if (child_ != 0) return;
    try {
      const auto writer = StoreWriter::Open(store);
      Collector collector(*writer, spools);
      while (::write(pipe_[1], "p", 1) == 1) collector.Poll();
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
    }
    ::_exit(1);
  }
  ~PollingProcess() {
    for (const int end : pipe_) ::close(end);
  }
  PollingProcess(const PollingProcess&) = delete;

  // Until it has told of so many polls; false after 10 s.
  bool AwaitPolls(std::uint64_t polls) {
    for (char told; polls > 0; --polls) {
      pollfd ready{pipe_[0], POLLIN, 0};
      if (::poll(&ready, 1, 10'000) != 1 || ::read(pipe_[0], &told, 1) != 1) return false;
    }
    return true;
  }
  // Whether it was this that ended it.
  bool Kill() {
    ::kill(child_, SIGKILL);
    int status = 0;
    return ::waitpid(child_, &status, 0) == child_ && WIFSIGNALED(status);
  }

 private:
  int pipe_[2] = {-1, -1};
  pid_t child_ = -1;
};

// Everything that came out of the spools, whatever numbers stand for names.
std::vector<std::string> Everything(const std::string& store) {
  std::vector<std::string> rows;
  for (const char* sql :
       {"SELECT name, kind, opened_us, closed_us FROM actor ORDER BY 1",
        "SELECT partition, sent FROM stream ORDER BY 1",
        "SELECT stream.partition, first_sequence, count, first_offset, last_offset, digest FROM "
        "settled JOIN stream ON stream.id = stream ORDER BY 1, 2",
        "SELECT stream.partition, first_sequence, count, first_offset, last_offset, digest FROM "
        "read JOIN stream ON stream.id = stream ORDER BY 1, 2",
        "SELECT at_us, kind, subject, detail FROM event ORDER BY 1", "SELECT * FROM hole"}) {
    QueryStore(store, sql, [&](const QueryRow& columns) {
      std::string row;
      for (const auto& column : columns) row += column.text + "|";
      rows.push_back(row);
    });
  }
  return rows;
}

// Half of the kills come while it opens the store, the rest anywhere in its polls.
TEST(KilledCollector, AHundredKillsChangeNoTotal) {
  const TempFolder folder;
  const auto spools = folder.File("spool");
  const auto killed = folder.File("killed.db");
  const auto undisturbed = folder.File("undisturbed.db");
  std::filesystem::create_directory(spools);
  StoreWriter::Create(killed);
  Agents agents(spools);
  Random random(7);
  for (int kill = 0; kill < kKills; ++kill) {
    agents.GoOn();
    PollingProcess collector(killed, spools);
    agents.GoOn();
    ASSERT_TRUE(collector.AwaitPolls(random.Below(4))) << "kill " << kill;
    agents.GoOn();
    SleepFor(Duration(random.Below(4'000)));
    ASSERT_TRUE(collector.Kill()) << "kill " << kill;
  }
  const auto taken = Everything(killed).size();
  agents.Close();
  CollectLeftOver(*StoreWriter::Open(killed), spools);
  CollectLeftOver(*StoreWriter::Create(undisturbed), spools);
  const auto all = Everything(undisturbed);
  EXPECT_EQ(Everything(killed), all);
  EXPECT_GT(all.size(), 3u * kKills * 2 * kStreams);
  EXPECT_GT(taken, all.size() / 2) << "those that were killed had taken over next to nothing";
}

}  // namespace
}  // namespace kproof
