#!/usr/bin/env python3
"""A Kafka client that writes what it does as events.jsonl, for `kproof check`.

    python3 client.py --bootstrap-server 127.0.0.1:9092 --topic orders --events events.jsonl
    kproof check events.jsonl

It sends stamped records, some of them in transactions, reads and processes them as a member of a consumer
group that commits, and in the end reads the whole topic with a fresh client. docs/events.md describes the
events, docs/stamp.md the stamp.
"""

import argparse
import json
import random
import struct
import sys
import threading
import time

from confluent_kafka import Consumer, KafkaError, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, ConfigResource

LIMIT_S = 60  # of every wait


def crc32c(data):
    """CRC-32C (Castagnoli), as in the stamp. A real client takes the package crc32c."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


# version, flags, partition, origin, life, sequence, created, CRC of the value, CRC of the topic's name: 36
# bytes, big-endian.
STAMP = struct.Struct(">BBHIIQqII")


def stamp(origin_id, topic, partition, sequence, value, in_transaction=False):
    created = time.time_ns() // 1000
    return STAMP.pack(2, int(in_transaction), partition % 65536, origin_id, 0, sequence, created, crc32c(value),
                      crc32c(topic.encode()))


class Events:
    """One JSON object a line, each flushed before the client goes on: what is lost is at most the last one."""

    def __init__(self, path):
        self.file = open(path, "w", buffering=1, encoding="utf-8")
        self.lock = threading.Lock()
        self.origins = {}  # id in the stamp -> name
        self.counts = {}  # event -> how many

    def write(self, event, **fields):
        with self.lock:
            if not self.counts:
                fields["announces_end"] = True
            self.counts[event] = self.counts.get(event, 0) + 1
            t = round(time.monotonic(), 6)
            self.file.write(json.dumps({"event": event, "t": t, **fields}) + "\n")

    def end(self):
        """The last line: with it a file that was cut is known to be cut."""
        with self.lock:
            self.file.write(json.dumps({"event": "end", "counts": self.counts}) + "\n")
            self.file.close()

    def read(self, actor, message, **more):
        """What a reader got, by its stamp."""
        header = dict(message.headers() or []).get("kproof")
        fields = {"actor": actor, "topic": message.topic(), "partition": message.partition(),
                  "offset": message.offset(), **more}
        if header is None or len(header) != STAMP.size or header[0] != 2:
            return self.write("read", origin=None, **fields)
        _, _, sent_to, origin, life, sequence, _, crc, topic_crc = STAMP.unpack(header)
        if crc != (crc32c(message.value()) if message.value() else 0):
            fields["crc"] = "bad"
        if topic_crc != crc32c(message.topic().encode()):
            fields["sent_topic"] = f"crc32c:{topic_crc:08x}"
        self.write("read", origin=self.origins.get(origin, f"{origin:08x}"), life=life, seq=sequence,
                   sent_partition=sent_to, **fields)


def produce(args, events, partitions):
    actor = "shop-0"
    origin_id = random.getrandbits(32) or 1
    events.origins[origin_id] = actor
    events.write("actor", actor=actor, op="open", kind="producer")
    config = {"bootstrap.servers": args.bootstrap_server, "acks": "all", "enable.idempotence": True}
    events.write("config", origin=actor, **{k: v for k, v in config.items() if k != "bootstrap.servers"},
                 **{"message.timeout.ms": 300000, "max.in.flight": 5, "retries": 2147483647})
    producer = Producer(config)

    sequences = [0] * partitions
    for number in range(args.count):
        partition = number % partitions
        identity = {"actor": actor, "origin": actor, "seq": sequences[partition], "topic": args.topic,
                    "partition": partition}
        sequences[partition] += 1
        value = f"order {number}".encode()
        events.write("send", **identity)
        header = stamp(origin_id, args.topic, partition, identity["seq"], value)
        producer.produce(args.topic, value, partition=partition, headers=[("kproof", header)],
                         on_delivery=lambda error, message, of=identity: settle(events, of, error, message))
        producer.poll(0)
    producer.flush(LIMIT_S)
    events.write("actor", actor=actor, op="close")


def settle(events, identity, error, message):
    """The client's last word on a record."""
    if error is None:
        return events.write("settle", **identity, outcome="acked", offset=message.offset())
    # Purged while it still waited in our queue: no broker ever saw it. Everything else may be there.
    never_left = error.code() == KafkaError._PURGE_QUEUE
    events.write("settle", **identity, outcome="failed" if never_left else "unknown", error=error.code())


def transact(args, events, partitions):
    """One transaction that commits and one that aborts, a record for each partition in each."""
    actor = "shop-t"
    origin_id = random.getrandbits(32) or 1
    events.origins[origin_id] = actor
    events.write("actor", actor=actor, op="open", kind="producer")
    config = {"bootstrap.servers": args.bootstrap_server, "transactional.id": actor}
    events.write("config", origin=actor, **{"transactional.id": actor, "acks": "all", "enable.idempotence": True,
                                            "message.timeout.ms": 300000, "max.in.flight": 5,
                                            "retries": 2147483647})
    producer = Producer(config)
    producer.init_transactions(LIMIT_S)
    for number, op in enumerate(["commit", "abort"]):
        # What is asked for is written before the call, what came of it behind it.
        events.write("txn", actor=actor, txn=number, op="begin")
        producer.begin_transaction()
        for partition in range(partitions):
            identity = {"actor": actor, "origin": actor, "seq": number, "topic": args.topic,
                        "partition": partition, "txn": number}
            value = f"transfer {number}".encode()
            events.write("send", **identity)
            header = stamp(origin_id, args.topic, partition, number, value, in_transaction=True)
            producer.produce(args.topic, value, partition=partition, headers=[("kproof", header)],
                             on_delivery=lambda error, message, of=identity: settle(events, of, error, message))
        producer.flush(LIMIT_S)
        events.write("txn", actor=actor, txn=number, op=op)
        outcome = {"commit": "committed", "abort": "aborted"}[op]
        try:
            (producer.commit_transaction if op == "commit" else producer.abort_transaction)(LIMIT_S)
        except Exception:  # nobody told what became of it
            outcome = "unknown"
        events.write("txn", actor=actor, txn=number, op="end", outcome=outcome)
    events.write("actor", actor=actor, op="close")


