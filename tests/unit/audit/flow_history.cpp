#include "tests/unit/audit/flow_history.h"

namespace kproof {
namespace {

constexpr char kWorker[] = "worker-0";
const PlaceId kPayments{"main", "payments", 0};

ReadSpan OneRead(std::uint64_t sequence, std::int64_t offset, RunMicros at) {
  ReadSpan span;
  span.first_sequence = sequence;
  span.count = 1;
  span.offsets.Push(offset);
  span.from = span.to = at;
  span.pulse.Mark(at);
  span.digest.Add(sequence, offset);
  return span;
}

}  // namespace

struct FlowHistory::Worker {
  explicit Worker(StoreWriter& store)
      : runs([this, &store](const ReadRun& run) { run_id = store.AddRun(kWorker, run); }) {}

  std::string group = "billing";
  std::int64_t run_id = 0;
  RunMicros now = Micros(3);
  bool closes = true;
  RunTracker runs;
};

FlowHistory::FlowHistory() : worker_(std::make_shared<Worker>(writer())) {
  writer().OpenActor({kWorker, "main", ActorKind::kConsumer, "by hand", "here", 14}, 0);
}

FlowHistory& FlowHistory::InTxn(const std::string& name, std::uint64_t first, std::uint64_t count) {
  writer().AddTxnRecords("checkout-0", name, kStream, first, count);
  return *this;
}

FlowHistory& FlowHistory::Txn(const std::string& name, std::optional<double> commit_asked,
                              std::optional<TxnOutcome> outcome) {
  TxnFact txn;
  txn.name = name;
  if (commit_asked) txn.commit_asked = Micros(*commit_asked);
  txn.outcome = outcome;
  if (outcome) txn.ended = Micros(commit_asked.value_or(2)) + 500'000;
  writer().Put("checkout-0", txn);
  return *this;
}

FlowHistory& FlowHistory::Final(Isolation isolation, std::initializer_list<std::uint64_t> sequences,
                                std::int64_t start, std::int64_t end) {
  for (const auto sequence : sequences)
    FinalRead(isolation, sequence, static_cast<std::int64_t>(sequence));
  return FinalBounds(isolation, start, end);
}

FlowHistory& FlowHistory::FinalRead(Isolation isolation, std::uint64_t sequence,
                                    std::int64_t offset) {
  writer().Add("final", Pass::kFinal, isolation, kStream, OneRead(sequence, offset, Micros(8)));
  return *this;
}

FlowHistory& FlowHistory::FinalBounds(Isolation isolation, std::int64_t start, std::int64_t end) {
  writer().Add("final", isolation, Bounds{"payments", 0, start, end, std::nullopt});
  return *this;
}

FlowHistory& FlowHistory::FinalAt(Isolation isolation, Records records, std::int64_t start,
                                  std::int64_t end) {
  for (const auto& [sequence, offset] : records) FinalRead(isolation, sequence, offset);
  return FinalBounds(isolation, start, end);
}

FlowHistory& FlowHistory::LiveCommitted(std::uint64_t first, std::uint64_t count,
                                        std::int64_t offset, double from,
                                        std::optional<double> to) {
  ReadSpan span = OneRead(first, offset, Micros(from));
  for (std::uint64_t i = 1; i < count; ++i) {
    span.offsets.Push(offset + static_cast<std::int64_t>(i));
    span.digest.Add(first + i, offset + static_cast<std::int64_t>(i));
  }
  span.count = count;
  span.to = Micros(to.value_or(from));
  writer().Add("monitor-0", Pass::kLive, Isolation::kCommitted, kStream, span);
  return *this;
}

FlowHistory& FlowHistory::Assigned(std::optional<std::int64_t> position, bool anew) {
  if (anew) worker_->runs.Assign({}, ++worker_->now);
  worker_->runs.Assign({{kPayments, position}}, ++worker_->now);
  return *this;
}

FlowHistory& FlowHistory::Seeks(std::int64_t offset) {
  worker_->runs.Seek(kPayments, offset, ++worker_->now);
  return *this;
}

FlowHistory& FlowHistory::Consumes(std::initializer_list<std::int64_t> offsets) {
  for (const auto offset : offsets) ConsumesAt({{static_cast<std::uint64_t>(offset), offset}});
  return *this;
}

FlowHistory& FlowHistory::ConsumesAt(Records records) {
  for (const auto& [sequence, offset] : records) {
    const auto at = ++worker_->now;
    worker_->runs.Read(kPayments, Isolation::kUncommitted, worker_->group, offset, at);
    writer().Add(kWorker, Pass::kLive, Isolation::kUncommitted, kStream,
                 OneRead(sequence, offset, at), worker_->run_id);
  }
  return *this;
}

FlowHistory& FlowHistory::InGroup(const std::string& group) {
  worker_->group = group;
  return *this;
}

FlowHistory& FlowHistory::Processes(std::initializer_list<std::int64_t> offsets) {
  ProcessedTracker tracker([&](const Processed& row) { writer().Add(kWorker, row); });
  for (const auto offset : offsets)
    tracker.Effect(kPayments, worker_->group, offset, ++worker_->now);
  tracker.Flush();
  return *this;
}

FlowHistory& FlowHistory::Commits(std::int64_t offset, Outcome outcome) {
  writer().Add(kWorker,
               GroupCommit{"main", worker_->group, "payments", 0, offset, outcome, ++worker_->now});
  return *this;
}

FlowHistory& FlowHistory::Require(const std::string& guarantee) {
  Run(run_key::kRequire, "[\"" + guarantee + "\"]");
  return *this;
}

FlowHistory& FlowHistory::NeverCloses(const std::string& actor) {
  if (actor == kWorker) worker_->closes = false;
  HistoryOf::NeverCloses(actor);
  return *this;
}

Result FlowHistory::Judge() {
  worker_->runs.End();
  if (worker_->closes) writer().CloseActor(kWorker, Micros(9));
  return HistoryOf::Judge();
}

}  // namespace kproof
