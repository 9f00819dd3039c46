// The wire where the kernel has no netem.
#include <linux/if_packet.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <optional>
#include <thread>

#include "harness/base/caught.h"
#include "harness/base/descriptor.h"
#include "harness/base/error.h"
#include "harness/inject/outlets.h"
#include "harness/inject/spliced_cable.h"
#include "harness/inject/wire.h"
#include "harness/inject/wire_rules.h"

namespace kproof {
namespace {

// struct virtio_net_hdr of linux/virtio_net.h, which is no C++; stands before each frame.
constexpr std::size_t kHeader = 10;
constexpr std::size_t kMostFrame = kHeader + 66'000;  // a GSO frame of 64 KB and its headers
constexpr std::size_t kBatch = 32;
// What may wait; beyond it frames are dropped, as a full queue does.
constexpr std::size_t kMostWaiting = std::size_t{256} << 20;

struct Cable {
  explicit Cable(const Host& host) : splice(host), address(AddressNumber(host.address)) {}
  SplicedCable splice;
  std::uint32_t address;
  std::set<int> users;      // rules
  std::uint64_t drops = 0;  // by the kernel, before we saw them
};

struct End {
  Cable* cable = nullptr;
  bool host_side = false;
  int other() const { return host_side ? cable->splice.bridge_side() : cable->splice.host_side(); }
};

struct Waiting {
  std::vector<unsigned char> frame;
  Cable* cable = nullptr;
  int out = -1;
  std::int64_t came = 0;  // MonotonicMicros
  std::vector<WireRules::Hit> hits;
};

class UserspaceWire final : public WireMechanism {
 public:
  UserspaceWire();
  ~UserspaceWire() override;
  std::string name() const override { return "userspace wire"; }
  void Insert(int id, const WireRule& rule) override;
  void Remove(int id) override;
  WireCount Count(int id) const override;

 private:
  void Watch(int socket);
  void Serve(Cable& cable);
  void Release(Cable& cable);
  // Throws what ended the pump, if something has.
  void RequirePump() const;

  // The pump's thread; with the mutex held, but for Pump and Carry.
  void Pump();
  bool Carry(std::span<epoll_event> events);  // false: asked to end
  std::optional<std::int64_t> NextDue() const;
  void Take(int socket);
  void Handle(const End& end, std::span<const unsigned char> frame, std::int64_t now);
  void PassOnDue();
  void PassOnAllOf(const Cable& cable);

  mutable std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Cable>> cables_;  // by the host's link
  std::map<int, End> ends_;                               // by socket
  WireRules rules_;
  std::multimap<std::int64_t, Waiting> waiting_;  // by when it is due; of equals the first first
  std::size_t waiting_bytes_ = 0;
  Outlets outlets_;
  std::vector<unsigned char> buffers_ = std::vector<unsigned char>(kBatch * kMostFrame);
  std::optional<Error> failure_;

  const Descriptor epoll_;
  const Descriptor stop_;
  std::thread pump_;
};

UserspaceWire::UserspaceWire()
    : outlets_({.passed_on = [this](const auto& hits,
                                    Duration waited) { rules_.PassedOn(hits, waited); },
                .dropped = [this](const auto& hits) { rules_.Overflowed(hits); }},
               {}),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      stop_(::eventfd(0, EFD_CLOEXEC)) {
  if (!epoll_.ok() || !stop_.ok())
    throw Error(std::string("no epoll for the wire: ") + std::strerror(errno));
  Watch(stop_.get());
  pump_ = std::thread([this] { Pump(); });
}

UserspaceWire::~UserspaceWire() {
  ::eventfd_write(stop_.get(), 1);
  pump_.join();
}

void UserspaceWire::Watch(int socket) {
  epoll_event event{.events = EPOLLIN, .data = {.fd = socket}};
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, socket, &event) != 0)
    throw Error(std::string("the wire can't watch a socket: ") + std::strerror(errno));
}

void UserspaceWire::RequirePump() const {
  if (failure_)
    throw Error(failure_->kind(), std::string("the userspace wire has failed: ") + failure_->what(),
                Hint(failure_->hint()));
}

void UserspaceWire::Insert(int id, const WireRule& rule) {
  try {
    for (const auto& host : rule.at) {
      if (!cables_.contains(host.link)) {
        auto cable = std::make_unique<Cable>(host);
        cable->splice.Cut();
        const std::lock_guard lock(mutex_);
        RequirePump();
        Serve(*(cables_[host.link] = std::move(cable)));
      }
      cables_[host.link]->users.insert(id);
    }
  } catch (...) {
    Remove(id);
    throw;
  }
  const std::lock_guard lock(mutex_);
  rules_.Insert(id, rule);
}

void UserspaceWire::Remove(int id) {
  {
    const std::lock_guard lock(mutex_);
    rules_.Remove(id);
    for (auto& [link, cable] : cables_)
      if (cable->users.erase(id) == 1) PassOnAllOf(*cable);
  }
  Regardless all;
  for (auto it = cables_.begin(); it != cables_.end();) {
    const auto cable = it++;
    if (!cable->second->users.empty()) continue;
    all.Do([&] {
      cable->second->splice.Join();  // served until it is joined
      const std::lock_guard lock(mutex_);
      Release(*cable->second);
      cables_.erase(cable);
    });
  }
  all.Throw();
  const std::lock_guard lock(mutex_);
  RequirePump();
}

