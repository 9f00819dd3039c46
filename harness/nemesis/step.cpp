#include "harness/nemesis/step.h"

#include <algorithm>
#include <set>

#include "harness/base/caught.h"
#include "harness/base/cluster_name.h"
#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/units.h"
#include "harness/nemesis/targets.h"

namespace kproof {
namespace {

// How long a fault may need to show its bite, and to be seen gone.
constexpr Duration kBiteLimit = std::chrono::seconds(5);

std::string LabelOf(const StepSpec& spec, const Step::Number& number) {
  std::string label = "step " + std::to_string(number.index + 1);
  if (!spec.name.empty()) label += " (" + spec.name + ")";
  if (spec.repeat > 1)
    label += ", time " + std::to_string(number.time + 1) + " of " + std::to_string(spec.repeat);
  return label + ": " + spec.fault + " " + InCluster(spec.cluster, spec.target.text);
}

bool IsEndless(const StepSpec& spec) { return !spec.end.time && !spec.end.state; }

// The partitions that the step speaks of: those that stand in its targets and its triggers.
std::vector<std::string> PartitionsOf(const StepSpec& spec) {
  std::vector<std::string> names;
  const auto collect = [&](const Phrase& phrase) {
    for (const auto& arg : phrase.args)
      if (arg.find('/') != std::string::npos && !Contains(names, arg)) names.push_back(arg);
  };
  const auto collect_all = [&](const TargetPhrase& target) {
    for (const auto& phrase : target.parts) collect(phrase);
    for (const auto& phrase : target.except) collect(phrase);
  };
  collect_all(spec.target);
  for (const auto& [param, target] : spec.who) collect_all(target);
  if (spec.begin.state) collect(*spec.begin.state);
  if (spec.end.state) collect(*spec.end.state);
  return names;
}

}  // namespace

Step::Step(const Shared& shared, const StepSpec& spec, Number number, Watcher watcher)
    : shared_(shared),
      scope_(shared.scope),
      spec_(spec),
      type_(FindFault(spec.fault)),
      cluster_scope_(scope_.clusters.at(spec.cluster)),
      watch_(scope_, spec.cluster, shared.steps),
      label_(LabelOf(spec, number)),
      watcher_(std::move(watcher)) {
  fact_.step = static_cast<std::int32_t>(number.index);
  fact_.cluster = spec.cluster;
  fact_.fault = spec.fault;
  fact_.failure_class = NameOf(FailureClassOf(type_, spec.with));
  fact_.target = spec.target.text;
}

std::optional<RunMicros> Step::Run(std::optional<RunMicros> at, RunMicros steady_at,
                                   const Stop& stop) {
  std::optional<RunMicros> began;
  Record();
  const auto failed = [&](const std::string& why) {
    fact_.problem = why;
    scope_.progress(label_ + " failed: " + why);
    Over();
  };
  try {
    if (WaitToBegin(at, steady_at, stop)) {
      began = scope_.clock.Now();
      Break(stop);
    }
  } catch (const WouldDestroy& error) {  // the scenario is wrong: there is no run to go on with
    failed(error.Full());
    throw;
  } catch (...) {  // the run goes on, and the fact says why
    failed(CaughtError().Full());
    return began;
  }
  Over();
  return began;
}

bool Step::WaitToBegin(std::optional<RunMicros> at, RunMicros steady_at, const Stop& stop) {
  if (at || !spec_.begin.state)
    return WaitForTime(at.value_or(steady_at + spec_.begin.time.value_or(Duration::zero()).count()),
                       stop);
  const Phrase& state = *spec_.begin.state;
  if (watch_.Await(state, watch_.Before(state), spec_.within, stop))
    return WaitForTime(scope_.clock.Now() + spec_.after.count(), stop);
  fact_.problem = stop()
                      ? "interrupted before it began"
                      : "'" + state.text + "' did not hold within " + HumanDuration(spec_.within);
  return false;
}

bool Step::WaitForTime(RunMicros at, const Stop& stop) {
  WaitUntil([&] { return stop() || scope_.clock.Now() >= at; },
            Deadline(Duration(at - scope_.clock.Now())), kTick);
  if (!stop()) return true;
  fact_.problem = "interrupted before it began";
  return false;
}

// From here on the fault is in the store before it is in the cluster: each fact is committed when
// its call returns, and outlives a killed harness (audit/store/writer.cpp).
void Step::Break(const Stop& stop) {
  const Situation before = watch_.Fresh();
  FaultOptions options{.with = spec_.with,
                       .within = spec_.within,
                       .targets = {},
                       .mechanisms = cluster_scope_.mechanisms,
                       .cluster = cluster_scope_.cluster,
                       .endless = IsEndless(spec_),
                       .note = [this](const std::string& subject, const std::string& detail) {
                         Note(subject, detail);
                       }};
  const Target target = Prepare(before, options);
  const Undo claim = shared_.guard.Claim(type_, target, before);
  fault_ = type_.make(options);
  Undo undo = fault_->Prepare(target);
  Note("undo: " + undo.name());
  Note("before", before);

  std::set<int> ids;
  for (const Node* node : target.nodes) ids.insert(node->id());
  cluster_scope_.observer->ExpectDown(ids, true);  // until the run has seen the cluster whole again
  Begin(target);
  try {
    Inject(target);
    shared_.steps.Began(spec_);
    Hold(before, stop);
  } catch (...) {  // whatever it was, it is taken back below
    fact_.bit = fact_.bit.value_or(false);
    fact_.problem = CaughtError().Full();
  }
  NoteSeen("during");
  TakeBack(target, std::move(undo));
  NoteSeen("after");
}

Target Step::Prepare(const Situation& before, FaultOptions& options) {
  Target target = Resolve(spec_.target, before);
  fact_.failure_class = NameOf(FailureClassOf(type_, spec_.with, target));
  for (const Node* node : target.nodes) fact_.nodes.push_back(node->id());
  for (const auto& name : target.partitions)
    if (const auto topic = name.substr(0, name.rfind('/')); !Contains(fact_.topics, topic))
      fact_.topics.push_back(topic);
  for (const auto& [param, phrase] : spec_.who) {
    const Target others = ResolveOthers(phrase, target, before);
    Note(param + ": " + others.name);
    options.targets.emplace(param, others);
  }
  return target;
}

void Step::Inject(const Target& target) {
  if (spec_.sabotage == "bite")
    Note("sabotage: the fault is not injected");
  else
    fault_->Inject(target);
  in_since_ = scope_.clock.Now();
  Bite bite;
  WaitUntil([&] { return (bite = fault_->Prove(target)).bit; },
            Deadline(kBiteLimit + fault_->ShowsAfter()), kTick);
  fact_.bit = bite.bit;
  fact_.proof = bite.proof;
  if (!bite.bit) fact_.problem = "did not bite: " + bite.proof;
  Record();
}

void Step::Hold(const Situation& before, const Stop& stop) {
  if (!spec_.end.state) {
    const RunMicros end = in_since_ + spec_.end.time.value_or(Duration::zero()).count();
    WaitUntil([&] { return stop() || scope_.clock.Now() >= end; },
              Deadline(Duration(end - scope_.clock.Now())), kTick);
  } else if (!watch_.Await(*spec_.end.state, before, spec_.within, stop) && !stop()) {
    fact_.problem =
        "'" + spec_.end.state->text + "' did not hold within " + HumanDuration(spec_.within);
  }
}

// Healed is measured like the bite: what was proven before is not there any more, unless it was to
// stay.
void Step::TakeBack(const Target& target, Undo undo) {
  scope_.progress(InCluster(spec_.cluster, undo.name()));
  try {
    // What it did in all: counters have gone on since they proved that it bit.
    if (const Bite now = fault_->Prove(target); fact_.bit.value_or(false) && now.bit)
      fact_.proof = now.proof;
  } catch (...) {  // NOLINT: then the first proof stands
  }
  try {
    if (spec_.sabotage == "undo")
      Note("sabotage: not undone before the end of the run");
    else
      undo.Run();
    Bite left;
    const auto gone = [&] { return !(left = fault_->Prove(target)).bit; };
    fact_.healed =
        StaysOn(type_, target, IsEndless(spec_)) || WaitUntil(gone, Deadline(kBiteLimit), kTick);
    if (!*fact_.healed) fact_.problem = "did not heal: " + left.proof;
  } catch (...) {  // an undo of which nobody knows whether it was complete
    fact_.healed = false;
    fact_.problem = "did not heal: " + CaughtError().Full();
  }
  if (!*fact_.healed) scope_.progress(fact_.problem);
  fact_.to = scope_.clock.Now();
  if (undo.pending()) shared_.withhold({std::move(fault_), std::move(undo)});
}

// A look that fails keeps no fault from being taken back.
void Step::NoteSeen(const std::string& when) {
  try {
    Note(when, watch_.LastSeen());
  } catch (...) {
    Note(when + ": " + CaughtError().Full());
  }
}

void Step::Begin(const Target& target) {
  fact_.from = scope_.clock.Now();
  active_ = {.step = static_cast<std::size_t>(fact_.step) + 1,
             .fault = spec_.fault,
             .target = InCluster(spec_.cluster, target.name),
             .since = *fact_.from};
  Record();
  watcher_.began(*active_);
  scope_.progress(active_->Text());
}

void Step::Over() {
  if (active_) watcher_.ended({*active_, fact_.bit, fact_.healed, fact_.problem});
  Record();
}

void Step::Record() { scope_.store->Put(fact_); }

void Step::Note(const std::string& what) { Note(label_, what); }

void Step::Note(const std::string& subject, const std::string& detail) {
  scope_.store->Add(EventFact{scope_.clock.Now(), "state", subject, detail, spec_.cluster});
}

void Step::Note(const std::string& when, const Situation& situation) {
  Note(when + ": " + Describe(situation, PartitionsOf(spec_)));
}

}  // namespace kproof
