package kproof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * A member of a consumer group: reads its partitions, works on each record, commits as its policy
 * says, and makes facts of all that (harness/agent/consumer.cpp, membership.h).
 *
 * <p>The effect of a record takes place when it is in the member's spool: before any commit that
 * covers it is asked for. A client that commits by itself does so within poll(), so effects are
 * written before each.
 */
final class ConsumerAgent implements ConsumerRebalanceListener, CommitPolicy.Member {
  private static final Duration WAIT = Duration.ofMillis(20);
  private static final Duration LEAVE = Duration.ofSeconds(12);
  private static final Duration COMMIT = Duration.ofSeconds(10);
  private static final long IDLE_MICROS = 500_000;

  private final AgentProcess process;
  private final ConsumerPlan plan;
  private final boolean commitsByItself;
  private final FoundRecords found;
  private final GroupFacts facts;
  private final CrashPoint crash;
  private final CommitPolicy policy;
  private final Work work;
  private final KafkaConsumer<byte[], byte[]> client;
  private final long began;
  private boolean joined = false;
  private boolean worked = false;
  private long idleSince = 0;

  // Under the lock of `places`, since the client hears of its own commits in any thread.
  private final Map<TopicPartition, Standing> places = new HashMap<>();
  private final Set<Asked> asked = new HashSet<>(); // commits without an answer

  /** What was handed over of a partition. */
  private static final class Standing {
    final HandedOver times = new HandedOver();
    long next = 0; // after the last record that was handed over
  }

  /** A commit that was asked for. */
  private static final class Asked {
    final Map<TopicPartition, Long> done;
    final long at;

    Asked(Map<TopicPartition, Long> done, long at) {
      this.done = done;
      this.at = at;
    }
  }

  private ConsumerAgent(ConsumerPlan plan) {
    this.plan = plan;
    AgentConfig config = plan.config;
    crash = plan.crash;
    work = new Work(plan.work, new RunClock(config.epochMicros), this::onWorked);
    commitsByItself = plan.commit.equals("auto");
    policy = CommitPolicy.of(plan.commit, this, work.batch);
    Origins origins = settings();
    ConsumerConfig effective = ReaderSettings.effective(origins);
    process = new AgentProcess(config, Spool.CONSUMER);
    began = process.clock.now();
    origins.tell(
        process.spool, "consumer", config.actor, effective, ConsumerConfig.configDef());
    found =
        new FoundRecords(process, origins.given("isolation.level").equals("read_committed"));
    facts = new GroupFacts(process, plan.group);
    CommitWatch.listener = this::committedByItself;
    client = new KafkaConsumer<>(origins.values());
  }

  private Origins settings() {
    Origins origins = plan.settings(commitsByItself, work.poll);
    if (!commitsByItself) return origins;
    String watch = CommitWatch.class.getName();
    String given = origins.given("interceptor.classes");
    origins.force(
        "interceptor.classes",
        given.isEmpty() ? watch : given + "," + watch,
        "to hear of commits");
    return origins;
  }

  static void run(String json) {
    ConsumerPlan plan = new ConsumerPlan(new AgentConfig(json));
    if (plan.to.isEmpty()) new ConsumerAgent(plan).run();
    else new ChainAgent(plan).run();
  }

  private void run() {
    if (plan.awaitStart(process)) {
      client.subscribe(plan.subscribe, this);
      plan.beMember(process, () -> joined, this::poll);
      work.finish();
      policy.onIdle();
      process.spool.flush();
      client.close(LEAVE);
    }
    crash.check(process.config.actor);
    process.close();
  }

  private void poll() {
    process.check();
    process.spool.flush();
    long now = process.clock.now();
    long micros = Math.max(0, Math.min(WAIT.toNanos() / 1000, work.nextEnd() - now));
    try {
      if (work.full()) LockSupport.parkNanos(micros * 1000);
      else receive(client.poll(Duration.ofNanos(micros * 1000)));
      work.step();
      mindIdling();
    } catch (RetriableException e) {
      process.told(e.toString());
    } catch (KafkaException e) {
      throw plan.cantGoOn(process, e);
    }
  }

