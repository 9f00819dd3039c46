// The reading side of replicas.
#include <fmt/format.h>

#include "audit/store/reader.h"
#include "audit/store/sqlite.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

ReplicaFact::Difference DifferenceOf(const Statement& row, int column) {
  using Kind = ReplicaFact::Difference::Kind;
  const auto kind = row.Int(column);
  if (kind < 0 || kind > static_cast<std::int64_t>(Kind::kDeleted) || row.Int(column + 2) <= 0) {
    throw Error(ErrorKind::kCorrupt,
                fmt::format("the audit store holds {} offsets of kind {} in replica_difference",
                            row.Int(column + 2), kind));
  }
  return {static_cast<Kind>(kind), row.Int(column + 1), row.Int(column + 2), row.Text(column + 3)};
}

}  // namespace

std::vector<ReplicaRow> StoreReader::Replicas() const {
  std::vector<ReplicaRow> rows;
  if (version_ < 2) return rows;
  std::int64_t last = -1;
  const auto* topic_id = version_ < 4 ? "''" : "topic_id";
  Each(fmt::format("SELECT replica_read.id, topic, at_us, cluster, name, partition, node, leader, "
                   "leader_epoch, "
                   "in_isr, start_offset, end_offset, position, problem, kind, first_offset, "
                   "count, detail, {} "
                   "FROM replica_read JOIN topic ON topic.id = topic "
                   "LEFT JOIN replica_difference ON replica = replica_read.id "
                   "ORDER BY replica_read.id, replica_difference.rowid",
                   topic_id),
       [&](Statement& row) {
         if (rows.empty() || row.Int(0) != last) {
           last = row.Int(0);
           ReplicaRow replica{.topic = row.Int(1), .fact = {}};
           auto& fact = replica.fact;
           fact.at = row.Int(2);
           fact.cluster = row.Text(3);
           fact.topic = row.Text(4);
           fact.partition = static_cast<std::int32_t>(row.Int(5));
           fact.node = static_cast<std::int32_t>(row.Int(6));
           fact.leader = static_cast<std::int32_t>(row.Int(7));
           fact.leader_epoch = static_cast<std::int32_t>(row.Int(8));
           fact.in_isr = row.Int(9) != 0;
           fact.start = row.Int(10);
           fact.end = row.Int(11);
           fact.position = row.Int(12);
           fact.problem = row.Text(13);
           fact.topic_id = row.Text(18);
           rows.push_back(std::move(replica));
         }
         if (row.MaybeInt(14)) rows.back().fact.differences.push_back(DifferenceOf(row, 14));
       });
  return rows;
}

}  // namespace kproof
