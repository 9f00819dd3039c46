package kproof;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.BrokerNotAvailableException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Says what the agents in Java make of what java_agents_test.cpp asks: it compares that with the
 * agents in C++. {@code Vectors CONFIG}.
 */
public final class Vectors {
  private Vectors() {}

  public static void main(String[] args) {
    AgentConfig config = new AgentConfig(AgentConfig.read(args[0]));
    stamps();
    payload(config.topics, 0, 256);
    payload(config.topics, 7, 100);
    grown(config.topics);
    outcomes();
    for (String word :
        new String[] {
          "async", "auto", "batch", "each", "none", "on-receive", "workers", "workers-contiguous"
        }) policy(word);
    files(config);
  }

  private static void stamps() {
    byte[] stamp = new byte[Stamp.BYTES];
    Stamp.encode(
        ByteBuffer.wrap(stamp),
        true,
        true,
        65_540,
        0xfedcba98,
        3,
        (1L << 60) + 5,
        1_700_000_000_123_456L,
        0x89abcdef,
        Crc32c.ofText("payments"));
    StringBuilder hex = new StringBuilder();
    for (byte b : stamp) hex.append(String.format("%02x", b));
    System.out.println("stamp " + hex);
    System.out.println("known " + Stamp.known(stamp) + " " + Stamp.known(new byte[36]));
  }

  private static void payload(List<AgentConfig.Topic> topics, long keys, int bytes) {
    say(new Payload(topics, -3, keys, bytes), 600);
  }

  /** Its first topic gets two more partitions. */
  private static void grown(List<AgentConfig.Topic> topics) {
    Payload payload = new Payload(topics, -3, 7, 100);
    say(payload, 20);
    payload.grow(0, 5);
    say(payload, 40);
  }

  private static void say(Payload payload, int records) {
    Crc32c crc = new Crc32c();
    for (int i = 0; i < records; ++i) {
      payload.next(i * 700);
      System.out.println(
          "record " + payload.topic + " " + payload.partition + " "
              + (payload.key == null ? "-" : new String(payload.key)) + " "
              + Integer.toUnsignedString(payload.valueCrc) + " "
              + Integer.toUnsignedString(crc.of(payload.value)));
    }
  }

  private static void outcome(Exception error) {
    System.out.println(
        "outcome " + error.getClass().getSimpleName() + " " + Outcome.ofDelivery(error) + " "
            + Outcome.code(error) + " " + Outcome.fatal(error));
  }

  private static void outcomes() {
    outcome(new RecordTooLargeException());
    outcome(new InvalidRecordException("no key"));
    outcome(new PolicyViolationException("p"));
    outcome(new TimeoutException("Expiring 3 record(s)"));
    outcome(new NotLeaderOrFollowerException());
    outcome(new NotEnoughReplicasAfterAppendException("n"));
    outcome(new OutOfOrderSequenceException("o"));
    outcome(new ProducerFencedException("f"));
    outcome(new InvalidTopicException("t"));
    outcome(new BrokerNotAvailableException("b"));
    outcome(new AuthenticationException("a"));
    outcome(new KafkaException("The producer is closed forcefully."));
    outcome(new IllegalStateException("closed"));
  }

  /** What a policy does with four records that are done in the order 2, 0, 1, 3, of which 3 late. */
  private static void policy(String word) {
    StringBuilder said = new StringBuilder();
    CommitPolicy policy =
        CommitPolicy.of(
            word,
            new CommitPolicy.Member() {
              @Override
              public void effect(Task task) {
                said.append(" e").append(task.offset);
              }

              @Override
              public void commit(Map<TopicPartition, Long> done) {
                said.append(" c").append(done.values().iterator().next());
              }

              @Override
              public void commitLater(Map<TopicPartition, Long> done) {
                said.append(" l").append(done.values().iterator().next());
              }
            },
            2);
    TopicPartition partition = new TopicPartition("payments", 0);
    List<Task> tasks = new ArrayList<>();
    for (long offset = 0; offset < 4; ++offset) tasks.add(new Task(partition, offset, true));
    policy.onReceived(tasks);
    for (int done : new int[] {2, 0, 1}) policy.afterWork(tasks.get(done));
    said.append(" revoked");
    policy.onRevoked(List.of(partition), true);
    policy.afterWork(tasks.get(3));
    policy.onIdle();
    System.out.println("policy " + word + ":" + said);
  }

  /** A spool with one of each frame, marks and a live page. */
  private static void files(AgentConfig config) {
    RunClock clock = new RunClock(System.nanoTime() / 1000);
    Spool spool = new Spool(config, clock);
    spool.open(config, Spool.CONSUMER, "java 1.2.3", "host");
    int stream = spool.stream(config.cluster, 0xfedcba98, 1, "payments", 2);
    spool.settled(stream, 5, Spool.ACKED, 17, 0, 1_000, 2_000);
    spool.settled(stream, 6, Spool.FAILED, -1, 10, 1_000, 2_000);
    spool.setting("producer", config.actor, "acks", "all", "scenario");
    spool.event("fatal error");
    spool.error("connect refused \u00e4");
    spool.readsAt(true);
    int place = spool.place("payments", 2);
    List<Place> held = new ArrayList<>();
    held.add(new Place("payments", 2, 4L));
    spool.assigned(config.cluster, "billing", 9, held, held.size());
    byte[] stamp = new byte[Stamp.BYTES];
    Stamp.encode(
        ByteBuffer.wrap(stamp), false, false, 2, 7, 1, 3, 50, 0xabc, Crc32c.ofText("payments"));
    spool.found(place, 4, 3_000, 60, 0xabc, stamp);
    spool.found(place, 5, 3_000, 60, 0, null);
    spool.effect(place, 4, 3_100);
    TopicPartition read = new TopicPartition("payments", 2);
    spool.commit(config.cluster, "billing", read, 5, Spool.ACKED, 3_050, "1-7");
    spool.madeFrom(stream, 9, config.cluster, read, 4);
    spool.moved(place, 3);
    spool.close();
    List<TopicPartition> streams = new ArrayList<>();
    for (AgentConfig.Topic topic : config.topics)
      for (int partition = 0; partition < topic.partitions; ++partition)
        streams.add(new TopicPartition(topic.name, partition));
    new SentMarks(config, 0xfedcba98, 1, 1, streams.subList(1, 2)).raise(0, 19);
    SentMarks marks = new SentMarks(config, 0xfedcba98, 1, 0, streams);
    marks.raise(0, 11);
    marks.raise(3, 13);
    marks.settled(3, 0, true);
    marks.settled(3, 1, true);
    marks.settled(3, 3, true);
    marks.settled(3, 4, false);
    LivePage page = new LivePage(config.livePage);
    page.show(1, 2, 3, 4, 5, 6, 7);
    page.enter(LivePage.RUNNING, "x".repeat(500));
  }
}
