#include "harness/fault/wire_fault.h"

#include <utility>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"

namespace kproof {

Undo WireFault::Prepare(const Target& target) {
  const Traffic traffic = ChooseTraffic(target, options_);
  rule_ = {};
  rule_.at = traffic.target;
  for (const auto& flow : traffic.flows) rule_.ways.push_back({flow.from, flow.to});
  rule_.ports = traffic.ports;
  Shape(rule_);
  return Undo{"take the wire out between " + traffic.text,
              [this] { options_.mechanisms.wire->Remove(std::exchange(id_, 0)); }};
}

void WireFault::Inject(const Target&) { id_ = options_.mechanisms.wire->Insert(rule_); }

Bite WireFault::Prove(const Target&) const {
  if (id_ == 0) return {false, "no rule is there"};
  const Wire& wire = *options_.mechanisms.wire;
  const WireCount count = wire.Count(id_);
  const std::string mechanism = wire.mechanism();
  Bite bite = Judge(count, mechanism == "netem");
  bite.proof += " of " + WithThousands(count.frames) + " frames, by " + mechanism;
  if (count.overflowed > 0)
    bite.proof += "; " + WithThousands(count.overflowed) + " dropped as more than it can hold";
  return bite;
}

Duration WireFault::Time(const std::string& param) const {
  const auto time = ParseDuration(options_.with.at(param));
  if (!time)
    throw Error(ErrorKind::kUsage, param + ": '" + options_.with.at(param) + "' is no time");
  return *time;
}

double WireFault::Fraction(const std::string& param) const {
  return std::stod(options_.with.at(param));
}

}  // namespace kproof
