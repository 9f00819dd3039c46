// Keeps librdkafka from spinning in the process of an agent.
//
// An idempotent producer that has five batches of a partition in flight asks poll(2) without a
// pause whether an answer has come: the time of its next wake-up is that of the records which wait,
// and that is over (rd_kafka_toppar_producer_serve; 2.0 to 2.16 all do it). With slow acks each
// broker's thread takes a core, and on a small machine that is the brokers' core.
//
// So this program has a poll() of its own, which librdkafka calls: from the fourth empty answer in
// a row on, a poll of no time waits up to a millisecond. What arrives ends that wait at once.
//
// Thread-safe: counts by thread. Not in builds with sanitizers, which have a poll() of their own.
#pragma once

namespace kproof {

// From now on, for all threads of this process; before it, poll() is the system's.
void CalmPolls();

}  // namespace kproof
