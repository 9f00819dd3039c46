package kproof;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What a member of a group is to do, as its configuration says, and what every member does alike. */
final class ConsumerPlan {
  private static final long WAIT_NANOS = 20_000_000;

  final AgentConfig config;
  final String group;
  final List<String> subscribe;
  final String commit;
  final CrashPoint crash;
  final boolean listens;
  final String to; // the topic that it writes to; "": none
  final ProducerTransactions.Plan transactions; // null: none
  final ConfigPart work;
  private final long startMicros;
  private final boolean staticMember;

  ConsumerPlan(AgentConfig config) {
    this.config = config;
    group = config.text("group");
    subscribe = config.texts("subscribe");
    commit = config.text("commit");
    crash = CrashPoint.of(config);
    listens = config.flag("listener");
    startMicros = config.micros("start_us");
    staticMember = config.flag("static_member");
    config.text("store");
    to = config.text("to");
    Object transaction = config.take("transaction");
    transactions =
        transaction == null ? null : new ProducerTransactions.Plan(new ConfigPart(transaction));
    work = config.part("work");
    config.end();
    if (group.isEmpty()) throw AgentConfig.wrong("group", "is empty");
    if (subscribe.isEmpty()) throw AgentConfig.wrong("subscribe", "is empty");
  }

  /** Of its reader. {@code poll}: records that a poll returns, where the scenario says nothing. */
  Origins settings(boolean commitsByItself, int poll) {
    Origins origins = ReaderSettings.of(config);
    origins.force("group.id", group, "the scenario's `group`");
    origins.force(
        "enable.auto.commit", Boolean.toString(commitsByItself), "commit: " + commit);
    if (staticMember)
      origins.force("group.instance.id", config.instance, "the scenario's `static`");
    origins.fallback("max.poll.records", Integer.toString(poll));
    return origins;
  }

  /** Not before its time. False: it was asked to end first. */
  boolean awaitStart(AgentProcess process) {
    if (startMicros == 0 || config.life > 0) return true;
    process.enter(LivePage.READY);
    long start = process.clock.now() + startMicros;
    while (AgentProcess.stopSignals() == 0 && process.clock.now() < start)
      LockSupport.parkNanos(WAIT_NANOS);
    return AgentProcess.stopSignals() == 0;
  }

  /** Polls until it has joined, and then until it is asked to end. */
  void beMember(AgentProcess process, BooleanSupplier joined, Runnable poll) {
    long deadline = process.clock.now() + config.readyLimitMicros;
    while (!joined.getAsBoolean() && AgentProcess.stopSignals() == 0) {
      if (process.clock.now() >= deadline)
        throw new AgentError(
            AgentError.NOT_RUN,
            config.actor + " got no assignment in group " + group + " within "
                + config.readyLimitMicros / 1_000_000
                + " s: see the brokers' logs, and check the bootstrap servers");
      poll.run();
    }
    process.enter(LivePage.READY);
    process.enter(LivePage.RUNNING);
    while (AgentProcess.stopSignals() == 0) poll.run();
    process.enter(LivePage.DRAINING);
  }

  AgentError cantGoOn(AgentProcess process, RuntimeException error) {
    process.spool.event("fatal error: " + error);
    process.flush();
    return new AgentError(
        AgentError.DEFECT,
        "member " + config.actor + " of group " + group + " can't go on: " + error,
        error);
  }
}
