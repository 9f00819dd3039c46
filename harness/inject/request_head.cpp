#include "harness/inject/request_head.h"

#include "harness/base/error.h"
#include "harness/protocol/api.h"

namespace kproof {
namespace {

constexpr std::int16_t kFlexibleProduce = 9;  // from this version on, as ProduceRequest.json says
constexpr std::int16_t kTransactionalProduce = 3;  // transactional id stands before acks from here
constexpr std::size_t kFixedHead = 8;              // kind, version, correlation id
constexpr std::size_t kMaxHeadBytes = 1 << 17;     // two texts of at most 32,767 bytes, and tags

[[noreturn]] void NotKafka(const char* what) {
  throw Error(ErrorKind::kCorrupt, std::string("not a request of Kafka's protocol: ") + what);
}

// Walks over bytes of which more may come: short() once it would have passed the last one.
class Walk {
 public:
  explicit Walk(std::string_view bytes) : bytes_(bytes) {}

  std::int16_t Int16() { return static_cast<std::int16_t>(Big(2)); }
  std::int32_t Int32() { return static_cast<std::int32_t>(Big(4)); }
  void Skip(std::size_t count) { at_ += count; }
  // An unsigned varint of at most 32 bits.
  std::uint32_t Varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      const std::uint64_t byte = Big(1);
      value |= (byte & 0x7f) << shift;
      if ((byte & 0x80) == 0) return static_cast<std::uint32_t>(value);
    }
    NotKafka("a varint of more than 32 bits");
  }
  void Tags() {
    for (std::uint32_t fields = Varint(); fields > 0 && !is_short(); --fields) {
      Varint();
      Skip(Varint());
    }
  }
  bool is_short() const { return at_ > bytes_.size(); }
  std::size_t at() const { return at_; }

 private:
  std::uint64_t Big(std::size_t width) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      const std::size_t from = at_ + i;
      value = value << 8 |
              (from < bytes_.size() ? static_cast<std::uint8_t>(bytes_[from]) : std::uint64_t{0});
    }
    at_ += width;
    return value;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
};

void WalkHeader(Walk& walk, bool flexible) {
  walk.Skip(kFixedHead);
  const std::int16_t client_id = walk.Int16();
  if (client_id < -1) NotKafka("a client id of negative length");
  if (client_id > 0) walk.Skip(static_cast<std::size_t>(client_id));
  if (flexible && !walk.is_short()) walk.Tags();
  if (walk.at() > kMaxHeadBytes) NotKafka("a header without an end");
}

// acks of a Produce; nothing as long as it has not come.
std::optional<std::int16_t> Acks(std::string_view bytes, std::int16_t version) {
  Walk walk(bytes);
  const bool flexible = version >= kFlexibleProduce;
  WalkHeader(walk, flexible);
  if (walk.is_short()) return std::nullopt;
  if (flexible) {
    const std::uint32_t size = walk.Varint();  // plus one; 0 is null
    if (size > 1) walk.Skip(size - 1);
  } else if (version >= kTransactionalProduce) {
    const std::int16_t size = walk.Int16();
    if (size < -1) NotKafka("a transactional id of negative length");
    if (size > 0) walk.Skip(static_cast<std::size_t>(size));
  }
  const std::int16_t acks = walk.Int16();
  if (walk.at() > kMaxHeadBytes) NotKafka("a header without an end");
  if (walk.is_short()) return std::nullopt;
  return acks;
}

}  // namespace

std::optional<RequestHead> ReadRequestHead(std::string_view bytes, std::size_t frame_bytes) {
  if (frame_bytes < kFixedHead) NotKafka("shorter than its own header");
  if (bytes.size() < kFixedHead) return std::nullopt;
  Walk walk(bytes);
  RequestHead head;
  head.api_key = walk.Int16();
  head.version = walk.Int16();
  head.correlation = walk.Int32();
  if (head.api_key < 0 || head.api_key > kMaxApiKey) NotKafka("unknown kind of request");
  if (head.version < 0) NotKafka("a negative version");
  if (head.api_key != kProduceApi) return head;
  const auto acks = Acks(bytes, head.version);
  if (!acks) {
    if (bytes.size() >= frame_bytes) NotKafka("a Produce that ends before its acks");
    return std::nullopt;
  }
  head.answered = *acks != 0;
  return head;
}

}  // namespace kproof
