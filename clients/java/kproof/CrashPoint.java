package kproof;

/** Where a member kills itself, because its scenario asks for that. */
final class CrashPoint {
  static final String BEFORE_PROCESSING = "before-processing";
  static final String AFTER_PROCESSING = "after-processing";
  static final String AFTER_COMMIT = "after-commit";

  private final String at; // "": nowhere
  private final long nth;
  private long count = 0;

  CrashPoint(String at, long nth) {
    if (!at.isEmpty()
        && !at.equals(BEFORE_PROCESSING)
        && !at.equals(AFTER_PROCESSING)
        && !at.equals(AFTER_COMMIT)) throw AgentConfig.wrong("crash_at", "is '" + at + "'");
    this.at = at;
    this.nth = nth;
  }

  /** Whether it is time now that the member has come to this point. */
  boolean reached(String point) {
    return point.equals(at) && ++count == nth;
  }

  String text() {
    return at + ", number " + nth;
  }

  /** Why it has not crashed, once its work is over; "": nobody asked for that. */
  String missed() {
    return at.isEmpty()
        ? ""
        : "it was to crash at " + text() + ", and it got to number " + count + " alone";
  }
}
