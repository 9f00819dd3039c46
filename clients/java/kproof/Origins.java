package kproof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;

/** Settings of a client as they are given, and where each comes from. */
final class Origins {
  private final Map<String, Object> values = new HashMap<>();
  private final Map<String, String> origins = new HashMap<>();

  Origins(Map<String, String> scenario, Iterable<String> known, String client) {
    List<String> names = new ArrayList<>();
    for (String name : known) names.add(name);
    for (Map.Entry<String, String> given : scenario.entrySet()) {
      if (!names.contains(given.getKey()))
        throw AgentError.usage(
            "client property '" + given.getKey() + "' is unknown to " + client);
      values.put(given.getKey(), given.getValue());
      origins.put(given.getKey(), "scenario");
    }
  }

  /** What the harness itself needs, whatever the scenario says. */
  void force(String key, Object value, String why) {
    values.put(key, value);
    origins.put(key, "kproof: " + why);
  }

  /** Gives way to the scenario. */
  void fallback(String key, Object value) {
    if (values.putIfAbsent(key, value) == null) origins.put(key, "kproof");
  }

  String given(String key) {
    Object value = values.get(key);
    return value == null ? "" : value.toString();
  }

  Map<String, Object> values() {
    return new HashMap<>(values);
  }

  /** Writes what {@code config} made of them: all effective settings, secrets redacted. */
  void tell(Spool spool, String scope, String actor, AbstractConfig config, ConfigDef definition) {
    Map<String, Object> usual = definition.defaultValues();
    for (Map.Entry<String, ?> one : new TreeMap<String, Object>(config.values()).entrySet()) {
      String key = one.getKey();
      if (one.getValue() == null || key.endsWith(".serializer") || key.endsWith(".deserializer"))
        continue;
      String origin = origins.get(key);
      if (origin == null)
        origin =
            text(one.getValue()).equals(text(usual.get(key)))
                ? "java default"
                : "java, following other settings";
      spool.setting(scope, actor, key, valueText(key, one.getValue()), origin);
    }
  }

  private static String valueText(String key, Object value) {
    if (value instanceof Password || key.startsWith("sasl.jaas")) return "[redacted]";
    String text = text(value);
    return key.equals("acks") && text.equals("-1") ? "all" : text;
  }

  private static String text(Object value) {
    if (value == null) return "";
    if (value instanceof Class) return ((Class<?>) value).getName();
    if (value instanceof Password) return ((Password) value).value();
    if (!(value instanceof List)) return value.toString();
    List<String> texts = new ArrayList<>();
    for (Object one : (List<?>) value) texts.add(text(one));
    return String.join(",", texts);
  }
}
