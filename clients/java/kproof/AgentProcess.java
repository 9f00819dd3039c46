package kproof;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.utils.AppInfoParser;

/** What every agent process has: its signals, its spool, its live page. */
final class AgentProcess {
  private static final long FLUSH_MILLIS = 50;
  private static final long ERROR_MICROS = 1_000_000;

  private static final AtomicInteger stopSignals = new AtomicInteger();
  private static volatile Thread wakened; // by a signal, out of whatever it waits for
  private static volatile AgentProcess current;

  final AgentConfig config;
  final RunClock clock;
  final Spool spool;

  // Counters: under the lock of this object.
  private final LivePage live;
  private long sent = 0;
  private long acked = 0;
  private long failed = 0;
  private long unknown = 0;
  private long read = 0;
  private long lastAck = -1;
  private long lastRead = -1;
  private long lastTold = Long.MIN_VALUE;
  private long resent = 0; // in lives that have ended; of the thread that sends
  private volatile RuntimeException broken; // of the thread that flushes

  AgentProcess(AgentConfig config, int kind) {
    this.config = config;
    clock = new RunClock(config.epochMicros);
    spool = new Spool(config, clock);
    live = new LivePage(config.livePage);
    spool.open(config, kind, version(), hostName());
    spool.flush();
    current = this;
    requireClient();
    Thread flusher = new Thread(this::flushAlways, "kproof-flush");
    flusher.setDaemon(true);
    flusher.start();
  }

  static String version() {
    return "java " + AppInfoParser.getVersion();
  }

  /** The conductor says which client it asked for (harness/agent/config.h). */
  private static void requireClient() {
    String asked = System.getenv("KPROOF_CLIENT");
    if (asked == null || asked.isEmpty() || asked.equals(version())) return;
    throw new AgentError(
        AgentError.NOT_RUN, "the scenario asks for " + asked + ", and this is " + version());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  // -- signals

  static void catchSignals() {
    for (String name : new String[] {"TERM", "INT"})
      sun.misc.Signal.handle(
          new sun.misc.Signal(name),
          signal -> {
            stopSignals.incrementAndGet();
            Thread wake = wakened;
            if (wake != null) wake.interrupt();
          });
  }

  static int stopSignals() {
    return stopSignals.get();
  }

  /** Signals interrupt this thread from now on; null: none. */
  static void wakeBySignals(Thread thread) {
    wakened = thread;
  }

  // -- spool and live page

  /** A life has ended whose client sent so many records again. */
  void resent(long records) {
    resent += records;
    spool.resent(resent);
  }

  private void flushAlways() {
    try {
      while (true) {
        Thread.sleep(FLUSH_MILLIS);
        flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      broken = e;
    }
  }

  void flush() {
    show();
    spool.flush();
  }

  private synchronized void show() {
    live.show(sent, acked, failed, unknown, read, lastAck, lastRead);
  }

  /** Throws what the flushing thread could not do. */
  void check() {
    if (broken != null) throw broken;
  }

  synchronized void enter(int phase, String text) {
    live.enter(phase, text);
  }

  void enter(int phase) {
    enter(phase, "");
  }

  /** Its last words, where it has a live page already. */
  static void fail(String what) {
    AgentProcess process = current;
    if (process != null) process.enter(LivePage.FAILED, what);
  }

  synchronized long sent() {
    return sent;
  }

  synchronized long acked() {
    return acked;
  }

  /** That certainly failed, or may have. */
  synchronized long notAcked() {
    return failed + unknown;
  }

  synchronized void sentOne() {
    ++sent;
  }

  synchronized void settledOne(int outcome, long now) {
    if (outcome == Spool.ACKED) {
      ++acked;
      lastAck = now;
    } else if (outcome == Spool.FAILED) {
      ++failed;
    } else {
      ++unknown;
    }
  }

  synchronized void settledUnknown(long count) {
    unknown += count;
  }

  synchronized void readSome(long count, long now) {
    read += count;
    lastRead = now;
  }

  /** Records an error while nothing has been acked or read, because it may be the reason. */
  void told(String error) {
    synchronized (this) {
      long now = clock.now();
      if (acked > 0 || read > 0) return;
      if (lastTold != Long.MIN_VALUE && now < lastTold + ERROR_MICROS) return;
      lastTold = now;
    }
    spool.error(error);
    spool.flush();
  }

  /** What the client logged as a warning or an error. */
  static void logged(String text) {
    AgentProcess process = current;
    if (process != null) process.told(text);
  }

  /** Kills the process, as its configuration asks. {@code whole}: nothing is missing in its spool. */
  void crash(String point, boolean whole) {
    show();
    if (whole) spool.close();
    else spool.flush();
    enter(LivePage.CRASHED, point);
    try { // the JVM raises no SIGKILL by itself
      new ProcessBuilder("sh", "-c", "kill -KILL " + ProcessHandle.current().pid()).start();
    } catch (IOException e) {
      throw new AgentError(AgentError.DEFECT, "it can't kill itself: " + e, e);
    }
    while (true) LockSupport.park(); // until then
  }

  void close() {
    close(LivePage.DONE);
  }

  void close(int phase) {
    show();
    spool.close();
    enter(phase);
  }
}
