#include "harness/base/live_page.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <new>

#include "harness/base/error.h"

namespace kproof {

// Fixed: agents and conductor may be different builds, so `magic` changes with it.
struct LivePage::Layout {
  std::atomic<std::uint64_t> magic;
  std::array<std::atomic<std::uint64_t>, 7> counters;
  std::atomic<std::uint32_t> phase;
  std::atomic<std::uint32_t> text_version;  // odd while the text is being written
  std::array<std::atomic<char>, 240> text;
};

namespace {

constexpr std::uint64_t kMagic = 0x3145564c50504bULL;  // "KPPLVE1"
constexpr std::size_t kPageBytes = 4096;
enum Counter : std::size_t { kSent, kAcked, kFailed, kUnknown, kRead, kLastAck, kLastRead };

}  // namespace

const char* ToString(AgentPhase phase) {
  constexpr std::array kNames{"starting", "ready",  "running", "draining",
                              "done",     "failed", "crashed", "stopped"};
  const auto index = static_cast<std::size_t>(phase);
  return index < kNames.size() ? kNames[index] : "unknown";
}

void AddCounters(LiveState& total, const LiveState& one) {
  total.sent += one.sent;
  total.acked += one.acked;
  total.failed += one.failed;
  total.unknown += one.unknown;
  total.read += one.read;
  total.last_ack = std::max(total.last_ack, one.last_ack);
  total.last_read = std::max(total.last_read, one.last_read);
}

std::unique_ptr<LivePage> LivePage::Create(const std::string& path) {
  static_assert(sizeof(Layout) <= kPageBytes && std::atomic<std::uint64_t>::is_always_lock_free);
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  const std::string zeros(kPageBytes, '\0');
  void* page = MAP_FAILED;
  if (file >= 0 && ::write(file, zeros.data(), zeros.size()) == static_cast<ssize_t>(zeros.size()))
    page = ::mmap(nullptr, kPageBytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  const int reason = errno;
  if (file >= 0) ::close(file);
  if (page == MAP_FAILED)
    throw Error(fmt::format("live page {} can't be made: {}", path, std::strerror(reason)));
  auto* layout = new (page) Layout{};
  layout->counters[kLastAck].store(static_cast<std::uint64_t>(-1));
  layout->counters[kLastRead].store(static_cast<std::uint64_t>(-1));
  layout->magic.store(kMagic, std::memory_order_release);
  return std::unique_ptr<LivePage>(new LivePage(layout));
}

std::unique_ptr<LivePage> LivePage::Open(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    if (errno == ENOENT) return nullptr;
    throw Error(fmt::format("live page {} can't be opened: {}", path, std::strerror(errno)));
  }
  if (::lseek(file, 0, SEEK_END) < static_cast<off_t>(kPageBytes)) {
    ::close(file);
    return nullptr;
  }
  void* page = ::mmap(nullptr, kPageBytes, PROT_READ, MAP_SHARED, file, 0);
  ::close(file);
  if (page == MAP_FAILED)
    throw Error(fmt::format("live page {} can't be mapped: {}", path, std::strerror(errno)));
  std::unique_ptr<LivePage> live(new LivePage(static_cast<Layout*>(page)));
  const auto magic = live->layout_->magic.load(std::memory_order_acquire);
  if (magic == 0) return nullptr;
  if (magic != kMagic)
    throw Error(ErrorKind::kCorrupt, fmt::format("{} is not a live page of this kproof", path));
  return live;
}

LivePage::~LivePage() { ::munmap(layout_, kPageBytes); }

void LivePage::Show(const LiveState& state) {
  const auto put = [this](Counter counter, std::uint64_t value) {
    layout_->counters[counter].store(value, std::memory_order_relaxed);
  };
  put(kSent, state.sent);
  put(kAcked, state.acked);
  put(kFailed, state.failed);
  put(kUnknown, state.unknown);
  put(kRead, state.read);
  put(kLastAck, static_cast<std::uint64_t>(state.last_ack));
  put(kLastRead, static_cast<std::uint64_t>(state.last_read));
}

void LivePage::Enter(AgentPhase phase, const std::string& text) {
  const auto version = layout_->text_version.load();
  layout_->text_version.store(version + 1);
  for (std::size_t i = 0; i < layout_->text.size(); ++i)
    layout_->text[i].store(i < text.size() && i + 1 < layout_->text.size() ? text[i] : '\0');
  layout_->phase.store(static_cast<std::uint32_t>(phase));
  layout_->text_version.store(version + 2);
}

// A writer that was killed while it wrote leaves an odd version for ever: then the text is given as
// it is.
LiveState LivePage::Read() const {
  const auto get = [this](Counter counter) {
    return layout_->counters[counter].load(std::memory_order_relaxed);
  };
  LiveState state;
  state.sent = get(kSent);
  state.acked = get(kAcked);
  state.failed = get(kFailed);
  state.unknown = get(kUnknown);
  state.read = get(kRead);
  state.last_ack = static_cast<RunMicros>(get(kLastAck));
  state.last_read = static_cast<RunMicros>(get(kLastRead));
  for (int attempt = 0; attempt < 100; ++attempt) {
    const auto version = layout_->text_version.load();
    state.phase = static_cast<AgentPhase>(layout_->phase.load());
    state.text.clear();
    for (const auto& letter : layout_->text) {
      const char c = letter.load(std::memory_order_relaxed);
      if (c == '\0') break;
      state.text += c;
    }
    if (version % 2 == 0 && version == layout_->text_version.load()) break;
  }
  return state;
}

}  // namespace kproof
