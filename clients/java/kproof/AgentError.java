package kproof;

/** What ends an agent: what failed, on which object; and the exit code that says of what kind. */
final class AgentError extends RuntimeException {
  static final int USAGE = 64;
  static final int NOT_RUN = 4;
  static final int DEFECT = 70;

  final int code;

  AgentError(int code, String what) {
    super(what);
    this.code = code;
  }

  AgentError(int code, String what, Throwable cause) {
    super(what, cause);
    this.code = code;
  }

  static AgentError usage(String what) {
    return new AgentError(USAGE, what);
  }
}
