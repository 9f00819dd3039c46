// What the faults made of a wire share: their rule is in it while they are active, and what it
// counts proves that it touched something.
#pragma once

#include <string>

#include "harness/fault/fault.h"
#include "harness/fault/traffic.h"
#include "harness/inject/wire.h"

namespace kproof {

class WireFault : public Fault {
 public:
  explicit WireFault(const FaultOptions& options) : options_(options) {}

  Undo Prepare(const Target& target) final;
  void Inject(const Target& target) final;
  // What was measured, and by which mechanism.
  Bite Prove(const Target& target) const final;

 protected:
  // Fills in what happens to frames; whose they are is filled in.
  virtual void Shape(WireRule& rule) const = 0;
  // From counts that no netem gives, where it was netem.
  virtual Bite Judge(const WireCount& count, bool netem) const = 0;
  Duration Time(const std::string& param) const;
  double Fraction(const std::string& param) const;

  const FaultOptions options_;

 private:
  WireRule rule_;
  int id_ = 0;  // in the wire; 0: not there
};

}  // namespace kproof