  private void receive(ConsumerRecords<byte[], byte[]> records) {
    if (records.isEmpty()) return;
    long now = process.clock.now();
    long wall = RunClock.wall();
    List<Task> tasks = new ArrayList<>();
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> some = records.records(partition);
      synchronized (places) {
        Standing standing = places.computeIfAbsent(partition, p -> new Standing());
        for (ConsumerRecord<byte[], byte[]> record : some) {
          standing.times.record(record.offset(), now);
          standing.next = record.offset() + 1;
        }
      }
      found.take(
          process.spool.place(partition.topic(), partition.partition()), some, now, wall);
      for (ConsumerRecord<byte[], byte[]> record : some)
        tasks.add(new Task(partition, record.offset(), FoundRecords.stampOf(record) != null));
    }
    policy.onReceived(tasks);
    work.take(tasks);
  }

  private void onWorked(Task task) {
    if (crash.reached(CrashPoint.BEFORE_PROCESSING)) crash();
    worked = true;
    policy.afterWork(task);
  }

  private void mindIdling() {
    long now = process.clock.now();
    if (worked) idleSince = now;
    worked = false;
    if (now < idleSince + IDLE_MICROS) return;
    idleSince = now;
    policy.onIdle();
  }

  // -- what its policy asks for

  @Override
  public void effect(Task task) {
    if (task.hasEffect)
      process.spool.effect(
          process.spool.place(task.partition.topic(), task.partition.partition()),
          task.offset,
          process.clock.now());
    if (crash.reached(CrashPoint.AFTER_PROCESSING)) crash();
  }

  @Override
  public void commit(Map<TopicPartition, Long> done) {
    process.spool.flush();
    Asked commit = new Asked(done, process.clock.now());
    synchronized (places) {
      asked.add(commit);
    }
    try {
      client.commitSync(GroupFacts.offsets(done), COMMIT);
      answered(commit, null);
    } catch (KafkaException e) {
      answered(commit, e);
      if (e instanceof FencedInstanceIdException) throw e;
    }
  }

  @Override
  public void commitLater(Map<TopicPartition, Long> done) {
    process.spool.flush();
    Asked commit = new Asked(done, process.clock.now());
    synchronized (places) {
      asked.add(commit);
    }
    client.commitAsync(
        GroupFacts.offsets(done), (offsets, error) -> answered(commit, error));
  }

  /** A refusal may follow a first attempt whose answer got lost. */
  private void answered(Asked commit, Exception error) {
    synchronized (places) {
      asked.remove(commit);
    }
    facts.commits(commit.done, error == null ? Spool.ACKED : Spool.UNKNOWN, commit.at, "");
    if (error == null && crash.reached(CrashPoint.AFTER_COMMIT)) crash();
  }

  /** In any thread of the client. When it was asked for is known to 10 ms. */
  private void committedByItself(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach(
        (partition, offset) -> {
          Long at;
          synchronized (places) {
            Standing standing = places.get(partition);
            at = standing == null ? null : standing.times.earliestCommit(offset.offset());
          }
          facts.commit(
              partition, offset.offset(), Spool.ACKED, at == null ? began : at, "");
        });
    if (!offsets.isEmpty() && crash.reached(CrashPoint.AFTER_COMMIT)) crash();
  }

  /**
   * All that it knows is written, and of commits without an answer that they may have been made:
   * then nothing is missing, and the spool is closed.
   */
  private void crash() {
    long now = process.clock.now();
    synchronized (places) {
      for (Asked commit : asked) facts.commits(commit.done, Spool.UNKNOWN, commit.at, "");
      if (commitsByItself)
        places.forEach(
            (partition, standing) ->
                facts.commit(partition, standing.next, Spool.UNKNOWN, now, ""));
    }
    process.crash(crash.text(), true);
  }

  // -- rebalances, within poll() and close()

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> added) {
    Set<TopicPartition> held = new HashSet<>(client.assignment());
    held.addAll(added);
    tellAssignment(held);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    giveBack(revoked, false);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> lost) {
    giveBack(lost, true);
  }

  private void giveBack(Collection<TopicPartition> revoked, boolean lost) {
    boolean mayCommit = plan.listens && !lost;
    if (mayCommit) work.finish();
    policy.onRevoked(revoked, mayCommit);
    Set<TopicPartition> held = new HashSet<>(client.assignment());
    held.removeAll(revoked);
    tellAssignment(held);
  }

  private void tellAssignment(Set<TopicPartition> held) {
    facts.assigned(client, held);
    joined = true;
  }
}
