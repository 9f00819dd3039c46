// Prints every setting that this version of Kafka defines: kind, name, type, default and range, with tabs between them.
// Run by make-tables.py as `java -cp JARS DumpSettings.java` (needs a JDK).
//
// It reads the ConfigDefs themselves, because the HTML that those classes print leaves out what Kafka calls internal.

import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;

public class DumpSettings {
  // Kind, a setting that its definition must have, and the classes that hold it in one version or another.
  private static final String[][] CLASSES = {
    {"admin", "bootstrap.servers", "org.apache.kafka.clients.admin.AdminClientConfig"},
    {"broker", "process.roles", "org.apache.kafka.server.config.AbstractKafkaConfig", "kafka.server.KafkaConfig", "kafka.server.KafkaConfig$"},
    {"consumer", "bootstrap.servers", "org.apache.kafka.clients.consumer.ConsumerConfig"},
    {"producer", "bootstrap.servers", "org.apache.kafka.clients.producer.ProducerConfig"},
    {"topic", "cleanup.policy", "org.apache.kafka.storage.internals.log.LogConfig", "org.apache.kafka.server.log.internals.LogConfig", "kafka.log.LogConfig$"},
  };

  public static void main(String[] args) throws Exception {
    for (String[] row : CLASSES) {
      ConfigDef found = null;
      for (String name : Arrays.copyOfRange(row, 2, row.length)) found = larger(found, definition(name, row[1]));
      if (found == null) throw new IllegalStateException("no ConfigDef for " + row[0]);
      for (var key : new TreeMap<>(found.configKeys()).values()) print(row[0], key);
    }
  }

  // The largest ConfigDef with that setting that a static member of the class (or of its Scala object) holds or gives.
  private static ConfigDef definition(String name, String setting) throws Exception {
    final Class<?> type;
    try {
      type = Class.forName(name);
    } catch (ClassNotFoundException e) {
      return null;
    }
    Object object = null;
    for (Field field : type.getDeclaredFields()) if (field.getName().equals("MODULE$")) object = field.get(null);
    ConfigDef largest = null;
    for (Field field : type.getDeclaredFields()) {
      if (!usable(field, object) || !ConfigDef.class.isAssignableFrom(field.getType())) continue;
      field.setAccessible(true);
      largest = larger(largest, with(setting, (ConfigDef) field.get(object)));
    }
    for (Method method : type.getDeclaredMethods()) {
      if (!usable(method, object) || !ConfigDef.class.isAssignableFrom(method.getReturnType())) continue;
      if (method.getParameterCount() > 0) continue;
      method.setAccessible(true);
      largest = larger(largest, with(setting, (ConfigDef) method.invoke(object)));
    }
    return largest;
  }

  private static boolean usable(Member member, Object object) {
    return object != null || Modifier.isStatic(member.getModifiers());
  }

  private static ConfigDef with(String setting, ConfigDef def) {
    return def != null && def.configKeys().containsKey(setting) ? def : null;
  }

  private static ConfigDef larger(ConfigDef one, ConfigDef other) {
    return one == null || (other != null && other.configKeys().size() > one.configKeys().size()) ? other : one;
  }

  private static void print(String kind, ConfigDef.ConfigKey key) {
    String fallback = "(none)";
    if (key.hasDefault()) fallback = key.defaultValue == null ? "(null)" : ConfigDef.convertToString(key.defaultValue, key.type);
    System.out.println(String.join("\t", kind, key.name, key.type.toString().toLowerCase(), plain(fallback),
                                   key.validator == null ? "" : plain(key.validator.toString())));
  }

  private static String plain(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r");
  }
}
