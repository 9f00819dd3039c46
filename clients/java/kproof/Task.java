package kproof;

import org.apache.kafka.common.TopicPartition;

/** A record that was handed over, to be worked on. */
final class Task {
  final TopicPartition partition;
  final long offset;
  /** False: a record without a stamp, or one whose work failed for good. */
  boolean hasEffect;

  Task(TopicPartition partition, long offset, boolean hasEffect) {
    this.partition = partition;
    this.offset = offset;
    this.hasEffect = hasEffect;
  }
}
