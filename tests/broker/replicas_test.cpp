// Every replica of a real cluster, read from its own node: a follower whose log was changed on disk
// while it was down is found out to the record, and healthy ones are not accused.
#include "harness/observe/replicas.h"

#include <fmt/format.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "harness/kafka/producer_client.h"
#include "tests/broker/live.h"
#include "tests/unit/kafka/batch_builder.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

constexpr Duration kRecovery = std::chrono::seconds(60);
constexpr int kRecords = 300;  // of each topic; those of "holed" fill several segments

std::string ValueOf(int number) { return fmt::format("value-{:06}-of-this-topic", number); }

void Produce(const Live& live, const std::string& topic, int partitions, int records,
             const std::map<std::string, std::string>& properties, std::size_t padding = 0) {
  auto all = properties;
  all["bootstrap.servers"] = live->bootstrap_servers();
  int acked = 0;
  ProducerClient producer(ClientConfig::Producer("librdkafka", all), {topic},
                          [&acked](const Delivery& delivery) {
                            acked += delivery.outcome == DeliveryOutcome::kAcked ? 1 : 0;
                          });
  std::vector<std::string> values;
  values.reserve(static_cast<std::size_t>(records));
  for (int i = 0; i < records; ++i) {
    values.push_back(ValueOf(i) + std::string(padding, '.'));
    const OutgoingRecord record{.topic = 0,
                                .partition = i % partitions,
                                .key = std::nullopt,
                                .value = values.back(),
                                .stamp = {},
                                .opaque = 0};
    while (producer.Send(record) != SendResult::kSent) producer.Poll(std::chrono::milliseconds(10));
  }
  producer.Flush(std::chrono::seconds(30));
  ASSERT_EQ(acked, records);
}

