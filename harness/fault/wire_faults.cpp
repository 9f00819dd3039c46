// Faults of a wire: their rule is in it while they are active, and what it counts proves that it
// touched something.
#include <utility>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/fault/fault.h"
#include "harness/fault/traffic.h"
#include "harness/inject/wire.h"

namespace kproof {
namespace {

using Params = std::map<std::string, std::string>;

class WireFault final : public Fault {
 public:
  // Fills in what happens to frames; whose they are is filled in.
  using Shape = void (*)(WireRule& rule, const Params& with);
  // From counts that no netem gives, where it was netem.
  using Judge = Bite (*)(const WireCount& count, bool netem, const Params& with);

  WireFault(const FaultOptions& options, Shape shape, Judge judge)
      : options_(options), shape_(shape), judge_(judge) {}

  Undo Prepare(const Target& target) override {
    const Traffic traffic = ChooseTraffic(target, options_);
    rule_ = {};
    rule_.at = traffic.target;
    for (const auto& flow : traffic.flows) rule_.ways.push_back({flow.from, flow.to});
    rule_.ports = traffic.ports;
    shape_(rule_, options_.with);
    return Undo{"take the wire out between " + traffic.text,
                [this] { options_.mechanisms.wire->Remove(std::exchange(id_, 0)); }};
  }

  void Inject(const Target&) override { id_ = options_.mechanisms.wire->Insert(rule_); }

  // What was measured, and by which mechanism.
  Bite Prove(const Target&) const override {
    if (id_ == 0) return {false, "no rule is there"};
    const Wire& wire = *options_.mechanisms.wire;
    const WireCount count = wire.Count(id_);
    const std::string mechanism = wire.mechanism();
    Bite bite = judge_(count, mechanism == "netem", options_.with);
    bite.proof += " of " + WithThousands(count.frames) + " frames, by " + mechanism;
    if (count.overflowed > 0)
      bite.proof += "; " + WithThousands(count.overflowed) + " dropped as more than it can hold";
    return bite;
  }

 private:
  const FaultOptions options_;
  const Shape shape_;
  const Judge judge_;
  WireRule rule_;
  int id_ = 0;  // in the wire; 0: not there
};

template <WireFault::Shape shape, WireFault::Judge judge>
std::unique_ptr<Fault> MakeWireFault(const FaultOptions& options) {
  return std::make_unique<WireFault>(options, shape, judge);
}

Duration TimeOf(const std::string& param, const Params& with) {
  const auto time = ParseDuration(with.at(param));
  if (!time) throw Error(ErrorKind::kUsage, param + ": '" + with.at(param) + "' is not a time");
  return *time;
}

double FractionOf(const Params& with) { return std::stod(with.at("fraction")); }

void ShapeDelay(WireRule& rule, const Params& with) {
  rule.delay = TimeOf("delay", with);
  rule.jitter = TimeOf("jitter", with);
}

Bite JudgeDelay(const WireCount& count, bool netem, const Params& with) {
  if (netem) return {count.frames > 0, "delayed by " + with.at("delay") + ": all"};
  return {count.delayed > 0, "delayed by " + HumanDuration(count.mean_delay) +
                                 " on average: " + WithThousands(count.delayed)};
}

void ShapeDuplicate(WireRule& rule, const Params& with) { rule.doubled = FractionOf(with); }

Bite JudgeDuplicate(const WireCount& count, bool netem, const Params& with) {
  if (netem) return {count.frames > 0, "sent twice: a share of " + with.at("fraction")};
  return {count.doubled > 0, "sent twice: " + WithThousands(count.doubled)};
}

void ShapeReorder(WireRule& rule, const Params& with) {
  rule.delay = TimeOf("by", with);
  rule.delayed = FractionOf(with);
}

Bite JudgeReorder(const WireCount& count, bool netem, const Params& with) {
  if (netem) return {count.frames > 0, "held back: a share of " + with.at("fraction")};
  return {count.overtaken > 0, "held back: " + WithThousands(count.delayed) +
                                   ", overtaken: " + WithThousands(count.overtaken)};
}

}  // namespace

// Delays what goes between hosts, as distance does: both ways 50 ms makes a round trip 100 ms
// longer. With a jitter each frame is delayed on its own, so those behind overtake.
FaultType DelayType() {
  return TrafficFault(
      "delay", "delay what goes between the target and its peers",
      TrafficParams({{"delay", FaultParam::Kind::kDuration, "50ms", "of each frame, one way"},
                     {"jitter", FaultParam::Kind::kDuration, "0ms",
                      "so much more or less, evenly, each frame by itself"}}),
      MakeWireFault<ShapeDelay, JudgeDelay>);
}

// Sends frames twice. TCP throws the second away, so no record is ever doubled by it: this is a
// control of that belief. Duplicated records come from lost responses.
FaultType DuplicateType() {
  return TrafficFault(
      "duplicate", "send a share of the frames between the target and its peers twice",
      TrafficParams({{"fraction", FaultParam::Kind::kFraction, "0.1", "of the frames, 0 to 1"}}),
      MakeWireFault<ShapeDuplicate, JudgeDuplicate>);
}

// Holds a share of the frames back so that those behind overtake them. TCP puts them in order
// again and takes the gap for a loss at first, so it slows down; order of records is not at stake.
FaultType ReorderType() {
  return TrafficFault(
      "reorder",
      "hold a share of the frames between the target and its peers back, so that others "
      "overtake them",
      TrafficParams({{"fraction", FaultParam::Kind::kFraction, "0.1", "of the frames, 0 to 1"},
                     {"by", FaultParam::Kind::kDuration, "20ms", "how long those are held back"}}),
      MakeWireFault<ShapeReorder, JudgeReorder>);
}

}  // namespace kproof
