package kproof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The configuration of an agent, read strictly: every key must be known and there. What all kinds
 * have is here (harness/agent/config.h); each kind takes the rest and calls {@link #end}.
 */
final class AgentConfig extends ConfigPart {
  static final class Topic {
    final String name;
    final int partitions;

    Topic(String name, int partitions) {
      this.name = name;
      this.partitions = partitions;
    }
  }

  final String actor;
  final String instance;
  final long life;
  final String cluster;
  final String bootstrapServers;
  final String runId;
  final long epochMicros;
  final String spoolFolder;
  final String livePage;
  final List<Topic> topics = new ArrayList<>();
  final Map<String, String> properties;
  final long readyLimitMicros;

  AgentConfig(String json) {
    super(Json.parse(json));
    actor = text("actor");
    instance = text("instance");
    life = number("life");
    if (life < 0 || life > 0xffffffffL) throw wrong("life", "is no life");
    cluster = text("cluster");
    bootstrapServers = text("bootstrap_servers");
    runId = text("run_id");
    epochMicros = number("epoch_us");
    spoolFolder = text("spool_folder");
    livePage = text("live_page");
    for (Map.Entry<String, Object> topic : object("topics").entrySet())
      topics.add(new Topic(topic.getKey(), partitions(topic.getKey(), topic.getValue())));
    if (topics.isEmpty()) throw AgentError.usage("an agent's configuration names no topics");
    properties = new TreeMap<>();
    for (Map.Entry<String, Object> property : object("properties").entrySet())
      properties.put(property.getKey(), asText("properties", property.getValue()));
    readyLimitMicros = micros("ready_limit_us");
    if (take("audit") != null)
      throw wrong("audit", "is not null: the Java client writes spools alone");
  }

  static String read(String path) {
    try {
      return Files.readString(Paths.get(path));
    } catch (IOException e) {
      throw AgentError.usage("configuration " + path + " can't be read");
    }
  }

  private static int partitions(String topic, Object value) {
    long count = asNumber("topics", value);
    if (count <= 0 || count > Integer.MAX_VALUE)
      throw AgentError.usage(
          "topic '" + topic + "' of an agent's configuration has no partitions");
    return (int) count;
  }

  static AgentError wrong(String key, String what) {
    return AgentError.usage("'" + key + "' of an agent's configuration " + what);
  }
}
