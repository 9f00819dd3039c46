package kproof;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Hears of every commit that the group's coordinator took, those that the client made by itself
 * among them: Kafka tells nobody else of these. Called in any thread of the client.
 */
public final class CommitWatch implements ConsumerInterceptor<byte[], byte[]> {
  static volatile Consumer<Map<TopicPartition, OffsetAndMetadata>> listener = offsets -> {};

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    return records;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    listener.accept(offsets);
  }

  @Override
  public void close() {}

  @Override
  public void configure(Map<String, ?> configs) {}
}
