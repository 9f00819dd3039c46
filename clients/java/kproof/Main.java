package kproof;

/**
 * Agents of kproof by Kafka's own Java client: {@code Main WORD FILE}, as {@code kproof agent WORD
 * FILE}. The first SIGTERM ends an agent in order, the second at once or nearly so. Exit codes: 0;
 * 64 for its configuration, 4 where a broker is missing, 70 else.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  private static int run(String[] args) {
    try {
      if (args.length == 1 && args[0].equals("--version")) {
        System.out.println(AgentProcess.version());
        return 0;
      }
      if (args.length == 1 && args[0].equals("--load")) {
        Load.classes();
        return 0;
      }
      if (args.length != 2)
        throw AgentError.usage("an agent needs its kind and the file of its configuration");
      AgentProcess.catchSignals();
      String json = AgentConfig.read(args[1]);
      switch (args[0]) {
        case "producer":
          ProducerAgent.run(json);
          return 0;
        case "monitor":
          MonitorAgent.run(json);
          return 0;
        case "consumer":
          ConsumerAgent.run(json);
          return 0;
        default:
          throw AgentError.usage("the Java client has no agent '" + args[0] + "'");
      }
    } catch (AgentError e) {
      return fail(e.getMessage(), e.code);
    } catch (Throwable e) { // the process ends here
      e.printStackTrace();
      return fail(e.toString(), AgentError.DEFECT);
    }
  }

  private static int fail(String what, int code) {
    AgentProcess.fail(what);
    System.err.println("kproof agent: " + what);
    return code;
  }
}
