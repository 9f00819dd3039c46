package kproof;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The instrumented producer: sends stamped records in an open loop, and spools what became of each
 * (harness/agent/producer.cpp).
 */
final class ProducerAgent {
  private static final int BURST = 32; // records between two looks at the clock
  private static final long TICK_MICROS = 2_000;
  private static final long LONGEST_WAIT_MICROS = 20_000;
  private static final long LOOK_MICROS = 500_000; // between two looks at the client's metadata
  private static final int MOST_LIVES = 1000;
  private static final int MOST_VALUE_BYTES = 64 << 20;

  private final AgentProcess process;
  private final ProducerLife.Plan plan;
  private final double ratePerSecond;
  private final long drainLimitMicros;
  private final boolean oneByOne; // a record waits for the answer to the one before it
  private final long stopAfter; // records without an ack; 0: never
  private final boolean exitAtEnd; // without waiting for what is outstanding
  private final Payload payload;
  private final int origin;
  private final CrashPoint crash;
  private final ProducerTransactions transactions; // null: none
  private final List<Integer> partitions = new ArrayList<>(); // of each topic, as far as it knows
  private ProducerLife life;
  private long lifeNumber;
  private long started;
  private long drainDeadline = Long.MAX_VALUE; // known once it was asked to end
  private long nextLook = 0;
  private long next = 0; // records sent, in this and all earlier lives

  private ProducerAgent(AgentConfig config) {
    if (!config.text("defaults").equals("java"))
      throw AgentConfig.wrong("defaults", "is not java");
    ratePerSecond = config.real("rate_per_s");
    if (!(ratePerSecond >= 0)) throw AgentConfig.wrong("rate_per_s", "is negative");
    long valueBytes = config.unsigned("value_bytes");
    if (valueBytes < 0 || valueBytes > MOST_VALUE_BYTES)
      throw AgentConfig.wrong("value_bytes", "is above " + MOST_VALUE_BYTES);
    long keys = config.unsigned("keys");
    long seed = config.unsigned("seed");
    drainLimitMicros = config.micros("drain_limit_us");
    oneByOne = config.flag("one_by_one");
    stopAfter = config.unsigned("stop_after");
    exitAtEnd = config.flag("exit_at_end");
    boolean dropWhenFull = config.flag("drop_when_full");
    crash = CrashPoint.of(config);
    Object transaction = config.take("transaction");
    ProducerTransactions.Plan transacted =
        transaction == null ? null : new ProducerTransactions.Plan(new ConfigPart(transaction));
    config.end();
    payload = new Payload(config.topics, seed, keys, (int) valueBytes);
    for (AgentConfig.Topic topic : config.topics) partitions.add(topic.partitions);
    int random = 0;
    while (random == 0) random = new SecureRandom().nextInt();
    origin = random;
    lifeNumber = config.life;
    plan = new ProducerLife.Plan(config, config.properties, transacted, dropWhenFull);
    process = new AgentProcess(config, Spool.PRODUCER);
    plan.tell(process);
    transactions =
        transacted == null
            ? null
            : new ProducerTransactions(process, transacted, crash, this::urgent);
  }

  static void run(String json) {
    new ProducerAgent(new AgentConfig(json)).run();
  }

  private void run() {
    AgentProcess.wakeBySignals(Thread.currentThread());
    begin();
    life.awaitLeaders(process.config.readyLimitMicros);
    takeOver();
    process.enter(LivePage.READY);
    process.enter(LivePage.RUNNING);
    started = process.clock.now();
    while (AgentProcess.stopSignals() == 0 && !hadEnough()) {
      process.check();
      lookForPartitions();
      sendDue();
      if (life.fatalError() != null || (transactions != null && transactions.broken()))
        reincarnate();
    }
    process.enter(LivePage.DRAINING);
    drain();
    crash.check(process.config.actor);
    process.close(AgentProcess.stopSignals() == 0 ? LivePage.STOPPED : LivePage.DONE);
  }

