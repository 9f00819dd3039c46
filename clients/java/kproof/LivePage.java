package kproof;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The page on which the agent shows what it has reached: the layout of harness/base/live_page.cpp.
 * One thread at a time writes.
 */
final class LivePage {
  static final int STARTING = 0;
  static final int READY = 1;
  static final int RUNNING = 2;
  static final int DRAINING = 3;
  static final int DONE = 4;
  static final int FAILED = 5;
  static final int CRASHED = 6;
  static final int STOPPED = 7;

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long MAGIC = 0x3145564c50504bL; // "KPPLVE1"
  private static final int PAGE_BYTES = 4096;
  private static final int COUNTERS = 8;
  private static final int PHASE = 64;
  private static final int TEXT_VERSION = 68; // odd while the text is being written
  private static final int TEXT = 72;
  private static final int TEXT_BYTES = 240;

  private final MappedByteBuffer page;

  LivePage(String path) {
    page = SharedFile.make(path, new byte[PAGE_BYTES], false, "live page");
    show(0, 0, 0, 0, 0, -1, -1);
    LONGS.setRelease(page, 0, MAGIC);
  }

  /** The last two: times of the run; -1: none yet. */
  void show(
      long sent, long acked, long failed, long unknown, long read, long lastAck, long lastRead) {
    long[] counters = {sent, acked, failed, unknown, read, lastAck, lastRead};
    for (int i = 0; i < counters.length; ++i)
      LONGS.setOpaque(page, COUNTERS + 8 * i, counters[i]);
  }

  void enter(int phase, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int version = (int) INTS.getVolatile(page, TEXT_VERSION);
    INTS.setVolatile(page, TEXT_VERSION, version + 1);
    for (int i = 0; i < TEXT_BYTES; ++i)
      page.put(TEXT + i, i < utf8.length && i + 1 < TEXT_BYTES ? utf8[i] : 0);
    INTS.setVolatile(page, PHASE, phase);
    INTS.setVolatile(page, TEXT_VERSION, version + 2);
  }
}
