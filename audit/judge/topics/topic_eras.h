// Which incarnation of a topic a fact is about: a topic that is deleted and created again under the
// same name is another topic to Kafka, with another id.
//
// A fact with an id says it. Else it is the incarnation that existed when the fact happened: in the
// time between two requested deletions (an era), if one id or none was seen in it; of several ids,
// the one that brokers reported both before and after the fact. For a fact during a deletion, or
// whose time can't be compared, it is not known. Not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "harness/base/clock.h"

namespace kproof {

// When something happened, on the run's clock; `timed` false: that is not known.
struct When {
  RunMicros from = 0, to = 0;
  bool timed = true;
};

class TopicEras {
 public:
  static constexpr int kUnknown = -1;

  // -- first: deletions, in the order in which they began. `to` nothing: as far as is known, it was
  // not created again.
  void Delete(RunMicros from, std::optional<RunMicros> to) { deletions_.emplace_back(from, to); }
  // -- then: what a broker answered, in order of time
  void Observe(const std::string& id, RunMicros at);
  // A fact that names this id: it was there then. Without an id it says nothing.
  void See(const std::string& id, const When& when);
  // The same of a fact that may come late, as reads, effects and commits do: it was there by then.
  void SeeLate(const std::string& id, const When& when);
  // The same in the end, when all deletions were over.
  void SeeAtTheEnd(const std::string& id);
  // The same at an unknown time.
  void Name(const std::string& id);
  // -- last: numbers incarnations from 0
  void Close();

  // Whether there are several incarnations.
  bool remade() const { return !deletions_.empty() || ids_.size() > 1; }
  const std::vector<std::string>& ids() const { return ids_; }  // by number; "": not known
  int Of(const std::string& id, const When& when) const;
  int AtTheEnd() const;
  // The one that was there before any deletion, if it was by then; else kUnknown. Facts that may
  // come late are about it for certain.
  int First(const When& when) const;
  // It may have been there by then.
  bool ThereBy(int incarnation, const When& when) const;
  // A deletion was requested after it was seen last.
  bool Deleted(int incarnation) const;
  // A deletion was requested, and it was seen again.
  bool Survived(int incarnation) const;
  // Between the deletions before and after it; nothing: there was none.
  std::optional<RunMicros> From(int incarnation) const;
  std::optional<RunMicros> To(int incarnation) const;
  // Several ids are known, but no deletion.
  bool unexplained() const { return deletions_.empty() && ids_.size() > 1; }

 private:
  int LastEra() const { return static_cast<int>(deletions_.size()); }
  std::optional<int> EraOf(RunMicros at) const;  // nothing: during a deletion
  std::optional<int> EraOf(const When& when) const;
  int InEra(int era, const When& when) const;
  int ByNotes(int era, const When& when) const;

  std::vector<std::pair<RunMicros, std::optional<RunMicros>>> deletions_;
  std::vector<std::pair<RunMicros, std::string>> notes_;  // of brokers
  std::map<std::string, std::set<int>> seen_;             // id → eras
  std::map<std::string, int> seen_late_;                  // id → first era
  std::vector<std::string> ids_;
  std::vector<std::set<int>> eras_;               // of incarnations
  std::map<std::string, int> numbers_;            // of ids
  std::map<int, std::vector<int>> incarnations_;  // by era
};

}  // namespace kproof
