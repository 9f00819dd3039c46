// The disk-and-clock shim of the nodes of one cluster: a library that LD_PRELOAD puts into each JVM
// and that obeys a control page in shared memory. It needs no privileges, and counts everything
// that it does.
//
// A page must be there before its node starts and lasts over restarts of it. A rule applies from
// the next call that the JVM makes. Limits: io_uring, O_DSYNC, stores into mapped files and
// absolute waits on the wall clock pass by it; so does what another process does to the files.
//
// Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "harness/base/clock.h"
#include "harness/cluster/node_files.h"

namespace kproof {

struct ShimPage;

// What is to happen to calls on the node's data files.
struct ShimOrder {
  std::int64_t operations = 0;          // ShimOperation of shim_page.h, or-ed
  int error = 0;                        // errno; 0: the call goes on
  std::int64_t skip = 0;                // matching calls that pass first
  std::int64_t times = -1;              // calls it acts on; -1: all
  Duration delay{};                     // that each call takes longer
  std::optional<std::int64_t> space{};  // bytes that may be written before `error` comes
  std::string folder{};                 // the path begins with it; "": any
  std::string name{};                   // the path contains it; "": any
};

struct ShimCounters {
  std::int64_t opened = 0, written = 0, bytes_written = 0, synced = 0;
  std::int64_t shifted = 0;   // reads of the wall clock that were answered with a shifted time
  std::int64_t overflow = 0;  // files that found no room in the page: a power loss can't be made up
};

// One node's page.
class Shim {
 public:
  // Makes the page `folder`/shim of a node whose data paths begin with `data`. Throws
  // Error(kNotRun) when the library or the file can't be had.
  Shim(std::string node, const std::string& folder, std::string data);
  ~Shim();
  Shim(const Shim&) = delete;
  Shim& operator=(const Shim&) = delete;

  const std::string& node() const { return node_; }
  // For the node's JVM, whose working directory is the page's folder.
  std::map<std::string, std::string> Environment() const;
  // Whether a JVM has loaded the library since the page was made.
  bool attached() const;
  ShimCounters counters() const;

  // Activates an order; returns its number for the calls below. Throws Error when all places are
  // taken or a text is too long.
  int Arm(const ShimOrder& order);
  void Disarm(int number);
  // Calls that it refused, cut short or slowed down, also after Disarm until the number is given
  // away again.
  std::int64_t Hits(int number) const;

  // From now on the wall clock shows `offset` more than it is, and gains `drift` seconds a second
  // on top (both may be negative). MendClock ends it at once.
  void ShiftClock(Duration offset, double drift);
  void MendClock();

  // How many bytes from its start a power loss would leave of a file, and how long the file itself
  // would be; nothing for a file that the node never opened.
  struct Durable {
    std::int64_t bytes = 0, length = 0;
  };
  std::optional<Durable> DurableOf(std::uint64_t device, std::uint64_t inode) const;
  // All of it is on disk. Only while no JVM uses the page.
  void SetDurable(std::uint64_t device, std::uint64_t inode, std::int64_t bytes);
  // Of all files, when they were deleted. Only while no JVM uses the page.
  void ForgetFiles();

 private:
  const std::string node_, library_, file_, data_;
  std::mutex mutex_;  // of arming
  ShimPage* page_;
};

// Of all nodes of a cluster.
class Shims {
 public:
  // Makes the page of a node and gives its environment; for ClusterSetup::environment.
  std::map<std::string, std::string> Prepare(const NodePlan& node);
  // Throws Error for a node without one.
  Shim& of(int node) const;

 private:
  mutable std::mutex mutex_;
  std::map<int, std::unique_ptr<Shim>> shims_;
};

// The library's file, found from where this program is: ../lib/kproof below any folder above it.
// Nothing when it is not there.
std::optional<std::string> ShimLibrary();

}  // namespace kproof
