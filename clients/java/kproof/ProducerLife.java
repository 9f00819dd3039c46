package kproof;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One life of a producer: a client, its streams and their sent marks, and the records that are
 * outstanding. One thread sends; deliveries come in the client's own thread, and go to the spool
 * there, in the order of the callbacks.
 */
final class ProducerLife {
  private static final long END_MILLIS = 5_000;
  private static final long SPARE_MICROS = 5_000_000;
  private static final long LONGEST_DRAIN_MICROS = 150_000_000;

  /** The settings of all lives. */
  static final class Plan {
    final Origins origins;
    final ProducerConfig effective;

    Plan(
        AgentConfig config,
        Map<String, String> given,
        ProducerTransactions.Plan transactions,
        boolean dropWhenFull) {
      origins = new Origins(given, ProducerConfig.configNames(), AgentProcess.version());
      origins.force("bootstrap.servers", config.bootstrapServers, "the cluster of this run");
      origins.force("key.serializer", ByteArraySerializer.class.getName(), "keys are bytes");
      origins.force("value.serializer", ByteArraySerializer.class.getName(), "values are bytes");
      origins.fallback("client.id", config.instance);
      if (dropWhenFull) origins.force("max.block.ms", "0", "the producer's `on_full`");
      if (transactions != null) {
        origins.force("transactional.id", transactions.id, "the producer's `transaction`");
        origins.force(
            "transaction.timeout.ms",
            Long.toString(transactions.timeoutMicros / 1000),
            "`timeout` of its `transaction`");
      }
      try {
        effective = new ProducerConfig(origins.values());
      } catch (ConfigException e) {
        throw AgentError.usage(AgentProcess.version() + " refuses the producer's settings: "
            + e.getMessage());
      }
    }

    /** Of a chain, by the client's defaults: idempotent, so that its twin lacks transactions alone. */
    static Plan ofChain(AgentConfig config, ProducerTransactions.Plan transactions) {
      return new Plan(config, Map.of(), transactions, false);
    }

    void tell(AgentProcess process) {
      origins.tell(
          process.spool,
          "producer",
          process.config.actor,
          effective,
          ProducerConfig.configDef());
    }

