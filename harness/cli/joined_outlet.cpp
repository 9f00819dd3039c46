// A message is a packet of SOCK_SEQPACKET: the process it is of, its kind, whether more of it
// comes, and text. Packets of several processes never mix.
#include "harness/cli/joined_outlet.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "harness/base/clock.h"
#include "harness/base/error.h"
#include "harness/base/text.h"

namespace kproof {
namespace {

constexpr char kStdout = 'o', kStderr = 'e', kShow = 's', kTrial = 't', kLine = 'l';
constexpr std::size_t kHead = 3;
constexpr std::size_t kMostText = 16U << 10;  // bytes in a packet; a socket has room for more

}  // namespace

OutletChannel::OutletChannel(OwnOutlet& own, CampaignNews before)
    : own_(own),
      campaign_(std::move(before)),
      epoch_(MonotonicMicros() - static_cast<std::int64_t>(campaign_.at_s * 1e6)) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    throw Error(std::string("socketpair: ") + std::strerror(errno));
  out_ = Descriptor(ends[0]);
  in_ = Descriptor(ends[1]);
}

void OutletChannel::Pass() {
  std::array<char, kHead + kMostText> packet;
  while (true) {
    const auto got = ::recv(out_.get(), packet.data(), packet.size(), MSG_DONTWAIT);
    if (got < 0 && errno == EINTR) continue;
    if (got < static_cast<ssize_t>(kHead)) return;
    const auto job = static_cast<unsigned char>(packet[0]);
    const char kind = packet[1];
    auto& text = begun_[{job, kind}];
    text.append(packet.data() + kHead, static_cast<std::size_t>(got) - kHead);
    if (packet[2] == '+') continue;
    Do(job, kind, std::exchange(text, ""));
  }
}

void OutletChannel::Do(std::size_t job, char kind, const std::string& text) {
  switch (kind) {
    case kStdout:
      return own_.Print(stdout, text);
    case kStderr:
      return own_.Print(stderr, text);
    case kShow:
      return own_.ShowJob(job, text.empty() ? std::vector<std::string>() : Split(text, '\n'));
    case kTrial:
      return CountTrial();
    case kLine:
      return own_.Stream(text);
    default:
      return;
  }
}

void OutletChannel::CountTrial() {
  campaign_.at_s = InSeconds(MonotonicMicros() - epoch_);
  ++campaign_.done;
  campaign_.left -= std::min<std::size_t>(1, campaign_.left);
  campaign_.ExpectFromThose();
  own_.Report(campaign_);
}

// A process whose parent has gone is ended with it.
void JoinedOutlet::Send(char kind, const std::string& text) {
  const std::lock_guard lock(mutex_);
  std::size_t sent = 0;
  do {
    const auto part = std::min(kMostText, text.size() - sent);
    const bool more = sent + part < text.size();
    std::string packet = {static_cast<char>(job_), kind, more ? '+' : '.'};
    packet.append(text, sent, part);
    while (::send(channel_.in_.get(), packet.data(), packet.size(), MSG_NOSIGNAL) < 0)
      if (errno != EINTR) return;
    sent += part;
  } while (sent < text.size());
}

void JoinedOutlet::Print(std::FILE* to, const std::string& text) {
  Send(to == stdout ? kStdout : kStderr, text);
}

void JoinedOutlet::Show(const std::vector<std::string>& lines) {
  if (live()) Send(kShow, Join(lines, "\n"));
}

void JoinedOutlet::Report(const CampaignNews&) { Send(kTrial, ""); }

void JoinedOutlet::Stream(const std::string& line) {
  if (streams()) Send(kLine, line);
}

}  // namespace kproof
