// What librdkafka's statistics say (STATISTICS.md of librdkafka 2.16.0).
//
// Thread-safe: a pure function.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kproof {

// Records that a producer sent again, at least: of each partition `txmsgs`, which counts a record
// each time it goes into a request (rd_kafka_msgset_writer_finalize), beyond `msgs`, which counts
// it when it is handed over. `txretries` of brokers is no such number: what a broker refused goes
// back to its partition's queue and into a new request. Nothing where this is not the text of such
// statistics.
std::optional<std::uint64_t> ResentOf(std::string_view statistics);

}  // namespace kproof
