package kproof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
  private final String group;
  private final List<String> subscribe;
  private final boolean commitsByItself;
  private final boolean listens;
  private final long startMicros;
  private final FoundRecords found;
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

  private ConsumerAgent(AgentConfig config) {
    group = config.text("group");
    subscribe = config.texts("subscribe");
    String commit = config.text("commit");
    String crashAt = config.text("crash_at");
    crash = new CrashPoint(config.life > 0 ? "" : crashAt, config.number("crash_nth"));
    listens = config.flag("listener");
    startMicros = config.micros("start_us");
    boolean staticMember = config.flag("static_member");
    config.text("store");
    if (!config.text("to").isEmpty() || config.take("transaction") != null)
      throw AgentConfig.wrong("to", "is nothing that a consumer in Java can do yet");
    work = new Work(config.part("work"), new RunClock(config.epochMicros), this::onWorked);
    config.end();
    if (group.isEmpty()) throw AgentConfig.wrong("group", "is empty");
    if (subscribe.isEmpty()) throw AgentConfig.wrong("subscribe", "is empty");
    commitsByItself = commit.equals("auto");
    policy = CommitPolicy.of(commit, this, work.batch);
    Origins origins = settings(config, commit, staticMember);
    ConsumerConfig effective = ReaderSettings.effective(origins);
    process = new AgentProcess(config, Spool.CONSUMER);
    began = process.clock.now();
    origins.tell(
        process.spool, "consumer", config.actor, effective, ConsumerConfig.configDef());
    found =
        new FoundRecords(process, origins.given("isolation.level").equals("read_committed"));
    CommitWatch.listener = this::committedByItself;
    client = new KafkaConsumer<>(origins.values());
  }

  private Origins settings(AgentConfig config, String commit, boolean staticMember) {
    Origins origins = ReaderSettings.of(config);
    origins.force("group.id", group, "the scenario's `group`");
    origins.force(
        "enable.auto.commit", Boolean.toString(commitsByItself), "commit: " + commit);
    if (staticMember)
      origins.force("group.instance.id", config.instance, "the scenario's `static`");
    origins.fallback("max.poll.records", Integer.toString(work.poll));
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
    new ConsumerAgent(new AgentConfig(json)).run();
  }

  private void run() {
    if (awaitStart()) beMember();
    if (!crash.missed().isEmpty())
      throw new AgentError(
          AgentError.DEFECT,
          process.config.actor + ": " + crash.missed()
              + ": give a smaller `nth`, or let the load last longer");
    process.close();
  }

  /** Not before its time. False: it was asked to end first. */
  private boolean awaitStart() {
    if (startMicros == 0 || process.config.life > 0) return true;
    process.enter(LivePage.READY);
    long start = process.clock.now() + startMicros;
    while (AgentProcess.stopSignals() == 0 && process.clock.now() < start)
      LockSupport.parkNanos(WAIT.toNanos());
    return AgentProcess.stopSignals() == 0;
  }

  private void beMember() {
    client.subscribe(subscribe, this);
    long deadline = process.clock.now() + process.config.readyLimitMicros;
    while (!joined && AgentProcess.stopSignals() == 0) {
      if (process.clock.now() >= deadline)
        throw new AgentError(
            AgentError.NOT_RUN,
            process.config.actor + " got no assignment in group " + group + " within "
                + process.config.readyLimitMicros / 1_000_000
                + " s: see the brokers' logs, and check the bootstrap servers");
      poll();
    }
    process.enter(LivePage.READY);
    process.enter(LivePage.RUNNING);
    while (AgentProcess.stopSignals() == 0) poll();
    process.enter(LivePage.DRAINING);
    work.finish();
    policy.onIdle();
    process.spool.flush();
    client.close(LEAVE);
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
      process.spool.event("fatal error: " + e);
      process.flush();
      throw new AgentError(
          AgentError.DEFECT,
          "member " + process.config.actor + " of group " + group + " can't go on: " + e,
          e);
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

  private static Map<TopicPartition, OffsetAndMetadata> offsets(Map<TopicPartition, Long> done) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    done.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
    return offsets;
  }

  @Override
  public void commit(Map<TopicPartition, Long> done) {
    process.spool.flush();
    Asked commit = new Asked(done, process.clock.now());
    synchronized (places) {
      asked.add(commit);
    }
    try {
      client.commitSync(offsets(done), COMMIT);
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
    client.commitAsync(offsets(done), (offsets, error) -> answered(commit, error));
  }

  /** A refusal may follow a first attempt whose answer got lost. */
  private void answered(Asked commit, Exception error) {
    synchronized (places) {
      asked.remove(commit);
    }
    tellCommits(commit.done, error == null ? Spool.ACKED : Spool.UNKNOWN, commit.at);
    if (error == null && crash.reached(CrashPoint.AFTER_COMMIT)) crash();
  }

  private void tellCommits(Map<TopicPartition, Long> done, int outcome, long at) {
    done.forEach((partition, offset) -> tellCommit(partition, offset, outcome, at));
  }

  private void tellCommit(TopicPartition partition, long offset, int outcome, long at) {
    process.spool.commit(
        process.config.cluster,
        group,
        new Place(partition.topic(), partition.partition(), null),
        offset,
        outcome,
        at);
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
          tellCommit(partition, offset.offset(), Spool.ACKED, at == null ? began : at);
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
      for (Asked commit : asked) tellCommits(commit.done, Spool.UNKNOWN, commit.at);
      if (commitsByItself)
        places.forEach(
            (partition, standing) -> tellCommit(partition, standing.next, Spool.UNKNOWN, now));
    }
    process.crash(crash.text());
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
    boolean mayCommit = listens && !lost;
    if (mayCommit) work.finish();
    policy.onRevoked(revoked, mayCommit);
    Set<TopicPartition> held = new HashSet<>(client.assignment());
    held.removeAll(revoked);
    tellAssignment(held);
  }

  private void tellAssignment(Set<TopicPartition> held) {
    TreeSet<TopicPartition> sorted =
        new TreeSet<>(
            Comparator.comparing(TopicPartition::topic)
                .thenComparingInt(TopicPartition::partition));
    sorted.addAll(held);
    List<Place> now = new ArrayList<>();
    for (TopicPartition partition : sorted)
      now.add(new Place(partition.topic(), partition.partition(), null));
    int generation = client.groupMetadata().generationId();
    process.spool.assigned(
        process.config.cluster, group, generation < 0 ? null : generation, now, now.size());
    process.spool.flush();
    joined = true;
  }
}
