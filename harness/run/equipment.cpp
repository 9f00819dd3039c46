// Nothing is made that no step needs: a proxy or a shim that only stands there would still be part
// of what is measured.
#include "harness/run/equipment.h"

#include "harness/inject/packet_filter.h"

namespace kproof {

Equipment::Equipment(const Scenario& scenario, const Place& place) : needs_(Needs(scenario)) {
  RequirePlace(place, scenario);
  network_ = place.mode == "private" ? PrivateNetwork() : LoopbackNetwork();
  if (needs_.contains("sandbox")) filter_ = std::make_unique<PacketFilter>();
}

Equipment::~Equipment() = default;

void Equipment::Prepare(LocalSpec& spec) { spec.network = network_; }

Mechanisms Equipment::For(const std::string&) const {
  return {.network = network_.get(), .filter = filter_.get()};
}

}  // namespace kproof
