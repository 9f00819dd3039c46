#include "tests/unit/events/big_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <vector>

#include "audit/events/event_line.h"

namespace kproof {
namespace {

constexpr std::uint64_t kPartitions = 4, kProducers = 3, kInTxn = 5;
constexpr std::int64_t kBegin = 1'000'000, kLoad = 20'000'000;  // microseconds

struct Record {
  std::uint64_t producer = 0, partition = 0, seq = 0;
  std::int64_t offset = 0;
};

class BigHistory {
 public:
  BigHistory(const std::string& path, std::uint64_t records)
      : file_(path, std::ios::binary), records_(records) {}

  void Write() {
    Head();
    for (std::uint64_t i = 0; i < records_; ++i) Send(i);
    for (auto& open : open_txn_) EndTxn(open, kBegin + kLoad);
    Final("uncommitted");
    Final("committed");
    Tail();
  }

 private:
  void Put(std::int64_t at, EventLine line) { file_ << line.Seconds("t", at).str() << '\n'; }
  void Note(std::int64_t at, const char* kind, const std::string& subject,
            const std::string& detail = "") {
    Put(at, EventLine("note").Text("kind", kind).Text("subject", subject).Text("detail", detail));
  }
  void State(std::int64_t at, std::uint64_t partition, int leader, int epoch, const char* isr) {
    Put(at, EventLine("state")
                .Text("topic", "x")
                .Int("partition", partition)
                .Int("broker", leader)
                .Int("leader", leader)
                .Int("leader_epoch", epoch)
                .Raw("replicas", "[1,2,3]")
                .Raw("isr", isr));
  }
  void Actors(std::int64_t at, const char* op) {
    for (const auto& [name, kind] :
         {std::pair("p-0", "producer"), std::pair("p-1", "producer"), std::pair("p-2", "producer"),
          std::pair("m", "monitor"), std::pair("c", "consumer"), std::pair("f", "final")})
      Put(at, EventLine("actor")
                  .Text("actor", name)
                  .Text("op", op)
                  .Text("kind", kind)
                  .Text("client", "test 1.0"));
  }