def consume(args, events, expected):
    """A member of a group that processes each record once and commits behind it."""
    actor, group = "bill-0", "billing"
    events.write("actor", actor=actor, op="open", kind="consumer")
    consumer = Consumer({"bootstrap.servers": args.bootstrap_server, "group.id": group,
                         "auto.offset.reset": "earliest", "enable.auto.commit": False,
                         "isolation.level": "read_committed"})

    def assigned(_, partitions):
        # Where it starts is not known before the first read: null.
        events.write("assign", actor=actor, group=group,
                     partitions=[[p.topic, p.partition, None] for p in partitions])

    def revoked(*_):
        events.write("assign", actor=actor, group=group, partitions=[])

    consumer.subscribe([args.topic], on_assign=assigned, on_revoke=revoked, on_lost=revoked)
    done, deadline = {}, time.monotonic() + LIMIT_S
    processed = 0
    while processed < expected and time.monotonic() < deadline:
        message = consumer.poll(0.5)
        if message is None or message.error():
            continue
        events.read(actor, message, group=group, isolation="committed")
        place = {"topic": message.topic(), "partition": message.partition()}
        events.write("process", actor=actor, group=group, offset=message.offset(), **place)
        done[message.partition()] = message.offset() + 1
        processed += 1
    for partition, offset in sorted(done.items()):
        outcome, asked = "acked", round(time.monotonic(), 6)
        try:
            consumer.commit(offsets=[TopicPartition(args.topic, partition, offset)], asynchronous=False)
        except Exception:  # it may have been committed all the same
            outcome = "unknown"
        events.write("commit", actor=actor, group=group, topic=args.topic, partition=partition,
                     offset=offset, outcome=outcome, asked=asked)
    consumer.close()
    events.write("actor", actor=actor, op="close")


def read_everything(args, events, partitions):
    """The final pass: a fresh client, from the log's start to the end that it had when we began."""
    actor = "final"
    events.write("actor", actor=actor, op="open", kind="final")
    consumer = Consumer({"bootstrap.servers": args.bootstrap_server, "group.id": "kproof-final",
                         "enable.auto.commit": False, "isolation.level": "read_uncommitted"})
    for partition in range(partitions):
        place = TopicPartition(args.topic, partition)
        start, end = consumer.get_watermark_offsets(place, timeout=LIMIT_S)
        consumer.assign([TopicPartition(args.topic, partition, start)])
        at, deadline = start, time.monotonic() + LIMIT_S
        while at < end and time.monotonic() < deadline:
            message = consumer.poll(0.5)
            if message is not None and not message.error() and message.offset() < end:
                events.read(actor, message, **{"pass": "final"})
            # The position, not the last record: control records and gaps are passed over silently.
            at = max(at, consumer.position([place])[0].offset)
        how_far = {} if at >= end else {"position": at}
        events.write("bounds", actor=actor, topic=args.topic, partition=partition, start=start, end=end,
                     **how_far)
    consumer.close()
    events.write("actor", actor=actor, op="close")


def describe_topic(args, events):
    """Writes what the topic is configured as; gives its number of partitions."""
    admin = AdminClient({"bootstrap.servers": args.bootstrap_server})
    metadata = admin.list_topics(args.topic, timeout=LIMIT_S).topics[args.topic]
    if metadata.error is not None:
        sys.exit(f"topic {args.topic}: {metadata.error}; create it first")
    resource = ConfigResource(ConfigResource.Type.TOPIC, args.topic)
    entries = admin.describe_configs([resource])[resource].result(LIMIT_S)
    names = ["min.insync.replicas", "unclean.leader.election.enable", "retention.ms", "retention.bytes",
             "cleanup.policy"]
    events.write("config", topic=args.topic, replication=len(metadata.partitions[0].replicas),
                 **{name: entries[name].value for name in names})
    return len(metadata.partitions)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bootstrap-server", required=True)
    parser.add_argument("--topic", required=True, help="an empty topic that nobody else writes to")
    parser.add_argument("--events", required=True, help="the file to write")
    parser.add_argument("--count", type=int, default=1000, help="records to send")
    args = parser.parse_args()

    events = Events(args.events)
    partitions = describe_topic(args, events)
    events.write("require", guarantees=["no-loss", "no-duplicates", "order", "atomic", "exactly-once",
                                      "no-skips", "monotonic-commits"])
    produce(args, events, partitions)
    transact(args, events, partitions)
    consume(args, events, args.count + partitions)  # what was aborted is not delivered
    read_everything(args, events, partitions)
    events.end()


if __name__ == "__main__":
    main()
