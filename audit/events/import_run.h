// How the history is to be judged: `run` and `require` events.
//
// Not thread-safe.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "audit/events/complaints.h"
#include "audit/events/event.h"
#include "audit/store/sinks.h"

namespace kproof {

class RunImporter {
 public:
  void TakeRun(const Event& event, Complaints& complaints);
  void TakeRequire(const Event& event, Complaints& complaints);
  // Complains about fields that contradict each other.
  void Finish(Complaints& complaints) const;
  // Why the history declares itself cut; "" if it does not.
  std::string Cut() const;
  // Whether the history was made from a store.
  bool IsExport() const;
  // `name`: of the history, where no `run` names its scenario. `cut`: why facts are known to be
  // missing; "": they are not.
  void Write(RunKeySink& store, const std::string& name, const std::string& cut) const;

 private:
  std::map<std::string, std::string> values_;
  std::vector<std::string> require_;
};

// The keys that a `run` may have: those of audit/store/run_keys.h but `require`, which has an event
// of its own, and the scenario's file.
bool IsRunKey(const std::string& key);
// Of such a key: whether the store holds its value as JSON, which goes out as it is.
bool IsJsonRunKey(const std::string& key);

}  // namespace kproof
