// What the harness and the shim inside a node's JVM share: one file, mapped by both. A control page
// of rules and counters first, then one slot for each file that the node has opened, with what of
// it a power loss would leave.
//
// Every field is an atomic of 8 bytes. A rule's fields are written first and `armed` last; it is
// disarmed the same way round. Counters only grow. The page outlives the JVM and serves the next
// one.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace kproof {

using ShimSlot = std::atomic<std::int64_t>;

enum ShimOperation : std::int64_t {
  kShimWrite = 1,  // write, pwrite, writev; ftruncate that makes a file longer
  kShimSync = 2,   // fsync, fdatasync, msync
  kShimRead = 4,   // read, pread, readv, sendfile from a file
};

constexpr std::size_t kShimRules = 16;
constexpr std::size_t kShimTextBytes = 256;
constexpr std::size_t kShimFiles = 32'768;

// What happens to calls of some kinds on some files.
struct ShimRule {
  ShimSlot armed;               // 1: in force
  ShimSlot operations;          // ShimOperation, or-ed
  ShimSlot error;               // errno that the call fails with; 0: it goes on
  ShimSlot skip;                // matching calls that pass first
  ShimSlot left;                // calls that it still acts on; -1: all
  ShimSlot delay_us;            // that each call takes longer
  ShimSlot has_space;           // 1: `error` comes when `space` is used up, after one short write
  ShimSlot space;               // bytes that may still be written
  ShimSlot hits;                // calls that were refused, cut short or slowed down
  char folder[kShimTextBytes];  // the path begins with it; "": any
  char name[kShimTextBytes];    // the path contains it; "": any
};

// One file by its inode.
struct ShimFile {
  std::atomic<std::uint64_t> key;  // ShimFileKey; 0: free
  ShimSlot durable;                // bytes from its start that were synced
  ShimSlot length;  // that ftruncate gave it: metadata, which lasts while data does not
};

struct ShimPage {
  std::atomic<std::uint64_t> magic;  // kShimMagic, by the harness
  ShimSlot attached;                 // process id of the JVM that has the shim in it
  ShimSlot armed_rules;              // how many rules are armed: 0 keeps calls cheap

  ShimSlot clock_armed;      // 1: wall-clock time is shifted
  ShimSlot clock_offset_ns;  // added to it
  ShimSlot clock_drift_ppb;  // gained on top for each second since `clock_since_ns`
  ShimSlot clock_since_ns;   // on CLOCK_MONOTONIC

  ShimSlot opened, written, bytes_written, synced, shifted;  // calls seen; wall-clock reads shifted
  ShimSlot overflow;  // files, descriptors or maps that found no room: power loss is unknown

  ShimRule rules[kShimRules];
  ShimFile files[kShimFiles];
};

constexpr std::uint64_t kShimMagic = 0x31304d494853504bULL;  // "KPSHIM01"; changes with the layout

static_assert(sizeof(ShimSlot) == 8 && ShimSlot::is_always_lock_free);

// Never 0.
inline std::uint64_t ShimFileKey(std::uint64_t device, std::uint64_t inode) {
  return (inode + 1) ^ (device * 0x9e3779b97f4a7c15ULL);
}

// The slot of a file, or of the free place where it belongs; nothing when all are taken.
inline ShimFile* FindShimFile(ShimPage& page, std::uint64_t key) {
  for (std::size_t i = 0; i < kShimFiles; ++i) {
    ShimFile& file = page.files[(key + i) % kShimFiles];
    const std::uint64_t there = file.key.load(std::memory_order_acquire);
    if (there == key || there == 0) return &file;
  }
  return nullptr;
}

// Environment of the JVM.
constexpr char kShimPageVariable[] = "KPROOF_SHIM_PAGE";      // the file
constexpr char kShimFolderVariable[] = "KPROOF_SHIM_FOLDER";  // what its data paths begin with

}  // namespace kproof
