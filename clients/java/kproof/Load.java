package kproof;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Loads the classes of all agents, so that an archive of them can be written at the end. */
final class Load {
  private Load() {}

  /** With clients that know no broker: nothing listens on the port that they are given. */
  static void classes() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", "127.0.0.1:1");
    settings.put("max.block.ms", "200");
    settings.put("key.serializer", ByteArraySerializer.class.getName());
    settings.put("value.serializer", ByteArraySerializer.class.getName());
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
      producer.send(new ProducerRecord<>("none", new byte[1]), (metadata, error) -> {});
      producer.close(Duration.ZERO);
    } catch (KafkaException e) {
      // it did what it was for
    }
    settings.remove("max.block.ms");
    settings.put("key.deserializer", ByteArrayDeserializer.class.getName());
    settings.put("value.deserializer", ByteArrayDeserializer.class.getName());
    settings.put("group.id", "none");
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      consumer.assign(Collections.singleton(new TopicPartition("none", 0)));
      consumer.poll(Duration.ofMillis(50));
      consumer.close(Duration.ZERO);
    } catch (KafkaException e) {
      // likewise
    }
  }
}
