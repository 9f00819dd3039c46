// The table. "Crash" is kill -9: the page cache survives and the node comes back with its disk
// (recipes in docs/faults.md); power loss is another class. Operations (elections among in-sync
// replicas, moves, restarts, growth) promise what a stop does, and so do deletions of records,
// which the judge tells from losses. A disk that fails ends a process or a log folder of it as a
// crash does (KIP-112); a slow one delays as a pause does. A cut network does both: what is on its
// way comes late, or its sender gives up. Nothing here covers other classes: see
// the rows named "unknown-failure".
#include <algorithm>

#include "audit/promise/possible.h"
#include "harness/words/failure_class.h"

namespace kproof {
namespace {

using Settings = Possible;
using Failures = FailureClasses;

bool UnknownFailure(Settings&, const Failures& f) {
  return std::any_of(f.classes.begin(), f.classes.end(), [](const std::string& name) {
    const auto* row = FindFailureClass(name);
    return row == nullptr || !row->known;
  });
}

bool Has(const Failures& f, FailureClass failure) { return f.classes.contains(NameOf(failure)); }

// effectiveMinIsr of Partition.scala: never more than there are replicas.
std::int64_t MinIsr(Settings& s) {
  const auto min_isr = s.min_isr();
  return std::max<std::int64_t>(std::min(min_isr, s.replication()), 1);
}

// An unclean election needs another replica to elect.
bool Unclean(Settings& s, const Failures&) { return s.unclean() && s.replication() > 1; }

// Somebody asked for an election of any replica, whatever the settings say.
bool UncleanByHand(Settings& s, const Failures& f) {
  return Has(f, FailureClass::kUncleanElection) && s.replication() > 1;
}

// Fewer nodes were hit than hold each acked record: one replica of the ISR was never touched.
bool FewNodes(Settings& s, const Failures& f) { return f.nodes < MinIsr(s); }

bool UncleanFewNodes(Settings& s, const Failures& f) { return Unclean(s, f) && FewNodes(s, f); }

// Each record was on the disk of each in-sync replica before it was acked. A wiped disk has
// nothing.
bool Flushed(Settings& s, const Failures& f) {
  return f.lossy_nodes > 0 && !Has(f, FailureClass::kWipe) && s.flush_messages() == 1;
}

// Fewer disks lost records than hold each of them, and ELR knows whose did.
bool KnownToElr(Settings& s, const Failures& f) {
  return f.lossy_nodes < MinIsr(s) && s.elr() >= 1;
}

bool LossyFewNodes(Settings& s, const Failures& f) { return f.lossy_nodes > 0 && FewNodes(s, f); }
bool LossyKnownToElr(Settings& s, const Failures& f) {
  return f.lossy_nodes > 0 && KnownToElr(s, f);
}
bool Lossy(Settings&, const Failures& f) { return f.lossy_nodes > 0; }

// None of the two saves what was acked.
bool LossyForAll(Settings& s, const Failures& f) {
  return f.lossy_nodes > 0 && !FewNodes(s, f) && !KnownToElr(s, f);
}

bool Corruption(Settings&, const Failures& f) { return Has(f, FailureClass::kCorruption); }

bool IdempotentUnderClock(Settings& s, const Failures& f) {
  return Has(f, FailureClass::kClock) && s.idempotence();
}

bool MayExpire(Settings& s, const Failures& f) { return s.delivery_timeout() <= f.outage; }

bool IdempotentMayExpire(Settings& s, const Failures& f) {
  return s.idempotence() && MayExpire(s, f);
}

bool Always(Settings&, const Failures&) { return true; }

constexpr Guarantee kLoss = Guarantee::kNoLoss;
constexpr Guarantee kDuplicates = Guarantee::kNoDuplicates;
constexpr Guarantee kOrder = Guarantee::kOrder;
constexpr Guarantee kAtomic = Guarantee::kAtomic;
constexpr char kAcksDocs[] = "Kafka documentation, producer setting acks";
constexpr char kInFlightDocs[] =
    "Kafka documentation, producer setting max.in.flight.requests.per.connection";
constexpr char kTalk[] = "the reliability talk";
constexpr char kByzantine[] =
    "Kafka documentation, replication (a fail/recover model, no Byzantine failures)";
constexpr char kExpiry[] = "Kafka documentation, broker setting producer.id.expiration.ms";

const PromiseRule kRules[] = {
    {kLoss, "acks-0", false, "acks=0; any failure, or none",
     "with acks=0 the client reports success before any broker has the record", kAcksDocs,
     [](Settings& s, const Failures&) { return s.acks() == Acks::kNone; }},
    {kLoss, "acks-1", false, "acks=1; any failure, or none",
     "with acks=1 the leader acks a record before any follower has it", kAcksDocs,
     [](Settings& s, const Failures&) { return s.acks() == Acks::kLeader; }},
    {kLoss, "unknown-failure-loss", std::nullopt,
     "any settings; a class other than crash, stop, pause",
     "the table has no row for this class of failure", "–", UnknownFailure},
    {kLoss, "corruption-loss", false, "acks=all; corruption",
     "a replica whose disk was changed behind its back is read, elected and copied as if nothing "
     "had happened",
     kByzantine, Corruption},
    {kLoss, "unclean-by-hand", false, "acks=all, replication > 1; unclean-election",
     "an operator can have any live replica elected, even one that lacks acked records, whatever "
     "unclean.leader.election.enable is",
     "KIP-460", UncleanByHand},
    {kLoss, "acks-all-unclean-few-nodes", true,
     "acks=all, unclean elections, replication > 1; fewer nodes hit than min.insync.replicas",
     "unclean elections are allowed, but fewer nodes failed than min.insync.replicas, so a replica "
     "with every acked record "
     "was always there to be elected",
     kTalk, UncleanFewNodes},
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
     "records are acked before they are synced to disk, and possibly no replica with all of them "
     "is left to be elected",
     "Kafka documentation, topic setting flush.messages; KIP-966", Lossy},
    {kLoss, "acks-all-min-isr-2", true,
     "acks=all, min.insync.replicas >= 2, no unclean elections; crash, stop, pause",
     "acks=all waits for every in-sync replica, at least two of them, and only such a replica is "
     "elected",
     "Kafka documentation, topic setting min.insync.replicas; KIP-966",
     [](Settings& s, const Failures&) { return MinIsr(s) >= 2; }},
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
     "a log that was changed behind the broker's back no longer shows what was written to it",
     kByzantine, Corruption},
    {kDuplicates, "clock-forgets-producers", false, "idempotence; clock",
     "a broker forgets producers by its wall clock, and then takes a batch that is sent again for "
     "a new one",
     kExpiry, IdempotentUnderClock},
    {kDuplicates, "idempotence-short-timeout", false,
     "idempotence, delivery time-out <= outage; crash, stop, pause",
     "a delivery time-out no longer than the outage lets records expire that may be written "
     "already and are sent again "
     "under a new producer epoch",
     "KIP-360; librdkafka#4953", IdempotentMayExpire},
    {kDuplicates, "idempotence", true,
     "idempotence, delivery time-out > outage; crash, stop, pause",
     "the broker knows each batch of an idempotent producer and drops a second copy", "KIP-98",
     [](Settings& s, const Failures&) { return s.idempotence(); }},
    {kDuplicates, "retries-0", true, "no idempotence, retries=0; no failure",
     "without retries the client sends each record once at most",
     "Kafka documentation, producer setting retries",
     [](Settings& s, const Failures& f) { return f.classes.empty() && s.retries() == 0; }},
    {kDuplicates, "retries-0-moved-leader", false, "no idempotence, retries=0; crash, stop, pause",
     "a leader that is replaced while a record in its log waits for followers answers "
     "NOT_LEADER_OR_FOLLOWER, and librdkafka sends such a record again, whatever retries is",
     "checkEnoughReplicasReachOffset in Partition.scala; rd_kafka_handle_Produce_error in "
     "librdkafka; docs/decisions/0005",
     [](Settings& s, const Failures&) { return s.retries() == 0; }},
    {kDuplicates, "retries-without-idempotence", false,
     "no idempotence, retries > 0; crash, stop, pause",
     "a record whose response was lost is sent again, and without idempotence the broker takes it "
     "for a new one",
     kTalk, Always},

