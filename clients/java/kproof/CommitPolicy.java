package kproof;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * How a member commits: what it does at each moment of its loop (harness/agent/commit/policy.h). A
 * policy decides when an effect takes place and when what is committed; the member does both, and
 * sees to it that an effect is durable before a commit is asked for.
 */
class CommitPolicy {
  /** What a policy lets its member do. Offsets: everything below is done. */
  interface Member {
    void effect(Task task);

    void commit(Map<TopicPartition, Long> done);

    void commitLater(Map<TopicPartition, Long> done);
  }

  protected final Member member;

  CommitPolicy(Member member) {
    this.member = member;
  }

  /** By the word of a scenario's `commit`. */
  static CommitPolicy of(String word, Member member, int batch) {
    switch (word) {
      case "auto":
      case "none":
        return new CommitPolicy(member);
      case "async":
        return new Batches(member, batch, false);
      case "batch":
        return new Batches(member, batch, true);
      case "each":
        return new Each(member);
      case "on-receive":
        return new OnReceive(member);
      case "workers":
        return new Workers(member);
      case "workers-contiguous":
        return new WorkersContiguous(member);
      default:
        throw AgentConfig.wrong("commit", "is '" + word + "', which the Java client can't do");
    }
  }

  /** Records were handed over together, and none of them was worked on yet. */
  void onReceived(List<Task> tasks) {}

  void afterWork(Task task) {
    member.effect(task);
  }

  void onIdle() {}

  /** {@code mayCommit}: there is a listener that commits, and they are the member's still. */
  void onRevoked(Collection<TopicPartition> partitions, boolean mayCommit) {}

  /** After a number of records, or when nothing more comes. */
  private static final class Batches extends CommitPolicy {
    private final int records;
    private final boolean waits;
    private int count = 0;
    private Map<TopicPartition, Long> done = new HashMap<>();

    Batches(Member member, int records, boolean waits) {
      super(member);
      this.records = records;
      this.waits = waits;
    }

    @Override
    void afterWork(Task task) {
      member.effect(task);
      done.put(task.partition, task.offset + 1);
      if (++count >= records) commitDone(waits);
    }

    @Override
    void onIdle() {
      commitDone(waits);
    }

    @Override
    void onRevoked(Collection<TopicPartition> partitions, boolean mayCommit) {
      if (mayCommit) commitDone(true);
      done.keySet().removeAll(partitions);
    }

    private void commitDone(boolean wait) {
      count = 0;
      Map<TopicPartition, Long> ready = done;
      done = new HashMap<>();
      if (ready.isEmpty()) return;
      if (wait) member.commit(ready);
      else member.commitLater(ready);
    }
  }

  /** After each record, and waits for the answer. */
  private static final class Each extends CommitPolicy {
    Each(Member member) {
      super(member);
    }

    @Override
    void afterWork(Task task) {
      member.effect(task);
      member.commit(Map.of(task.partition, task.offset + 1));
    }
  }

  /** What was handed over, before any of it is worked on. */
  private static final class OnReceive extends CommitPolicy {
    OnReceive(Member member) {
      super(member);
    }

    @Override
    void onReceived(List<Task> tasks) {
      Map<TopicPartition, Long> received = new HashMap<>();
      for (Task task : tasks) received.put(task.partition, task.offset + 1);
      member.commit(received);
    }
  }

  /** Each worker commits the offset of its own record as it finishes. */
  private static final class Workers extends CommitPolicy {
    Workers(Member member) {
      super(member);
    }

    @Override
    void afterWork(Task task) {
      member.effect(task);
      member.commitLater(Map.of(task.partition, task.offset + 1));
    }
  }

  /** The offset below which all workers are done. */
  private static final class WorkersContiguous extends CommitPolicy {
    private static final class Place {
      final TreeSet<Long> open = new TreeSet<>(); // handed over and not done
      long end = 0; // one past the last that was handed over
      long committed; // it stood there in the beginning

      Place(long first) {
        committed = first;
      }

      long doneBelow() {
        return open.isEmpty() ? end : open.first();
      }
    }

    private final Map<TopicPartition, Place> places = new HashMap<>();

    WorkersContiguous(Member member) {
      super(member);
    }

    @Override
    void onReceived(List<Task> tasks) {
      for (Task task : tasks) {
        Place place = places.computeIfAbsent(task.partition, p -> new Place(task.offset));
        place.open.add(task.offset);
        place.end = task.offset + 1;
      }
    }

    @Override
    void afterWork(Task task) {
      member.effect(task);
      Place place = places.get(task.partition);
      if (place == null || !place.open.remove(task.offset)) return; // taken away meanwhile
      if (place.doneBelow() <= place.committed) return;
      place.committed = place.doneBelow();
      member.commitLater(Map.of(task.partition, place.committed));
    }

    @Override
    void onRevoked(Collection<TopicPartition> partitions, boolean mayCommit) {
      Map<TopicPartition, Long> done = new HashMap<>();
      for (TopicPartition partition : partitions) {
        Place place = places.remove(partition);
        if (place != null && place.doneBelow() > place.committed)
          done.put(partition, place.doneBelow());
      }
      if (mayCommit && !done.isEmpty()) member.commit(done);
    }
  }
}
