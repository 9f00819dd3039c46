// The table. "Crash" is kill -9: the page cache survives and the node comes back with its disk
// (recipes in docs/faults.md); power loss is another class. Operations (elections among in-sync
// replicas, moves, restarts, growth) promise what a stop does, and so do deletions of records,
// which the judge tells from losses. A disk that fails ends a process or a log folder of it as a
// crash does (KIP-112); a slow one delays as a pause does. A cut network does both: what is on its
// way comes late, or its sender gives up. Nothing here covers other classes: see
// the rows named "unknown-failure".
#include <algorithm>
#include <iterator>

#include "audit/promise/promise.h"

namespace kproof {
namespace {

using Settings = PromiseSettings;
using Failures = FailureClasses;
using Answer = std::optional<bool>;

// Three-valued and: no decides even where the other is not known.
Answer Both(Answer a, Answer b) {
  if (a == Answer(false) || b == Answer(false)) return false;
  if (!a || !b) return std::nullopt;
  return true;
}
Answer Either(Answer a, Answer b) {
  if (a == Answer(true) || b == Answer(true)) return true;
  if (!a || !b) return std::nullopt;
  return false;
}

Answer Acked(const Settings& s, Acks acks) {
  return s.acks ? Answer(*s.acks == acks) : std::nullopt;
}

constexpr const char* kKnown[] = {"clock", "corruption",       "crash", "cut",        "deletion",
                                  "disk",  "operation",        "pause", "power-loss", "slow-disk",
                                  "stop",  "unclean-election", "wipe"};

Answer UnknownFailure(const Settings&, const Failures& f) {
  return std::any_of(f.classes.begin(), f.classes.end(), [](const std::string& name) {
    return std::find(std::begin(kKnown), std::end(kKnown), name) == std::end(kKnown);
  });
}

// effectiveMinIsr of Partition.scala: never more than there are replicas.
std::optional<std::int64_t> MinIsr(const Settings& s) {
  if (s.min_isr && *s.min_isr <= 1) return 1;
  if (s.replication && *s.replication <= 1) return 1;
  if (!s.min_isr || !s.replication) return std::nullopt;
  return std::min(*s.min_isr, *s.replication);
}

// An unclean election needs another replica to elect.
Answer Unclean(const Settings& s, const Failures&) {
  return Both(s.unclean, s.replication ? Answer(*s.replication > 1) : std::nullopt);
}

// Somebody asked for an election of any replica, whatever the settings say.
Answer UncleanByHand(const Settings& s, const Failures& f) {
  return Both(f.classes.contains("unclean-election"),
              s.replication ? Answer(*s.replication > 1) : std::nullopt);
}

// Fewer nodes were hit than hold each acked record: one replica of the ISR was never touched.
Answer FewNodes(const Settings& s, const Failures& f) {
  if (f.nodes == 0) return true;
  const auto min_isr = MinIsr(s);
  return min_isr ? Answer(f.nodes < *min_isr) : std::nullopt;
}

Answer Not(Answer answer) { return answer ? Answer(!*answer) : std::nullopt; }

Answer Has(const Failures& f, const char* name) { return f.classes.contains(name); }

// Each record was on the disk of each in-sync replica before it was acked. A wiped disk has
// nothing.
Answer Flushed(const Settings& s, const Failures& f) {
  const Answer each = s.flush_messages ? Answer(*s.flush_messages == 1) : std::nullopt;
  return Both(f.lossy_nodes > 0 && !f.classes.contains("wipe"), each);
}

// Fewer disks lost records than hold each of them, and ELR knows whose did.
Answer KnownToElr(const Settings& s, const Failures& f) {
  const auto min_isr = MinIsr(s);
  return Both(min_isr ? Answer(f.lossy_nodes < *min_isr) : std::nullopt,
              s.elr ? Answer(*s.elr >= 1) : std::nullopt);
}

Answer LossyFewNodes(const Settings& s, const Failures& f) {
  return Both(f.lossy_nodes > 0, FewNodes(s, f));
}
Answer LossyKnownToElr(const Settings& s, const Failures& f) {
  return Both(f.lossy_nodes > 0, KnownToElr(s, f));
}
Answer Lossy(const Settings&, const Failures& f) { return f.lossy_nodes > 0; }

// None of the two saves what was acked.
Answer LossyForAll(const Settings& s, const Failures& f) {
  return Both(f.lossy_nodes > 0, Not(Either(FewNodes(s, f), KnownToElr(s, f))));
}

Answer Corruption(const Settings&, const Failures& f) { return Has(f, "corruption"); }

Answer IdempotentUnderClock(const Settings& s, const Failures& f) {
  return Both(s.idempotence, Has(f, "clock"));
}

Answer AtLeastTwo(const Settings& s, const Failures&) {
  const auto min_isr = MinIsr(s);
  return min_isr ? Answer(*min_isr >= 2) : std::nullopt;
}

Answer MayExpire(const Settings& s, const Failures& f) {
  return s.delivery_timeout ? Answer(*s.delivery_timeout <= f.outage) : std::nullopt;
}

Answer OneInFlight(const Settings& s) {
  return s.in_flight ? Answer(*s.in_flight == 1) : std::nullopt;
}

Answer NoRetries(const Settings& s) { return s.retries ? Answer(*s.retries == 0) : std::nullopt; }

Answer Always(const Settings&, const Failures&) { return true; }

constexpr char kLoss[] = "no-loss";
constexpr char kDuplicates[] = "no-duplicates";
constexpr char kOrder[] = "order";
constexpr char kAtomic[] = "atomic";
constexpr char kAcksDocs[] = "Kafka documentation, producer setting acks";
constexpr char kInFlightDocs[] =
    "Kafka documentation, producer setting max.in.flight.requests.per.connection";
constexpr char kTalk[] = "the reliability talk";
constexpr char kByzantine[] =
    "Kafka documentation, replication (a fail/recover model, no Byzantine failures)";
constexpr char kExpiry[] = "Kafka documentation, broker setting producer.id.expiration.ms";

const PromiseRule kRules[] = {
    {kLoss, "acks-0", false, "acks=0; any failure, or none",
     "a producer with acks=0 is told of success before any broker has the record", kAcksDocs,
     [](const Settings& s, const Failures&) { return Acked(s, Acks::kNone); }},
    {kLoss, "acks-1", false, "acks=1; any failure, or none",
     "with acks=1 a record is acked when the leader alone has it, and is gone with that leader",
     kAcksDocs, [](const Settings& s, const Failures&) { return Acked(s, Acks::kLeader); }},
    {kLoss, "unknown-failure-loss", std::nullopt,
     "any settings; a class other than crash, stop, pause",
     "the table has no row for this class of failure", "–", UnknownFailure},
    {kLoss, "corruption-loss", false, "acks=all; corruption",
     "what is changed or deleted on a replica's disk behind its back is served, elected and copied "
     "as it is",
     kByzantine, Corruption},
    {kLoss, "unclean-by-hand", false, "acks=all, replication > 1; unclean-election",
     "an operator may have any live replica elected, also one that lacks acked records, whatever "
     "unclean.leader.election.enable says",
     "KIP-460", UncleanByHand},
    {kLoss, "acks-all-unclean-few-nodes", true,
     "acks=all, unclean elections, replication > 1; fewer nodes hit than min.insync.replicas",
     "unclean elections are allowed, but fewer nodes failed than min.insync.replicas, so a replica "
     "with every acked record "
     "was always there to be elected",
     kTalk,
     [](const Settings& s, const Failures& f) { return Both(Unclean(s, f), FewNodes(s, f)); }},
    {kLoss, "acks-all-unclean", false,
     "acks=all, unclean elections, replication > 1; at least min.insync.replicas nodes hit",
     "unclean.leader.election.enable lets a replica lead that lacks acked records, and as many "
     "nodes failed as "
     "min.insync.replicas",
     "Kafka documentation, topic setting unclean.leader.election.enable", Unclean},
    {kLoss, "power-loss-flushed", true, "acks=all, flush.messages=1; power-loss",
     "with flush.messages=1 each in-sync replica has synced a record to its disk before it is "
     "acked",
     "Kafka documentation, topic setting flush.messages", Flushed},
    {kLoss, "disk-loss-few-nodes", true,
     "acks=all; power-loss, wipe; fewer nodes hit than min.insync.replicas",
     "fewer nodes were hit than min.insync.replicas, so an in-sync replica with every acked record "
     "was never touched",
     "Kafka documentation, topic setting min.insync.replicas", LossyFewNodes},
    {kLoss, "disk-loss-elr", true,
     "acks=all, ELR; power-loss, wipe; fewer nodes lost data than min.insync.replicas",
     "fewer disks lost data than min.insync.replicas, and ELR remembers which replicas still have "
     "every acked record",
     "KIP-966", LossyKnownToElr},
    {kLoss, "disk-loss", false, "acks=all; power-loss, wipe",
     "records are acked before they are synced to disk, and nothing says that a replica with all "
     "of "
     "them is left to be elected",
     "Kafka documentation, topic setting flush.messages; KIP-966", Lossy},
    {kLoss, "acks-all-min-isr-2", true,
     "acks=all, min.insync.replicas >= 2, no unclean elections; crash, stop, pause",
     "acks=all waits for every in-sync replica, at least two of them, and only such a replica is "
     "elected",
     "Kafka documentation, topic setting min.insync.replicas; KIP-966", AtLeastTwo},
    {kLoss, "acks-all-clean", true,
     "acks=all, min.insync.replicas 1, no unclean elections; crash, stop, pause",
     "acks=all waits for every in-sync replica, only such a replica is elected, and what a killed, "
     "stopped or frozen "
     "process had written is still there when it comes back with its disk",
     "KIP-966 (which is about power loss); the reliability talk", Always},

    {kDuplicates, "unknown-failure-duplicates", std::nullopt,
     "any settings; a class other than crash, stop, pause",
     "the table has no row for this class of failure", "–", UnknownFailure},
    {kDuplicates, "corruption-duplicates", false, "any settings; corruption",
     "a log that was changed behind the broker's back says nothing certain of what it held",
     kByzantine, Corruption},
    {kDuplicates, "clock-forgets-producers", false, "idempotence; clock",
     "a broker forgets a producer by its wall clock, and then does not know a batch that is sent "
     "again",
     kExpiry, IdempotentUnderClock},
    {kDuplicates, "idempotence-short-timeout", false,
     "idempotence, delivery time-out <= outage; crash, stop, pause",
     "a delivery time-out no longer than the outage lets records expire that may be written "
     "already and are sent again "
     "under a new producer epoch",
     "KIP-360; librdkafka#4953",
     [](const Settings& s, const Failures& f) { return Both(s.idempotence, MayExpire(s, f)); }},
    {kDuplicates, "idempotence", true,
     "idempotence, delivery time-out > outage; crash, stop, pause",
     "the broker knows each batch of an idempotent producer and drops a second copy", "KIP-98",
     [](const Settings& s, const Failures&) { return s.idempotence; }},
    {kDuplicates, "retries-0", true, "no idempotence, retries=0; no failure",
     "without retries the client sends each record once at most",
     "Kafka documentation, producer setting retries",
     [](const Settings& s, const Failures& f) { return Both(f.classes.empty(), NoRetries(s)); }},
    {kDuplicates, "retries-0-moved-leader", false, "no idempotence, retries=0; crash, stop, pause",
     "a leader that is replaced while a record in its log waits for followers answers that it does "
     "not lead, and librdkafka sends such a record again, whatever retries says",
     "checkEnoughReplicasReachOffset in Partition.scala; rd_kafka_handle_Produce_error in "
     "librdkafka; docs/decisions/0005",
     [](const Settings& s, const Failures&) { return NoRetries(s); }},
    {kDuplicates, "retries-without-idempotence", false,
     "no idempotence, retries > 0; crash, stop, pause",
     "a record whose response was lost is sent again, and without idempotence the broker does not "
     "know it",
     kTalk, Always},

    {kOrder, "unknown-failure-order", std::nullopt,
     "any settings; a class other than crash, stop, pause",
     "the table has no row for this class of failure", "–", UnknownFailure},
    {kOrder, "corruption-order", false, "any settings; corruption",
     "a log that was changed behind the broker's back says nothing certain of what it held",
     kByzantine, Corruption},
    {kOrder, "clock-forgets-order", false, "idempotence; clock",
     "a broker forgets a producer by its wall clock, and then takes whatever sequence comes next",
     kExpiry, IdempotentUnderClock},
    {kOrder, "idempotence-short-timeout-order", false,
     "idempotence, delivery time-out <= outage; crash, stop, pause",
     "a delivery time-out no longer than the outage ends the producer epoch that order depends on",
     "KIP-360",
     [](const Settings& s, const Failures& f) { return Both(s.idempotence, MayExpire(s, f)); }},
    {kOrder, "idempotence-order", true,
     "idempotence, at most 5 in flight, delivery time-out > outage; crash, stop, pause",
     "an idempotent producer with at most 5 requests in flight has its batches written in order",
     "KIP-98; KAFKA-5494",
     [](const Settings& s, const Failures&) {
       return Both(s.idempotence, s.in_flight ? Answer(*s.in_flight <= 5) : std::nullopt);
     }},
    {kOrder, "in-flight-over-5", false, "idempotence, more than 5 in flight; crash, stop, pause",
     "brokers remember 5 batches of a producer; more in flight have no promised order",
     kInFlightDocs, [](const Settings& s, const Failures&) { return s.idempotence; }},
    {kOrder, "frozen-connection", false,
     "no idempotence, retries=0 or delivery time-out <= outage; pause, cut",
     "a broker that was frozen or cut off may write a request that the client has given up after "
     "the ones that followed it",
     "TCP and max.in.flight.requests.per.connection: order holds within one connection only",
     [](const Settings& s, const Failures& f) {
       return Both(f.classes.contains("pause") || f.classes.contains("cut"),
                   Either(NoRetries(s), MayExpire(s, f)));
     }},
    {kOrder, "moved-leader", false, "no idempotence, 1 in flight or retries=0; crash, stop, pause",
     "without idempotence librdkafka sends newer records to a new leader before the old one has "
     "answered, and then, whatever retries says, those that the old one no longer took",
     "librdkafka, CONFIGURATION.md, producer setting retries; docs/decisions/0005",
     [](const Settings& s, const Failures& f) {
       return Both(!f.classes.empty(), Either(OneInFlight(s), NoRetries(s)));
     }},
    {kOrder, "in-flight-1", true, "no idempotence, 1 in flight; no failure",
     "with one request in flight nothing on its connection can overtake it", kInFlightDocs,
     [](const Settings& s, const Failures&) { return OneInFlight(s); }},
    {kOrder, "retries-0-order", true, "no idempotence, retries=0; no failure",
     "without retries nothing is sent a second time, behind what followed it", kInFlightDocs,
     [](const Settings& s, const Failures&) { return NoRetries(s); }},
    {kOrder, "retries-in-flight", false,
     "no idempotence, retries > 0, several in flight; crash, stop, pause",
     "a batch that is sent again stands behind those that were in flight with it and did not fail",
     kInFlightDocs, Always},

    {kAtomic, "no-transactional-id", false, "transactional.id is not set",
     "without transactional.id nothing is sent in a transaction",
     "Kafka documentation, producer setting transactional.id",
     [](const Settings& s, const Failures&) -> Answer { return s.transactional == false; }},
    {kAtomic, "unknown-failure-atomic", std::nullopt,
     "any settings; a class other than crash, stop, pause",
     "the table has no row for this class of failure", "–", UnknownFailure},
    {kAtomic, "corruption-atomic", false, "transactions; corruption",
     "a log that was changed behind the broker's back says nothing certain of what it held",
     kByzantine, Corruption},
    {kAtomic, "clock-expires-transactions", false, "transactions; clock",
     "coordinators abort and forget transactions by their wall clocks",
     "Kafka documentation, broker setting transactional.id.expiration.ms",
     [](const Settings&, const Failures& f) { return Has(f, "clock"); }},
    {kAtomic, "atomic-unclean-by-hand", false, "transactions, replication > 1; unclean-election",
     "an unclean election that an operator asked for cuts the log of one partition of a "
     "transaction and not of the others",
     "KIP-460", UncleanByHand},
    {kAtomic, "atomic-unclean-few-nodes", true,
     "transactions, unclean elections, replication > 1; fewer nodes hit than min.insync.replicas",
     "unclean elections are allowed, but a replica with every committed record was always there to "
     "be elected",
     kTalk,
     [](const Settings& s, const Failures& f) { return Both(Unclean(s, f), FewNodes(s, f)); }},
    {kAtomic, "atomic-unclean", false,
     "transactions, unclean elections, replication > 1; at least min.insync.replicas nodes hit",
     "an unclean election cuts the log of one partition of a transaction and not of the others",
     "Kafka documentation, topic setting unclean.leader.election.enable", Unclean},
    {kAtomic, "atomic-disk-loss", false,
     "transactions; power-loss, wipe, unless fewer nodes were hit than min.insync.replicas, or ELR "
     "and fewer lost data",
     "records and the outcome of their transaction are acked before they are synced to disk, and "
     "each partition loses them by itself",
     "Kafka documentation, topic setting flush.messages; KIP-966", LossyForAll},
    {kAtomic, "atomic-clean", true, "transactions, no unclean elections; crash, stop, pause",
     "a transaction has acks=all and one outcome, which its coordinator writes to all its "
     "partitions, and only in-sync replicas are elected",
     "KIP-98; KIP-890", Always},
};

}  // namespace

std::span<const PromiseRule> PromiseRules() { return kRules; }

}  // namespace kproof
