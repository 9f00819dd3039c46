// The harness's side of the page. Texts of a rule are plain bytes: they are written only while the
// rule is disarmed, and a JVM reads them only after it has seen it armed.
#include "harness/inject/shim.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <new>

#include "harness/base/error.h"
#include "harness/inject/shim_page.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLink = "kproof_shim.so";

std::string FindLibrary() {
  if (auto library = ShimLibrary()) return *library;
  throw Error(ErrorKind::kNotRun, "the shim's library lib/kproof/kproof_shim.so is not there",
              Hint("build the target kproof_shim, or install kproof with it"));
}

// A sparse file: pages that nobody touches take no space.
ShimPage* MakePage(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  void* mapped = MAP_FAILED;
  if (file >= 0 && ::ftruncate(file, sizeof(ShimPage)) == 0)
    mapped = ::mmap(nullptr, sizeof(ShimPage), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  const int reason = errno;
  if (file >= 0) ::close(file);
  if (mapped == MAP_FAILED)
    throw Error(ErrorKind::kNotRun,
                fmt::format("shim page {} can't be made: {}", path, std::strerror(reason)));
  auto* const page = static_cast<ShimPage*>(mapped);  // zeros are the right beginning of all fields
  page->magic.store(kShimMagic);
  return page;
}

void CopyText(char (&to)[kShimTextBytes], const std::string& text) {
  if (text.size() >= kShimTextBytes)
    throw Error(fmt::format("'{}' is longer than the {} bytes that a shim's rule takes", text,
                            kShimTextBytes - 1));
  std::memcpy(to, text.c_str(), text.size() + 1);
}

}  // namespace

std::optional<std::string> ShimLibrary() {
  std::error_code failed;
  fs::path folder = fs::read_symlink("/proc/self/exe", failed).parent_path();
  while (!failed && folder.has_relative_path()) {
    const fs::path library = folder / "lib" / "kproof" / "kproof_shim.so";
    if (fs::exists(library, failed)) return library.string();
    folder = folder.parent_path();
  }
  return std::nullopt;
}

Shim::Shim(std::string node, const std::string& folder, std::string data)
    : node_(std::move(node)),
      library_(FindLibrary()),
      file_(folder + "/shim"),
      data_(std::move(data)),
      page_(nullptr) {
  if (data_.size() >= kShimTextBytes)
    throw Error(ErrorKind::kNotRun, data_ + ": this path is too long for the shim",
                Hint("use a shorter --out folder"));
  std::error_code failed;
  fs::create_directories(folder, failed);
  // LD_PRELOAD is a list parted by blanks and colons, so the library is named within the folder.
  fs::remove(fs::path(folder) / kLink, failed);
  fs::create_symlink(library_, fs::path(folder) / kLink, failed);
  if (failed)
    throw Error(ErrorKind::kNotRun,
                fmt::format("{}/{} can't be made: {}", folder, kLink, failed.message()));
  page_ = MakePage(file_);
}

Shim::~Shim() { ::munmap(page_, sizeof(ShimPage)); }

std::map<std::string, std::string> Shim::Environment() const {
  const char* const preload = std::getenv("LD_PRELOAD");
  const std::string others = preload == nullptr ? "" : std::string(":") + preload;
  return {{"LD_PRELOAD", fmt::format("./{}{}", kLink, others)},
          {kShimPageVariable, file_},
          {kShimFolderVariable, data_}};
}

bool Shim::attached() const { return page_->attached.load() != 0; }

ShimCounters Shim::counters() const {
  return {page_->opened.load(), page_->written.load(), page_->bytes_written.load(),
          page_->synced.load(), page_->shifted.load(), page_->overflow.load()};
}

int Shim::Arm(const ShimOrder& order) {
  const std::lock_guard lock(mutex_);
  for (std::size_t number = 0; number < kShimRules; ++number) {
    ShimRule& rule = page_->rules[number];
    if (rule.armed.load() != 0) continue;
    CopyText(rule.folder, order.folder);
    CopyText(rule.name, order.name);
    rule.operations.store(order.operations);
    rule.error.store(order.error);
    rule.skip.store(order.skip);
    rule.left.store(order.times);
    rule.delay_us.store(order.delay.count());
    rule.has_space.store(order.space ? 1 : 0);
    rule.space.store(order.space.value_or(0));
    rule.hits.store(0);
    rule.armed.store(1, std::memory_order_release);
    page_->armed_rules.fetch_add(1, std::memory_order_release);
    return static_cast<int>(number);
  }
  throw Error(fmt::format("{}: its shim already applies {} rules, the most that it can", node_,
                          kShimRules));
}

void Shim::Disarm(int number) {
  const std::lock_guard lock(mutex_);
  if (page_->rules[static_cast<std::size_t>(number)].armed.exchange(0) != 0)
    page_->armed_rules.fetch_sub(1);
}

std::int64_t Shim::Hits(int number) const {
  return page_->rules[static_cast<std::size_t>(number)].hits.load();
}

void Shim::ShiftClock(Duration offset, double drift) {
  const std::lock_guard lock(mutex_);
  page_->clock_armed.store(0);
  page_->clock_offset_ns.store(offset.count() * 1000);
  page_->clock_drift_ppb.store(static_cast<std::int64_t>(drift * 1e9));
  page_->clock_since_ns.store(MonotonicMicros() * 1000);
  page_->clock_armed.store(1, std::memory_order_release);
}

void Shim::MendClock() { page_->clock_armed.store(0); }

std::optional<Shim::Durable> Shim::DurableOf(std::uint64_t device, std::uint64_t inode) const {
  const std::uint64_t key = ShimFileKey(device, inode);
  const ShimFile* const file = FindShimFile(*page_, key);
  if (file == nullptr || file->key.load() != key) return std::nullopt;
  return Durable{file->durable.load(), file->length.load()};
}

void Shim::SetDurable(std::uint64_t device, std::uint64_t inode, std::int64_t bytes) {
  const std::uint64_t key = ShimFileKey(device, inode);
  ShimFile* const file = FindShimFile(*page_, key);
  if (file == nullptr || file->key.load() != key) return;
  file->durable.store(bytes);
  file->length.store(bytes);
}

void Shim::ForgetFiles() {
  for (ShimFile& file : page_->files) file.key.store(0);
}

std::map<std::string, std::string> Shims::Prepare(const NodePlan& node) {
  const std::lock_guard lock(mutex_);
  auto& shim = shims_[node.id];
  shim = std::make_unique<Shim>(node.name, node.folder, node.data_folders().front());
  return shim->Environment();
}

Shim& Shims::of(int node) const {
  const std::lock_guard lock(mutex_);
  const auto found = shims_.find(node);
  if (found == shims_.end())
    throw Error(fmt::format("node {} was started without a shim", node),
                Hint("faults of disk and clock need a cluster that this run started"));
  return *found->second;
}

}  // namespace kproof