    /** {@code given} above 0, else delivery.timeout.ms and what the client needs to report. */
    long drainLimitMicros(long given) {
      if (given > 0) return given;
      long delivery = effective.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG) * 1000L;
      return Math.min(delivery + SPARE_MICROS, LONGEST_DRAIN_MICROS);
    }
  }

  private static final class Topic {
    final String name;
    final int checksum;
    final List<Stream> streams = new ArrayList<>(); // by partition

    Topic(AgentConfig.Topic topic) {
      name = topic.name;
      checksum = Crc32c.ofText(topic.name);
    }
  }

  /** What this life sends to one partition. */
  private static final class Stream {
    final SentMarks marks;
    final int slot;
    final int number; // in the spool
    long next = 0; // sequence

    Stream(SentMarks marks, int slot, int number) {
      this.marks = marks;
      this.slot = slot;
      this.number = number;
    }
  }

  /** A record on its way. Its first settlement is the one that counts. */
  private final class Pending implements Callback {
    final Stream stream;
    final long sequence;
    final long intended;
    private boolean settled = false;

    Pending(Stream stream, long sequence, long intended) {
      this.stream = stream;
      this.sequence = sequence;
      this.intended = intended;
    }

    @Override
    public void onCompletion(RecordMetadata metadata, Exception error) {
      if (error == null) {
        settle(Spool.ACKED, metadata.hasOffset() ? metadata.offset() : -1, 0);
      } else if (Thread.currentThread() == sender) {
        refused(error); // within send()
      } else {
        settle(Outcome.ofDelivery(error), -1, Outcome.code(error));
        tell(error);
      }
    }

    void refused(Exception error) {
      settle(Outcome.ofRefusal(error), -1, Outcome.code(error));
      tell(error);
      // A transaction that can only be aborted refuses records too.
      if (transaction.isEmpty() ? Outcome.fatal(error) : Outcome.fenced(error))
        fatalError = error.toString();
    }

    private synchronized void settle(int outcome, long offset, int code) {
      if (settled) return;
      settled = true;
      long now = process.clock.now();
      // First: a spool never has more.
      stream.marks.settled(stream.slot, sequence, outcome == Spool.ACKED);
      process.spool.settled(stream.number, sequence, outcome, offset, code, intended, now);
      process.settledOne(outcome, now);
      outstanding.decrementAndGet();
    }
  }

  /** A record that another one is made from. */
  static final class Input {
    final TopicPartition partition;
    final long offset;
    final byte[] stamp;

    Input(TopicPartition partition, long offset, byte[] stamp) {
      this.partition = partition;
      this.offset = offset;
      this.stamp = stamp;
    }
  }

  private final AgentProcess process;
  private final Thread sender = Thread.currentThread();
  private final int origin;
  private final int life;
  private final List<Topic> topics = new ArrayList<>();
  private int markFiles = 0;
  private final byte[] stamp = new byte[Stamp.BYTES];
  private final ByteBuffer stampFields = ByteBuffer.wrap(stamp);
  private final AtomicLong outstanding = new AtomicLong();
  private final KafkaProducer<byte[], byte[]> client;
  private volatile String fatalError;
  private volatile boolean ending = false;
  private String transaction = ""; // of what is sent now

  ProducerLife(
      AgentProcess process, Plan plan, List<AgentConfig.Topic> written, int origin, long life) {
    this.process = process;
    this.origin = origin;
    this.life = (int) life;
    List<Integer> partitions = new ArrayList<>();
    for (AgentConfig.Topic topic : written) {
      topics.add(new Topic(topic));
      partitions.add(topic.partitions);
    }
    grow(partitions);
    client = new KafkaProducer<>(plan.origins.values());
  }

  /** From now on each topic has so many partitions, and new streams a file of marks. */
  void grow(List<Integer> partitions) {
    List<TopicPartition> more = new ArrayList<>();
    for (int i = 0; i < topics.size(); ++i)
      for (int next = topics.get(i).streams.size(); next < partitions.get(i); ++next)
        more.add(new TopicPartition(topics.get(i).name, next));
    if (more.isEmpty()) return;
    SentMarks marks = new SentMarks(process.config, origin, life, markFiles++, more);
    int slot = 0;
    for (int i = 0; i < topics.size(); ++i) {
      Topic topic = topics.get(i);
      for (int next = topic.streams.size(); next < partitions.get(i); ++next) {
        int number = process.spool.stream(process.config.cluster, origin, life, topic.name, next);
        topic.streams.add(new Stream(marks, slot++, number));
      }
    }
  }

  String fatalError() {
    return fatalError;
  }

  long outstanding() {
    return outstanding.get();
  }

  KafkaProducer<byte[], byte[]> client() {
    return client;
  }

  /** What is sent from now on belongs to this transaction; "": to none. */
  void setTransaction(String name) {
    transaction = name;
  }

  /** Waits until everything is settled, unless that is urgent. */
  void awaitDeliveries(BooleanSupplier urgent) {
    Thread flush = flushing();
    while (outstanding() > 0 && fatalError == null && !urgent.getAsBoolean())
      LockSupport.parkNanos(2_000_000);
    flush.interrupt();
  }

  /** As send().get() does. */
  void awaitAnswer() {
    while (outstanding() > 0 && fatalError == null && AgentProcess.stopSignals() == 0)
      LockSupport.parkNanos(100_000);
  }

  /** What times out or is aborted says nothing that the client's log has not said better. */
  private void tell(Exception error) {
    if (!ending && !(error instanceof InterruptException))
      process.told("a record was not acked: " + error.getMessage());
  }

  void awaitLeaders(long limitMicros) {
    long deadline = process.clock.now() + limitMicros;
    for (Topic topic : topics) {
      while (AgentProcess.stopSignals() == 0 && led(topic) < topic.streams.size()) {
        if (process.clock.now() >= deadline)
          throw new AgentError(
              AgentError.NOT_RUN,
              "topic '" + topic.name + "' had no leader for each of its " + topic.streams.size()
                  + " partitions within " + limitMicros / 1_000_000
                  + " s: see the brokers' logs, and check the bootstrap servers");
        LockSupport.parkNanos(50_000_000);
      }
    }
  }

  /** How many partitions the client knows of this topic, of which each has a leader; else 0. */
  int partitions(int topic) {
    return led(topics.get(topic));
  }

  private int led(Topic topic) {
    try {
      List<PartitionInfo> partitions = client.partitionsFor(topic.name);
      for (PartitionInfo partition : partitions)
        if (partition.leader() == null || partition.leader().isEmpty()) return 0;
      return partitions.size();
    } catch (InterruptException e) {
      Thread.interrupted();
      return 0;
    } catch (KafkaException e) {
      process.told(e.getMessage());
      return 0;
    }
  }

  /**
   * Raises the record's sent mark, stamps it and hands it over; waits where the client does, for
   * room in its buffer or for metadata (max.block.ms). False: the client will never send again.
   */
  boolean send(Payload payload, long intended, long wall) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topics.get(payload.topic).name, payload.partition, payload.key, payload.value);
    return send(payload.topic, record, payload.valueCrc, intended, wall, null);
  }

  /** {@code input}: what the record is made from, a fact that is told before the client has it. */
  boolean send(
      int number,
      ProducerRecord<byte[], byte[]> record,
      int valueCrc,
      long intended,
      long wall,
      Input input) {
    Topic topic = topics.get(number);
    Stream stream = topic.streams.get(record.partition());
    long sequence = stream.next++;
    Stamp.encode(
        stampFields,
        !transaction.isEmpty(),
        false,
        record.partition(),
        origin,
        life,
        sequence,
        wall,
        valueCrc,
        topic.checksum);
    record.headers().add(Stamp.HEADER, stamp);
    if (input != null) record.headers().add(Stamp.FROM, input.stamp);
    Pending pending = new Pending(stream, sequence, intended);
    outstanding.incrementAndGet();
    if (!transaction.isEmpty()) process.spool.txnRecord(stream.number, transaction, sequence);
    if (input != null)
      process.spool.madeFrom(
          stream.number, sequence, process.config.cluster, input.partition, input.offset);
    if (!transaction.isEmpty() || input != null) process.spool.flush();
    stream.marks.raise(stream.slot, sequence + 1);
    process.sentOne();
    try {
      client.send(record, pending); // copies key, value and header before it returns
    } catch (InterruptException e) {
      Thread.interrupted();
      pending.refused(new TimeoutException("the agent was asked to stop", e));
    } catch (KafkaException | IllegalStateException e) {
      pending.refused(e);
    }
    return fatalError == null;
  }

  private Thread flushing() {
    Thread flush = new Thread(this::flush, "kproof-flush-client");
    flush.setDaemon(true);
    flush.start();
    return flush;
  }

  private void flush() {
    try {
      client.flush();
    } catch (InterruptException e) {
      // everything is settled, or nobody waits for the rest any more
    } catch (RuntimeException e) {
      process.told(e.toString());
    }
  }

  /** How many records were sent again, as the client counts them (record-retry-total). */
  private long resent() {
    double records = 0;
    for (Metric metric : client.metrics().values())
      if (metric.metricName().name().equals("record-retry-total")
          && metric.metricName().group().equals("producer-metrics"))
        records += ((Number) metric.metricValue()).doubleValue();
    return (long) records;
  }

  /** Ends the life: what is outstanding is aborted, and what stays unsettled is unknown. */
  void end() {
    ending = true;
    process.resent(resent());
    Thread close = new Thread(() -> client.close(Duration.ZERO), "kproof-close");
    close.setDaemon(true);
    close.start();
    try {
      close.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.settledUnknown(outstanding());
    process.flush();
  }
}
