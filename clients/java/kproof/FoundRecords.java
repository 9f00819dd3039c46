package kproof;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What a reader finds goes to the spool, and onto the live page. One thread. */
final class FoundRecords {
  private final AgentProcess process;
  private final Crc32c crc = new Crc32c();

  FoundRecords(AgentProcess process, boolean committed) {
    this.process = process;
    process.spool.readsAt(committed);
    for (AgentConfig.Topic topic : process.config.topics)
      for (int partition = 0; partition < topic.partitions; ++partition)
        process.spool.place(topic.name, partition);
  }

  /** The stamp of a record; null: it has none that is known. */
  static byte[] stampOf(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(Stamp.HEADER);
    return header != null && Stamp.known(header.value()) ? header.value() : null;
  }

  /** Records of one partition, which the client returned at once. */
  void take(int place, List<ConsumerRecord<byte[], byte[]>> records, long now, long wall) {
    long stamped = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      byte[] stamp = stampOf(record);
      if (stamp != null) ++stamped;
      process.spool.found(
          place, record.offset(), now, wall, stamp == null ? 0 : crc.of(record.value()), stamp);
    }
    if (stamped > 0) process.readSome(stamped, now);
  }
}
