package kproof;

import java.nio.ByteBuffer;

/** The header "kproof" of version 2, big-endian (docs/stamp.md). */
final class Stamp {
  static final String HEADER = "kproof";
  static final String FROM = "kproof-from"; // the stamp of what a record is made from
  static final int BYTES = 36;

  private static final int VERSION = 2;
  private static final int VERSION_1_BYTES = 32;

  private Stamp() {}

  /** Writes over all 36 bytes of {@code stamp}. */
  static void encode(
      ByteBuffer stamp,
      boolean inTransaction,
      boolean resend,
      int partition,
      int origin,
      int life,
      long sequence,
      long createdMicros,
      int valueCrc,
      int topicCrc) {
    stamp.put(0, (byte) VERSION);
    stamp.put(1, (byte) ((inTransaction ? 1 : 0) | (resend ? 2 : 0)));
    stamp.putShort(2, (short) partition);
    stamp.putInt(4, origin);
    stamp.putInt(8, life);
    stamp.putLong(12, sequence);
    stamp.putLong(20, createdMicros);
    stamp.putInt(28, valueCrc);
    stamp.putInt(32, topicCrc);
  }

  /** Whether a header of this name is a stamp of a version that kproof knows. */
  static boolean known(byte[] header) {
    if (header == null || header.length == 0) return false;
    return (header[0] == VERSION && header.length == BYTES)
        || (header[0] == 1 && header.length == VERSION_1_BYTES);
  }
}
