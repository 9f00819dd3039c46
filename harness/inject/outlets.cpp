#include "harness/inject/outlets.h"

#include <sys/socket.h>

#include <cerrno>

namespace kproof {

Outlets::Outcome Outlets::Try(int socket, std::span<const unsigned char> frame) {
  if (::send(socket, frame.data(), frame.size(), MSG_DONTWAIT | MSG_NOSIGNAL) >= 0)
    return Outcome::kSent;
  return errno == EAGAIN || errno == ENOBUFS ? Outcome::kNoRoom : Outcome::kRefused;
}

void Outlets::Send(int socket, std::span<const unsigned char> frame,
                   const std::vector<WireRules::Hit>& hits, std::int64_t came, std::int64_t now) {
  if (!queues_.contains(socket)) {
    switch (Try(socket, frame)) {
      case Outcome::kSent:
        return sink_.passed_on(hits, Duration(now - came));
      case Outcome::kRefused:
        return sink_.dropped(hits);
      case Outcome::kNoRoom:
        break;
    }
  }
  Queue& queue = queues_[socket];
  if (queue.bytes + frame.size() > limits_.most_bytes) return sink_.dropped(hits);
  queue.bytes += frame.size();
  queue.frames.push_back({{frame.begin(), frame.end()}, hits, came, now});
  if (!next_try_) next_try_ = now + limits_.again_after.count();
}

void Outlets::TryAgain(std::int64_t now) {
  if (!next_try_ || now < *next_try_) return;
  for (auto it = queues_.begin(); it != queues_.end();) {
    Drain(it->first, it->second, now);
    it = it->second.frames.empty() ? queues_.erase(it) : std::next(it);
  }
  next_try_.reset();
  if (!queues_.empty()) next_try_ = now + limits_.again_after.count();
}

void Outlets::Drain(int socket, Queue& queue, std::int64_t now) {
  while (!queue.frames.empty()) {
    const Kept& first = queue.frames.front();
    const Outcome outcome = Try(socket, first.frame);
    const bool too_long = now - first.since > limits_.longest.count();
    if (outcome == Outcome::kNoRoom && !too_long) return;
    if (outcome == Outcome::kSent)
      sink_.passed_on(first.hits, Duration(now - first.came));
    else
      sink_.dropped(first.hits);
    queue.bytes -= first.frame.size();
    queue.frames.pop_front();
  }
}

void Outlets::Forget(int socket) {
  const auto found = queues_.find(socket);
  if (found == queues_.end()) return;
  for (const Kept& kept : found->second.frames) sink_.dropped(kept.hits);
  queues_.erase(found);
  if (queues_.empty()) next_try_.reset();
}

}  // namespace kproof
