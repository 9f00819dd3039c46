// A last stable offset that a committed pass found at `s`, while an uncommitted pass found the
// record at `s` and that record was sent in a transaction, has stood there at least since that
// record was known: it never moves back, and whoever holds it was undecided all the time (KIP-98).
// The coordinator aborts a transaction transaction.timeout.ms after its first partition was added,
// which is before its first record (TransactionStateManager.timedOutTransactions; looked for each
// transaction.abort.timed.out.transaction.cleanup.interval.ms, 10 s). What stands longer hangs:
// nobody at the coordinator knows of it any more (KIP-664, KIP-890), or its markers don't arrive.
//
// A transaction may have held it from its first record until a committed reader got past that. An
// end that was told is believed where a committed reader got past it at all: markers follow it.
#include <fmt/format.h>

#include <algorithm>

#include "audit/judge/run/limits.h"
#include "audit/judge/transactions/stable.h"
#include "audit/promise/settings.h"
#include "harness/base/units.h"
#include "harness/words/holder_note.h"

namespace kproof {
namespace {

// Of both clients (ProducerConfig, CONFIGURATION.md), and of the brokers'
// transaction.max.timeout.ms and the least that librdkafka takes.
constexpr RunMicros kDefaultTxnTimeout = 60 * kSecond;
constexpr RunMicros kMostTxnTimeout = 900 * kSecond;
constexpr RunMicros kLeastTxnTimeout = 1 * kSecond;

struct TxnTimeout {
  RunMicros least = kLeastTxnTimeout, most = kMostTxnTimeout;
};

// A producer that told of settings and not of this one has the clients' default.
TxnTimeout TxnTimeoutOf(const Effective& effective, const std::string& origin,
                        const std::string& cluster) {
  constexpr RunMicros kMs = 1'000;
  const auto text = effective.Producer(origin, {"transaction.timeout.ms"});
  const auto ms = text ? ParseInt(*text) : std::nullopt;
  if (ms && *ms > 0) return {*ms * kMs, *ms * kMs};
  const bool told = effective
                        .Producer(origin, {"acks", "enable.idempotence", "transactional.id",
                                           "delivery.timeout.ms", "request.timeout.ms"})
                        .has_value();
  if (!text && told) return {kDefaultTxnTimeout, kDefaultTxnTimeout};
  const auto most = effective.LargestOfBrokers(cluster, "transaction.max.timeout.ms");
  return {kLeastTxnTimeout, most ? *most * kMs : kMostTxnTimeout};
}

// ", held by producer id 2001, epoch 3" where the partition's leader was asked and said so; else "".
std::string HolderOf(const FactReader& store, const std::string& cluster,
                     const std::string& partition, std::uint64_t offset) {
  const auto note = HolderNote(offset);
  for (const auto& event : store.Events())
    if (event.kind == "state" && event.cluster == cluster && event.subject == partition &&
        event.detail.starts_with(note))
      return ", held by " + event.detail.substr(note.size());
  return "";
}

}  // namespace

std::optional<Measured> MeasureHanging(const History& history, const Timeline& timeline) {
  const StableOffsets stable(history);
  const auto& all = history.transactions().all();
  if (all.empty() || !stable.any()) return std::nullopt;
  const Effective effective(history.store().Settings());
  const auto end = std::max(timeline.load_end(), history.last_at());
  Measured measured{Duration(0), Duration(0), "", ""};
  const auto name = [&](PartitionKey key) {
    const auto& topic = history.topic(key.first);
    return fmt::format("{}/{}", InCluster(topic.cluster, topic.name), key.second);
  };
  const auto timeout = [&](std::size_t stream) {
    const auto& of = history.streams()[stream];
    return TxnTimeoutOf(effective, of.origin, of.row.key.cluster);
  };
  for (const auto& stood : stable.stood()) {
    if (history.topic(stood.key.first).incarnation.several) continue;
    const auto where = fmt::format("on {} at offset {}", name(stood.key), stood.offset);
    if (!stood.holder || !stood.known || !stood.asked) {
      measured.Allow(end - kLeastTxnTimeout,
                     "it is not known which transaction held the last stable offset " + where);
      continue;
    }
    const auto beyond = *stood.asked - *stood.known - timeout(stood.holder->first).most;
    if (beyond <= 0) continue;
    const auto& topic = history.topic(stood.key.first);
    const auto partition = fmt::format("{}/{}", topic.name, stood.key.second);
    const auto held = HolderOf(history.store(), topic.cluster, partition, stood.offset);
    measured.Prove(beyond, fmt::format("beyond the timeout {} from {:.1f} s on{}", where,
                                       InSeconds(*stood.known), held));
    // Its transaction may have been over before: what comes behind the markers holds it anew.
    measured.Allow(beyond, "a record came after its transaction had ended");
  }
  for (const auto& txn : all) {
    for (const auto& [stream, records] : txn.records) {
      const auto& row = history.streams()[stream].row;
      const PartitionKey key{row.topic, row.key.partition};
      if (history.topic(key.first).incarnation.several) {
        measured.AllowAny(name(key) + " was deleted and created again");
        continue;
      }
      const auto& fact = txn.row.txn;
      const bool timed = txn.actor != nullptr && txn.actor->timed;
      const auto past = stable.PastSince(key, stable.FirstOf(stream, records));
      auto until = past.value_or(end);
      const bool told = fact.ended && (fact.outcome == TxnOutcome::kCommitted ||
                                       fact.outcome == TxnOutcome::kAborted);
      if (past && told && timed) until = std::min(until, *fact.ended);
      const auto from = timed ? fact.began.value_or(0) : 0;
      measured.Allow(until - from - timeout(stream).least,
                     fmt::format("it is not known when transaction {} of {} ended on {}", fact.name,
                                 txn.actor == nullptr ? "somebody" : txn.actor->name, name(key)));
    }
  }
  return measured;
}

}  // namespace kproof
