// Limits how much goes between hosts: a narrow cable, with room for 400 ms of traffic before it
// drops. Followers of a leader behind it fall back and leave the ISR once they lag for
// replica.lag.time.max.ms; produce requests wait.
#include <fmt/format.h>

#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/fault/fault.h"
#include "harness/fault/traffic.h"
#include "harness/inject/shaper.h"

namespace kproof {
namespace {

class Bandwidth final : public Fault {
 public:
  explicit Bandwidth(const FaultOptions& options) : options_(options) {}

  Undo Prepare(const Target& target) override {
    const Traffic traffic = ChooseTraffic(target, options_);
    const auto rate = ParseBytes(options_.with.at("rate"));
    if (!rate || *rate == 0)
      throw Error(ErrorKind::kUsage, "a rate must be more than 0 bytes a second");
    for (const auto& flow : traffic.flows) {
      const bool sends = flow.from == traffic.target;
      for (const auto& host : traffic.target)
        shapers_.push_back(std::make_unique<Shaper>(
            host, sends ? Shaper::Side::kSends : Shaper::Side::kIsSent,
            AddressesOf(sends ? flow.to : flow.from), traffic.ports, *rate));
    }
    return Undo{"widen the link between " + traffic.text, [this] {
                  Regardless all;
                  for (const auto& shaper : shapers_) all.Do([&] { shaper->Remove(); });
                  all.Throw();
                }};
  }

  void Inject(const Target&) override {
    for (const auto& shaper : shapers_) shaper->Install();
  }

  // A narrow cable through which little goes narrows nothing.
  Bite Prove(const Target&) const override {
    ShaperCount sum;
    for (const auto& shaper : shapers_) {
      const ShaperCount count = shaper->Count();
      sum.packets += count.packets;
      sum.bytes += count.bytes;
      sum.waited += count.waited;
      sum.dropped += count.dropped;
    }
    return {sum.waited > 0,
            fmt::format("{} times a packet had to wait, {} dropped; {} packets ({:.1f} KB) passed",
                        WithThousands(sum.waited), WithThousands(sum.dropped),
                        WithThousands(sum.packets), static_cast<double>(sum.bytes) / 1000)};
  }

 private:
  const FaultOptions options_;
  std::vector<std::unique_ptr<Shaper>> shapers_;
};

}  // namespace

FaultType BandwidthType() {
  return TrafficFault("bandwidth",
                      "limit how many bytes a second go between the target and its peers",
                      TrafficParams({{"rate", FaultParam::Kind::kBytes, "125KB",
                                      "bytes a second, each way, of each node of the target"}}),
                      [](const FaultOptions& options) -> std::unique_ptr<Fault> {
                        return std::make_unique<Bandwidth>(options);
                      });
}

}  // namespace kproof
