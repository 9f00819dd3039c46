package kproof;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What all readers have in common. */
final class ReaderSettings {
  private ReaderSettings() {}

  static Origins of(AgentConfig config) {
    Origins origins =
        new Origins(config.properties, ConsumerConfig.configNames(), AgentProcess.version());
    origins.force("bootstrap.servers", config.bootstrapServers, "the cluster of this run");
    origins.force("key.deserializer", ByteArrayDeserializer.class.getName(), "keys are bytes");
    origins.force(
        "value.deserializer", ByteArrayDeserializer.class.getName(), "values are bytes");
    origins.force("allow.auto.create.topics", "false", "readers change nothing");
    origins.fallback("client.id", config.instance);
    return origins;
  }

  static ConsumerConfig effective(Origins origins) {
    try {
      return new ConsumerConfig(origins.values());
    } catch (ConfigException e) {
      throw AgentError.usage(
          AgentProcess.version() + " refuses the consumer's settings: " + e.getMessage());
    }
  }
}
