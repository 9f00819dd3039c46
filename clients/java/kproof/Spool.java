package kproof;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The file of facts (docs/spool.md): whole frames, appended by single writes. Settled and found
 * records go into frames of single records, which kproof's collector makes spans of.
 *
 * <p>Thread-safe. A write that the disk refuses throws here and in every later call.
 */
final class Spool {
  static final int ACKED = 0;
  static final int FAILED = 1;
  static final int UNKNOWN = 2;

  static final int PRODUCER = 0;
  static final int MONITOR = 1;
  static final int FINAL = 2;
  static final int CONSUMER = 3;

  private static final int OPEN = 1;
  private static final int STREAM = 2;
  private static final int EVENT = 8;
  private static final int SETTING = 9;
  private static final int CLOSE = 10;
  private static final int ERROR = 11;
  private static final int RESENT = 12;
  private static final int MADE_FROM = 32;
  private static final int COMMIT = 43;
  private static final int TXN = 45;
  private static final int TXN_RECORDS = 46;
  private static final int PLACE = 60;
  private static final int SETTLED_RECORDS = 61;
  private static final int FOUND_RECORDS = 62;
  private static final int EFFECTS = 63;
  private static final int ASSIGNED = 64;
  private static final int MOVED = 65;

  private static final int HEAD = 9; // length, checksum and type
  private static final int SEAL_BYTES = 64 << 10;

  /** A frame in the making: room for its head, then its payload. */
  private static final class Frame {
    final int type;
    final boolean timed; // its payload begins with the time at which it was sealed
    final SpoolBytes bytes = new SpoolBytes();
    int empty; // bytes of a frame without entries
    long sealed = Long.MAX_VALUE; // when, if its records may be of a second that is not over

    Frame(int type, boolean timed) {
      this.type = type;
      this.timed = timed;
      begin(new SpoolBytes());
    }

    /** Each frame begins like this, after its time. */
    void begin(SpoolBytes payload) {
      bytes.size = HEAD;
      if (timed) bytes.i64(0);
      bytes.raw(payload.bytes, payload.size);
      empty = bytes.size;
    }
  }

  private final RunClock clock;
  private final String path;
  private final FileOutputStream file;
  private final Crc32c crc = new Crc32c();
  private final Frame settled = new Frame(SETTLED_RECORDS, true);
  private final Frame found = new Frame(FOUND_RECORDS, true);
  private final Frame effects = new Frame(EFFECTS, false);
  private final SpoolBytes ready = new SpoolBytes(); // sealed frames
  private final Map<String, Integer> places = new HashMap<>();
  private int streams = 0;
  private IOException broken;
  private boolean closed = false;

  Spool(AgentConfig config, RunClock clock) {
    this.clock = clock;
    path = config.spoolFolder + "/" + config.actor + ".spool";
    try {
      Path made = Paths.get(path);
      Files.createFile(made);
      file = new FileOutputStream(path, true);
      byte[] prelude =
          prelude("KPSPOOL\n", new SpoolBytes().text(config.runId).text(config.actor));
      file.write(prelude);
    } catch (FileAlreadyExistsException e) {
      throw new AgentError(
          AgentError.DEFECT, "spool " + path + " exists: each actor of a run needs its own name");
    } catch (IOException e) {
      throw new AgentError(AgentError.DEFECT, "spool " + path + " can't be created: " + e, e);
    }
  }

  /** magic, version, length, payload, checksum of all that. */
  static byte[] prelude(String magic, SpoolBytes payload) {
    SpoolBytes bytes = new SpoolBytes();
    for (char c : magic.toCharArray()) bytes.u8(c);
    bytes.u32(1).u32(payload.size).raw(payload.bytes, payload.size);
    bytes.u32(new Crc32c().of(bytes.bytes, 0, bytes.size));
    return java.util.Arrays.copyOf(bytes.bytes, bytes.size);
  }

  /** Puts length, checksum and type before the payload and hands the frame over. */
  private void seal(int type, SpoolBytes frame) {
    frame.bytes[HEAD - 1] = (byte) type;
    frame.put(0, frame.size - (HEAD - 1), 4);
    frame.put(4, crc.of(frame.bytes, HEAD - 1, frame.size - (HEAD - 1)), 4);
    ready.raw(frame.bytes, frame.size);
  }

  private static SpoolBytes frame() {
    SpoolBytes bytes = new SpoolBytes();
    bytes.size = HEAD;
    return bytes;
  }

  /**
   * Seals frames of single records in the making, so that what follows comes behind them; an empty
   * one too where the second of the last records has gone by since.
   */
  private void sealRecords() {
    long now = clock.now();
    for (Frame frame : new Frame[] {settled, found, effects}) {
      boolean empty = frame.bytes.size == frame.empty;
      if (empty && now - frame.sealed < 1_000_000) continue;
      frame.sealed = empty || !frame.timed ? Long.MAX_VALUE : now;
      if (frame.timed) frame.bytes.put(HEAD, now, 8);
      seal(frame.type, frame.bytes);
      frame.bytes.size = frame.empty;
    }
  }

  private void add(int type, SpoolBytes frame) {
    sealRecords();
    seal(type, frame);
    if (ready.size >= SEAL_BYTES) write();
  }

  private void write() {
    try {
      if (broken != null) throw broken;
      if (closed) ready.size = 0; // the last frame is the last one
      if (ready.size > 0) file.write(ready.bytes, 0, ready.size);
      ready.size = 0;
    } catch (IOException e) {
      broken = e;
      throw new AgentError(AgentError.DEFECT, "spool " + path + " can't be written: " + e, e);
    }
  }

