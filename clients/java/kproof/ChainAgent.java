package kproof;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * A member of a group that makes one record of each that it reads, and commits what it made and how
 * far it read in one transaction; without transactions the unsafe twin (harness/agent/chain.h).
 *
 * <p>Kafka's client takes partitions away within poll() alone, so the open transaction ends there,
 * before the next owner begins. One thread.
 */
final class ChainAgent implements ConsumerRebalanceListener {
  private static final Duration WAIT = Duration.ofMillis(20);
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final Duration LEAVE = Duration.ofSeconds(12);
  private static final long COMMIT_EVERY_MICROS = 100_000; // at the latest
  private static final long IDLE_AT_THE_END_MICROS = 1_000_000;
  private static final long CATCH_UP_MICROS = 10_000_000;

  private final AgentProcess process;
  private final ConsumerPlan plan;
  private final int batch;
  private final List<AgentConfig.Topic> output; // the one topic that it writes to
  private final ProducerLife.Plan writer;
  private final ProducerTransactions transactions; // null: none
  private final FoundRecords found;
  private final GroupFacts facts;
  private final KafkaConsumer<byte[], byte[]> client;
  private final Crc32c crc = new Crc32c();
  private final int origin;
  private long nextLife;
  private ProducerLife life;
  private boolean joined = false;
  private long lastRecord = 0; // when one was read last
  // Of what is not committed yet:
  private int held = 0; // records
  private long began = 0;
  private final Map<TopicPartition, Long> from = new HashMap<>(); // its first offset
  private final Map<TopicPartition, Long> to = new HashMap<>(); // one past its last
  // What is to be read again, from there; null: from where the group's offset stands.
  private final Map<TopicPartition, Long> backTo = new HashMap<>();
  private final Map<TopicPartition, Long> first = new HashMap<>(); // that was ever read

  ChainAgent(ConsumerPlan plan) {
    this.plan = plan;
    AgentConfig config = plan.config;
    Work work = new Work(plan.work, new RunClock(config.epochMicros), task -> {});
    batch = work.batch;
    output =
        config.topics.stream()
            .filter(topic -> topic.name.equals(plan.to))
            .collect(Collectors.toList());
    if (output.isEmpty()) throw AgentConfig.wrong("to", "is no topic of it");
    Origins origins = plan.settings(false, work.poll);
    if (plan.transactions != null)
      origins.force(
          "isolation.level", "read_committed", "what was aborted is no input of a chain");
    ConsumerConfig effective = ReaderSettings.effective(origins);
    writer = ProducerLife.Plan.ofChain(config, plan.transactions);
    process = new AgentProcess(config, Spool.CONSUMER);
    origins.tell(
        process.spool, "consumer", config.actor, effective, ConsumerConfig.configDef());
    writer.tell(process);
    found = new FoundRecords(process, true);
    facts = new GroupFacts(process, plan.group);
    transactions =
        plan.transactions == null
            ? null
            : new ProducerTransactions(process, plan.transactions, plan.crash, this::urgent);
    if (transactions != null) transactions.setOffsets(this::sendOffsets);
    int random = 0;
    while (random == 0) random = new SecureRandom().nextInt();
    origin = random;
    nextLife = config.life;
    client = new KafkaConsumer<>(origins.values());
  }

  /** Asked to end, it goes on until nothing comes any more, so that the load goes all the way. */
  void run() {
    if (plan.awaitStart(process)) {
      newLife();
      client.subscribe(plan.subscribe, this);
      plan.beMember(process, () -> joined, this::poll);
      long asked = process.clock.now();
      while (AgentProcess.stopSignals() == 1
          && process.clock.now() < Math.max(lastRecord, asked) + IDLE_AT_THE_END_MICROS
          && process.clock.now() < asked + CATCH_UP_MICROS) poll();
      leave();
    }
    plan.crash.check(process.config.actor);
    process.close();
  }

  private boolean urgent() {
    return AgentProcess.stopSignals() > 1;
  }

  /** The next client takes the transactional.id over, which ends what the last one had open. */
  private void newLife() {
    do {
      if (life != null) {
        if (transactions != null) transactions.abandon();
        life.end();
      }
      life = new ProducerLife(process, writer, output, origin, nextLife);
      if (transactions != null) transactions.takeOver(life, nextLife);
      ++nextLife;
    } while (transactions != null && transactions.broken() && !urgent());
  }

  private void poll() {
    process.check();
    try {
      goBack();
      receive(client.poll(WAIT));
      if (held > 0 && process.clock.now() >= began + COMMIT_EVERY_MICROS) commit();
    } catch (RetriableException e) {
      process.told(e.toString());
    } catch (KafkaException e) {
      throw plan.cantGoOn(process, e);
    }
  }

