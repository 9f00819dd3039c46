// Delays, doubles and reorders what goes between hosts: by netem where the kernel has it, else by a
// wire of our own, which is part of their cables while there is a rule. All other traffic passes.
//
// A "frame" is what the kernel hands on, up to 64 KB of one connection at a time (GSO).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "harness/base/clock.h"
#include "harness/cluster/network.h"

namespace kproof {

struct WireRule {
  struct Way {
    std::vector<Host> from, to;
  };
  std::vector<Host> at;  // in whose cables it stands: one end of every way is among them
  std::vector<Way> ways;
  std::vector<int> ports;  // of TCP, at either end; empty: everything
  Duration delay{};
  Duration jitter{};  // each frame is delayed by delay ± jitter, evenly; those behind may overtake
  double delayed = 1;  // fraction of the frames that are delayed; the others overtake them
  double doubled = 0;  // fraction of the frames that come twice
};

struct WireCount {
  std::uint64_t frames = 0;      // that the rule is about
  std::uint64_t delayed = 0;     // and that have been passed on since
  std::uint64_t doubled = 0;     // (netem does not count these,
  std::uint64_t overtaken = 0;   //  these
  Duration mean_delay{};         //  and these)
  std::uint64_t overflowed = 0;  // dropped because too much was waiting
};

// One of the two. Not thread-safe.
class WireMechanism {
 public:
  virtual ~WireMechanism() = default;
  virtual std::string name() const = 0;  // "netem", "userspace wire"
  virtual void Insert(int id, const WireRule& rule) = 0;
  virtual void Remove(int id) = 0;
  virtual WireCount Count(int id) const = 0;
};

// The wire of a run, shared by its steps; thread-safe. Nothing is done before the first rule.
class Wire {
 public:
  Wire();
  ~Wire();  // takes every rule out
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  // The rule's id, with which it is taken out again. Throws Error when the kernel refuses.
  int Insert(const WireRule& rule);
  // Does nothing for one that is not there. Frames that wait are passed on at once. Throws Error.
  void Remove(int id);
  // Zeros for one that is not there.
  WireCount Count(int id) const;
  // "netem" or "userspace wire"; "" before the first rule.
  std::string mechanism() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Where the kernel has netem: a queue at the hub's end of each receiver's cable, with a band for
// each rule and a filter for each sender.
std::unique_ptr<WireMechanism> MakeNetemWire();
// Where it has none: one thread carries frames between the halves of spliced cables and keeps those
// that a rule delays until they are due.
std::unique_ptr<WireMechanism> MakeUserspaceWire();

}  // namespace kproof
