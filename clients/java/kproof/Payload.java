package kproof;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Utils;

/**
 * Values and places of the records that a producer sends, as harness/agent/payload.h has them:
 * record number n has the same from either client.
 */
final class Payload {
  private static final int VALUES = 256;
  private static final int SHIFT = 16; // bytes from the start of one value to the next
  private static final long STICKY_MICROS = 10_000;
  private static final long STICKY_BYTES = 16 << 10; // batch.size, of values
  private static final long MOST_KEYS = 1_000_000;

  /** SplitMix64 (harness/base/random.h). */
  static final class Random {
    private long state;

    Random(long seed) {
      state = seed;
    }

    long next() {
      long x = state += 0x9e3779b97f4a7c15L;
      x += 0x9e3779b97f4a7c15L;
      x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
      x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
      return x ^ (x >>> 31);
    }
  }

  private static final class Topic {
    int partitions;
    final int[] byKey;
    long records = 0;
    int sticky = 0;
    long stickyBytes = 0;
    long stickyUntil = 0;

    Topic(int keys) {
      byKey = new int[keys];
    }
  }

  private final byte[] buffer;
  private final int valueBytes;
  private final int[] checksums = new int[VALUES];
  private int nextValue = 0;
  private final List<Topic> topics = new ArrayList<>();
  private final byte[][] keys;
  private int nextTopic = 0;

  // What next() chose.
  int topic;
  int partition;
  byte[] key;
  int valueCrc;
  /** The same array each time: whoever keeps it copies it. */
  final byte[] value;

  Payload(List<AgentConfig.Topic> topics, long seed, long keys, int valueBytes) {
    if (keys > MOST_KEYS) throw AgentError.usage(keys + " distinct keys are too many");
    this.valueBytes = valueBytes;
    value = new byte[valueBytes];
    buffer = new byte[valueBytes + VALUES * SHIFT];
    Random random = new Random(seed);
    for (int at = 0; at + 8 <= buffer.length; at += 8) {
      long word = random.next();
      for (int i = 0; i < 8; ++i) buffer[at + i] = (byte) (word >>> (8 * i));
    }
    Crc32c crc = new Crc32c();
    for (int i = 0; i < VALUES; ++i) checksums[i] = crc.of(buffer, i * SHIFT, valueBytes);
    this.keys = new byte[(int) keys][];
    for (int i = 0; i < keys; ++i) this.keys[i] = ("k" + i).getBytes(StandardCharsets.UTF_8);
    for (AgentConfig.Topic topic : topics) {
      this.topics.add(new Topic(this.keys.length));
      grow(this.topics.size() - 1, topic.partitions);
    }
  }

  /** From now on the topic has so many partitions. */
  void grow(int topic, int partitions) {
    Topic place = topics.get(topic);
    place.partitions = partitions;
    for (int i = 0; i < keys.length; ++i) place.byKey[i] = ofKey(keys[i], partitions);
  }

  /** The partition of a key, as Kafka's own partitioner has it. */
  static int ofKey(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  void next(long nowMicros) {
    int slice = nextValue++ % VALUES;
    if (nextValue == VALUES) nextValue = 0;
    System.arraycopy(buffer, slice * SHIFT, value, 0, valueBytes);
    valueCrc = checksums[slice];
    topic = nextTopic;
    if (++nextTopic == topics.size()) nextTopic = 0;
    Topic place = topics.get(topic);
    long record = place.records++;
    if (keys.length > 0) {
      int number = (int) (record % keys.length);
      key = keys[number];
      partition = place.byKey[number];
      return;
    }
    key = null;
    if (place.stickyBytes >= STICKY_BYTES || nowMicros >= place.stickyUntil) {
      place.sticky = (place.sticky + 1) % place.partitions;
      place.stickyBytes = 0;
      place.stickyUntil = nowMicros + STICKY_MICROS;
    }
    place.stickyBytes += valueBytes;
    partition = place.sticky;
  }
}
