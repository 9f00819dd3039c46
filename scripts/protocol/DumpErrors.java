// Prints every error code of Kafka's protocol: code, name and text, with tabs between them. Run by make-tables.py as
// `java -cp JARS DumpErrors.java` (needs a JDK).

import org.apache.kafka.common.protocol.Errors;

public class DumpErrors {
  public static void main(String[] args) {
    for (Errors error : Errors.values()) System.out.println(error.code() + "\t" + error.name() + "\t" + error.message().replaceAll("\\s+", " "));
  }
}