    {kOrder, "unknown-failure-order", std::nullopt,
     "any settings; a class other than crash, stop, pause",
     "the table has no row for this class of failure", "–", UnknownFailure},
    {kOrder, "corruption-order", false, "any settings; corruption",
     "a log that was changed behind the broker's back no longer shows what was written to it",
     kByzantine, Corruption},
    {kOrder, "clock-forgets-order", false, "idempotence; clock",
     "a broker forgets producers by its wall clock, and then accepts any sequence number", kExpiry,
     IdempotentUnderClock},
    {kOrder, "idempotence-short-timeout-order", false,
     "idempotence, delivery time-out <= outage; crash, stop, pause",
     "a delivery time-out no longer than the outage ends the producer epoch that order depends on",
     "KIP-360", IdempotentMayExpire},
    {kOrder, "idempotence-order", true,
     "idempotence, at most 5 in flight, delivery time-out > outage; crash, stop, pause",
     "an idempotent producer with at most 5 requests in flight has its batches written in order",
     "KIP-98; KAFKA-5494",
     [](Settings& s, const Failures&) { return s.idempotence() && s.in_flight() <= 5; }},
    {kOrder, "in-flight-over-5", false, "idempotence, more than 5 in flight; crash, stop, pause",
     "brokers remember 5 batches of a producer; more in flight have no promised order",
     kInFlightDocs, [](Settings& s, const Failures&) { return s.idempotence(); }},
    {kOrder, "frozen-connection", false,
     "no idempotence, retries=0 or delivery time-out <= outage; pause, cut",
     "a broker that was frozen or cut off may write a request that the client has given up, after "
     "later requests",
     "TCP and max.in.flight.requests.per.connection: order holds within one connection only",
     [](Settings& s, const Failures& f) {
       return (Has(f, FailureClass::kPause) || Has(f, FailureClass::kCut)) &&
              (s.retries() == 0 || MayExpire(s, f));
     }},
    {kOrder, "moved-leader", false, "no idempotence, 1 in flight or retries=0; crash, stop, pause",
     "without idempotence librdkafka sends newer records to a new leader before the old one has "
     "answered, and then, whatever retries says, those that the old one no longer took",
     "librdkafka, CONFIGURATION.md, producer setting retries; docs/decisions/0005",
     [](Settings& s, const Failures& f) {
       return !f.classes.empty() && (s.in_flight() == 1 || s.retries() == 0);
     }},
    {kOrder, "in-flight-1", true, "no idempotence, 1 in flight; no failure",
     "with one request in flight nothing on its connection can overtake it", kInFlightDocs,
     [](Settings& s, const Failures&) { return s.in_flight() == 1; }},
    {kOrder, "retries-0-order", true, "no idempotence, retries=0; no failure",
     "without retries no record is sent again after later ones", kInFlightDocs,
     [](Settings& s, const Failures&) { return s.retries() == 0; }},
    {kOrder, "retries-in-flight", false,
     "no idempotence, retries > 0, several in flight; crash, stop, pause",
     "a batch that is sent again is written after the batches that were in flight with it and "
     "succeeded",
     kInFlightDocs, Always},

