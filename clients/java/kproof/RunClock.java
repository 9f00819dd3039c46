package kproof;

import java.time.Instant;

/**
 * Times of a run: microseconds on CLOCK_MONOTONIC, which is what System.nanoTime() reads on Linux,
 * since the run began. All processes of the machine share it.
 */
final class RunClock {
  private final long epochMicros;

  RunClock(long epochMicros) {
    this.epochMicros = epochMicros;
  }

  long now() {
    return System.nanoTime() / 1000 - epochMicros;
  }

  /** Microseconds since 1970. */
  static long wall() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
  }
}
