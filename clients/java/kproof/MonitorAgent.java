package kproof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads all partitions live, from their start, in no group, until SIGTERM. */
final class MonitorAgent {
  private static final Duration WAIT = Duration.ofMillis(20);
  private static final Duration QUERY = Duration.ofSeconds(2);
  private static final long LOOK_MICROS = 500_000; // between two looks at the client's metadata

  private final AgentProcess process;
  private final FoundRecords found;
  private final KafkaConsumer<byte[], byte[]> client;
  private final List<TopicPartition> places = new ArrayList<>();
  private final Map<TopicPartition, Integer> numbers = new HashMap<>();
  private String trouble = ""; // the last one reported
  private long nextLook = 0;

  private MonitorAgent(AgentConfig config) {
    boolean committed = config.committed("isolation");
    config.end();
    Origins origins = ReaderSettings.of(config);
    origins.force(
        "isolation.level", committed ? "read_committed" : "read_uncommitted", "the monitor's own");
    origins.force(
        "check.crcs", "false", "stamps are checked instead, and damage must not stop reading");
    origins.force("auto.offset.reset", "none", "no silent jumps");
    origins.force("enable.auto.commit", "false", "monitors are in no group");
    origins.fallback("fetch.max.wait.ms", "100");
    ConsumerConfig effective = ReaderSettings.effective(origins);
    process = new AgentProcess(config, Spool.MONITOR);
    origins.tell(
        process.spool, "monitor", config.actor, effective, ConsumerConfig.configDef());
    found = new FoundRecords(process, committed);
    for (AgentConfig.Topic topic : config.topics) add(topic.name, 0, topic.partitions);
    client = new KafkaConsumer<>(origins.values());
  }

  static void run(String json) {
    new MonitorAgent(new AgentConfig(json)).run();
  }

  private void run() {
    client.assign(places);
    client.seekToBeginning(places);
    awaitPositions();
    process.enter(LivePage.READY);
    process.enter(LivePage.RUNNING);
    while (AgentProcess.stopSignals() == 0) poll();
    process.enter(LivePage.DRAINING);
    process.close();
    client.close(Duration.ZERO);
  }

  private void awaitPositions() {
    long deadline = process.clock.now() + process.config.readyLimitMicros;
    for (TopicPartition place : places) {
      while (AgentProcess.stopSignals() == 0) {
        try {
          client.position(place, Duration.ofMillis(200));
          break;
        } catch (TimeoutException e) {
          if (process.clock.now() >= deadline)
            throw new AgentError(
                AgentError.NOT_RUN,
                process.config.actor + " got no answer for each partition within "
                    + process.config.readyLimitMicros / 1_000_000
                    + " s: see the brokers' logs, and check the bootstrap servers");
        }
      }
    }
  }

  private void add(String topic, int from, int to) {
    for (int partition = from; partition < to; ++partition) {
      TopicPartition place = new TopicPartition(topic, partition);
      places.add(place);
      numbers.put(place, process.spool.place(topic, partition));
    }
  }

  /** As its client does, which asks for metadata by itself (metadata.max.age.ms). */
  private void lookForPartitions() {
    long now = process.clock.now();
    if (now < nextLook) return;
    nextLook = now + LOOK_MICROS;
    int known = places.size();
    for (AgentConfig.Topic topic : process.config.topics) {
      int here = (int) places.stream().filter(one -> one.topic().equals(topic.name)).count();
      try {
        add(topic.name, here, client.partitionsFor(topic.name, QUERY).size());
      } catch (TimeoutException e) {
        // the next look
      }
    }
    if (places.size() == known) return;
    client.assign(places); // those before go on where they stand
    client.seekToBeginning(places.subList(known, places.size()));
  }

  private void poll() {
    process.check();
    try {
      lookForPartitions();
      ConsumerRecords<byte[], byte[]> records = client.poll(WAIT);
      if (records.isEmpty()) return;
      long now = process.clock.now();
      long wall = RunClock.wall();
      for (TopicPartition place : records.partitions())
        found.take(numbers.get(place), records.records(place), now, wall);
      trouble = "";
    } catch (LogTruncationException e) {
      resume(e.offsetOutOfRangePartitions(), e.divergentOffsets());
    } catch (OffsetOutOfRangeException e) {
      resume(e.offsetOutOfRangePartitions(), Collections.emptyMap());
    } catch (KafkaException e) {
      if (!trouble.equals(e.toString())) process.spool.event(e.toString());
      trouble = e.toString();
      java.util.concurrent.locks.LockSupport.parkNanos(WAIT.toNanos());
    }
  }

  /**
   * Goes on at the log's start where the log begins later now; where it was cut, at the first
   * offset that differs, which the leader named, or at its end.
   */
  private void resume(
      Map<TopicPartition, Long> stood, Map<TopicPartition, OffsetAndMetadata> divergent) {
    try {
      Map<TopicPartition, Long> starts = client.beginningOffsets(stood.keySet(), QUERY);
      Map<TopicPartition, Long> ends = client.endOffsets(stood.keySet(), QUERY);
      for (Map.Entry<TopicPartition, Long> one : stood.entrySet()) {
        TopicPartition place = one.getKey();
        long start = starts.get(place);
        long end = ends.get(place);
        OffsetAndMetadata cut = divergent.get(place);
        long next = one.getValue() < start ? start : end;
        if (cut != null && one.getValue() >= start) next = Math.max(start, cut.offset());
        process.spool.event(
            place.topic() + "/" + place.partition() + ": offset " + one.getValue()
                + (cut == null ? " is out of range" : " is past where the log was cut")
                + ", the log holds " + start + " to " + end + "; goes on at " + next);
        client.seek(place, next);
      }
    } catch (TimeoutException e) {
      // poll() says it again
    }
  }
}
