package kproof;

import java.util.ArrayDeque;

/**
 * When a client handed over which offsets of one partition: no commit of them can have been
 * requested earlier (harness/agent/handed_over.h). To 10 ms.
 */
final class HandedOver {
  private static final long PART_MICROS = 10_000;
  private static final int MOST_PARTS = 100_000;

  private static final class Part {
    long end; // one past its last offset
    final long from; // its first record

    Part(long from) {
      this.from = from;
    }
  }

  private final ArrayDeque<Part> parts = new ArrayDeque<>();

  void record(long offset, long now) {
    if (!parts.isEmpty() && offset < parts.getLast().end) parts.clear();
    if (parts.isEmpty() || now >= parts.getLast().from + PART_MICROS) parts.add(new Part(now));
    parts.getLast().end = offset + 1;
    if (parts.size() > MOST_PARTS) parts.removeFirst();
  }

  /**
   * Forgets what lies before it; null: no longer known. The position passes markers of transactions,
   * so a commit may lie beyond the last record: it is no earlier than that.
   */
  Long earliestCommit(long offset) {
    while (parts.size() > 1 && parts.getFirst().end < offset) parts.removeFirst();
    return parts.isEmpty() ? null : parts.getFirst().from;
  }
}
