// The wire where the kernel has netem.
//
// Band 1 of each queue is everybody's, without a delay; a rule has a band of 2 to 16 in the queue
// of each receiver. netem's "reorder" is the share that is not delayed.
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/inject/net_tool.h"
#include "harness/inject/wire.h"

namespace kproof {
namespace {

constexpr int kFirstBand = 2;
constexpr int kLastBand = 16;

std::string NetemOf(const WireRule& rule) {
  std::string text = fmt::format("netem limit 100000 delay {}us", rule.delay.count());
  if (rule.jitter > Duration::zero()) text += fmt::format(" {}us", rule.jitter.count());
  if (rule.delayed < 1) text += fmt::format(" reorder {:.4f}%", 100 * (1 - rule.delayed));
  if (rule.doubled > 0) text += fmt::format(" duplicate {:.4f}%", 100 * rule.doubled);
  return text;
}

void TcBatch(const std::string& script) {
  RunNetTool({.program = "tc", .args = {"-batch", "-"}, .script = script});
}

class NetemWire final : public WireMechanism {
 public:
  std::string name() const override { return "netem"; }

  void Insert(int id, const WireRule& rule) override {
    try {
      for (const auto& way : rule.ways)
        for (const auto& to : way.to) AddBand(id, rule, way, to);
    } catch (...) {
      Remove(id);
      throw;
    }
  }

  void Remove(int id) override {
    Regardless all;
    for (auto it = bands_.begin(); it != bands_.end();) {
      const auto at = it++;
      all.Do([&] { RemoveAt(at, id); });
    }
    all.Throw();
  }

  WireCount Count(int id) const override {
    WireCount count;
    for (const auto& [link, bands] : bands_) {
      const auto band = bands.find(id);
      if (band == bands.end()) continue;
      const std::string handle = fmt::format("{:x}:", Handle(band->second));
      const auto add = [&](const nlohmann::json& queues) {
        for (const auto& queue : queues) {
          if (queue.value("handle", "") != handle) continue;
          count.frames += queue.at("packets").get<std::uint64_t>();
          count.overflowed += queue.at("drops").get<std::uint64_t>();
        }
      };
      ReadNetTool({.program = "tc", .args = {"-s", "-j", "qdisc", "show", "dev", link}}, add);
    }
    return count;
  }

 private:
  using Bands = std::map<std::string, std::map<int, int>>;  // by link, by rule

  void RemoveAt(Bands::iterator at, int id) {
    auto& [link, bands] = *at;
    if (const auto band = bands.find(id); band != bands.end()) {
      TcBatch(
          fmt::format("filter del dev {0} parent 1: prio {1}\nqdisc del dev {0} parent 1:{1:x}\n",
                      link, band->second));
      bands.erase(band);
    }
    if (!bands.empty()) return;
    TcBatch(fmt::format("qdisc del dev {} root\n", link));
    bands_.erase(at);
  }

  static int Handle(int band) { return 0x10 + band; }

  void AddBand(int id, const WireRule& rule, const WireRule::Way& way, const Host& to) {
    auto& bands = bands_[to.link];
    std::string script;
    if (bands.empty())
      script = fmt::format(
          "qdisc add dev {} root handle 1: prio bands {} priomap 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n",
          to.link, kLastBand);
    if (!bands.contains(id)) {
      bands[id] = FreeBand(bands, to);
      script += fmt::format("qdisc add dev {} parent 1:{:x} handle {:x}: {}\n", to.link, bands[id],
                            Handle(bands[id]), NetemOf(rule));
    }
    const auto filter = [&](const Host& from, const std::string& more) {
      script += fmt::format(
          "filter add dev {} parent 1: protocol ip prio {} u32 match ip src {}/32 {}flowid "
          "1:{:x}\n",
          to.link, bands[id], from.address, more, bands[id]);
    };
    for (const auto& from : way.from) {
      if (rule.ports.empty()) filter(from, "");
      for (const int port : rule.ports)
        for (const char* const end : {"sport", "dport"})
          filter(from, fmt::format("match ip protocol 6 0xff match ip {} {} 0xffff ", end, port));
    }
    TcBatch(script);
  }

  static int FreeBand(const std::map<int, int>& bands, const Host& to) {
    std::set<int> taken;
    for (const auto& [rule, band] : bands) taken.insert(band);
    for (int band = kFirstBand; band <= kLastBand; ++band)
      if (!taken.contains(band)) return band;
    throw Error("too many delays at once for " + to.name);
  }

  Bands bands_;
};

}  // namespace

std::unique_ptr<WireMechanism> MakeNetemWire() { return std::make_unique<NetemWire>(); }

}  // namespace kproof
