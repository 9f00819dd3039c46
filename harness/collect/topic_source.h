// Takes over what agents published to audit topics into the audit store, exactly once: facts, the
// next offset of each audit topic-partition and the next number of each publisher are committed
// together, so a collector that is killed anywhere is continued by the next one.
//
// Publishers number their records without gaps (the stamp's sequence). A number that was taken
// before was sent again and is skipped. A gap in the numbers means that audit records are missing:
// their actor gets a hole, and what they could have explained is inconclusive, never lost.
//
// Not thread-safe; the store may have other writers meanwhile.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "audit/facts/spool.h"
#include "audit/store/sinks.h"
#include "harness/base/clock.h"
#include "harness/kafka/consumer_client.h"
#include "harness/stamp/stamp.h"

namespace kproof {

struct TopicSourceSetup {
  std::string bootstrap_servers;
  std::map<std::string, std::string> properties;  // of the reading client
  std::string run_id;                             // whose records are taken; "": anybody's
  // Called for each stored frame, within the transaction; if it throws, the store rolls back.
  std::function<void(const std::string& actor, const SpoolFrame& frame)> on_frame;
  std::function<void(const std::string& actor)> on_hole;
  std::function<void()> before_commit;  // the same, once after all frames of a Poll
};

enum class AbsentTopics { kWaitedFor, kRefused };

// Asks for the partitions of both topics. Throws Error(kNotRun) when no broker has answered within
// `limit`, and when a topic is not there: at the first answer that says so, or after `limit`.
std::vector<ReadPlace> FindAuditTopics(const TopicSourceSetup& setup, Deadline limit,
                                       AbsentTopics absent);

class TopicSource {
 public:
  // Of what FindAuditTopics gave.
  TopicSource(SpoolSink& store, TopicSourceSetup setup, std::vector<ReadPlace> places);
  // Waits for the topics.
  TopicSource(SpoolSink& store, const TopicSourceSetup& setup, Deadline limit);

  // Takes over what has arrived, waits `timeout` at most for the first of it. The number of audit
  // records that were new. Throws Error when the store refuses; then nothing of this call is in it,
  // and the next call reads it again.
  std::size_t Poll(Duration timeout);
  // Polls until every partition was read to where it ends when this begins. False: the deadline
  // passed or `give_up` said so.
  bool ReadToEnds(Deadline deadline, const std::function<bool()>& give_up);
  // Every partition was read to the end that the client last learned of.
  bool AtEnds() const;
  // Once all agents are gone: those that never closed become holes, and so do those of `started`
  // that sent nothing. Returns their names.
  std::vector<std::string> Finish(const std::vector<std::string>& started = {});

 private:
  struct Arrived {
    std::size_t place = 0;
    std::int64_t offset = 0;
    bool stamped = false;
    Stamp stamp;
    std::string value;
  };
  using Publisher = std::pair<std::uint32_t, std::size_t>;  // origin, place

  void StartReading();
  void OnRecord(const IncomingRecord& record);
  std::size_t Take();
  bool TakeRecord(const Arrived& arrived);
  bool IsNext(const Arrived& arrived, const std::string& actor);
  void StoreMarks();
  std::string PositionName(std::size_t place) const;
  std::string NumberName(const Arrived& arrived) const;
  std::string Subject(const Arrived& arrived) const;

  SpoolSink& store_;
  TopicSourceSetup setup_;
  std::vector<ReadPlace> places_;
  std::vector<std::int64_t> next_;       // by place: offset to take over next, as stored
  std::vector<std::int64_t> ends_;       // by place: the end that the client last learned of
  std::vector<std::size_t> lost_place_;  // places where reading can't go on
  std::vector<Arrived> arrived_;
  std::map<Publisher, std::uint64_t> numbers_;  // next number, as stored
  std::map<std::string, bool> closed_;          // actors of this run, as far as seen
  std::map<std::pair<std::string, StreamId>, std::uint64_t> marks_;  // raised by what was settled
  std::unique_ptr<ConsumerClient> client_;
};

}  // namespace kproof
