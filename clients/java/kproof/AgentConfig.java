package kproof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The configuration of an agent, read strictly: every key must be known and there. What all kinds
 * have is here (harness/agent/config.h); each kind takes the rest and calls {@link #end}.
 */
final class AgentConfig {
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

  private final Map<String, Object> left;

  AgentConfig(String json) {
    Object parsed = Json.parse(json);
    if (!(parsed instanceof Map))
      throw AgentError.usage("an agent's configuration is not a JSON object");
    left = castObject(parsed);
    actor = text("actor");
    instance = left.containsKey("instance") ? text("instance") : actor;
    life = left.containsKey("life") ? number("life") : 0;
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

  private Object take(String key) {
    if (!left.containsKey(key)) throw wrong(key, "is missing");
    return left.remove(key);
  }

  String text(String key) {
    return asText(key, take(key));
  }

  private static String asText(String key, Object value) {
    if (!(value instanceof String)) throw wrong(key, "is no text");
    return (String) value;
  }

  long number(String key) {
    return asNumber(key, take(key));
  }

  private static long asNumber(String key, Object value) {
    try {
      return Long.parseLong(((Json.Number_) value).text);
    } catch (ClassCastException | NumberFormatException e) {
      throw wrong(key, "is no whole number");
    }
  }

  /** Of 64 bits without a sign. */
  long unsigned(String key) {
    try {
      return Long.parseUnsignedLong(((Json.Number_) take(key)).text);
    } catch (ClassCastException | NumberFormatException e) {
      throw wrong(key, "is no whole number, or a negative one");
    }
  }

  double real(String key) {
    Object value = take(key);
    if (!(value instanceof Json.Number_)) throw wrong(key, "is no number");
    return Double.parseDouble(((Json.Number_) value).text);
  }

  /** Microseconds, not negative. */
  long micros(String key) {
    long micros = number(key);
    if (micros < 0) throw wrong(key, "is negative");
    return micros;
  }

  boolean committed(String key) {
    String isolation = text(key);
    if (isolation.equals("committed")) return true;
    if (isolation.equals("uncommitted")) return false;
    throw wrong(key, "is '" + isolation + "'");
  }

  List<String> texts(String key) {
    Object value = take(key);
    if (!(value instanceof List)) throw wrong(key, "is no list");
    List<String> texts = new ArrayList<>();
    for (Object one : (List<?>) value) texts.add(asText(key, one));
    return texts;
  }

  private Map<String, Object> object(String key) {
    Object value = take(key);
    if (!(value instanceof Map)) throw wrong(key, "is no object");
    return castObject(value);
  }

  @SuppressWarnings("unchecked") // Json makes no other maps
  private static Map<String, Object> castObject(Object value) {
    return new LinkedHashMap<>((Map<String, Object>) value);
  }

  /** Throws when a key is left that nobody took. */
  void end() {
    for (String key : left.keySet()) throw wrong(key, "is unknown to the Java client");
  }
}
