package kproof;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records of streams of one life were handed to the client, and how many it settled, in
 * shared memory: raised before the record is handed over, so that SIGKILL loses none of it
 * (docs/spool.md). Streams that a life began later have files of their own.
 *
 * <p>One thread raises; any settles.
 */
final class SentMarks {
  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int ALIGN = 4096;
  private static final int TABLES = 3; // sent, acked, settled

  private final MappedByteBuffer page;
  private final int start;
  private final int slots;

  /** One slot for each of these. {@code file}: how many files of marks this life has already. */
  SentMarks(AgentConfig config, int origin, long life, int file, List<TopicPartition> streams) {
    SpoolBytes table = new SpoolBytes().text(config.runId).text(config.actor);
    slots = streams.size();
    table.number(slots);
    for (TopicPartition stream : streams)
      Spool.putStream(table, config.cluster, origin, life, stream.topic(), stream.partition());
    byte[] prelude = Spool.prelude("KPMARKS\n", table);
    start = (prelude.length + ALIGN - 1) / ALIGN * ALIGN;
    page =
        SharedFile.make(
            config.spoolFolder + "/" + config.actor + "." + life + (file == 0 ? "" : "-" + file)
                + ".marks",
            Arrays.copyOf(prelude, start + TABLES * 8 * slots),
            true,
            "sent marks");
  }

  void raise(int slot, long sent) {
    LONGS.setRelease(page, at(0, slot), sent);
  }

  /** The client's last word on one record: once for each. */
  synchronized void settled(int slot, long sequence, boolean acked) {
    int count = at(2, slot);
    LONGS.setRelease(page, count, (long) LONGS.get(page, count) + 1);
    if (acked && sequence == (long) LONGS.get(page, at(1, slot)))
      LONGS.setRelease(page, at(1, slot), sequence + 1);
  }

  private int at(int table, int slot) {
    return start + 8 * (table * slots + slot);
  }
}
