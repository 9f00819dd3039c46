package kproof;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * The transactions of a producer (harness/agent/transactions.h): a fact goes to the spool before
 * what it is a fact of, so SIGKILL leaves no effect of a transaction that its spool does not know.
 *
 * <p>Kafka's client asks the coordinator to commit only once every record was delivered
 * (TransactionManager.nextRequest holds EndTxn back while batches are incomplete, and a failed batch
 * makes the transaction one that can only be aborted), so a transaction with a record that was not
 * acked has certainly not committed.
 */
final class ProducerTransactions {
  static final class Plan {
    final String id;
    final boolean shared;
    final long records;
    final double abort;
    final long timeoutMicros;

    Plan(ConfigPart config) {
      id = config.text("id");
      shared = config.flag("shared");
      records = config.micros("records");
      abort = config.real("abort");
      timeoutMicros = config.micros("timeout_us");
      config.end();
    }
  }

  private enum Then {
    GO_ON,
    ABORT, // the transaction can't be committed any more
    END // this client can't go on
  }

  static final int COMMITTED = 0;
  static final int ABORTED = 1;
  static final int UNKNOWN = 2;

  private final AgentProcess process;
  private final Plan plan;
  private final CrashPoint crash;
  private final BooleanSupplier urgent;
  private Call offsets; // null: none
  private ProducerLife life;
  private long lifeNumber;
  private long begun = 0; // in all lives
  private boolean broken = false;
  private boolean fenced = false;
  // The open one:
  private boolean open = false;
  private String name = "";
  private boolean commitAsked = false;
  private long records = 0;
  private long sentBefore = 0; // by the agent, when it began
  private long ackedBefore = 0;

  ProducerTransactions(
      AgentProcess process, Plan plan, CrashPoint crash, BooleanSupplier urgent) {
    this.process = process;
    this.plan = plan;
    this.crash = crash;
    this.urgent = urgent;
  }

  /** Done just before each commit, as part of it. */
  void setOffsets(Call offsets) {
    this.offsets = offsets;
  }

  boolean open() {
    return open;
  }

  /** Of the open one, or the last. */
  String name() {
    return name;
  }

  /** This life can't go on. */
  boolean broken() {
    return broken;
  }

  /** Before the next life takes the transactional.id back from a producer that shares it. */
  long patienceMicros() {
    return plan.shared && fenced ? plan.timeoutMicros : 0;
  }

  void takeOver(ProducerLife next, long number) {
    life = next;
    lifeNumber = number;
    fenced = false;
    broken =
        ask("the transactional.id was not taken over", KafkaProducer::initTransactions)
            != Then.GO_ON;
  }

  /** Before a record is sent. False: this life can't go on. */
  boolean before() {
    if (open || broken) return !broken;
    if (ask("no transaction was begun", KafkaProducer::beginTransaction) != Then.GO_ON) {
      broken = true;
      return false;
    }
    name = lifeNumber + "-" + begun++;
    open = true;
    commitAsked = false;
    records = 0;
    sentBefore = process.sent();
    ackedBefore = process.acked();
    process.spool.txn(name, process.clock.now(), null, null, null, null);
    process.spool.flush();
    life.setTransaction(name);
    come(CrashPoint.BEFORE_SEND);
    return true;
  }

  /** The work has come to this point: crashes there where it is to. */
  private void come(String point) {
    if (!crash.reached(point)) return;
    life.awaitDeliveries(urgent);
    process.crash(crash.text(), life.outstanding() == 0);
  }

  /**
   * After each record: ends the transaction once it is full or can't be committed any more, and
   * says how it ended; null: it goes on, or this life can't.
   */
  Integer after() {
    if (++records == (plan.records + 1) / 2) come(CrashPoint.BETWEEN_SENDS);
    long waiting = life.outstanding(); // first: an ack counts before it is waited for no more
    if (notAcked() > waiting) {
      return end(true); // the application was told of a failure
    }
    if (records < plan.records) return null;
    boolean abort = abortsOnPurpose(begun - 1, plan.abort);
    if (abort) life.awaitDeliveries(urgent); // so that what is aborted stands in the log
    return end(abort);
  }

  /** Of any n in a row, that share of n, rounded up or down. */
  static boolean abortsOnPurpose(long number, double share) {
    return (long) ((number + 1) * share + 1e-9) > (long) (number * share + 1e-9);
  }

  private long notAcked() {
    return (process.sent() - sentBefore) - (process.acked() - ackedBefore);
  }

  /** How it ended; null: it did not, since this life can't go on. */
  Integer end(boolean abort) {
    if (!open || broken) return null;
    if (!abort) {
      Then then = commit();
      if (then == Then.GO_ON) {
        come(CrashPoint.AFTER_END);
        return tellEnd(COMMITTED, true);
      }
      broken = then == Then.END;
    }
    if (broken) return null;
    int outcome = outcomeWithoutAnswer(); // before the rest of it is given up
    process.spool.txn(name, null, null, process.clock.now(), null, null);
    process.spool.flush();
    if (ask("transaction " + name + " was not aborted", KafkaProducer::abortTransaction)
        == Then.GO_ON) return tellEnd(outcome, true);
    broken = true;
    return null;
  }

  private Then commit() {
    if (offsets != null) {
      come(CrashPoint.BEFORE_OFFSETS);
      Then then = ask("transaction " + name + " was not given its offsets", offsets);
      if (then != Then.GO_ON) return then;
      come(CrashPoint.AFTER_OFFSETS);
    }
    come(CrashPoint.BEFORE_END);
    commitAsked = true;
    process.spool.txn(name, null, process.clock.now(), null, null, null);
    process.spool.flush();
    return ask("transaction " + name + " was not committed", KafkaProducer::commitTransaction);
  }

  private int outcomeWithoutAnswer() {
    return commitAsked && notAcked() == 0 ? UNKNOWN : ABORTED;
  }

  /** The life is over, with what it had open. */
  void abandon() {
    // A client that was asked to commit may do so until it is closed.
    if (open) tellEnd(commitAsked ? UNKNOWN : ABORTED, false);
    life = null;
  }

  /** {@code byCoordinator}: it said so; else it may take its time. */
  private int tellEnd(int outcome, boolean byCoordinator) {
    boolean ended = byCoordinator || outcome == UNKNOWN;
    process.spool.txn(name, null, null, null, ended ? process.clock.now() : null, outcome);
    process.spool.flush();
    open = false;
    if (life != null) life.setTransaction("");
    return outcome;
  }

  interface Call {
    void on(KafkaProducer<byte[], byte[]> client);
  }

  /** Calls until it is decided, or it is urgent. */
  private Then ask(String trouble, Call call) {
    while (true) {
      try {
        call.on(life.client());
        return Then.GO_ON;
      } catch (TimeoutException | InterruptException e) {
        Thread.interrupted();
        if (urgent.getAsBoolean()) return Then.END;
        LockSupport.parkNanos(1_000_000); // max.block.ms may be 0
      } catch (KafkaException | IllegalStateException e) {
        process.spool.event(trouble + ": " + e);
        fenced =
            e instanceof ProducerFencedException || e instanceof InvalidProducerEpochException;
        boolean over =
            fenced
                || e instanceof AuthorizationException
                || e instanceof UnsupportedVersionException
                || e instanceof IllegalStateException;
        return over ? Then.END : Then.ABORT;
      }
    }
  }
}
