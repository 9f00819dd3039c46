// What the faults made of packet filters share: their tables are there while they are active, and
// their counters prove that they touched something.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "harness/fault/fault.h"
#include "harness/fault/traffic.h"
#include "harness/inject/packet_filter.h"

namespace kproof {

using FilterTables = std::vector<std::unique_ptr<FilterTable>>;

class FilterFault : public Fault {
 public:
  explicit FilterFault(const FaultOptions& options) : options_(options) {}

  // Nothing is in the kernel yet.
  Undo Prepare(const Target& target) final;
  void Inject(const Target& target) final;
  // The rules as a whole: some flows are rightly idle, as controllers never speak first.
  Bite Prove(const Target& target) const final;

 protected:
  struct Plan {
    FilterTables tables;
    std::string undo;  // "let pass what goes between broker-1 and broker-2 again"
    std::string deed;  // "dropped", "reset": what a hit packet was
  };
  virtual Plan MakePlan(const Target& target, PacketFilter& filter) const = 0;

  const FaultOptions options_;

 private:
  Plan plan_;
};

// Tables in the namespaces of who is sent something, for rules that answer the sender.
FilterTables TablesAtReceivers(const Traffic& traffic, const FilterRule& like,
                               PacketFilter& filter);

// "dropped 124 packets (10.2 KB): broker-1 to broker-2 60, broker-2 to broker-1 64".
Bite BiteOf(const std::vector<FilterCount>& counts, const std::string& deed);

}  // namespace kproof
