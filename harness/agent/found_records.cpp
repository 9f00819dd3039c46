#include "harness/agent/found_records.h"

#include "harness/base/error.h"
#include "harness/stamp/crc32c.h"

namespace kproof {

FoundRecords::FoundRecords(AgentProcess& process, Pass pass, Isolation isolation)
    : process_(process),
      tracker_(
          process.config.cluster, pass, isolation,
          {.read =
               [&spool = process.spool, pass, isolation](
                   const StreamId& stream, const ReadSpan& span, std::optional<std::uint64_t> run) {
                 spool.Read(spool.Number(stream), pass, isolation, span, run);
               },
           .corrupt =
               [&spool = process.spool, pass, isolation](const StreamId& stream,
                                                         const CorruptRead& read) {
                 spool.Corrupt(spool.Number(stream), pass, isolation, read);
               },
           .foreign = [&spool = process.spool, pass, isolation](
                          const ForeignRead& read) { spool.Foreign(pass, isolation, read); }}) {
  for (const auto& topic : process.config.topics) tracker_.Know(topic.name);
}

std::optional<Stamp> FoundRecords::StampOf(const IncomingRecord& record) {
  if (!record.stamp) return std::nullopt;
  try {
    return Decode(*record.stamp);
  } catch (const Error&) {
    return std::nullopt;
  }
}

void FoundRecords::Take(const IncomingRecord& record, const Stamp& stamp, RunMicros now,
                        std::int64_t wall_us, std::optional<std::uint64_t> run) {
  tracker_.Take(record.place, record.offset, stamp, Crc32c(record.value), now, wall_us, run);
  ++process_.state.read;
  process_.state.last_read = now;
}

}  // namespace kproof
