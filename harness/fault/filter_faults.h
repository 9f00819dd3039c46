// Faults of packet filters: their tables are there while they are active, and the tables' counters
// prove that they touched something. Those that are no more than one rule are rows of
// filter_faults.cpp.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "harness/fault/fault.h"
#include "harness/inject/packet_filter.h"

namespace kproof {

using FilterTables = std::vector<std::unique_ptr<FilterTable>>;

class FilterFault : public Fault {
 public:
  struct Plan {
    FilterTables tables;
    std::string undo;  // "let pass what goes between broker-1 and broker-2 again"
    std::string deed;  // "dropped", "reset": what a hit packet was
  };

  explicit FilterFault(const FaultOptions& options) : options_(options) {}

  // Nothing is in the kernel yet.
  Undo Prepare(const Target& target) final;
  void Inject(const Target& target) final;
  // The rules as a whole: some flows are rightly idle, as controllers never speak first.
  Bite Prove(const Target& target) const final;

 protected:
  virtual Plan MakePlan(const Target& target, PacketFilter& filter) const = 0;

  const FaultOptions options_;

 private:
  Plan plan_;
};

}  // namespace kproof
