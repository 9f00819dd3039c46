#include "tests/unit/audit/history.h"

#include <unistd.h>

#include <atomic>

#include "audit/store/reader.h"

namespace kproof {
TempStore::TempStore() {
  static std::atomic<int> number = 0;
  // In memory unless TMPDIR says where: nobody waits for a disk.
  const std::filesystem::path in_memory = "/dev/shm";
  const bool fast = getenv("TMPDIR") == nullptr && access(in_memory.c_str(), W_OK) == 0;
  path_ =
      ((fast ? in_memory : std::filesystem::temp_directory_path()) /
       ("kproof-audit-test-" + std::to_string(getpid()) + "-" + std::to_string(number++) + ".db"))
          .string();
}

TempStore::~TempStore() {
  for (const char* end : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(path_ + end);
}

HistoryOf::HistoryOf() : writer_(StoreWriter::Create(file_.path())) {
  writer_->AddTopic({"main", "payments", 2, 3});
  writer_->OpenActor({"checkout-0", "main", ActorKind::kProducer, "librdkafka 2.0.2", "here", 11},
                     0);
  writer_->OpenActor({"monitor-0", "main", ActorKind::kMonitor, "librdkafka 2.0.2", "here", 12}, 0);
  writer_->OpenActor({"final", "main", ActorKind::kFinalReader, "librdkafka 2.0.2", "here", 13}, 0);
  Run(run_key::kScenario, "by-hand")
      .Run(run_key::kEnded, run_key::kComplete)
      .Run(run_key::kSeed, "7");
  Producer("acks", "-1").Producer("enable.idempotence", "true").Producer("max.in.flight", "5");
  Producer("retries", "2147483647").Producer("message.timeout.ms", "300000");
  Topic("min.insync.replicas", "2").Topic("unclean.leader.election.enable", "false");
  Topic("retention.ms", "604800000")
      .Topic("retention.bytes", "-1")
      .Topic("cleanup.policy", "delete");
}

StreamId HistoryOf::Stream(std::int32_t partition, std::uint32_t life) const {
  return {"main", 0xabcd, life, "payments", partition};
}

HistoryOf& HistoryOf::Sent(std::uint64_t count, std::int32_t partition, std::uint32_t life) {
  writer_->PutStream("checkout-0", Stream(partition, life), count);
  return *this;
}

HistoryOf& HistoryOf::Acks(std::uint64_t first, std::uint64_t count, std::int64_t offset, double at,
                           std::int32_t partition, std::uint32_t life) {
  SettledSpan span;
  span.first_sequence = first;
  span.count = count;
  span.from = span.to = Micros(at);
  span.pulse.Mark(span.from);
  span.latency.Add(5'000, count);
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto place = offset < 0 ? -1 : offset + static_cast<std::int64_t>(i);
    if (place >= 0) span.offsets.Push(place);
    span.digest.Add(first + i, place);
  }
  Sent(first + count, partition, life);
  writer_->Add("checkout-0", Stream(partition, life), span);
  return *this;
}

HistoryOf& HistoryOf::Settles(Outcome outcome, std::uint64_t first, std::uint64_t count,
                              double at) {
  SettledSpan span;
  span.outcome = outcome;
  span.first_sequence = first;
  span.count = count;
  span.from = span.to = Micros(at);
  span.pulse.Mark(span.from);
  Sent(first + count);
  writer_->Add("checkout-0", Stream(0, 0), span);
  return *this;
}

HistoryOf& HistoryOf::Reads(Pass pass, std::uint64_t first, std::uint64_t count,
                            std::int64_t offset, std::int32_t partition, std::int32_t found_in,
                            std::uint32_t life) {
  ReadSpan span;
  span.partition = found_in < 0 ? partition : found_in;
  span.first_sequence = first;
  span.count = count;
  span.from = span.to = Micros(2);
  span.pulse.Mark(span.from);
  for (std::uint64_t i = 0; i < count; ++i) {
    span.offsets.Push(offset + static_cast<std::int64_t>(i));
    span.digest.Add(first + i, offset + static_cast<std::int64_t>(i));
  }
  writer_->Add(pass == Pass::kFinal ? "final" : "monitor-0", pass, Isolation::kUncommitted,
               Stream(partition, life), span);
  return *this;
}

HistoryOf& HistoryOf::Unstamped(std::int64_t offset) {
  ForeignRead read{"payments", 0, {}};
  read.offsets.Push(offset);
  writer_->Add("final", Pass::kFinal, Isolation::kUncommitted, read);
  return *this;
}

HistoryOf& HistoryOf::Corrupt(std::uint64_t sequence, std::int64_t offset) {
  writer_->Add("final", Pass::kFinal, Isolation::kUncommitted, Stream(0, 0),
               CorruptRead{0, offset, sequence});
  return *this;
}

HistoryOf& HistoryOf::FinalBounds(std::int64_t start, std::int64_t end,
                                  std::optional<std::int64_t> position, std::int32_t partition) {
  writer_->Add("final", Isolation::kUncommitted,
               Bounds{"payments", partition, start, end, position});
  return *this;
}

HistoryOf& HistoryOf::Producer(const std::string& key, const std::string& value) {
  writer_->Add(SettingFact{"producer", "checkout", key, value, "scenario"});
  return *this;
}

HistoryOf& HistoryOf::Topic(const std::string& key, const std::string& value) {
  writer_->Add(SettingFact{"topic", "payments", key, value, "DYNAMIC_TOPIC_CONFIG"});
  return *this;
}

HistoryOf& HistoryOf::Fault(const std::string& failure_class, double from, double to, bool bit,
                            bool healed) {
  FaultFact fault;
  fault.fault = failure_class == "crash" ? "kill" : failure_class;
  fault.failure_class = failure_class;
  fault.target = "leader of payments/0";
  fault.nodes = {2};
  fault.from = Micros(from);
  fault.to = Micros(to);
  fault.bit = bit;
  fault.healed = healed;
  writer_->Put(fault);
  return *this;
}

HistoryOf& HistoryOf::Event(double at, const std::string& kind, const std::string& subject,
                            const std::string& detail) {
  writer_->Add(EventFact{Micros(at), kind, subject, detail, "main", NodeOf(kind, subject)});
  return *this;
}

HistoryOf& HistoryOf::Run(const std::string& key, const std::string& value) {
  writer_->SetRun(key, value);
  return *this;
}

HistoryOf& HistoryOf::NeverCloses(const std::string& actor) {
  open_ = actor;
  return *this;
}

Result HistoryOf::Judge() {
  for (const char* actor : {"checkout-0", "monitor-0", "final"}) {
    if (actor != open_) writer_->CloseActor(actor, Micros(9));
  }
  return kproof::Judge(*StoreReader::Open(file_.path()));
}

HistoryOf& Clean(HistoryOf& history) {
  return history.Acks(0, 100, 0).Reads(Pass::kFinal, 0, 100, 0).FinalBounds(0, 100);
}

HistoryOf& OneLost(HistoryOf& history) {
  return history.Acks(0, 100, 0).Reads(Pass::kFinal, 0, 99, 0).FinalBounds(0, 99);
}

}  // namespace kproof