WireCount UserspaceWire::Count(int id) const {
  const std::lock_guard lock(mutex_);
  RequirePump();
  WireCount count = rules_.Count(id);
  for (const auto& [link, cable] : cables_) {
    if (!cable->users.contains(id)) continue;
    for (const int socket : {cable->splice.host_side(), cable->splice.bridge_side()}) {
      tpacket_stats stats{};
      socklen_t size = sizeof stats;
      ::getsockopt(socket, SOL_PACKET, PACKET_STATISTICS, &stats, &size);  // and set to 0
      cable->drops += stats.tp_drops;
    }
    count.overflowed += cable->drops;
  }
  return count;
}

void UserspaceWire::Serve(Cable& cable) {
  for (const bool host_side : {true, false}) {
    const int socket = host_side ? cable.splice.host_side() : cable.splice.bridge_side();
    ends_[socket] = {&cable, host_side};
    Watch(socket);
  }
}

void UserspaceWire::Release(Cable& cable) {
  PassOnAllOf(cable);
  for (const int socket : {cable.splice.host_side(), cable.splice.bridge_side()}) {
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, socket, nullptr);  // not there where Watch failed
    ends_.erase(socket);
    outlets_.Forget(socket);
  }
}

void UserspaceWire::Pump() {
  ::prctl(PR_SET_TIMERSLACK, 1000);  // nanoseconds; 50 µs by default
  std::array<epoll_event, 64> events{};
  for (bool goes_on = true; goes_on;) {
    try {
      goes_on = Carry(events);
    } catch (...) {  // a thread ends nowhere else; cables must be served until they are joined
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = CaughtError();
    }
  }
}

bool UserspaceWire::Carry(std::span<epoll_event> events) {
  std::optional<std::int64_t> due;
  {
    const std::lock_guard lock(mutex_);
    due = NextDue();
  }
  const std::int64_t left = due ? std::max<std::int64_t>(0, *due - MonotonicMicros()) : 0;
  const timespec timeout{left / 1'000'000, (left % 1'000'000) * 1000};
  const int ready = ::epoll_pwait2(epoll_.get(), events.data(), static_cast<int>(events.size()),
                                   due ? &timeout : nullptr, nullptr);
  const std::lock_guard lock(mutex_);
  bool goes_on = true;
  for (int i = 0; i < ready; ++i) {
    const int socket = events[static_cast<std::size_t>(i)].data.fd;
    if (socket == stop_.get()) goes_on = false;
    if (ends_.contains(socket)) Take(socket);
  }
  PassOnDue();
  outlets_.TryAgain(MonotonicMicros());
  return goes_on;
}

std::optional<std::int64_t> UserspaceWire::NextDue() const {
  auto due = outlets_.next_try();
  if (!waiting_.empty())
    due = std::min(due.value_or(waiting_.begin()->first), waiting_.begin()->first);
  return due;
}

void UserspaceWire::Take(int socket) {
  std::array<mmsghdr, kBatch> messages{};
  std::array<iovec, kBatch> parts{};
  for (std::size_t i = 0; i < kBatch; ++i) {
    parts[i] = {buffers_.data() + i * kMostFrame, kMostFrame};
    messages[i].msg_hdr.msg_iov = &parts[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  const int got = ::recvmmsg(socket, messages.data(), kBatch, MSG_DONTWAIT, nullptr);
  const End end = ends_.at(socket);
  const std::int64_t now = MonotonicMicros();
  for (std::size_t i = 0; static_cast<int>(i) < got; ++i) {
    const std::size_t size = messages[i].msg_len;
    if (size > kHeader && (messages[i].msg_hdr.msg_flags & MSG_TRUNC) == 0)
      Handle(end, {buffers_.data() + i * kMostFrame, size}, now);
  }
}

void UserspaceWire::Handle(const End& end, std::span<const unsigned char> frame, std::int64_t now) {
  WireRules::Decision decision;
  if (const auto ends = ReadFrame(frame.subspan(kHeader)))
    decision = rules_.Decide(*ends, end.cable->address, end.host_side);
  for (int copy = decision.doubled ? 2 : 1; copy > 0; --copy) {
    const auto& hits = copy == 1 ? decision.hits : std::vector<WireRules::Hit>{};
    if (decision.delay <= Duration::zero()) {
      outlets_.Send(end.other(), frame, hits, now, now);
    } else if (waiting_bytes_ + frame.size() > kMostWaiting) {
      rules_.Overflowed(hits);
    } else {
      waiting_bytes_ += frame.size();
      waiting_.emplace(now + decision.delay.count(),
                       Waiting{{frame.begin(), frame.end()}, end.cable, end.other(), now, hits});
    }
  }
}

void UserspaceWire::PassOnDue() {
  while (!waiting_.empty() && waiting_.begin()->first <= MonotonicMicros()) {
    const auto first = waiting_.extract(waiting_.begin());
    const Waiting& one = first.mapped();
    waiting_bytes_ -= one.frame.size();
    outlets_.Send(one.out, one.frame, one.hits, one.came, MonotonicMicros());
  }
}

void UserspaceWire::PassOnAllOf(const Cable& cable) {
  for (auto it = waiting_.begin(); it != waiting_.end();) {
    const Waiting& one = it->second;
    if (one.cable != &cable) {
      ++it;
      continue;
    }
    waiting_bytes_ -= one.frame.size();
    outlets_.Send(one.out, one.frame, one.hits, one.came, MonotonicMicros());
    it = waiting_.erase(it);
  }
}

}  // namespace

std::unique_ptr<WireMechanism> MakeUserspaceWire() { return std::make_unique<UserspaceWire>(); }

}  // namespace kproof
