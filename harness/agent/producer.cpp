// The instrumented producer, as a process of its own: `kproof agent producer CONFIG`.
//
// Sends stamped records in an open loop, and spools what became of each. SIGTERM: stops sending,
// waits for what is outstanding, closes its spool. A second SIGTERM gives up at once. SIGKILL at
// any time loses no sent mark.
#include <fmt/format.h>

#include <algorithm>

#include "audit/facts/audit_topics.h"
#include "harness/agent/drain_limit.h"
#include "harness/agent/kind.h"
#include "harness/agent/life.h"
#include "harness/agent/metadata_refresh.h"
#include "harness/agent/transactions.h"
#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/random.h"
#include "harness/base/wording.h"
#include "harness/words/actor_kind.h"

namespace kproof {
namespace {

constexpr int kBurst = 32;  // records between two looks at the clock and at deliveries
constexpr Duration kTick =
    std::chrono::milliseconds(2);  // the most that sending may lag behind the intended time
constexpr Duration kLongestWait = std::chrono::milliseconds(20);
constexpr Duration kMetadataLimit = std::chrono::milliseconds(500);
constexpr int kMostLives = 1000;  // of one producer: more is a defect, not a fault of the cluster

class Producer {
 public:
  Producer(AgentProcess& process, const ProducerConfig& config, const ClientConfig& client)
      : process_(process),
        config_(config),
        client_(client),
        origin_(EntropyId()),
        places_(config.topics, config.keys, config.value_bytes,
                config.defaults == "java" ? PlaceChooser::kJavaStickyBytes : UINT64_MAX),
        values_(config.seed, config.value_bytes) {
    for (const auto& topic : config.topics) partitions_.push_back(topic.partitions);
    if (config.transaction)
      transactions_.emplace(
          process, *config.transaction, [this] { return Urgent(); }, config.crash);
    NewLife(config.life);
  }

  // Gives why it has not crashed as it was asked to; "": it was not.
  std::string Run() {
    life_->AwaitLeaders(config_.ready_limit);
    TakeOver();
    process_.live->Enter(AgentPhase::kReady);
    process_.live->Enter(AgentPhase::kRunning);
    started_ = process_.clock.Now();
    refresh_ = MetadataRefresh(life_->Settings());
    while (StopSignals() == 0 && !HadEnough()) {
      if (refresh_.Due(process_.clock.Now())) LookForPartitions();
      SendDue();
      if (!life_->fatal_error().empty() || (transactions_ && transactions_->broken()))
        Reincarnate();
    }
    process_.live->Enter(AgentPhase::kDraining);
    Drain();
    return transactions_ ? transactions_->MissedCrash() : "";
  }

  // Its client refreshes its metadata as often, and whoever leaves the choice of the partition to
  // it sends to new ones from then on.
  void LookForPartitions() {
    for (std::size_t topic = 0; topic < partitions_.size(); ++topic) {
      const auto found = life_->Partitions(topic, kMetadataLimit);
      if (!found || *found <= partitions_[topic]) continue;
      partitions_[topic] = *found;
      life_->Grow(topic, *found);
      places_.Grow(topic, *found);
    }
  }

  // It has seen as many errors as it bears.
  bool HadEnough() const {
    return config_.stop_after > 0 &&
           process_.state.failed + process_.state.unknown >= config_.stop_after;
  }

 private:
  void NewLife(std::uint32_t number) {
    life_number_ = number;
    life_ = std::make_unique<ProducerLife>(process_, config_, client_, origin_, number);
    for (std::size_t topic = 0; topic < partitions_.size(); ++topic)
      life_->Grow(topic, partitions_[topic]);
    if (number == config_.life) process_.AddSettings("producer", life_->Settings());
    process_.Flush(process_.clock.Now());
  }

  void TakeOver() {
    if (transactions_) transactions_->TakeOver(*life_, life_number_);
  }

  // Whether to give up what nobody has answered: some time after the request to end.
  bool Urgent() {
    if (StopSignals() > 0) BeginToDrain();
    return StopSignals() > 1 || (drain_ && drain_->Passed());
  }

  void BeginToDrain() {
    if (!drain_) drain_.emplace(DrainLimit(config_.drain_limit, life_->Settings()));
  }

  // When record number `index` should be sent.
  RunMicros Intended(std::uint64_t index) const {
    return started_ + static_cast<RunMicros>(static_cast<double>(index) * 1e6 / config_.rate_per_s);
  }

  // Sends what is due, at most a burst, and waits for the next time otherwise.
  void SendDue() {
    const auto now = process_.clock.Now();
    const auto wall = WallMicros();
    const bool unlimited = config_.rate_per_s == 0;
    for (int i = 0; i < kBurst; ++i) {
      const auto intended = unlimited ? now : Intended(next_);
      if (intended > now) return AwaitNext(intended - now);
      if (!SendOne(intended, now, wall) || HadEnough()) return;
      if (config_.one_by_one) return AwaitAnswer();
    }
    life_->Poll(Duration(0));
  }

  // Waking for each single record would cost more than the records do: at high rates a few go
  // together.
  void AwaitNext(RunMicros wait) { life_->Poll(std::clamp(Duration(wait), kTick, kLongestWait)); }

  void AwaitAnswer() {
    while (life_->outstanding() > 0 && StopSignals() == 0 && life_->fatal_error().empty())
      life_->Poll(kLongestWait);
  }

