package kproof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An object whose keys are taken out one by one. */
class ConfigPart {
  private final Map<String, Object> left;

  ConfigPart(Object parsed) {
    if (!(parsed instanceof Map))
      throw AgentError.usage("an agent's configuration is not a JSON object");
    left = castObject(parsed);
  }

  Object take(String key) {
    if (!left.containsKey(key)) throw AgentConfig.wrong(key, "is missing");
    return left.remove(key);
  }

  String text(String key) {
    return asText(key, take(key));
  }

  static String asText(String key, Object value) {
    if (!(value instanceof String)) throw AgentConfig.wrong(key, "is no text");
    return (String) value;
  }

  long number(String key) {
    return asNumber(key, take(key));
  }

  static long asNumber(String key, Object value) {
    try {
      return Long.parseLong(((Json.Number_) value).text);
    } catch (ClassCastException | NumberFormatException e) {
      throw AgentConfig.wrong(key, "is no whole number");
    }
  }

  /** Of 64 bits without a sign. */
  long unsigned(String key) {
    try {
      return Long.parseUnsignedLong(((Json.Number_) take(key)).text);
    } catch (ClassCastException | NumberFormatException e) {
      throw AgentConfig.wrong(key, "is no whole number, or a negative one");
    }
  }

  double real(String key) {
    Object value = take(key);
    if (!(value instanceof Json.Number_)) throw AgentConfig.wrong(key, "is no number");
    return Double.parseDouble(((Json.Number_) value).text);
  }

  /** Microseconds, not negative. */
  long micros(String key) {
    long micros = number(key);
    if (micros < 0) throw AgentConfig.wrong(key, "is negative");
    return micros;
  }

  boolean committed(String key) {
    String isolation = text(key);
    if (isolation.equals("committed")) return true;
    if (isolation.equals("uncommitted")) return false;
    throw AgentConfig.wrong(key, "is '" + isolation + "'");
  }

  boolean flag(String key) {
    Object value = take(key);
    if (!(value instanceof Boolean)) throw AgentConfig.wrong(key, "is neither true nor false");
    return (Boolean) value;
  }

  ConfigPart part(String key) {
    return new ConfigPart(object(key));
  }

  List<String> texts(String key) {
    Object value = take(key);
    if (!(value instanceof List)) throw AgentConfig.wrong(key, "is no list");
    List<String> texts = new ArrayList<>();
    for (Object one : (List<?>) value) texts.add(asText(key, one));
    return texts;
  }

  Map<String, Object> object(String key) {
    Object value = take(key);
    if (!(value instanceof Map)) throw AgentConfig.wrong(key, "is no object");
    return castObject(value);
  }

  @SuppressWarnings("unchecked") // Json makes no other maps
  private static Map<String, Object> castObject(Object value) {
    return new LinkedHashMap<>((Map<String, Object>) value);
  }

  /** Throws when a key is left that nobody took. */
  void end() {
    for (String key : left.keySet()) throw AgentConfig.wrong(key, "is unknown to the Java client");
  }
}
