package kproof;

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

  private static final int COMMITTED = 0;
  private static final int ABORTED = 1;
  private static final int UNKNOWN = 2;

  private final AgentProcess process;
  private final Plan plan;
  private final BooleanSupplier urgent;
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

  ProducerTransactions(AgentProcess process, Plan plan, BooleanSupplier urgent) {
    this.process = process;
    this.plan = plan;
    this.urgent = urgent;
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
    return true;
  }

  /** After each record: ends the transaction once it is full or can't be committed any more. */
  void after() {
    ++records;
    long waiting = life.outstanding(); // first: an ack counts before it is waited for no more
    if (notAcked() > waiting) {
      end(true); // the application was told of a failure
      return;
    }
    if (records < plan.records) return;
    boolean abort = abortsOnPurpose(begun - 1, plan.abort);
    if (abort) life.awaitDeliveries(urgent); // so that what is aborted stands in the log
    end(abort);
  }

  /** Of any n in a row, that share of n, rounded up or down. */
  static boolean abortsOnPurpose(long number, double share) {
    return (long) ((number + 1) * share + 1e-9) > (long) (number * share + 1e-9);
  }

  private long notAcked() {
    return (process.sent() - sentBefore) - (process.acked() - ackedBefore);
  }

  void end(boolean abort) {
    if (!open || broken) return;
    if (!abort) {
      commitAsked = true;
      process.spool.txn(name, null, process.clock.now(), null, null, null);
      process.spool.flush();
      Then then =
          ask("transaction " + name + " was not committed", KafkaProducer::commitTransaction);
      if (then == Then.GO_ON) {
        tellEnd(COMMITTED, true);
        return;
      }
      abort = then == Then.ABORT;
      broken = !abort;
    }
    if (!abort) return;
    int outcome = outcomeWithoutAnswer(); // before the rest of it is given up
    process.spool.txn(name, null, null, process.clock.now(), null, null);
    process.spool.flush();
    if (ask("transaction " + name + " was not aborted", KafkaProducer::abortTransaction)
        == Then.GO_ON) tellEnd(outcome, true);
    else broken = true;
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
  private void tellEnd(int outcome, boolean byCoordinator) {
    boolean ended = byCoordinator || outcome == UNKNOWN;
    process.spool.txn(name, null, null, null, ended ? process.clock.now() : null, outcome);
    process.spool.flush();
    open = false;
    if (life != null) life.setTransaction("");
  }

  private interface Call {
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
