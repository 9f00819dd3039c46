// Facts about replicas.
#include "audit/store/writer_impl.h"

namespace kproof {

void StoreWriter::Add(const ReplicaFact& replica) {
  Transaction transaction(*this);
  impl_->database.Use("INSERT INTO replica_read VALUES(NULL,?,?,?,?,?,?,?,?,?,?,?)")
      .Bind(replica.at, impl_->TopicNumber(replica.cluster, replica.topic, replica.topic_id),
            replica.partition, replica.node, replica.leader, replica.leader_epoch,
            static_cast<std::int64_t>(replica.in_isr), replica.start, replica.end, replica.position,
            replica.problem)
      .Run();
  const auto id = impl_->database.LastRowId();
  for (const auto& difference : replica.differences) {
    impl_->database.Use("INSERT INTO replica_difference VALUES(?,?,?,?,?)")
        .Bind(id, static_cast<std::int64_t>(difference.kind), difference.first_offset,
              difference.count, difference.detail)
        .Run();
  }
  transaction.Commit();
}

}  // namespace kproof
