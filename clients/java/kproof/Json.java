package kproof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON strictly: objects are maps, arrays lists, numbers their text as a {@link Number_}, so
 * that unsigned 64-bit numbers keep all digits. A key that is there twice is an error.
 */
final class Json {
  /** The text of a number. */
  static final class Number_ {
    final String text;

    Number_(String text) {
      this.text = text;
    }
  }

  private static final int MOST_DEPTH = 32;

  private final String text;
  private int at = 0;
  private int depth = 0;

  private Json(String text) {
    this.text = text;
  }

  static Object parse(String text) {
    Json json = new Json(text);
    Object value = json.value();
    json.space();
    if (json.at != text.length()) throw json.wrong("more after its end");
    return value;
  }

  private AgentError wrong(String what) {
    return AgentError.usage("an agent's configuration is not JSON at byte " + at + ": " + what);
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) ++at;
  }

  private char peek() {
    space();
    if (at == text.length()) throw wrong("it ends too early");
    return text.charAt(at);
  }

  private void take(char wanted) {
    if (peek() != wanted) throw wrong("'" + wanted + "' is missing");
    ++at;
  }

  private Object value() {
    switch (peek()) {
      case '{':
        return object();
      case '[':
        return array();
      case '"':
        return string();
      case 't':
        return word("true", Boolean.TRUE);
      case 'f':
        return word("false", Boolean.FALSE);
      case 'n':
        return word("null", null);
      default:
        return number();
    }
  }

  private Object word(String word, Object meaning) {
    if (!text.startsWith(word, at)) throw wrong("no such word");
    at += word.length();
    return meaning;
  }

  private Number_ number() {
    int from = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) ++at;
    String number = text.substring(from, at);
    if (!number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?"))
      throw wrong("no value begins so");
    return new Number_(number);
  }

  private Map<String, Object> object() {
    enter();
    Map<String, Object> object = new LinkedHashMap<>();
    take('{');
    while (peek() != '}') {
      if (!object.isEmpty()) take(',');
      String key = peek() == '"' ? string() : null;
      if (key == null) throw wrong("a key is missing");
      take(':');
      if (object.containsKey(key)) throw wrong("'" + key + "' is there twice");
      object.put(key, value());
    }
    ++at;
    --depth;
    return object;
  }

  private List<Object> array() {
    enter();
    List<Object> array = new ArrayList<>();
    take('[');
    while (peek() != ']') {
      if (!array.isEmpty()) take(',');
      array.add(value());
    }
    ++at;
    --depth;
    return array;
  }

  private void enter() {
    if (++depth > MOST_DEPTH) throw wrong("too deep");
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    for (++at; ; ++at) {
      if (at == text.length()) throw wrong("a text has no end");
      char c = text.charAt(at);
      if (c == '"') break;
      if (c < ' ') throw wrong("a control character in a text");
      string.append(c == '\\' ? escaped() : c);
    }
    ++at;
    return string.toString();
  }

  /** Stands at the backslash, and at the last character of the escape afterwards. */
  private char escaped() {
    if (++at == text.length()) throw wrong("a text has no end");
    char c = text.charAt(at);
    int plain = "\"\\/bfnrt".indexOf(c);
    if (plain >= 0) return "\"\\/\b\f\n\r\t".charAt(plain);
    if (c != 'u' || at + 4 >= text.length()) throw wrong("no such escape");
    String digits = text.substring(at + 1, at + 5);
    if (!digits.matches("[0-9a-fA-F]{4}")) throw wrong("no such escape");
    at += 4;
    return (char) Integer.parseInt(digits, 16);
  }
}
