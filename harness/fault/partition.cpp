// Splits the nodes of a target among themselves; everybody else still reaches all of them. The
// shapes are Jepsen's: halves (the first half is the larger one), bridge (two halves that one node
// sees both of), ring (each sees only its two neighbours) and singles (nobody sees anybody).
#include <algorithm>

#include "harness/base/error.h"
#include "harness/fault/fault.h"
#include "harness/fault/filter_faults.h"
#include "harness/fault/traffic.h"

namespace kproof {
namespace {

struct Shape {
  std::string name;
  std::size_t least;  // so many nodes, or it cuts nothing or is another shape
  bool (*joined)(std::size_t a, std::size_t b, std::size_t size);  // a < b
};

const std::vector<Shape>& Shapes() {
  static const std::vector<Shape> kShapes = {
      {"bridge", 3,
       [](std::size_t a, std::size_t b, std::size_t size) {
         const std::size_t middle = size / 2;
         return a == middle || b == middle || (a < middle) == (b < middle);
       }},
      {"halves", 2,
       [](std::size_t a, std::size_t b, std::size_t size) {
         const std::size_t first = (size + 1) / 2;
         return (a < first) == (b < first);
       }},
      {"ring", 4,
       [](std::size_t a, std::size_t b, std::size_t size) {
         return b - a == 1 || b - a == size - 1;
       }},
      {"singles", 2, [](std::size_t, std::size_t, std::size_t) { return false; }},
  };
  return kShapes;
}

const Shape& FindShape(const std::string& name, std::size_t size) {
  for (const Shape& shape : Shapes()) {
    if (shape.name != name) continue;
    if (size < shape.least)
      throw Error(ErrorKind::kUsage, "a " + name + " needs at least " +
                                         std::to_string(shape.least) +
                                         " hosts and the target has " + std::to_string(size));
    return shape;
  }
  throw Error(ErrorKind::kUsage, "there is no shape '" + name + "'",
              Hint("it is bridge, halves, ring or singles"));
}

class Partition final : public FilterFault {
 public:
  using FilterFault::FilterFault;

 private:
  Plan MakePlan(const Target& target, PacketFilter& filter) const override {
    const auto& hosts = target.hosts;
    const Shape& shape = FindShape(options_.with.at("shape"), hosts.size());
    std::vector<FilterRule> rules;
    for (std::size_t a = 0; a < hosts.size(); ++a) {
      std::vector<Host> hidden;
      for (std::size_t b = 0; b < hosts.size(); ++b)
        if (a != b && !shape.joined(std::min(a, b), std::max(a, b), hosts.size()))
          hidden.push_back(hosts[b]);
      if (hidden.empty()) continue;
      rules.push_back({.name = hosts[a].name + " to " + NamesOf(hidden),
                       .from = {hosts[a].address},
                       .to = AddressesOf(hidden)});
    }
    Plan plan{.tables = {}, .undo = "join " + target.name + " again", .deed = "dropped"};
    plan.tables.push_back(filter.OnBridge(std::move(rules)));
    return plan;
  }
};

}  // namespace

FaultType PartitionType() {
  return TrafficFault(
      "partition", "split the target's nodes among themselves; everybody else reaches all of them",
      {{"shape",
        FaultParam::Kind::kWord,
        "halves",
        "in the order of the target",
        {"bridge", "halves", "ring", "singles"}}},
      [](const FaultOptions& options) -> std::unique_ptr<Fault> {
        return std::make_unique<Partition>(options);
      });
}

}  // namespace kproof
