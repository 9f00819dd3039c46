// How many records of each stream were handed to the client, and how many of them it settled, in
// shared memory that outlives the process: SIGKILL of a producer loses none of it. One file for
// each life; docs/spool.md has the layout.
//
// A mark is raised *before* its record goes to the client, so that whatever reaches Kafka is below
// its mark.
//
// SentMarks belongs to one thread; ReadSentMarks may run in another process meanwhile.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "audit/facts/facts.h"

namespace kproof {

struct SentMark {
  StreamId stream;
  std::uint64_t sent = 0;     // sequences 0 … sent - 1 were handed over
  std::uint64_t acked = 0;    // sequences 0 … acked - 1 were acked, one after the other
  std::uint64_t settled = 0;  // how many were acked, failed or given up, those among them
};

// "<folder>/<actor>.<life>.marks"; of streams that a life began later
// "<folder>/<actor>.<life>-1.marks" and so on, by `part`.
std::string MarksPath(const std::string& folder, const std::string& actor, std::uint32_t life,
                      std::size_t part = 0);

class SentMarks {
 public:
  // One slot for each of `streams`, all of one life. Throws Error when the file exists or can't be
  // made.
  SentMarks(const std::string& path, const std::string& run_id, const std::string& actor,
            const std::vector<StreamId>& streams);
  ~SentMarks();
  SentMarks(const SentMarks&) = delete;
  SentMarks& operator=(const SentMarks&) = delete;

  void Raise(std::size_t slot, std::uint64_t sent) { Store(marks_[slot], sent); }
  // The client's last word on one record. A process killed in here has one settled more, which is
  // taken for a fact that is missing.
  void Settled(std::size_t slot, std::uint64_t sequence, bool acked) {
    Store(settled_[slot], settled_[slot] + 1);
    if (acked && sequence == acked_[slot]) Store(acked_[slot], sequence + 1);
  }

 private:
  static void Store(std::uint64_t& mark, std::uint64_t value) {
    std::atomic_ref<std::uint64_t>(mark).store(value, std::memory_order_release);
  }

  void* page_ = nullptr;
  std::size_t bytes_ = 0;
  std::uint64_t* marks_ = nullptr;  // of what was sent, by slot
  std::uint64_t* acked_ = nullptr;
  std::uint64_t* settled_ = nullptr;
};

struct SentMarksFile {
  std::string run_id;
  std::string actor;
  std::vector<SentMark> marks;
  bool tells_settled = false;  // else `acked` and `settled` say nothing
};

// Throws Error(kCorrupt) when the file is foreign, of a newer version or damaged.
SentMarksFile ReadSentMarks(const std::string& path);

}  // namespace kproof
