// What stands in the log, and which places somebody went over: one record at a time.
#pragma once

#include "tests/unit/audit/oracle_consumers.h"

namespace kproof {

class OracleLog {
 public:
  using Place = std::pair<std::int32_t, std::int64_t>;  // partition, offset

  explicit OracleLog(const EventList& events);

  // Record → places at which it stands.
  const std::map<Identity, std::set<Place>>& records() const { return records_; }
  bool Has(const Identity& record) const { return records_.contains(record); }
  bool StandsAt(const Identity& record, const Place& place) const;
  bool Stands(const ReadEvent& read) const;
  bool Stands(const ForeignEvent& read) const;
  // Committed readers have it or can get it.
  bool Visible(const Identity& record) const;
  bool StandsIn(const Identity& record, std::int32_t partition) const;
  // In the same partition of another incarnation of its topic than the record went to.
  static bool InAnotherIncarnation(const ReadEvent& read);
  // It stands, but committed passes went over all of its places without it.
  bool Hidden(const Identity& record) const { return Has(record) && !Visible(record); }
  // A record other than this one, also one without a stamp.
  bool TakenByAnother(const Identity& record, const Place& place) const;

  bool HasFinalPass(std::int32_t partition) const;
  bool HasCommittedPass(std::int32_t partition) const;
  // Of all passes the lowest start; 0 without a pass.
  std::int64_t Start(std::int32_t partition) const;
  // Of all passes the highest end; nothing without a pass.
  std::optional<std::int64_t> End(std::int32_t partition) const;
  static bool ToTheEnd(const Bounds& bounds);
  bool GoneOver(const Place& place) const;
  // Every place from the lowest start on.
  bool GoneOverWhole(std::int32_t partition) const;

 private:
  bool InBounds(Pass pass, Isolation isolation, const Place& place) const;
  bool ReaderWentOver(const Place& place) const;
  bool LostItsPlace(const std::string& reader) const;

  const EventList& events_;
  std::map<Identity, std::set<Place>> records_;
};

}  // namespace kproof
