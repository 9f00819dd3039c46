#include "harness/inject/exchange.h"

#include <algorithm>
#include <utility>

#include "harness/base/clock.h"
#include "harness/base/error.h"
#include "harness/kafka/wire.h"
#include "harness/protocol/error_answer.h"

namespace kproof {
namespace {

constexpr std::size_t kCorrelationBytes = 4;
constexpr std::int16_t kUnknownApi = -1;
// The longest request or answer that a rule looks into: a Produce is 1 MB by default
// (max.request.size), a Fetch of 20,000 partitions not more.
constexpr std::size_t kMostReadBytes = std::size_t{4} << 20;

// Nothing for a version that is not in the table, and for what can't be read: the broker judges.
std::optional<protocol::WholeRequest> ReadWhole(std::string_view request, std::size_t frame_bytes) {
  if (frame_bytes > kMostReadBytes) return std::nullopt;
  try {
    return protocol::ReadRequest(request);
  } catch (const Error& damaged) {
    if (damaged.kind() != ErrorKind::kCorrupt) throw;
    return std::nullopt;
  }
}

}  // namespace

Exchange::Exchange(ProxyRules& rules, ProxyTally& tally)
    : rules_(rules),
      tally_(tally),
      from_client_(requests_, kMaxFrameBytes),
      from_broker_(responses_, kMaxFrameBytes) {}

void Exchange::Way::Follow(FrameFate fate) {
  const bool over = exchange.over();
  kind = fate.kind;
  gates = std::move(fate.gates);
  exchange.closing_ |= kind == FrameFate::Kind::kClose;
  exchange.reset_ |= kind == FrameFate::Kind::kReset;
  if (over || exchange.closing_ || exchange.reset_) kind = FrameFate::Kind::kDrop;
}

void Exchange::Way::Take(std::string_view bytes) {
  if (kind == FrameFate::Kind::kPass || kind == FrameFate::Kind::kLate)
    queue.Push(bytes, std::exchange(gates, {}));
}

bool Exchange::Requests::Decide(std::string_view head, std::size_t frame_bytes) {
  const std::string_view request = head.substr(kLengthBytes);
  const auto known = ReadRequestHead(request, frame_bytes);
  if (!known) return false;
  if (exchange.over()) {
    kind = FrameFate::Kind::kDrop;
    return true;
  }
  std::optional<protocol::WholeRequest> whole;
  AskedRequest asked{.head = *known};
  if (exchange.rules_.LookInside(known->api_key)) {
    if (request.size() < frame_bytes && frame_bytes <= kMostReadBytes) return false;
    whole = ReadWhole(request, frame_bytes);
    if (whole) asked = {*known, &*whole, protocol::PlacesOf(*whole)};
  }
  ++exchange.tally_.requests;
  RequestFate fate = exchange.rules_.OfRequest(asked, MonotonicMicros());
  Follow(std::move(fate.frame));
  if (kind == FrameFate::Kind::kLate) exchange.late_by_ = fate.late_by;
  Unanswered unanswered{known->correlation, known->api_key, known->version, std::move(fate.holds),
                        std::move(fate.changes)};
  if (kind == FrameFate::Kind::kAnswer) {
    unanswered.answer = WriteAnswer(fate.answer.value());
    unanswered.gates = std::move(fate.answer_gates);
  } else if (!known->answered || kind != FrameFate::Kind::kPass) {
    return true;
  }
  if (!unanswered.changes.empty()) unanswered.places = std::move(asked.places);
  exchange.unanswered_.push_back(std::move(unanswered));
  exchange.GiveAnswers();
  return true;
}

bool Exchange::Responses::Decide(std::string_view head, std::size_t frame_bytes) {
  if (frame_bytes < kCorrelationBytes)
    throw Error(ErrorKind::kCorrupt, "a response without a correlation id");
  if (head.size() < kLengthBytes + kCorrelationBytes) return false;
  const std::string_view answer = head.substr(kLengthBytes);
  auto& unanswered = exchange.unanswered_;
  const auto found = exchange.Find(wire::Reader(answer).Int32());
  const bool known = found != unanswered.end();
  const bool changes = known && !found->changes.empty() && frame_bytes <= kMostReadBytes;
  if (changes && answer.size() < frame_bytes) return false;
  ++exchange.tally_.responses;
  Unanswered request{.api_key = kUnknownApi};
  if (known) {
    request = std::move(*found);
    unanswered.erase(found);
  } else {
    ++exchange.tally_.unmatched;
  }
  Follow(exchange.rules_.OfResponse(request.api_key, request.holds, MonotonicMicros()));
  left = frame_bytes + kLengthBytes;
  if (!changes || kind != FrameFate::Kind::kPass) return true;
  if (const auto changed = exchange.Changed(request, answer)) {
    Way::Take(*changed);
    kind = FrameFate::Kind::kDrop;
  }
  return true;
}

void Exchange::Responses::Take(std::string_view bytes) {
  Way::Take(bytes);
  left -= bytes.size();
  exchange.GiveAnswers();
}

std::optional<std::string> Exchange::Changed(const Unanswered& request, std::string_view answer) {
  try {
    auto whole = protocol::ReadAnswer(request.api_key, request.version, answer);
    if (!whole) return std::nullopt;
    bool changed = false;
    for (const RuleId id : request.changes) changed |= rules_.Change(id, request.places, *whole);
    if (changed) return WriteAnswer(*whole);
  } catch (const Error& damaged) {  // the client judges
    if (damaged.kind() != ErrorKind::kCorrupt) throw;
  }
  return std::nullopt;
}

void Exchange::GiveAnswers() {
  if (responses_.left > 0) return;
  for (; !unanswered_.empty() && !unanswered_.front().answer.empty(); unanswered_.pop_front())
    responses_.queue.Push(unanswered_.front().answer, std::move(unanswered_.front().gates));
}

void Exchange::HasCome() {
  if (late_by_) rules_.CountLate(*late_by_);
}

std::deque<Exchange::Unanswered>::iterator Exchange::Find(std::int32_t correlation) {
  return std::find_if(unanswered_.begin(), unanswered_.end(), [&](const Unanswered& request) {
    return request.correlation == correlation && request.answer.empty();
  });
}

}  // namespace kproof
