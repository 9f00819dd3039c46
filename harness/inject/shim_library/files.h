// Which descriptors and maps of this process belong to the node's data, and what of each file has
// been synced.
//
// Thread-safe.
#pragma once

#include <cstddef>

#include "harness/inject/shim_page.h"

namespace kproof::shim {

struct OpenFile {
  ShimFile* slot;  // nothing for folders
  char path[kShimTextBytes];
};

// Nothing for sockets and for files that are not the node's data.
OpenFile* Find(int descriptor);

// `existed`: before the open that made `descriptor`.
void Opened(int descriptor, const char* path, bool existed, bool emptied);
void Closed(int descriptor);
// `to` stands for the same file as `from` now, whatever it was before.
void Duplicated(int from, int to);

// A sync of the entire file succeeded that was `size` bytes long when it began.
void Synced(ShimFile* slot, std::int64_t size);
// ftruncate made it `size` bytes long.
void Truncated(ShimFile* slot, std::int64_t size);

// Shared, writable maps: index files of Kafka.
void Mapped(void* address, std::size_t length, const OpenFile& file);
void Unmapped(void* address);
struct Map {
  char* address;
  std::size_t length;
  ShimFile* slot;
  char path[kShimTextBytes];
};
// A copy of the map that `address` lies in; false when it is none of ours.
bool FindMap(const void* address, Map* found);

}  // namespace kproof::shim
