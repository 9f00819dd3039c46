package kproof;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * A member of a consumer group whose client commits by itself (harness/agent/consumer.cpp).
 *
 * <p>Processing a record means writing its effect to the spool. What one poll returned is processed
 * before the next one, which is when Kafka's consumer considers it done and may commit it.
 */
final class ConsumerAgent implements ConsumerRebalanceListener {
  private static final Duration WAIT = Duration.ofMillis(20);
  private static final Duration LEAVE = Duration.ofSeconds(12);

  private final AgentProcess process;
  private final String group;
  private final List<String> subscribe;
  private final FoundRecords found;
  private final KafkaConsumer<byte[], byte[]> client;
  private final long began;
  private final Map<TopicPartition, HandedOver> handedOver = new HashMap<>(); // under its lock
  private boolean joined = false;

  private ConsumerAgent(AgentConfig config) {
    group = config.text("group");
    subscribe = config.texts("subscribe");
    config.end();
    if (group.isEmpty()) throw AgentConfig.wrong("group", "is empty");
    if (subscribe.isEmpty()) throw AgentConfig.wrong("subscribe", "is empty");
    Origins origins = ReaderSettings.of(config);
    origins.force("group.id", group, "the scenario's `group`");
    origins.force("enable.auto.commit", "true", "commit: auto");
    String watch = CommitWatch.class.getName();
    String given = origins.given("interceptor.classes");
    origins.force(
        "interceptor.classes",
        given.isEmpty() ? watch : given + "," + watch,
        "to hear of commits");
    ConsumerConfig effective = ReaderSettings.effective(origins);
    process = new AgentProcess(config, Spool.CONSUMER);
    began = process.clock.now();
    origins.tell(
        process.spool, "consumer", config.actor, effective, ConsumerConfig.configDef());
    found =
        new FoundRecords(process, origins.given("isolation.level").equals("read_committed"));
    CommitWatch.listener = this::committed;
    client = new KafkaConsumer<>(origins.values());
  }

  static void run(String json) {
    new ConsumerAgent(new AgentConfig(json)).run();
  }

  private void run() {
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
    client.close(LEAVE);
    process.close();
  }

  private void poll() {
    process.check();
    try {
      ConsumerRecords<byte[], byte[]> records = client.poll(WAIT);
      if (records.isEmpty()) return;
      handle(records);
    } catch (OffsetOutOfRangeException e) {
      process.spool.event(e.toString());
      throw cannotGoOn(e);
    } catch (RetriableException e) {
      process.told(e.toString());
    } catch (KafkaException e) {
      process.spool.event("fatal error: " + e);
      throw cannotGoOn(e);
    }
  }

  private AgentError cannotGoOn(KafkaException why) {
    process.flush();
    return new AgentError(
        AgentError.DEFECT,
        "member " + process.config.actor + " of group " + group + " can't go on: " + why,
        why);
  }

  private void handle(ConsumerRecords<byte[], byte[]> records) {
    long now = process.clock.now();
    long wall = RunClock.wall();
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> some = records.records(partition);
      int place = process.spool.place(partition.topic(), partition.partition());
      synchronized (handedOver) {
        HandedOver times = handedOver.computeIfAbsent(partition, p -> new HandedOver());
        for (ConsumerRecord<byte[], byte[]> record : some) times.record(record.offset(), now);
      }
      found.take(place, some, now, wall);
      for (ConsumerRecord<byte[], byte[]> record : some)
        if (FoundRecords.stampOf(record) != null)
          process.spool.effect(place, record.offset(), process.clock.now());
    }
    process.spool.flush();
  }

  // -- commits, in any thread of the client

  private void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
    for (Map.Entry<TopicPartition, OffsetAndMetadata> one : offsets.entrySet()) {
      TopicPartition partition = one.getKey();
      Long asked = null;
      synchronized (handedOver) {
        HandedOver times = handedOver.get(partition);
        if (times != null) asked = times.earliestCommit(one.getValue().offset());
      }
      process.spool.commit(
          process.config.cluster,
          group,
          new Place(partition.topic(), partition.partition(), null),
          one.getValue().offset(),
          Spool.ACKED,
          asked == null ? began : asked);
    }
  }

  // -- rebalances, within poll() and close()

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> added) {
    Set<TopicPartition> held = new java.util.HashSet<>(client.assignment());
    held.addAll(added);
    tellAssignment(held);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    Set<TopicPartition> held = new java.util.HashSet<>(client.assignment());
    held.removeAll(revoked);
    tellAssignment(held);
  }

  private void tellAssignment(Set<TopicPartition> held) {
    TreeSet<TopicPartition> sorted =
        new TreeSet<>(
            java.util.Comparator.comparing(TopicPartition::topic)
                .thenComparingInt(TopicPartition::partition));
    sorted.addAll(held);
    java.util.ArrayList<Place> places = new java.util.ArrayList<>();
    for (TopicPartition partition : sorted)
      places.add(new Place(partition.topic(), partition.partition(), null));
    int generation = client.groupMetadata().generationId();
    process.spool.assigned(
        process.config.cluster, group, generation < 0 ? null : generation, places, places.size());
    process.spool.flush();
    joined = true;
  }
}