  private void begin() {
    life = new ProducerLife(process, plan, process.config.topics, origin, lifeNumber);
    life.grow(partitions);
    process.flush();
  }

  /** As its client does, which asks for metadata by itself (metadata.max.age.ms). */
  private void lookForPartitions() {
    long now = process.clock.now();
    if (now < nextLook) return;
    nextLook = now + LOOK_MICROS;
    for (int topic = 0; topic < partitions.size(); ++topic) {
      int found = life.partitions(topic);
      if (found <= partitions.get(topic)) continue;
      partitions.set(topic, found);
      life.grow(partitions);
      payload.grow(topic, found);
    }
  }

  /** It has seen as many errors as it bears. */
  private boolean hadEnough() {
    return stopAfter > 0 && process.notAcked() >= stopAfter;
  }

  /** Sends what is due, at most a burst, and waits for the next time otherwise. */
  private void sendDue() {
    long now = process.clock.now();
    long wall = RunClock.wall();
    for (int i = 0; i < BURST; ++i) {
      long intended = ratePerSecond == 0 ? now : started + (long) (next * 1e6 / ratePerSecond);
      if (intended > now) {
        await(intended - now);
        return;
      }
      if (transactions != null && !transactions.before()) return;
      payload.next(now);
      if (!life.send(payload, intended, wall)) return;
      ++next;
      if (oneByOne) life.awaitAnswer();
      if (transactions != null) {
        transactions.after();
        if (transactions.broken()) return;
      }
      if (oneByOne || hadEnough() || AgentProcess.stopSignals() > 0) return;
    }
  }

  /** Waking for each record would cost more than the records do. */
  private static void await(long micros) {
    long clamped = Math.max(TICK_MICROS, Math.min(LONGEST_WAIT_MICROS, micros));
    LockSupport.parkNanos(clamped * 1000);
  }

  private void reincarnate() {
    String why = life.fatalError();
    if (why == null) why = "its client refuses to go on";
    if (transactions != null) transactions.abandon();
    long outstanding = life.outstanding();
    life.end();
    if (lifeNumber - process.config.life + 1 == MOST_LIVES)
      throw new AgentError(
          AgentError.DEFECT,
          "producer " + process.config.actor + " died " + MOST_LIVES + " times; last: " + why);
    process.spool.event(
        "fatal error of life " + lifeNumber + " with " + outstanding
            + (outstanding == 1 ? " record" : " records") + " outstanding: " + why + "; life "
            + (lifeNumber + 1) + " follows");
    if (transactions != null) pause(transactions.patienceMicros());
    ++lifeNumber;
    begin();
    takeOver();
  }

  private void takeOver() {
    if (transactions != null) transactions.takeOver(life, lifeNumber);
  }

  private void pause(long micros) {
    long end = process.clock.now() + micros;
    while (AgentProcess.stopSignals() == 0 && process.clock.now() < end)
      LockSupport.parkNanos(20_000_000);
  }

  /** Whether to give up what nobody has answered: some time after the request to end. */
  private boolean urgent() {
    if (AgentProcess.stopSignals() > 0) beginToDrain();
    return AgentProcess.stopSignals() > 1 || process.clock.now() >= drainDeadline;
  }

  private void beginToDrain() {
    if (drainDeadline == Long.MAX_VALUE)
      drainDeadline = process.clock.now() + plan.drainLimitMicros(drainLimitMicros);
  }

  private void drain() {
    Thread.interrupted();
    beginToDrain();
    if (!exitAtEnd) {
      if (transactions != null) transactions.end(false);
      life.awaitDeliveries(this::urgent);
    }
    AgentProcess.wakeBySignals(null);
    Thread.interrupted();
    if (life.fatalError() != null)
      process.spool.event(
          "fatal error of life " + lifeNumber + " while draining: " + life.fatalError());
    if (transactions != null) transactions.abandon();
    life.end();
  }
}
