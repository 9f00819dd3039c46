// An open file is forgotten some time after its close, never at once: a thread may just be writing
// through it. So a ring of retired ones is kept, and the oldest goes.
#include "harness/inject/shim_library/files.h"

#include <pthread.h>
#include <sys/stat.h>

#include <cstdlib>
#include <cstring>

#include "harness/inject/shim_library/page.h"

namespace kproof::shim {
namespace {

constexpr std::size_t kDescriptors = 65'536;
constexpr std::size_t kRetired = 1024;
constexpr std::size_t kMaps = 8192;

std::atomic<OpenFile*> open_files[kDescriptors];
std::atomic<OpenFile*> retired[kRetired];
std::atomic<std::size_t> retired_next{0};

pthread_mutex_t maps_mutex = PTHREAD_MUTEX_INITIALIZER;
Map maps[kMaps];
std::size_t maps_used = 0;  // places below it may be free, none above it is taken

void Retire(OpenFile* file) {
  if (file == nullptr) return;
  const std::size_t place = retired_next.fetch_add(1) % kRetired;
  std::free(retired[place].exchange(file));
}

// The slot of this file; a new one says that all `size` bytes of it are on disk.
ShimFile* SlotOf(const struct stat& status, std::int64_t size) {
  ShimPage& page = *Page();
  const std::uint64_t key = ShimFileKey(status.st_dev, status.st_ino);
  while (ShimFile* slot = FindShimFile(page, key)) {
    std::uint64_t there = 0;
    if (slot->key.load(std::memory_order_acquire) == key) return slot;
    if (slot->key.compare_exchange_strong(there, key)) {
      slot->length.store(size);
      slot->durable.store(size);
      return slot;
    }
  }
  Count(page.overflow);
  return nullptr;
}

}  // namespace

OpenFile* Find(int descriptor) {
  const auto index = static_cast<std::size_t>(descriptor);
  return index < kDescriptors ? open_files[index].load(std::memory_order_acquire) : nullptr;
}

void Opened(int descriptor, const char* path, bool existed, bool emptied) {
  const auto index = static_cast<std::size_t>(descriptor);
  struct stat status {};
  if (descriptor < 0 || ::fstat(descriptor, &status) != 0) return;
  auto* const file = index < kDescriptors && std::strlen(path) < kShimTextBytes
                         ? static_cast<OpenFile*>(std::malloc(sizeof(OpenFile)))
                         : nullptr;
  if (file == nullptr) {
    Count(Page()->overflow);
    return;
  }
  std::strcpy(file->path, path);
  file->slot = S_ISREG(status.st_mode) ? SlotOf(status, existed ? status.st_size : 0) : nullptr;
  // An inode is used again for another file, so a file that was not there begins anew.
  if (file->slot != nullptr && (!existed || emptied)) {
    file->slot->durable.store(0);
    file->slot->length.store(0);
  }
  Count(Page()->opened);
  Retire(open_files[index].exchange(file));
}

void Closed(int descriptor) {
  if (Find(descriptor) != nullptr)
    Retire(open_files[static_cast<std::size_t>(descriptor)].exchange(nullptr));
}

void Duplicated(int from, int to) {
  const OpenFile* const original = Find(from);
  Closed(to);
  if (original == nullptr || static_cast<std::size_t>(to) >= kDescriptors) return;
  auto* const copy = static_cast<OpenFile*>(std::malloc(sizeof(OpenFile)));
  if (copy == nullptr) {
    Count(Page()->overflow);
    return;
  }
  *copy = *original;
  Retire(open_files[static_cast<std::size_t>(to)].exchange(copy));
}

void Synced(ShimFile* slot, std::int64_t size) {
  if (slot == nullptr) return;
  std::int64_t durable = slot->durable.load();
  while (durable < size && !slot->durable.compare_exchange_weak(durable, size)) {
  }
}

void Truncated(ShimFile* slot, std::int64_t size) {
  if (slot == nullptr) return;
  std::int64_t durable = slot->durable.load();
  while (durable > size && !slot->durable.compare_exchange_weak(durable, size)) {
  }
  slot->length.store(size);
}

void Mapped(void* address, std::size_t length, const OpenFile& file) {
  pthread_mutex_lock(&maps_mutex);
  std::size_t place = 0;
  while (place < maps_used && maps[place].address != nullptr) ++place;
  if (place < kMaps) {
    maps[place].length = length;
    maps[place].slot = file.slot;
    std::strcpy(maps[place].path, file.path);
    maps[place].address = static_cast<char*>(address);
    if (place == maps_used) ++maps_used;
  } else {
    Count(Page()->overflow);
  }
  pthread_mutex_unlock(&maps_mutex);
}

void Unmapped(void* address) {
  pthread_mutex_lock(&maps_mutex);
  for (std::size_t place = 0; place < maps_used; ++place) {
    if (maps[place].address == address) maps[place].address = nullptr;
  }
  pthread_mutex_unlock(&maps_mutex);
}

bool FindMap(const void* address, Map* found) {
  const char* const at = static_cast<const char*>(address);
  bool is_ours = false;
  pthread_mutex_lock(&maps_mutex);
  for (std::size_t place = 0; place < maps_used && !is_ours; ++place) {
    const Map& map = maps[place];
    is_ours = map.address != nullptr && at >= map.address && at < map.address + map.length;
    if (is_ours) *found = map;
  }
  pthread_mutex_unlock(&maps_mutex);
  return is_ours;
}

}  // namespace kproof::shim
