package kproof;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.util.Arrays;

/**
 * How many records of each stream of one life were handed to the client, in shared memory: raised
 * before the record is handed over, so that SIGKILL loses none of it (docs/spool.md).
 *
 * <p>One thread raises.
 */
final class SentMarks {
  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int ALIGN = 4096;

  private final MappedByteBuffer page;
  private final int start;

  /** One slot for each partition of each topic, in the order of the configuration. */
  SentMarks(AgentConfig config, int origin, long life) {
    SpoolBytes table = new SpoolBytes().text(config.runId).text(config.actor);
    int slots = 0;
    for (AgentConfig.Topic topic : config.topics) slots += topic.partitions;
    table.number(slots);
    for (AgentConfig.Topic topic : config.topics)
      for (int partition = 0; partition < topic.partitions; ++partition)
        Spool.putStream(table, config.cluster, origin, life, topic.name, partition);
    byte[] prelude = Spool.prelude("KPMARKS\n", table);
    start = (prelude.length + ALIGN - 1) / ALIGN * ALIGN;
    page =
        SharedFile.make(
            config.spoolFolder + "/" + config.actor + "." + life + ".marks",
            Arrays.copyOf(prelude, start + 8 * slots),
            true,
            "sent marks");
  }

  void raise(int slot, long sent) {
    LONGS.setRelease(page, start + 8 * slot, sent);
  }
}
