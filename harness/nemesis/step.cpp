#include "harness/nemesis/step.h"

#include <algorithm>
#include <set>

#include "harness/base/error.h"
#include "harness/base/units.h"
#include "harness/nemesis/states.h"
#include "harness/nemesis/targets.h"

namespace kproof {
namespace {

// How long a fresh answer may take, and how long a fault may need to show its bite.
constexpr Duration kLookLimit = std::chrono::seconds(5);
constexpr Duration kBiteLimit = std::chrono::seconds(5);

}  // namespace

Step::Step(const World& world, const StepSpec& spec, std::size_t index, Show show)
    : world_(world),
      spec_(spec),
      sight_(world.clusters.at(spec.cluster)),
      label_("step " + std::to_string(index + 1) + ": " + spec.fault + " " + spec.target.text),
      show_(std::move(show)) {
  fact_.step = static_cast<std::int32_t>(index);
  fact_.cluster = spec.cluster;
  fact_.fault = spec.fault;
  fact_.failure_class = FindFault(spec.fault).failure_class;
  fact_.target = spec.target.text;
}

void Step::Run(RunMicros steady_at, const std::atomic<bool>& stop) {
  try {
    Record();
    if (WaitToBegin(steady_at, stop)) Break(stop);
  } catch (
      const std::exception& error) {  // a thread ends here: the run goes on, and the fact says why
    const auto* ours = dynamic_cast<const Error*>(&error);
    fact_.problem = ours != nullptr ? ours->Full() : error.what();
    world_.progress(label_ + " failed: " + fact_.problem);
  }
  show_("");
  Record();
}

bool Step::WaitToBegin(RunMicros steady_at, const std::atomic<bool>& stop) {
  if (spec_.begin.state) {
    if (Await(*spec_.begin.state, Look(), stop)) return true;
    fact_.problem = stop ? "interrupted before it began"
                         : "'" + spec_.begin.state->text + "' did not hold within " +
                               HumanDuration(spec_.within);
    return false;
  }
  const RunMicros begin = steady_at + spec_.begin.time.value_or(Duration::zero()).count();
  WaitUntil([&] { return stop || world_.clock.Now() >= begin; },
            Deadline(Duration(begin - world_.clock.Now())), std::chrono::milliseconds(5));
  if (!stop) return true;
  fact_.problem = "interrupted before it began";
  return false;
}

void Step::Break(const std::atomic<bool>& stop) {
  const Situation before = Look();
  const Target target = Resolve(spec_.target, before);
  std::set<int> ids;
  for (const Node* node : target.nodes) {
    ids.insert(node->id());
    fact_.nodes.push_back(node->id());
  }
  const auto fault =
      FindFault(spec_.fault).make(FaultOptions{.with = spec_.with, .within = spec_.within});
  Undo undo = fault->Prepare(target);
  world_.store->Add(EventFact{world_.clock.Now(), "state", label_, "undo: " + undo.name()});
  Note("before", before);

  sight_.observer->Excuse(ids, true);  // until the run has seen the cluster whole again
  show_(spec_.fault + " " + target.name);
  fact_.from = world_.clock.Now();
  Record();
  world_.progress(spec_.fault + " " + target.name);
  try {
    fault->Inject(target);
    Bite bite;
    WaitUntil([&] { return (bite = fault->Prove(target)).bit; }, Deadline(kBiteLimit),
              std::chrono::milliseconds(5));
    fact_.bit = bite.bit;
    fact_.proof = bite.proof;
    if (!bite.bit) fact_.problem = "did not bite: " + bite.proof;
    Record();
    Hold(before, stop);
  } catch (const Error& error) {
    fact_.bit = fact_.bit.value_or(false);
    fact_.problem = error.Full();
  }
  Note("during", LastSeen());
  TakeBack(undo);
  Note("after", LastSeen());
}

void Step::Hold(const Situation& before, const std::atomic<bool>& stop) {
  if (spec_.end.state) {
    if (!Await(*spec_.end.state, before, stop) && !stop)
      fact_.problem =
          "'" + spec_.end.state->text + "' did not hold within " + HumanDuration(spec_.within);
    return;
  }
  const RunMicros end = *fact_.from + spec_.end.time.value_or(Duration::zero()).count();
  WaitUntil([&] { return stop || world_.clock.Now() >= end; },
            Deadline(Duration(end - world_.clock.Now())), std::chrono::milliseconds(5));
}

void Step::TakeBack(Undo& undo) {
  world_.progress(undo.name());
  try {
    undo.Run();
    fact_.healed = true;
  } catch (const Error& error) {
    fact_.healed = false;
    fact_.problem = "did not heal: " + error.Full();
    world_.progress(fact_.problem);
  }
  fact_.to = world_.clock.Now();
}

bool Step::Await(const Phrase& phrase, const Situation& before, const std::atomic<bool>& stop) {
  const State state = MakeState(phrase, before);
  const Deadline deadline(spec_.within);
  while (!stop && !deadline.Passed()) {
    if (const auto view =
            sight_.observer->FreshView(Deadline(std::min(kLookLimit, deadline.Left())))) {
      if (state({sight_.cluster, *view, world_.acked()}).value_or(false)) return true;
    }
  }
  return false;
}

Situation Step::Look() const {
  const auto view = sight_.observer->FreshView(Deadline(kLookLimit));
  if (!view) throw Error("no node answered within " + HumanDuration(kLookLimit));
  return {sight_.cluster, *view, world_.acked()};
}

Situation Step::LastSeen() const {
  return {sight_.cluster, sight_.observer->View(), world_.acked()};
}

void Step::Record() { world_.store->Put(fact_); }

void Step::Note(const std::string& when, const Situation& situation) {
  world_.store->Add(EventFact{world_.clock.Now(), "state", label_,
                              when + ": " + Describe(situation, Partitions())});
}

// The partitions that the step speaks of: those that stand in its target and its triggers.
std::vector<std::string> Step::Partitions() const {
  std::vector<std::string> names;
  const auto collect = [&](const Phrase& phrase) {
    for (const auto& arg : phrase.args)
      if (arg.find('/') != std::string::npos &&
          std::find(names.begin(), names.end(), arg) == names.end())
        names.push_back(arg);
  };
  collect(spec_.target);
  if (spec_.begin.state) collect(*spec_.begin.state);
  if (spec_.end.state) collect(*spec_.end.state);
  return names;
}

}  // namespace kproof