  synchronized void open(AgentConfig config, int kind, String client, String host) {
    add(
        OPEN,
        frame()
            .text(config.actor)
            .text(config.cluster)
            .number(kind)
            .text(client)
            .text(host)
            .signed(ProcessHandle.current().pid())
            .signed(clock.now()));
  }

  /** The number that stands for the stream. Each is asked for once. */
  synchronized int stream(String cluster, int origin, long life, String topic, int partition) {
    SpoolBytes bytes = frame().number(streams);
    putStream(bytes, cluster, origin, life, topic, partition);
    add(STREAM, bytes);
    return streams++;
  }

  static void putStream(
      SpoolBytes bytes, String cluster, int origin, long life, String topic, int partition) {
    bytes.text(cluster).number(origin & 0xffffffffL).number(life).text(topic).signed(partition);
  }

  /** The number that stands for the place. */
  synchronized int place(String topic, int partition) {
    Integer known = places.get(topic + "/" + partition);
    if (known != null) return known;
    int number = places.size();
    places.put(topic + "/" + partition, number);
    add(PLACE, frame().number(number).text(topic).signed(partition));
    return number;
  }

  /** {@code offset}: -1 where the client has none. */
  synchronized void settled(
      int stream, long sequence, int outcome, long offset, int error, long intended, long at) {
    settled
        .bytes
        .u32(stream)
        .i64(sequence)
        .u8(outcome)
        .i64(offset)
        .u32(error)
        .i64(intended)
        .i64(at);
    sealFull(settled);
  }

  /** Of all records that are found: by a live reader, at this isolation level. */
  synchronized void readsAt(boolean committed) {
    found.begin(new SpoolBytes().u8(0).u8(committed ? 1 : 0));
  }

  /** {@code stamp}: the header, or null where the record has none that is known. */
  synchronized void found(
      int place, long offset, long at, long wall, int valueCrc, byte[] stamp) {
    int length = stamp == null ? 0 : stamp.length;
    found.bytes.u32(place).i64(offset).i64(at).i64(wall).u32(valueCrc).u8(length);
    if (length > 0) found.bytes.raw(stamp, length);
    for (int i = length; i < Stamp.BYTES; ++i) found.bytes.u8(0);
    sealFull(found);
  }

  /** The application did its work for the record. */
  synchronized void effect(int place, long offset, long at) {
    effects.bytes.u32(place).i64(offset).i64(at);
    if (effects.bytes.size >= SEAL_BYTES) sealRecords();
  }

  private void sealFull(Frame frame) {
    if (frame.bytes.size < SEAL_BYTES) return;
    sealRecords();
    write();
  }

  /** What the member holds from now on: places by topic and partition. */
  synchronized void assigned(
      String cluster, String group, Integer generation, Iterable<Place> held, int count) {
    SpoolBytes bytes = frame().text(cluster).text(group);
    bytes.maybe(0L).maybe(generation == null ? null : Long.valueOf(generation));
    bytes.signed(clock.now()).number(count);
    for (Place place : held)
      bytes
          .text(cluster)
          .text(place.topic)
          .signed(place.partition)
          .maybe(place.position)
          .text("");
    add(ASSIGNED, bytes);
  }

  /** The reader moved itself there. */
  synchronized void moved(int place, long offset) {
    add(MOVED, frame().u32(place).i64(offset).i64(clock.now()));
  }

  /** What the record about to be sent is made from. */
  synchronized void madeFrom(
      int stream, long sequence, String cluster, TopicPartition place, long offset) {
    SpoolBytes bytes = frame().number(stream).number(sequence);
    bytes.text(cluster).text(place.topic()).signed(place.partition());
    add(MADE_FROM, bytes.number(1).signed(offset).signed(0).text("")); // one offset alone
  }

  /** {@code txn}: in which it was asked for; "": in none. */
  synchronized void commit(
      String cluster,
      String group,
      TopicPartition place,
      long offset,
      int outcome,
      long asked,
      String txn) {
    add(
        COMMIT,
        frame()
            .text(group)
            .text(cluster)
            .text(place.topic())
            .signed(place.partition())
            .signed(offset)
            .number(outcome)
            .signed(clock.now())
            .maybe(asked)
            .text(txn)
            .number(0)
            .text(""));
  }

  /** What is known of a transaction now; null: nothing. Outcome: 0 committed, 1 aborted, 2 unknown. */
  synchronized void txn(
      String name, Long began, Long commitAsked, Long abortAsked, Long ended, Integer outcome) {
    SpoolBytes bytes = frame().text(name).maybe(began).maybe(commitAsked).maybe(abortAsked);
    add(TXN, bytes.maybe(ended).number(outcome == null ? 0 : outcome + 1));
  }

  /** The record is about to be sent in this transaction. */
  synchronized void txnRecord(int stream, String txn, long sequence) {
    add(TXN_RECORDS, frame().number(stream).text(txn).number(sequence).number(1));
  }

  /** Something that the client went through, which puts what was read or sent in doubt. */
  synchronized void event(String detail) {
    add(EVENT, frame().signed(clock.now()).text(detail));
  }

  /** What a client learned while nothing had got through yet. */
  synchronized void error(String detail) {
    add(ERROR, frame().signed(clock.now()).text(detail));
  }

  /** Of all that was handed over so far the client sent at least so many records again. */
  synchronized void resent(long records) {
    add(RESENT, frame().signed(clock.now()).number(records));
  }

  synchronized void setting(
      String scope, String actor, String key, String value, String origin) {
    add(SETTING, frame().text(scope).text(actor).text(key).text(value).text(origin));
  }

  /** Brings everything to the file. */
  synchronized void flush() {
    sealRecords();
    write();
  }

  /** The last frame: nothing is missing. */
  synchronized void close() {
    add(CLOSE, frame().signed(clock.now()));
    write();
    closed = true;
  }
}
