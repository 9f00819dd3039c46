#include "harness/inject/exchange.h"

#include <algorithm>
#include <utility>

#include "harness/base/clock.h"
#include "harness/base/error.h"
#include "harness/inject/kafka_api.h"

namespace kproof {
namespace {

constexpr std::size_t kCorrelationBytes = 4;
constexpr std::int16_t kUnknownApi = -1;
// The longest Fetch that a rule looks into: some 20,000 partitions.
constexpr std::size_t kMaxReadFetchBytes = 1 << 20;

std::optional<std::vector<FetchPosition>> Positions(std::string_view request,
                                                    std::size_t frame_bytes) {
  if (frame_bytes > kMaxReadFetchBytes) return std::nullopt;
  return ReadFetchPositions(request);
}

}  // namespace

Exchange::Exchange(ProxyRules& rules, ProxyTally& tally)
    : rules_(rules),
      tally_(tally),
      from_client_(requests_, kMaxFrameBytes),
      from_broker_(responses_, kMaxFrameBytes) {}

void Exchange::Way::Follow(FrameFate fate) {
  kind = fate.kind;
  gates = std::move(fate.gates);
  exchange.closing_ |= kind == FrameFate::Kind::kClose;
  exchange.reset_ |= kind == FrameFate::Kind::kReset;
  if (exchange.closing_ || exchange.reset_) kind = FrameFate::Kind::kDrop;
}

void Exchange::Way::Take(std::string_view bytes) {
  if (kind == FrameFate::Kind::kPass) queue.Push(bytes, std::exchange(gates, {}));
}

bool Exchange::Requests::Decide(std::string_view head, std::size_t frame_bytes) {
  const std::string_view request = head.substr(kLengthBytes);
  const auto known = ReadRequestHead(request, frame_bytes);
  if (!known) return false;
  std::optional<std::vector<FetchPosition>> positions;
  if (known->api_key == kFetchApi && exchange.rules_.WantsFetches()) {
    if (request.size() < frame_bytes && frame_bytes <= kMaxReadFetchBytes) return false;
    positions = Positions(request, frame_bytes);
  }
  ++exchange.tally_.requests;
  std::vector<RuleId> holds;
  Follow(exchange.rules_.OfRequest(*known, positions, MonotonicMicros(), holds));
  if (known->answered && kind == FrameFate::Kind::kPass) {
    exchange.unanswered_.push_back({known->correlation, known->api_key, std::move(holds)});
  }
  return true;
}

bool Exchange::Responses::Decide(std::string_view head, std::size_t frame_bytes) {
  if (frame_bytes < kCorrelationBytes)
    throw Error(ErrorKind::kCorrupt, "a response without a correlation id");
  if (head.size() < kLengthBytes + kCorrelationBytes) return false;
  std::uint32_t correlation = 0;
  for (std::size_t i = 0; i < kCorrelationBytes; ++i)
    correlation = correlation << 8 | static_cast<std::uint8_t>(head[kLengthBytes + i]);
  ++exchange.tally_.responses;
  const Unanswered request = exchange.Answered(static_cast<std::int32_t>(correlation));
  Follow(exchange.rules_.OfResponse(request.api_key, request.holds, MonotonicMicros()));
  return true;
}

Exchange::Unanswered Exchange::Answered(std::int32_t correlation) {
  const auto found =
      std::find_if(unanswered_.begin(), unanswered_.end(),
                   [&](const Unanswered& request) { return request.correlation == correlation; });
  if (found == unanswered_.end()) {
    ++tally_.unmatched;
    return {correlation, kUnknownApi, {}};
  }
  Unanswered request = std::move(*found);
  unanswered_.erase(found);
  return request;
}

}  // namespace kproof
