// Frames of Kafka's protocol by hand, and a handler that keeps what a splitter gives it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/inject/frame_splitter.h"
#include "harness/kafka/wire.h"

namespace kproof {

inline std::string Framed(const std::string& body) {
  return wire::Writer().Int32(static_cast<std::int32_t>(body.size())).bytes() + body;
}

struct Head {
  std::int16_t api_key = 0;
  std::int16_t version = 0;
  std::int32_t correlation = 0;
  std::string client_id = "test";
};

// Header version 1, and 2 where `flexible`.
inline std::string HeaderOf(const Head& head, bool flexible = false) {
  wire::Writer writer;
  writer.Int16(head.api_key).Int16(head.version).Int32(head.correlation);
  writer.PlainString(head.client_id);
  if (flexible) writer.NoTags();
  return writer.bytes();
}

inline std::string ProduceBody(std::int32_t correlation, std::int16_t acks,
                               const std::string& records = "records") {
  return HeaderOf({0, 8, correlation}) + wire::Writer().Int16(-1).Int16(acks).bytes() + records;
}

inline std::string RequestFrame(std::int16_t api_key, std::int32_t correlation,
                                const std::string& body = "body") {
  if (api_key == 0) return Framed(ProduceBody(correlation, -1, body));
  return Framed(HeaderOf({api_key, 0, correlation}) + body);
}

inline std::string ResponseFrame(std::int32_t correlation, const std::string& body = "answer") {
  return Framed(wire::Writer().Int32(correlation).bytes() + body);
}

struct FetchAsked {
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t offset = 0;
};

// As librdkafka 2.0.2 asks: version 11, no session.
inline std::string FetchFrame(std::int32_t correlation, const FetchAsked& asked) {
  wire::Writer body;
  body.Int32(-1).Int32(500).Int32(1).Int32(1 << 20).Int8(1).Int32(0).Int32(-1);
  body.Int32(1).PlainString(asked.topic).Int32(1).Int32(asked.partition).Int32(-1);
  body.Int64(asked.offset).Int64(-1).Int32(1 << 20);
  body.Int32(0).PlainString("");
  return Framed(HeaderOf({1, 11, correlation}) + body.bytes());
}

}  // namespace kproof