  void Head() {
    file_ << R"({"event":"run","t":0,"scenario":"big","seed":7,"seconds":25,"cluster_id":"abc",)"
             R"("limits":{"longest_ack_gap":"< 30s","recovery":"< 20s"},"labels":{"team":"pay"}})"
             "\n"
             R"({"event":"require","guarantees":["no-loss","no-duplicates","order","no-skips",)"
             R"("at-least-once"]})"
             "\n"
             R"({"event":"config","origin":"p","acks":"all","enable.idempotence":true,)"
             R"("max.in.flight":5,"message.timeout.ms":300000,)"
             R"("sources":{"acks":"scenario","max.in.flight":"librdkafka default"}})"
             "\n"
             R"({"event":"config","topic":"x","replication":3,"min_insync":2,"unclean":false,)"
             R"("retention.ms":604800000,"retention.bytes":-1,"cleanup.policy":"delete"})"
             "\n"
             R"({"event":"config","node":"broker-1","broker.session.timeout.ms":9000})"
             "\n"
             R"({"event":"config","actor":"m","isolation.level":"read_uncommitted"})"
             "\n";
    Actors(900'000, "open");
    for (std::uint64_t partition = 0; partition < kPartitions; ++partition)
      State(950'000, partition, partition == 1 ? 2 : 1, 3, "[1,2,3]");
    Note(960'000, "phase", "steady");
    Put(970'000, EventLine("assign").Text("actor", "c").Raw("partitions", R"([["x",0,0]])"));
  }

  // Acks of the partition that broker 2 leads pause while nobody leads it.
  void Send(std::uint64_t i) {
    const auto at =
        kBegin + static_cast<std::int64_t>(i) * kLoad / static_cast<std::int64_t>(records_);
    Happen(at);
    Record record{i % kProducers, (i / kProducers) % kPartitions, 0, 0};
    auto& log = logs_[record.partition];
    record.seq = sent_[record.producer][record.partition]++;
    record.offset = next_offset_[record.partition]++;
    log.push_back(record);
    const bool waits = record.partition == 1 && at >= 8'000'000 && at < 11'500'000;
    const auto acked = waits ? 11'500'000 + (at - 8'000'000) / 1'000 : at + 4'000;
    auto& open = open_txn_[record.partition];
    if (record.producer == 2 && open.count == 0) {
      open = {record.partition, fmt::format("t-{}-{}", record.partition, record.seq), 1};
      Put(at, Txn(open, "begin"));
    }
    const auto named = [&](const char* event) {
      EventLine line(event);
      const auto name = fmt::format("p-{}", record.producer);
      line.Text("actor", record.producer == 2 ? fmt::format("p-2") : name)
          .Text("origin", name)
          .Int("seq", record.seq)
          .Text("topic", "x")
          .Int("partition", record.partition);
      if (record.producer == 2) line.Text("txn", open.name);
      return line;
    };
    file_ << named("send").str() << '\n';
    late_.push_back({acked, named("settle")
                                .Text("outcome", "acked")
                                .Int("offset", record.offset)
                                .Int("latency_us", acked - at)});
    late_.push_back({acked + 3'000, ReadLine("m", record)});
    if (record.partition == 0) Consume(acked + 4'000, record);
    if (record.producer == 2 && ++open.count > kInTxn) EndTxn(open, acked + 5'000);
    if (late_.size() < most_late_) return;
    Flush(at - 4'000'000);
    most_late_ = 2 * late_.size() + 2'000;
  }

  struct OpenTxn {
    std::uint64_t partition = 0;
    std::string name;
    std::uint64_t count = 0;
  };
  static EventLine Txn(const OpenTxn& open, const char* op) {
    EventLine line("txn");
    line.Text("actor", "p-2").Text("txn", open.name).Text("op", op);
    return line;
  }
  void EndTxn(OpenTxn& open, std::int64_t at) {
    if (open.count == 0) return;
    late_.push_back({at, Txn(open, "commit")});
    late_.push_back({at + 1'000, Txn(open, "end").Text("outcome", "committed")});
    open.count = 0;
    ++next_offset_[open.partition];  // the marker
  }

  static EventLine ReadLine(const char* actor, const Record& record) {
    EventLine line("read");
    return line.Text("actor", actor)
        .Text("topic", "x")
        .Int("partition", record.partition)
        .Int("offset", record.offset)
        .Text("origin", fmt::format("p-{}", record.producer))
        .Int("seq", record.seq);
  }
  void Consume(std::int64_t at, const Record& record) {
    late_.push_back({at, ReadLine("c", record).Text("group", "g")});
    const auto place = [&](const char* event, std::int64_t offset) {
      EventLine line(event);
      line.Text("actor", "c").Text("group", "g").Text("topic", "x").Int("partition", 0);
      return line.Int("offset", offset);
    };
    late_.push_back({at + 1'000, place("process", record.offset)});
    if (record.offset % 100 == 0)
      late_.push_back({at + 2'000, place("commit", record.offset + 1).Text("outcome", "acked")});
  }

  // What the cluster said between the record before and this one.
  void Happen(std::int64_t at) {
    if (stage_ == 0 && at >= 8'000'000) {
      Note(8'000'000, "phase", "faults");
      State(10'900'000, 1, 3, 4, "[1,3]");
      Put(10'900'000, EventLine("log").Text("node", "broker-3").Text("line", "leader of x-1 now"));
      ++stage_;
    }
    if (stage_ == 1 && at >= 14'000'000) {
      Note(12'000'000, "phase", "healed");
      for (std::uint64_t partition = 0; partition < kPartitions; ++partition)
        State(13'700'000, partition, partition == 1 ? 3 : 1, 4, "[1,2,3]");
      Note(14'000'000, "phase", "whole");
      Note(14'100'000, "disturbance", "machine", "it stalled for 1.2 s");
      ++stage_;
    }
  }

  void Flush(std::int64_t until) {
    std::stable_sort(late_.begin(), late_.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::size_t written = 0;
    for (; written < late_.size() && late_[written].first < until; ++written)
      Put(late_[written].first, std::move(late_[written].second));
    late_.erase(late_.begin(), late_.begin() + static_cast<std::ptrdiff_t>(written));
  }

  void Final(const std::string& isolation) {
    Flush(kBegin + kLoad * 10);
    if (isolation == "uncommitted") Note(kBegin + kLoad + 500'000, "phase", "drained");
    std::int64_t at = isolation == "committed" ? 24'000'000 : 23'000'000;
    for (std::uint64_t partition = 0; partition < kPartitions; ++partition) {
      for (const auto& record : logs_[partition]) {
        auto line = ReadLine("f", record).Text("pass", "final").Text("isolation", isolation);
        Put(at += 2, std::move(line));
      }
      EventLine bounds("bounds");
      file_ << bounds.Text("actor", "f")
                   .Text("topic", "x")
                   .Int("partition", partition)
                   .Int("start", 0)
                   .Int("end", next_offset_[partition])
                   .Text("isolation", isolation)
                   .str()
            << '\n';
    }
  }

  void Tail() {
    file_ << R"({"event":"fault","fault":"kill","target":"leader of x/1","nodes":[2],"from":8,)"
             R"("to":12,"bit":true,"healed":true,"proof":"ended by SIGKILL"})"
             "\n";
    Actors(26'000'000, "close");
  }

  std::ofstream file_;
  const std::uint64_t records_;
  std::array<std::vector<Record>, kPartitions> logs_;
  std::array<std::array<std::uint64_t, kPartitions>, kProducers> sent_{};
  std::array<std::int64_t, kPartitions> next_offset_{};
  std::array<OpenTxn, kPartitions> open_txn_;
  std::vector<std::pair<std::int64_t, EventLine>> late_;  // what is not written yet, by its time
  std::size_t most_late_ = 2'000;
  int stage_ = 0;
};

}  // namespace

void WriteBigHistory(const std::string& path, std::uint64_t records) {
  BigHistory(path, records).Write();
}

}  // namespace kproof
