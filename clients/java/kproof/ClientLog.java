package kproof;

import org.slf4j.helpers.FormattingTuple;
import org.slf4j.helpers.MarkerIgnoringBase;
import org.slf4j.helpers.MessageFormatter;

/**
 * What Kafka's client logs: warnings and errors go to stderr, which is the agent's log in the run
 * folder, and may tell why nothing gets through. The rest is not even put together.
 */
public final class ClientLog extends MarkerIgnoringBase {
  public ClientLog(String name) {
    this.name = name;
  }

  private void log(String level, FormattingTuple line) {
    Throwable thrown = line.getThrowable();
    String text = line.getMessage() + (thrown == null ? "" : ": " + thrown);
    System.err.println(level + " " + name.substring(name.lastIndexOf('.') + 1) + ": " + text);
    AgentProcess.logged(text);
  }

  private void log(String level, String format, Object... arguments) {
    log(level, MessageFormatter.arrayFormat(format, arguments));
  }

  private void log(String level, String text, Throwable thrown) {
    log(level, new FormattingTuple(text, null, thrown));
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public void trace(String text) {}

  @Override
  public void trace(String format, Object one) {}

  @Override
  public void trace(String format, Object one, Object two) {}

  @Override
  public void trace(String format, Object... arguments) {}

  @Override
  public void trace(String text, Throwable thrown) {}

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public void debug(String text) {}

  @Override
  public void debug(String format, Object one) {}

  @Override
  public void debug(String format, Object one, Object two) {}

  @Override
  public void debug(String format, Object... arguments) {}

  @Override
  public void debug(String text, Throwable thrown) {}

  @Override
  public boolean isInfoEnabled() {
    return false;
  }

  @Override
  public void info(String text) {}

  @Override
  public void info(String format, Object one) {}

  @Override
  public void info(String format, Object one, Object two) {}

  @Override
  public void info(String format, Object... arguments) {}

  @Override
  public void info(String text, Throwable thrown) {}

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public void warn(String text) {
    log("WARN", text, (Throwable) null);
  }

  @Override
  public void warn(String format, Object one) {
    log("WARN", format, new Object[] {one});
  }

  @Override
  public void warn(String format, Object one, Object two) {
    log("WARN", format, new Object[] {one, two});
  }

  @Override
  public void warn(String format, Object... arguments) {
    log("WARN", format, arguments);
  }

  @Override
  public void warn(String text, Throwable thrown) {
    log("WARN", text, thrown);
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }

  @Override
  public void error(String text) {
    log("ERROR", text, (Throwable) null);
  }

  @Override
  public void error(String format, Object one) {
    log("ERROR", format, new Object[] {one});
  }

  @Override
  public void error(String format, Object one, Object two) {
    log("ERROR", format, new Object[] {one, two});
  }

  @Override
  public void error(String format, Object... arguments) {
    log("ERROR", format, arguments);
  }

  @Override
  public void error(String text, Throwable thrown) {
    log("ERROR", text, thrown);
  }
}