  // A record waits for room in the client's queue and keeps its intended time, or is dropped.
  // False: stop or fatal error came first.
  bool SendOne(RunMicros intended, RunMicros now, std::int64_t wall) {
    if (transactions_ && !transactions_->Before()) return false;
    auto result = life_->Send(places_.Next(now), values_.Next(), intended, wall);
    while (result == SendResult::kQueueFull) {
      if (config_.drop_when_full) {
        life_->GiveUp();
        life_->Poll(Duration(0));
        break;
      }
      life_->Poll(std::chrono::milliseconds(5));
      if (StopSignals() > 0) {
        life_->GiveUp();
        return false;
      }
      result = life_->Retry();
    }
    if (result == SendResult::kFatal) return false;
    ++next_;
    if (transactions_) transactions_->After();
    return !transactions_ || !transactions_->broken();
  }

  void Reincarnate() {
    const auto said = life_->fatal_error();
    const std::string why = said.empty() ? "its client refuses to go on" : said;
    const auto outstanding = life_->outstanding();
    if (transactions_) transactions_->Abandon();
    life_->End();
    if (life_number_ + 1 - config_.life == kMostLives)
      throw Error(fmt::format("producer {} died {}; last: {}", config_.actor,
                              Counted(kMostLives, "time"), why));
    process_.spool.Add(SpoolEvent{
        process_.clock.Now(),
        fmt::format("fatal error of life {} with {} outstanding: {}; life {} follows", life_number_,
                    Counted(outstanding, "record"), why, life_number_ + 1)});
    life_.reset();
    if (transactions_) Wait(transactions_->Patience(why));
    NewLife(life_number_ + 1);
    TakeOver();
  }

  void Wait(Duration time) {
    WaitUntil(
        [this] {
          process_.Flush(process_.clock.Now());
          return StopSignals() > 0;
        },
        Deadline(time));
  }

  void Drain() {
    BeginToDrain();
    if (transactions_ && !config_.exit_at_end) transactions_->End(false);
    while (life_->outstanding() > 0 && !config_.exit_at_end && !Urgent() &&
           life_->fatal_error().empty()) {
      life_->FlushClient(std::chrono::milliseconds(20));
      life_->Poll(Duration(0));
    }
    if (const auto why = life_->fatal_error(); !why.empty())
      process_.spool.Add(
          SpoolEvent{process_.clock.Now(),
                     fmt::format("fatal error of life {} while draining: {}", life_number_, why)});
    if (transactions_) transactions_->Abandon();
    life_->End();
    life_.reset();
  }

  AgentProcess& process_;
  const ProducerConfig& config_;
  const ClientConfig& client_;
  std::uint32_t origin_;
  PlaceChooser places_;
  ValuePool values_;
  std::unique_ptr<ProducerLife> life_;
  std::uint32_t life_number_ = 0;
  RunMicros started_ = 0;
  std::uint64_t next_ = 0;                // records sent, in this and all earlier lives
  std::vector<std::int32_t> partitions_;  // of each topic, as far as it knows
  MetadataRefresh refresh_;
  std::optional<ProducerTransactions> transactions_;
  std::optional<Deadline> drain_;  // from the request to end
};

std::vector<PlannedAgent> PlanProducers(const AgentRun& run) {
  return PlanInstances<ProducerConfig>(
      run, run.plan->scenario.producers, kProducedTopic,
      [&](const ProducerSpec& spec, ProducerConfig& config, PlannedAgent& agent) {
        std::erase_if(config.topics, [&](const AgentTopic& topic) {
          return !spec.topics.empty() && !Contains(spec.topics, topic.name);
        });
        config.defaults = spec.defaults;
        config.rate_per_s = spec.rate_per_s.value_or(0);
        config.value_bytes = spec.value_bytes;
        config.keys = spec.keys.value_or(0);
        config.seed = run.plan->seed;
        config.one_by_one = spec.send == "one-by-one";
        config.stop_after = spec.stop_after;
        config.drop_when_full = spec.on_full == "drop";
        config.exit_at_end = spec.at_end == "exit";
        if (spec.transaction) config.transaction = TransactionOf(*spec.transaction, agent.name);
        if (agent.name == InstanceName(spec.name, 0)) config.crash = spec.crash;
        agent.client_library = spec.client_library;
        agent.value_bytes = spec.value_bytes;
      });
}

int RunProducer(const std::string& config_json_path) {
  return RunAgent([&](std::unique_ptr<AgentProcess>& process) {
    auto config = ProducerConfigFromJson(ReadConfigFile(config_json_path));
    if (config.life > 0) config.crash = {};  // its first life did
    auto client = ClientConfig::Producer(config.defaults, config.properties);
    client.Force("bootstrap.servers", config.bootstrap_servers, "the cluster of this run");
    client.Default("client.id", config.instance);
    client.Default("allow.auto.create.topics", "false");
    client.Default("statistics.interval.ms", "250");  // ProducerClient::Resent
    if (config.transaction)
      MakeTransactional(client, config.properties, config.transaction->id,
                        config.transaction->timeout);
    process = std::make_unique<AgentProcess>(config, ActorKind::kProducer);
    const auto missed = Producer(*process, config, client).Run();
    process->Close(StopSignals() == 0 ? AgentPhase::kStopped : AgentPhase::kDone);
    if (!missed.empty())
      throw Error(config.actor + ": " + missed,
                  Hint("give a smaller `nth`, or let the load last longer"));
  });
}

}  // namespace

AgentKind ProducerKind() {
  return {.word = NameOf(ActorKind::kProducer),
          .shift = AgentShift::kLoad,
          .plan = PlanProducers,
          .run = RunProducer,
          // Acked, or handed over with acks=0.
          .at_work = [](const LiveState& state) { return state.acked > 0; },
          .idle = "acks or reads do not flow",
          // An answer that never comes, because its broker's machine died in silence, holds its
          // partitions for librdkafka's socket.timeout.ms, 60 s by default.
          .end_limit = std::chrono::seconds(75),
          .end_limit_hurried = std::chrono::seconds(2),
          .overdue_text = "it did not end"};
}

}  // namespace kproof
