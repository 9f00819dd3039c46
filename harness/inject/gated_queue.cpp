#include "harness/inject/gated_queue.h"

#include <algorithm>

namespace kproof {

void GatedQueue::Push(std::string_view bytes, std::vector<Gate> gates) {
  bytes_ += bytes.size();
  if (gates.empty() && !pieces_.empty()) {
    pieces_.back().bytes += bytes;
    return;
  }
  pieces_.push_back({std::string(bytes), std::move(gates)});
}

std::vector<std::string> GatedQueue::TakeReady(const Closed& closed) {
  std::vector<std::string> ready;
  while (!pieces_.empty() &&
         std::none_of(pieces_.front().gates.begin(), pieces_.front().gates.end(), closed)) {
    bytes_ -= pieces_.front().bytes.size();
    ready.push_back(std::move(pieces_.front().bytes));
    pieces_.pop_front();
  }
  return ready;
}

std::optional<std::int64_t> GatedQueue::NextDue(const Closed& closed) const {
  std::int64_t due = 0;  // of the first piece: when the last of its gates opens
  for (const Gate& gate : pieces_.empty() ? std::vector<Gate>{} : pieces_.front().gates)
    if (closed(gate)) due = std::max(due, gate.due);
  if (due == 0 || due == kNoTime) return std::nullopt;
  return due;
}

void GatedQueue::Clear() {
  pieces_.clear();
  bytes_ = 0;
}

}  // namespace kproof
