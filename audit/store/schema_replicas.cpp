// Tables of replicas that were compared with their leader (audit/store/replica_facts.h).
#include "audit/store/schema.h"

namespace kproof {

const char kReplicaSchema[] = R"sql(
CREATE TABLE replica_read(id INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, topic INTEGER NOT NULL REFERENCES topic(id),
  partition INTEGER NOT NULL, node INTEGER NOT NULL, leader INTEGER NOT NULL, leader_epoch INTEGER NOT NULL,
  in_isr INTEGER NOT NULL, start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, position INTEGER NOT NULL,
  problem TEXT NOT NULL) STRICT;
CREATE TABLE replica_difference(replica INTEGER NOT NULL REFERENCES replica_read(id), kind INTEGER NOT NULL,
  first_offset INTEGER NOT NULL, count INTEGER NOT NULL, detail TEXT NOT NULL) STRICT;
)sql";

}  // namespace kproof
