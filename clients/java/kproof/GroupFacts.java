package kproof;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What a member tells of its group: what it holds, and what it asked to commit. Thread-safe. */
final class GroupFacts {
  private final AgentProcess process;
  private final String group;

  GroupFacts(AgentProcess process, String group) {
    this.process = process;
    this.group = group;
  }

  void assigned(KafkaConsumer<byte[], byte[]> client, Collection<TopicPartition> held) {
    TreeSet<TopicPartition> sorted =
        new TreeSet<>(
            Comparator.comparing(TopicPartition::topic)
                .thenComparingInt(TopicPartition::partition));
    sorted.addAll(held);
    List<Place> now = new ArrayList<>();
    for (TopicPartition partition : sorted)
      now.add(new Place(partition.topic(), partition.partition(), null));
    int generation = client.groupMetadata().generationId();
    process.spool.assigned(
        process.config.cluster, group, generation < 0 ? null : generation, now, now.size());
    process.spool.flush();
  }

  void commits(Map<TopicPartition, Long> done, int outcome, long asked, String txn) {
    done.forEach((partition, offset) -> commit(partition, offset, outcome, asked, txn));
  }

  /** {@code txn}: in which it was asked for; "": in none. */
  void commit(TopicPartition partition, long offset, int outcome, long asked, String txn) {
    process.spool.commit(process.config.cluster, group, partition, offset, outcome, asked, txn);
  }

  /** As Kafka's client has them. */
  static Map<TopicPartition, OffsetAndMetadata> offsets(Map<TopicPartition, Long> done) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    done.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
    return offsets;
  }
}