// The segments of a partition on one node, oldest first.
std::vector<fs::path> Segments(const Live& live, const Node& node, const std::string& partition) {
  std::vector<fs::path> segments;
  for (const auto& entry : fs::recursive_directory_iterator(live.folder())) {
    const auto& path = entry.path();
    const bool ours = path.string().find("/" + node.name() + "/") != std::string::npos;
    if (ours && path.extension() == ".log" && path.parent_path().filename() == partition)
      segments.push_back(path);
  }
  std::sort(segments.begin(), segments.end());
  return segments;
}

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void WriteFile(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// Changes one record's value in place; `seal`: the CRC of its batch is made to hold again.
void ChangeRecord(const fs::path& segment, int record, bool seal) {
  const std::string bytes = ReadFile(segment);
  std::string changed;
  bool found = false;
  for (std::string_view left = bytes; const auto batch = TakeBatch(left);) {
    std::string copy(batch->bytes);
    if (const auto at = copy.find(ValueOf(record)); at != std::string::npos) {
      copy[at] = 'V';
      if (seal) Seal(copy);
      found = true;
    }
    changed += copy;
  }
  ASSERT_TRUE(found);
  WriteFile(segment, changed);
}

// Changes the last byte of the first batch, whatever it means; its CRC holds.
RecordBatch ChangeFirstBatch(const fs::path& segment) {
  std::string bytes = ReadFile(segment);
  std::string first(Parsed(bytes).bytes);
  first.back() = static_cast<char>(first.back() ^ 1);
  Seal(first);
  WriteFile(segment, bytes.replace(0, first.size(), first));
  return Parsed(bytes);
}

void CutOffLastBatch(const fs::path& segment) {
  const std::string bytes = ReadFile(segment);
  std::size_t last = 0;
  for (std::string_view left = bytes; TakeBatch(left);)
    if (!left.empty()) last = bytes.size() - left.size();
  ASSERT_GT(last, 0U);
  WriteFile(segment, bytes.substr(0, last));
}

class Replicas : public testing::Test {
 protected:
  void Create(const std::string& topic, int partitions,
              const std::map<std::string, std::string>& config = {}) {
    topics_.push_back(topic);
    CreateTopic(*live_,
                {.name = topic, .partitions = partitions, .replication = 3, .config = config},
                Deadline(std::chrono::seconds(20)));
  }

  std::vector<ReplicaRead> Read() {
    const Observer observer(*live_, topics_, {});
    std::string missing;
    const auto whole = [&] { return Whole(*live_, observer.View(), &missing); };
    EXPECT_TRUE(WaitUntil(whole, Deadline(kRecovery))) << missing;
    const auto begin = MonotonicMicros();
    auto reads = ReadReplicas({.cluster = &*live_,
                               .observer = &observer,
                               .topics = topics_,
                               .deadline = Deadline(kRecovery),
                               .give_up = [] { return false; }})
                     .value();
    fmt::print("{} replicas read in {:.0f} ms\n", reads.size(),
               double(MonotonicMicros() - begin) / 1e3);
    return reads;
  }

  // "broker 2 of changed/0: differs 7+1 (its copy …)", one a difference, and whatever was not read.
  std::vector<std::string> Told(const std::vector<ReplicaRead>& reads) {
    constexpr const char* kKinds[] = {"lacks", "differs", "extra"};
    std::vector<std::string> told;
    for (const auto& read : reads) {
      const auto name = fmt::format("broker {} of {}/{}", read.node, read.topic, read.partition);
      if (!read.problem.empty()) told.push_back(name + ": " + read.problem);
      if (read.position != read.end) told.push_back(fmt::format("{} stops", name));
      if (!read.in_isr) told.push_back(name + " is not in the ISR");
      for (const auto& difference : read.differences) {
        told.push_back(fmt::format("{}: {} {}+{} ({})", name,
                                   kKinds[static_cast<int>(difference.kind)],
                                   difference.first_offset, difference.count, difference.detail));
      }
    }
    std::sort(told.begin(), told.end());
    return told;
  }

  Live live_;
  std::vector<std::string> topics_;
};

TEST_F(Replicas, OfAHealthyClusterDoNotDifferWhateverTheCodecAndArePartOfEveryAnswer) {
  const std::vector<std::string> codecs = {"none", "gzip", "snappy", "lz4", "zstd"};
  for (const auto& codec : codecs) {
    Create(codec, 2);
    Produce(live_, codec, 2, kRecords, {{"compression.type", codec}});
  }
  Create("compacted", 1, {{"cleanup.policy", "compact"}});
  Create("empty", 1);
  constexpr int kBulk = 240'000;
  Create("bulk", 6);
  Produce(live_, "bulk", 6, kBulk, {}, 256);
  const auto reads = Read();
  EXPECT_EQ(Told(reads), std::vector<std::string>{});
  EXPECT_EQ(reads.size(), (codecs.size() * 2 + 1 + 6) * 3) << "all but the compacted one";
  for (const auto& read : reads) {
    if (read.topic == "bulk") {
      EXPECT_EQ(read.end, kBulk / 6);
    }
    if (read.topic == "zstd") {
      EXPECT_EQ(read.end, kRecords / 2);
    }
  }
}

TEST_F(Replicas, AFollowerThatHoldsOtherwiseIsNamedToTheRecord) {
  for (const char* topic : {"changed", "flipped", "cut", "packed", "untouched"}) Create(topic, 1);
  Create("holed", 1, {{"segment.bytes", "1048576"}});
  for (const auto& topic : topics_) {
    const std::string codec = topic == "packed" ? "gzip" : "none";
    Produce(live_, topic, 1, kRecords, {{"compression.type", codec}, {"batch.num.messages", "10"}},
            topic == "holed" ? 10'000 : 0);
  }

  // What it led goes to others with a clean shutdown, and it comes back as a follower in all.
  Node& follower = live_->node(3);
  follower.process().Signal(SIGTERM);  // nothing is verified at the start after it
  ASSERT_TRUE(follower.process().WaitExit(Deadline(kRecovery)));
  const auto log = [&](const std::string& topic) {
    return Segments(live_, follower, topic + "-0");
  };
  ChangeRecord(log("changed").front(), 123, /*seal=*/true);
  ChangeRecord(log("flipped").front(), 77, /*seal=*/false);
  CutOffLastBatch(log("cut").back());
  const RecordBatch packed = ChangeFirstBatch(log("packed").front());
  const auto segments = log("holed");
  ASSERT_GE(segments.size(), 3U);
  const auto gone = std::stoll(segments[1].stem().string());
  const auto next = std::stoll(segments[2].stem().string());
  for (const char* part : {".log", ".index", ".timeindex", ".snapshot"})
    fs::remove(fs::path(segments[1]).replace_extension(part));
  follower.process().Start();
  ASSERT_TRUE(follower.process().WaitStarted(Deadline(kRecovery)))
      << follower.process().LastLogLines(20);

  // The last batch that was cut off is back: a follower fetches from its log end on. What lies
  // below the end is looked at by nobody but a reader, who gets it as it is.
  EXPECT_EQ(Told(Read()),
            (std::vector<std::string>{
                "broker 3 of changed/0: differs 123+1 ()",
                "broker 3 of flipped/0: differs 77+1 (its copy fails its own CRC)",
                fmt::format("broker 3 of holed/0: lacks {}+{} ()", gone, next - gone),
                fmt::format("broker 3 of packed/0: differs {}+{} ()", packed.base_offset,
                            packed.last_offset - packed.base_offset + 1),
            }));
}

// A frozen node has said nothing, so it is not accused of anything.
TEST_F(Replicas, OfAFrozenNodeAreNamedAsUnread) {
  Create("ledger", 1);
  Produce(live_, "ledger", 1, kRecords, {});
  const Observer observer(*live_, topics_, {});
  ASSERT_TRUE(WaitUntil([&] { return Whole(*live_, observer.View()); }, Deadline(kRecovery)));
  const ClusterView view = observer.View();
  Node& follower = live_->node(view.Find("ledger/0")->leader % 3 + 1);
  follower.process().Signal(SIGSTOP);
  const auto reads = ReadReplicas({.cluster = &*live_,
                                   .observer = &observer,
                                   .topics = topics_,
                                   .deadline = Deadline(kRecovery),
                                   .give_up = [] { return false; }})
                         .value();
  follower.process().Signal(SIGCONT);
  ASSERT_EQ(reads.size(), 3U);
  for (const auto& read : reads) {
    EXPECT_TRUE(read.differences.empty());
    EXPECT_EQ(read.problem.empty(), read.node != follower.id()) << read.problem;
    EXPECT_EQ(read.position, read.node == follower.id() ? 0 : kRecords);
  }
}

}  // namespace
}  // namespace kproof
