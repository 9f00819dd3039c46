package kproof;

import java.util.List;

/** Where an agent kills itself, because its scenario asks for that (harness/agent/commit/crash_point.h). */
final class CrashPoint {
  static final String BEFORE_PROCESSING = "before-processing";
  static final String AFTER_PROCESSING = "after-processing";
  static final String AFTER_COMMIT = "after-commit";
  // Of whoever sends in transactions:
  static final String BEFORE_SEND = "before-send";
  static final String BETWEEN_SENDS = "between-sends";
  static final String BEFORE_OFFSETS = "before-offsets";
  static final String AFTER_OFFSETS = "after-offsets";
  static final String BEFORE_END = "before-end";
  static final String AFTER_END = "after-end";

  private static final List<String> ALL =
      List.of(
          BEFORE_PROCESSING,
          AFTER_PROCESSING,
          AFTER_COMMIT,
          BEFORE_SEND,
          BETWEEN_SENDS,
          BEFORE_OFFSETS,
          AFTER_OFFSETS,
          BEFORE_END,
          AFTER_END);

  private final String at; // "": nowhere
  private final long nth;
  private long count = 0;

  private CrashPoint(String at, long nth) {
    this.at = at;
    this.nth = nth;
  }

  /** Of an agent: its first life crashes, and no later one. */
  static CrashPoint of(AgentConfig config) {
    String at = config.text("crash_at");
    long nth = config.number("crash_nth");
    if (!at.isEmpty() && !ALL.contains(at)) throw AgentConfig.wrong("crash_at", "is '" + at + "'");
    return new CrashPoint(config.life > 0 ? "" : at, nth);
  }

  /** Throws where it was to crash and has not, once its work is over. */
  void check(String actor) {
    if (!at.isEmpty())
      throw new AgentError(
          AgentError.DEFECT,
          actor + ": it was to crash at " + text() + ", and it got to number " + count
              + " alone: give a smaller `nth`, or let the load last longer");
  }

  /** Whether it is time now that the member has come to this point. */
  boolean reached(String point) {
    return point.equals(at) && ++count == nth;
  }

  String text() {
    return at + ", number " + nth;
  }
}
