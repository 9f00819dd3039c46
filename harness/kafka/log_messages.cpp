#include "harness/kafka/log_messages.h"

#include "harness/kafka/admin_answer.h"
#include "harness/kafka/wire.h"
#include "harness/words/error_name.h"

namespace kproof::messages {
namespace {

using wire::ExactlyOne;
using wire::Reader;
using wire::Writer;

constexpr std::int32_t kDebugging = -2;  // ListOffsetsRequest.DEBUGGING_REPLICA_ID
constexpr std::int16_t kReplicaNotAvailable = 9;

}  // namespace

// Version 12: the last one that names topics, and flexible.
Request AskLog(const LogPlace& place, std::int32_t max_bytes, Duration wait) {
  const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(wait).count();
  Writer body;
  body.Int32(kConsumer).Int32(static_cast<std::int32_t>(millis)).Int32(1).Int32(max_bytes);
  body.Int8(0).Int32(0).Int32(-1);  // read_uncommitted; no fetch session
  body.Array(1).String(place.topic);
  body.Array(1).Int32(place.partition).Int32(place.leader_epoch).Int64(place.offset);
  body.Int32(kNoEpoch).Int64(-1).Int32(max_bytes).NoTags();
  body.NoTags().Array(0).String("").NoTags();  // nothing forgotten, no rack
  return {.api_key = kFetch, .version = 12, .body = body.bytes()};
}

Coded<LogPart> ReadLog(std::string_view bytes) {
  Reader body(bytes);
  Coded<LogPart> answer;
  body.Int32();  // throttle time
  answer.error = body.Int16();
  body.Int32();  // session
  const std::size_t topics = body.Array();
  if (answer.error != kafka_error::kNone && topics == 0) {
    body.Tags();
    body.End();
    return answer;
  }
  ExactlyOne(topics);
  body.String();
  ExactlyOne(body.Array());
  body.Int32();  // partition
  const std::int16_t partition_error = body.Int16();
  if (answer.error == kafka_error::kNone) answer.error = partition_error;
  answer.value.high_watermark = body.Int64();
  body.Int64();  // last stable offset
  answer.value.start = body.Int64();
  for (std::size_t left = body.NullableArray().value_or(0); left > 0; --left) {
    body.Int64();  // aborted transactions
    body.Int64();
    body.Tags();
  }
  // A leader whose replica.selector.class sends readers elsewhere answers with no records of its
  // own, which would look like the end of its log.
  const bool sent_elsewhere = body.Int32() >= 0;
  if (sent_elsewhere && answer.error == kafka_error::kNone) answer.error = kReplicaNotAvailable;
  answer.value.batches = body.NullableBytes().value_or("");
  body.Tags();
  body.Tags();
  body.Tags();
  body.End();
  return answer;
}

Request AskReplicaOffset(const LogPlace& place, std::int64_t time) {
  Writer body;
  body.Int32(kDebugging).Int8(0).Array(1).String(place.topic);
  body.Array(1).Int32(place.partition).Int32(place.leader_epoch).Int64(time);
  body.NoTags().NoTags().NoTags();
  return {.api_key = kListOffsets, .version = 7, .body = body.bytes()};
}

}  // namespace kproof::messages
