// One step of the nemesis, start to finish, as straight-line code on a thread of its own.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "harness/fault/fault.h"
#include "harness/nemesis/nemesis.h"

namespace kproof {

class Step {
 public:
  using Show =
      std::function<void(const std::string& active)>;  // "" when nothing is active any more

  Step(const World& world, const StepSpec& spec, std::size_t index, Show show);
  // Never throws: what went wrong is in the fault's fact, and makes the verdict inconclusive.
  void Run(RunMicros steady_at, const std::atomic<bool>& stop);

 private:
  bool WaitToBegin(RunMicros steady_at, const std::atomic<bool>& stop);
  void Break(const std::atomic<bool>& stop);
  void Hold(const Situation& before, const std::atomic<bool>& stop);
  void TakeBack(Undo& undo);

  Situation Look()
      const;  // with a view that was asked for after this call; throws Error when nobody answers
  Situation LastSeen() const;  // whatever was last seen, without waiting
  bool Await(const Phrase& phrase, const Situation& before, const std::atomic<bool>& stop);
  void Record();  // writes the fact as it stands
  void Note(const std::string& when, const Situation& situation);
  std::vector<std::string> Partitions() const;

  const World& world_;
  const StepSpec& spec_;
  const World::Sight sight_;
  const std::string label_;  // "step 1: kill leader of payments/0"
  Show show_;
  FaultFact fact_;
};

}  // namespace kproof
