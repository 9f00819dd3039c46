#include "harness/inject/fetch_positions.h"

#include "harness/base/error.h"
#include "harness/inject/request_head.h"
#include "harness/kafka/wire.h"

namespace kproof {
namespace {

// Versions from which on a field is there.
constexpr std::int16_t kFirst = 4;
constexpr std::int16_t kSession = 7;
constexpr std::int16_t kLeaderEpoch = 9;
constexpr std::int16_t kFlexible = 12;
constexpr std::int16_t kTopicIds = 13;
constexpr std::int16_t kNoReplicaId = 15;  // it became a tagged field
constexpr std::int16_t kLast = 18;
constexpr std::int16_t kLogStart = 5;

std::string PlainString(wire::Reader& reader) {
  std::string text;
  for (std::int16_t left = reader.Int16(); left > 0; --left)
    text.push_back(static_cast<char>(reader.Int8()));
  return text;
}

class FetchReader {
 public:
  FetchReader(std::string_view body, std::int16_t version) : body_(body), version_(version) {}

  std::vector<FetchPosition> Read() {
    if (version_ < kNoReplicaId) body_.Int32();
    body_.Int32();  // longest wait
    body_.Int32();  // least bytes
    body_.Int32();  // most bytes
    body_.Int8();   // isolation level
    if (version_ >= kSession) {
      body_.Int32();  // session
      body_.Int32();  // its epoch
    }
    for (std::size_t topics = Array(); topics > 0; --topics) Topic();
    return std::move(positions_);  // what is forgotten, and a rack, follow
  }

 private:
  std::size_t Array() { return version_ >= kFlexible ? body_.Array() : body_.PlainArray(); }

  void Topic() {
    FetchPosition position;
    if (version_ >= kTopicIds) {
      position.id.first = body_.Int64();
      position.id.second = body_.Int64();
    } else {
      position.topic = version_ >= kFlexible ? body_.String() : PlainString(body_);
    }
    for (std::size_t partitions = Array(); partitions > 0; --partitions) {
      position.partition = body_.Int32();
      if (version_ >= kLeaderEpoch) body_.Int32();
      position.offset = body_.Int64();
      if (version_ >= kFlexible) body_.Int32();  // epoch of the last record fetched
      if (version_ >= kLogStart) body_.Int64();
      body_.Int32();  // most bytes of this partition
      if (version_ >= kFlexible) body_.Tags();
      positions_.push_back(position);
    }
    if (version_ >= kFlexible) body_.Tags();
  }

  wire::Reader body_;
  std::int16_t version_;
  std::vector<FetchPosition> positions_;
};

}  // namespace

std::optional<std::vector<FetchPosition>> ReadFetchPositions(std::string_view request) {
  const auto head = ReadRequestHead(request, request.size());
  if (!head || head->version < kFirst || head->version > kLast) return std::nullopt;
  const auto header = RequestHeaderBytes(request, head->version >= kFlexible);
  if (!header) throw Error(ErrorKind::kCorrupt, "a Fetch that ends within its header");
  return FetchReader(request.substr(*header), head->version).Read();
}

}  // namespace kproof
