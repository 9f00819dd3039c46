// Set up by a constructor with bare system calls, so that none of our own functions is in the way.
#include "harness/inject/shim_library/page.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace kproof::shim {
namespace {

std::atomic<ShimPage*> the_page{nullptr};
char data_folder[kShimTextBytes];
std::size_t data_folder_length = 0;

__attribute__((constructor)) void SetUp() {
  const char* const file = std::getenv(kShimPageVariable);
  const char* const folder = std::getenv(kShimFolderVariable);
  if (file == nullptr || folder == nullptr || std::strlen(folder) >= kShimTextBytes) return;
  const auto opened =
      static_cast<int>(::syscall(SYS_openat, AT_FDCWD, file, O_RDWR | O_CLOEXEC, 0));
  if (opened < 0) return;
  void* const mapped = reinterpret_cast<void*>(::syscall(
      SYS_mmap, nullptr, sizeof(ShimPage), PROT_READ | PROT_WRITE, MAP_SHARED, opened, 0));
  ::syscall(SYS_close, opened);
  auto* const page = static_cast<ShimPage*>(mapped);
  if (mapped == MAP_FAILED || page->magic.load() != kShimMagic) return;
  std::strcpy(data_folder, folder);
  data_folder_length = std::strlen(folder);
  page->attached.store(::getpid());
  the_page.store(page, std::memory_order_release);
}

void Wait(std::int64_t microseconds) {
  timespec left{microseconds / 1'000'000, microseconds % 1'000'000 * 1000};
  while (::syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &left, &left) == -1 && errno == EINTR) {
  }
}

bool Matches(const ShimRule& rule, ShimOperation operation, const char* path) {
  if (rule.armed.load(std::memory_order_acquire) == 0) return false;
  if ((rule.operations.load(std::memory_order_relaxed) & operation) == 0) return false;
  return std::strncmp(path, rule.folder, std::strlen(rule.folder)) == 0 &&
         std::strstr(path, rule.name) != nullptr;
}

// Takes one from a counter that is above zero.
bool Take(ShimSlot& counter) {
  std::int64_t value = counter.load(std::memory_order_relaxed);
  while (value > 0 && !counter.compare_exchange_weak(value, value - 1)) {
  }
  return value > 0;
}

// Nothing is left of a rule that has acted as often as it was to.
bool ActsNow(ShimRule& rule) {
  if (Take(rule.skip)) return false;
  return rule.left.load(std::memory_order_relaxed) < 0 || Take(rule.left);
}

// What a disk with `space` bytes left does: one short write, then the error.
int Spend(ShimRule& rule, std::int64_t* bytes) {
  const std::int64_t space = rule.space.fetch_sub(*bytes, std::memory_order_relaxed);
  if (space >= *bytes) return 0;
  Count(rule.hits);
  if (space <= 0) return static_cast<int>(rule.error.load(std::memory_order_relaxed));
  *bytes = space;
  return 0;
}

}  // namespace

ShimPage* Page() { return the_page.load(std::memory_order_acquire); }

bool IsData(const char* path) {
  return Page() != nullptr && std::strncmp(path, data_folder, data_folder_length) == 0;
}

int Gate(ShimOperation operation, const char* path, std::int64_t* bytes) {
  ShimPage& page = *Page();
  if (page.armed_rules.load(std::memory_order_acquire) == 0) return 0;
  for (ShimRule& rule : page.rules) {
    if (!Matches(rule, operation, path)) continue;
    if (rule.has_space.load(std::memory_order_relaxed) != 0) {
      if (const int error = Spend(rule, bytes)) return error;
      continue;
    }
    if (!ActsNow(rule)) continue;
    Count(rule.hits);
    if (const auto delay = rule.delay_us.load(std::memory_order_relaxed)) Wait(delay);
    if (const auto error = rule.error.load(std::memory_order_relaxed))
      return static_cast<int>(error);
  }
  return 0;
}

}  // namespace kproof::shim
