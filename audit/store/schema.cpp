// Span tables carry no index: the judge reads them whole, twice at most, and writers append at disk
// speed. Streams, actors and topics are small numbers there, so a row costs about 60 bytes plus its
// packed columns.
#include "audit/store/schema.h"

namespace kproof {

const char kSchema[] = R"sql(
CREATE TABLE run(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE actor(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, cluster TEXT NOT NULL, kind INTEGER, client TEXT NOT NULL,
  host TEXT NOT NULL, pid INTEGER NOT NULL, opened_us INTEGER, closed_us INTEGER, timed INTEGER NOT NULL) STRICT;
CREATE TABLE hole(actor INTEGER NOT NULL REFERENCES actor(id), why TEXT NOT NULL) STRICT;
CREATE TABLE topic(id INTEGER PRIMARY KEY, cluster TEXT NOT NULL, name TEXT NOT NULL, partitions INTEGER, replication INTEGER,
  topic_id TEXT NOT NULL DEFAULT '', UNIQUE(cluster, name, topic_id)) STRICT;
CREATE TABLE stream(id INTEGER PRIMARY KEY, actor INTEGER REFERENCES actor(id), origin INTEGER NOT NULL, life INTEGER NOT NULL,
  topic INTEGER NOT NULL REFERENCES topic(id), partition INTEGER NOT NULL, sent INTEGER NOT NULL,
  largest INTEGER, headers INTEGER, UNIQUE(origin, life, topic, partition)) STRICT;
CREATE TABLE settled(stream INTEGER NOT NULL, outcome INTEGER NOT NULL, first_sequence INTEGER NOT NULL, count INTEGER NOT NULL,
  first_offset INTEGER, last_offset INTEGER, offsets BLOB, from_us INTEGER NOT NULL, to_us INTEGER NOT NULL,
  pulse_low INTEGER NOT NULL, pulse_high INTEGER NOT NULL, latency BLOB, latency_p99_us INTEGER NOT NULL,
  latency_max_us INTEGER NOT NULL, error INTEGER NOT NULL, digest INTEGER NOT NULL, topic INTEGER) STRICT;
CREATE TABLE read(stream INTEGER NOT NULL, actor INTEGER NOT NULL, pass INTEGER NOT NULL, isolation INTEGER NOT NULL,
  partition INTEGER NOT NULL, first_sequence INTEGER NOT NULL, count INTEGER NOT NULL, first_offset INTEGER NOT NULL,
  last_offset INTEGER NOT NULL, offsets BLOB, from_us INTEGER NOT NULL, to_us INTEGER NOT NULL, pulse_low INTEGER NOT NULL,
  pulse_high INTEGER NOT NULL, latency BLOB, latency_p99_us INTEGER NOT NULL, latency_max_us INTEGER NOT NULL,
  digest INTEGER NOT NULL, run INTEGER, topic INTEGER, parts BLOB) STRICT;
CREATE TABLE corrupt(stream INTEGER NOT NULL, actor INTEGER NOT NULL, pass INTEGER NOT NULL, isolation INTEGER NOT NULL,
  partition INTEGER NOT NULL, offset INTEGER NOT NULL, sequence INTEGER NOT NULL, topic INTEGER) STRICT;
CREATE TABLE unstamped(actor INTEGER NOT NULL, pass INTEGER NOT NULL, isolation INTEGER NOT NULL, topic INTEGER NOT NULL,
  partition INTEGER NOT NULL, count INTEGER NOT NULL, first_offset INTEGER NOT NULL, last_offset INTEGER NOT NULL,
  offsets BLOB) STRICT;
CREATE TABLE bounds(actor INTEGER NOT NULL, isolation INTEGER NOT NULL, topic INTEGER NOT NULL, partition INTEGER NOT NULL,
  start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, position INTEGER) STRICT;
CREATE TABLE fault(id INTEGER PRIMARY KEY, step INTEGER NOT NULL, cluster TEXT NOT NULL, fault TEXT NOT NULL,
  failure_class TEXT NOT NULL, target TEXT NOT NULL, nodes TEXT NOT NULL, from_us INTEGER, to_us INTEGER, bit INTEGER,
  proof TEXT NOT NULL, healed INTEGER, problem TEXT NOT NULL, topics TEXT NOT NULL) STRICT;
CREATE TABLE partition_state(at_us INTEGER NOT NULL, node INTEGER NOT NULL, cluster TEXT NOT NULL, topic TEXT NOT NULL,
  partition INTEGER NOT NULL, leader INTEGER NOT NULL, leader_epoch INTEGER NOT NULL, replicas TEXT NOT NULL,
  isr TEXT NOT NULL, elr TEXT NOT NULL, topic_id TEXT NOT NULL) STRICT;
CREATE TABLE quorum_state(at_us INTEGER NOT NULL, node INTEGER NOT NULL, cluster TEXT NOT NULL, active INTEGER NOT NULL,
  epoch INTEGER NOT NULL) STRICT;
CREATE TABLE event(at_us INTEGER NOT NULL, kind TEXT NOT NULL, cluster TEXT NOT NULL, subject TEXT NOT NULL,
  detail TEXT NOT NULL, node INTEGER) STRICT;
CREATE TABLE log_line(at_us INTEGER NOT NULL, cluster TEXT NOT NULL, node TEXT NOT NULL, line TEXT NOT NULL) STRICT;
CREATE TABLE setting(cluster TEXT NOT NULL, scope TEXT NOT NULL, subject TEXT NOT NULL, key TEXT NOT NULL,
  value TEXT NOT NULL, origin TEXT NOT NULL, PRIMARY KEY(cluster, scope, subject, key)) STRICT, WITHOUT ROWID;
CREATE TABLE event_time(stream INTEGER NOT NULL, first_sequence INTEGER NOT NULL, second INTEGER NOT NULL,
  PRIMARY KEY(stream, first_sequence)) STRICT, WITHOUT ROWID;
CREATE TABLE progress(actor INTEGER PRIMARY KEY, created_us INTEGER NOT NULL) STRICT;
CREATE TABLE audit_window(start_s INTEGER NOT NULL, width_s INTEGER NOT NULL, stream INTEGER NOT NULL, reader INTEGER NOT NULL,
  acked INTEGER NOT NULL, failed INTEGER NOT NULL, unknown INTEGER NOT NULL, first_sequence INTEGER, last_sequence INTEGER,
  first_offset INTEGER, last_offset INTEGER, acked_digest INTEGER NOT NULL, read INTEGER NOT NULL, read_digest INTEGER NOT NULL,
  missing INTEGER NOT NULL, doubled INTEGER NOT NULL, extra INTEGER NOT NULL, unseen INTEGER NOT NULL, late INTEGER NOT NULL,
  processed INTEGER, reprocessed INTEGER, committed INTEGER, unprocessed INTEGER,
  PRIMARY KEY(start_s, stream, reader)) STRICT, WITHOUT ROWID;
CREATE TABLE spool(name TEXT PRIMARY KEY, bytes INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE VIEW streams AS
  SELECT stream.id, actor.name AS actor, stream.origin, stream.life, topic.cluster, topic.name AS topic, stream.partition,
    stream.sent, coalesce(s.acked, 0) AS acked, coalesce(s.failed, 0) AS failed, coalesce(f.final_read, 0) AS final_read,
    coalesce(s.acked_digest, 0) AS acked_digest, coalesce(f.final_digest, 0) AS final_digest
  FROM stream JOIN topic ON topic.id = stream.topic LEFT JOIN actor ON actor.id = stream.actor
    LEFT JOIN (SELECT stream, sum(iif(outcome = 0, count, 0)) AS acked, sum(iif(outcome = 1, count, 0)) AS failed,
      sum(iif(outcome = 0, digest & 0xffffffff, 0)) % 4294967296 AS acked_digest FROM settled GROUP BY stream) AS s
      ON s.stream = stream.id
    LEFT JOIN (SELECT stream, max(records) AS final_read, digest AS final_digest
      FROM (SELECT stream, actor, sum(count) AS records, sum(digest & 0xffffffff) % 4294967296 AS digest
        FROM read WHERE pass = 1 AND isolation = 0 GROUP BY stream, actor) GROUP BY stream) AS f ON f.stream = stream.id;
CREATE VIEW lost AS
  SELECT id, actor, origin, life, cluster, topic, partition, acked, final_read, acked - final_read AS not_read_at_least
  FROM streams WHERE acked > final_read AND EXISTS (SELECT 1 FROM bounds JOIN stream ON stream.topic = bounds.topic
    AND stream.partition = bounds.partition WHERE stream.id = streams.id AND isolation = 0
      AND coalesce(position >= end_offset, 1));
CREATE VIEW duplicated AS
  SELECT id, actor, origin, life, cluster, topic, partition, sent, final_read, final_read - sent AS copies_at_least
  FROM streams WHERE final_read > sent;
CREATE VIEW timeline AS
  SELECT second, sum(acked) AS acked, sum(failed) AS failed, sum(unknown) AS unknown, sum(live_read) AS live_read,
    sum(final_read) AS final_read, max(ack_p99_us) AS worst_ack_p99_us, max(ack_max_us) AS ack_max_us
  FROM (SELECT from_us / 1000000 AS second, iif(outcome = 0, count, 0) AS acked, iif(outcome = 1, count, 0) AS failed,
      iif(outcome = 2, count, 0) AS unknown, 0 AS live_read, 0 AS final_read,
      iif(outcome = 0, latency_p99_us, NULL) AS ack_p99_us, iif(outcome = 0, latency_max_us, NULL) AS ack_max_us FROM settled
    UNION ALL SELECT from_us / 1000000, 0, 0, 0, iif(pass = 0, count, 0), iif(pass = 1, count, 0), NULL, NULL FROM read)
  GROUP BY second ORDER BY second;
CREATE VIEW timeline_errors AS
  SELECT from_us / 1000000 AS second, error, sum(count) AS records FROM settled WHERE error <> 0
  GROUP BY second, error ORDER BY second, error;
)sql";

// What readers, groups and transactions did (audit/facts/flow.h).
const char kFlowSchema[] = R"sql(
CREATE TABLE read_run(id INTEGER PRIMARY KEY, actor INTEGER NOT NULL REFERENCES actor(id), number INTEGER NOT NULL,
  assignment INTEGER, topic INTEGER NOT NULL REFERENCES topic(id), partition INTEGER NOT NULL, isolation INTEGER NOT NULL,
  group_name TEXT NOT NULL, cause INTEGER NOT NULL, position INTEGER, at_us INTEGER NOT NULL, UNIQUE(actor, number)) STRICT;
CREATE TABLE txn(id INTEGER PRIMARY KEY, actor INTEGER NOT NULL REFERENCES actor(id), name TEXT NOT NULL, begin_us INTEGER,
  commit_us INTEGER, abort_us INTEGER, end_us INTEGER, outcome INTEGER, UNIQUE(actor, name)) STRICT;
CREATE TABLE txn_records(txn INTEGER NOT NULL REFERENCES txn(id), stream INTEGER NOT NULL REFERENCES stream(id),
  first_sequence INTEGER NOT NULL, count INTEGER NOT NULL) STRICT;
CREATE TABLE processed(actor INTEGER NOT NULL REFERENCES actor(id), group_name TEXT NOT NULL,
  topic INTEGER NOT NULL REFERENCES topic(id), partition INTEGER NOT NULL, count INTEGER NOT NULL,
  first_offset INTEGER NOT NULL, last_offset INTEGER NOT NULL, offsets BLOB, from_us INTEGER NOT NULL,
  to_us INTEGER NOT NULL) STRICT;
CREATE TABLE group_commit(actor INTEGER NOT NULL REFERENCES actor(id), group_name TEXT NOT NULL,
  topic INTEGER NOT NULL REFERENCES topic(id), partition INTEGER NOT NULL, offset INTEGER NOT NULL, outcome INTEGER NOT NULL,
  at_us INTEGER NOT NULL, asked_us INTEGER, txn INTEGER REFERENCES txn(id), store INTEGER NOT NULL) STRICT;
CREATE TABLE group_reset(actor INTEGER NOT NULL REFERENCES actor(id), group_name TEXT NOT NULL,
  topic INTEGER NOT NULL REFERENCES topic(id), partition INTEGER NOT NULL, offset INTEGER NOT NULL, at_us INTEGER NOT NULL) STRICT;
CREATE TABLE assignment(id INTEGER PRIMARY KEY, actor INTEGER NOT NULL REFERENCES actor(id), cluster TEXT NOT NULL,
  group_name TEXT NOT NULL, how INTEGER, generation INTEGER, at_us INTEGER NOT NULL) STRICT;
CREATE TABLE assigned(assignment INTEGER NOT NULL REFERENCES assignment(id), topic INTEGER NOT NULL REFERENCES topic(id),
  partition INTEGER NOT NULL, position INTEGER) STRICT;
)sql";

// What records hold and are made from.
const char kKeySchema[] = R"sql(
CREATE TABLE record_key(stream INTEGER NOT NULL REFERENCES stream(id), first_sequence INTEGER NOT NULL, count INTEGER NOT NULL,
  hashes BLOB NOT NULL, tombstones BLOB) STRICT;
CREATE TABLE found_key(topic INTEGER NOT NULL REFERENCES topic(id), partition INTEGER NOT NULL, offset INTEGER NOT NULL,
  hash INTEGER NOT NULL, tombstone INTEGER NOT NULL, PRIMARY KEY(topic, partition, offset, hash, tombstone)) STRICT, WITHOUT ROWID;
CREATE TABLE made_from(stream INTEGER NOT NULL REFERENCES stream(id), first_sequence INTEGER NOT NULL, count INTEGER NOT NULL,
  topic INTEGER NOT NULL REFERENCES topic(id), partition INTEGER NOT NULL, first_offset INTEGER NOT NULL,
  last_offset INTEGER NOT NULL, offsets BLOB) STRICT;
)sql";

// Replicas that were compared with their leader (ReplicaFact).
const char kReplicaSchema[] = R"sql(
CREATE TABLE replica_read(id INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, topic INTEGER NOT NULL REFERENCES topic(id),
  partition INTEGER NOT NULL, node INTEGER NOT NULL, leader INTEGER NOT NULL, leader_epoch INTEGER NOT NULL,
  in_isr INTEGER NOT NULL, start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, position INTEGER NOT NULL,
  problem TEXT NOT NULL) STRICT;
CREATE TABLE replica_difference(replica INTEGER NOT NULL REFERENCES replica_read(id), kind INTEGER NOT NULL,
  first_offset INTEGER NOT NULL, count INTEGER NOT NULL, detail TEXT NOT NULL) STRICT;
)sql";

}  // namespace kproof
