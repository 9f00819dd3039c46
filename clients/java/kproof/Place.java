package kproof;

/** A partition, and the offset at which its reading begins; null: unknown. */
final class Place {
  final String topic;
  final int partition;
  final Long position;

  Place(String topic, int partition, Long position) {
    this.topic = topic;
    this.partition = partition;
    this.position = position;
  }
}