  private void receive(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      if (backTo.containsKey(partition)) continue; // read ahead of the way back
      first.putIfAbsent(partition, record.offset());
      from.putIfAbsent(partition, record.offset());
      to.put(partition, record.offset() + 1);
      lastRecord = process.clock.now();
      found.take(
          process.spool.place(partition.topic(), partition.partition()),
          Collections.singletonList(record),
          lastRecord,
          RunClock.wall());
      byte[] stamp = FoundRecords.stampOf(record);
      if (stamp != null) makeOutput(record, partition, stamp);
    }
  }

  private void makeOutput(
      ConsumerRecord<byte[], byte[]> record, TopicPartition partition, byte[] stamp) {
    if (++held == 1) began = process.clock.now();
    if (transactions != null && !transactions.before()) {
      ended(null);
      return;
    }
    int partitions = output.get(0).partitions;
    int target =
        record.key() == null
            ? partition.partition() % partitions
            : Payload.ofKey(record.key(), partitions);
    life.send(
        0,
        new ProducerRecord<>(plan.to, target, record.key(), record.value()),
        crc.of(record.value()),
        process.clock.now(),
        RunClock.wall(),
        new ProducerLife.Input(partition, record.offset(), stamp));
    if (transactions != null) ended(transactions.after());
    else if (held >= batch) commitAlone();
  }

  private void commit() {
    if (transactions == null) commitAlone();
    else if (transactions.open()) ended(transactions.end(false));
  }

  /** Offsets of everything that was read in this transaction, as part of it. */
  private void sendOffsets(KafkaProducer<byte[], byte[]> producer) {
    long asked = process.clock.now();
    try {
      producer.sendOffsetsToTransaction(GroupFacts.offsets(to), client.groupMetadata());
    } catch (TimeoutException | InterruptException e) {
      throw e; // it is asked again
    } catch (KafkaException | IllegalStateException e) {
      facts.commits(to, Spool.UNKNOWN, asked, transactions.name());
      throw e;
    }
    facts.commits(to, Spool.ACKED, asked, transactions.name());
  }

  /** What follows from the end of a transaction, if it has ended. */
  private void ended(Integer outcome) {
    if (transactions.open() && !transactions.broken()) return;
    boolean committed = outcome != null && outcome == ProducerTransactions.COMMITTED;
    boolean aborted = outcome != null && outcome == ProducerTransactions.ABORTED;
    if (!committed) from.forEach((place, offset) -> backTo.put(place, aborted ? offset : null));
    if (transactions.broken()) newLife();
    forget();
  }

  private void commitAlone() {
    life.awaitDeliveries(this::urgent);
    if (life.outstanding() > 0 || life.fatalError() != null) {
      // What was not delivered is made again: nobody claims its inputs.
      backTo.putAll(from);
      if (life.fatalError() != null) newLife();
      forget();
      return;
    }
    crashAlone(CrashPoint.BEFORE_OFFSETS);
    long asked = process.clock.now();
    int outcome = Spool.ACKED;
    try {
      client.commitSync(GroupFacts.offsets(to), ANSWER);
    } catch (KafkaException e) {
      process.spool.event(e.toString());
      outcome = Spool.UNKNOWN;
    }
    facts.commits(to, outcome, asked, "");
    crashAlone(CrashPoint.AFTER_OFFSETS);
    forget();
  }

  private void crashAlone(String point) {
    if (plan.crash.reached(point)) process.crash(plan.crash.text(), life.outstanding() == 0);
  }

  private void forget() {
    held = 0;
    from.clear();
    to.clear();
  }

  /**
   * Where it is not known how the last transaction ended, the group's coordinator knows: it answers
   * once no transaction has offsets of the partition open.
   */
  private void goBack() {
    if (backTo.isEmpty()) return;
    Set<TopicPartition> ask = new HashSet<>();
    backTo.forEach(
        (place, offset) -> {
          if (offset == null) ask.add(place);
        });
    try {
      Map<TopicPartition, OffsetAndMetadata> committed =
          ask.isEmpty() ? Collections.emptyMap() : client.committed(ask, ANSWER);
      // Without a commit the group begins anew, where this member did.
      for (TopicPartition place : ask) {
        OffsetAndMetadata offset = committed.get(place);
        backTo.put(place, offset == null ? first.get(place) : Long.valueOf(offset.offset()));
      }
    } catch (TimeoutException e) {
      return; // the next round asks again
    }
    for (Iterator<Map.Entry<TopicPartition, Long>> each = backTo.entrySet().iterator();
        each.hasNext(); ) {
      Map.Entry<TopicPartition, Long> one = each.next();
      TopicPartition place = one.getKey();
      client.seek(place, one.getValue());
      process.spool.moved(
          process.spool.place(place.topic(), place.partition()), one.getValue());
      each.remove();
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> added) {
    Set<TopicPartition> now = new HashSet<>(client.assignment());
    now.addAll(added);
    tell(now);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    if (transactions != null && transactions.open()) ended(transactions.end(true));
    for (TopicPartition place : revoked) {
      backTo.remove(place);
      from.remove(place);
      to.remove(place);
    }
    Set<TopicPartition> now = new HashSet<>(client.assignment());
    now.removeAll(revoked);
    tell(now);
  }

  private void tell(Set<TopicPartition> now) {
    facts.assigned(client, now);
    joined = true;
  }

  private void leave() {
    if (held > 0) commit();
    client.close(LEAVE);
    if (transactions != null) transactions.abandon();
    life.end();
  }
}