    {kAtomic, "no-transactional-id", false, "transactional.id is not set",
     "without transactional.id nothing is sent in a transaction",
     "Kafka documentation, producer setting transactional.id",
     [](Settings& s, const Failures&) { return !s.transactional(); }},
    {kAtomic, "unknown-failure-atomic", std::nullopt,
     "any settings; a class other than crash, stop, pause",
     "the table has no row for this class of failure", "–", UnknownFailure},
    {kAtomic, "corruption-atomic", false, "transactions; corruption",
     "a log that was changed behind the broker's back no longer shows what was written to it",
     kByzantine, Corruption},
    {kAtomic, "clock-expires-transactions", false, "transactions; clock",
     "coordinators abort and forget transactions by their wall clocks",
     "Kafka documentation, broker setting transactional.id.expiration.ms",
     [](Settings&, const Failures& f) { return Has(f, FailureClass::kClock); }},
    {kAtomic, "atomic-unclean-by-hand", false, "transactions, replication > 1; unclean-election",
     "an unclean election that an operator asked for cuts the log of one partition of a "
     "transaction and not of the others",
     "KIP-460", UncleanByHand},
    {kAtomic, "atomic-unclean-few-nodes", true,
     "transactions, unclean elections, replication > 1; fewer nodes hit than min.insync.replicas",
     "unclean elections are allowed, but a replica with every committed record was always there to "
     "be elected",
     kTalk, UncleanFewNodes},
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
