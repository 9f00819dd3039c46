// Which incarnation of its topic each event is about: section 7 of the contract.
#pragma once

#include "tests/unit/audit/oracle.h"

namespace kproof {

// Partitions of incarnation i are 10 i, 10 i + 1, …
constexpr std::int32_t kOraclePartitions = 10;
constexpr int kOracleUnknownRecord = -1;  // of nobody knows which incarnation
constexpr int kOracleUnknownPlace = -2;   // likewise; never that of a record
constexpr int kOracleRefunds = 100;

constexpr int OracleTopicOf(std::int32_t partition) {
  return (partition >= 0 ? partition : partition - kOraclePartitions + 1) / kOraclePartitions;
}
constexpr std::int32_t OracleNumberOf(std::int32_t partition) {
  return partition - OracleTopicOf(partition) * kOraclePartitions;
}

class OracleTopics {
 public:
  explicit OracleTopics(const EventList& told);
  // The same events, with partitions numbered as above.
  const EventList& events() const { return events_; }
  // This record, whether or not anything is told of it but that it was sent, is one of the
  // incarnation that its partition is in, as far as anybody knows.
  bool Holds(const Identity& record) const;
  // Something went to, or was found, nobody knows in which incarnation, and it may be this one.
  bool Vague(std::int32_t partition) const;
  // The incarnation of this partition was deleted on request.
  bool Deleted(std::int32_t partition) const { return deleted_.contains(OracleTopicOf(partition)); }
  // Its deletion was asked for, and it was seen again.
  bool Survived(std::int32_t partition) const {
    return survived_.contains(OracleTopicOf(partition));
  }

 private:
  std::optional<int> Era(RunMicros at) const;  // between deletions; nothing: during one
  std::optional<int> Era(RunMicros from, RunMicros to) const;
  int LastEra() const { return static_cast<int>(told_.deletions.size()); }
  void SeeIds();
  // `late`: by a fact that may come after the topic is gone.
  void See(const std::string& id, std::optional<int> era, bool late);
  int Number(const std::string& incarnation);
  int Alive(std::optional<RunMicros> at);
  int InEra(int era, RunMicros at);
  int Of(const std::string& id, std::optional<RunMicros> at);
  int AtTheEnd();
  int OfRead(const ReadEvent& read);
  int CertainOf(const ReadEvent& read);
  std::optional<int> First(const std::string& actor, RunMicros at);
  bool ThereBy(int incarnation, const std::string& actor, RunMicros at) const;
  int OfStep(const ConsumerStep& step);
  int OfEffect(const ConsumerStep& step);
  int OfPass(const BoundsEvent& pass);
  Identity Of(const Identity& record);
  int FindOut(const Identity& record);
  int OfForeign(const ForeignEvent& read);
  bool Remade() const { return LastEra() > 0 || eras_.size() > 1; }
  void Renumber();
  std::optional<RunMicros> TimeOf(const std::string& actor, RunMicros at) const;

  const EventList& told_;
  EventList events_;
  std::map<std::string, std::set<int>> eras_;  // in which an id was seen
  std::set<int> vague_;                        // eras whose only id may have been told late
  std::map<std::string, int> late_;            // the first in which it was told of, perhaps late
  std::map<std::string, int> numbers_;
  std::set<int> deleted_, survived_;
  std::map<Identity, int> of_;
};

}  // namespace kproof
