package kproof;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The work of a member: how long each record takes, in the loop that polls or by workers, and what
 * of it fails (harness/agent/commit/processing.h). Workers are lanes in time, so several records
 * are in hand at once and finish in another order than they came in, and facts have one writer.
 */
final class Work {
  private static final int MOST_WAITING = 1_000;

  private static final class AtWork {
    final Task task;
    final long end;

    AtWork(Task task, long end) {
      this.task = task;
      this.end = end;
    }
  }

  final int batch;
  final int poll;
  private final long failEvery;
  private final long slowEvery;
  private final long slowMicros;
  private final long micros;
  private final long workers;
  private final RunClock clock;
  private final Consumer<Task> finished;
  private long begun = 0;
  private long ended = 0;
  private final ArrayDeque<Task> waiting = new ArrayDeque<>();
  private final List<AtWork> atWork = new ArrayList<>();

  Work(ConfigPart config, RunClock clock, Consumer<Task> finished) {
    batch = positive(config, "batch");
    failEvery = config.micros("fail_every");
    poll = positive(config, "poll");
    slowEvery = config.micros("slow_every");
    slowMicros = config.micros("slow_time_us");
    micros = config.micros("time_us");
    workers = config.micros("workers");
    config.end();
    this.clock = clock;
    this.finished = finished;
  }

  private static int positive(ConfigPart config, String key) {
    long number = config.number(key);
    if (number < 1 || number > Integer.MAX_VALUE) throw AgentConfig.wrong(key, "is below 1");
    return (int) number;
  }

  private long timeOfNext() {
    ++begun;
    return slowEvery > 0 && begun % slowEvery == 0 ? slowMicros : micros;
  }

  private void finish(Task task) {
    ++ended;
    if (failEvery > 0 && ended % failEvery == 0) task.hasEffect = false;
    finished.accept(task);
  }

  private void sleepUntil(long end) {
    for (long left = end - clock.now(); left > 0; left = end - clock.now())
      LockSupport.parkNanos(left * 1000);
  }

  /** In the loop: comes back when all are finished. With workers: queues them. */
  void take(List<Task> tasks) {
    if (workers > 0) {
      waiting.addAll(tasks);
      beginWaiting(clock.now());
      return;
    }
    for (Task task : tasks) {
      sleepUntil(clock.now() + timeOfNext());
      finish(task);
    }
  }

  private void beginWaiting(long from) {
    while (!waiting.isEmpty() && atWork.size() < workers)
      atWork.add(new AtWork(waiting.poll(), from + timeOfNext()));
  }

  private AtWork first() {
    return atWork.stream().min(Comparator.comparingLong(one -> one.end)).orElse(null);
  }

  /** Finishes what workers are through with by now. */
  void step() {
    long now = clock.now();
    for (AtWork done = first(); done != null && done.end <= now; done = first()) {
      atWork.remove(done);
      beginWaiting(done.end);
      finish(done.task);
    }
  }

  /** Waits until everything that was taken is finished. */
  void finish() {
    for (AtWork next = first(); next != null; next = first()) {
      sleepUntil(next.end);
      step();
    }
  }

  /** There is so much in hand that nothing more should be polled. */
  boolean full() {
    return waiting.size() >= MOST_WAITING;
  }

  /** When a worker is through with a record next; Long.MAX_VALUE: none is at work. */
  long nextEnd() {
    AtWork next = first();
    return next == null ? Long.MAX_VALUE : next.end;
  }
}
