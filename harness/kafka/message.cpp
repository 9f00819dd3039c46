#include "harness/kafka/message.h"

#include <librdkafka/rdkafka.h>

namespace kproof {

IncomingRecord RecordOf(const rd_kafka_message_s& message, std::size_t place) {
  IncomingRecord record{.place = place,
                        .offset = message.offset,
                        .value = {},
                        .has_value = message.payload != nullptr,
                        .stamp = {}};
  if (record.has_value)
    record.value = {static_cast<const std::byte*>(message.payload), message.len};
  rd_kafka_headers_t* headers = nullptr;
  const void* bytes = nullptr;
  std::size_t size = 0;
  if (rd_kafka_message_headers(&message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR &&
      rd_kafka_header_get_last(headers, "kproof", &bytes, &size) == RD_KAFKA_RESP_ERR_NO_ERROR)
    record.stamp.emplace(static_cast<const std::byte*>(bytes), bytes == nullptr ? 0 : size);
  return record;
}

}  // namespace kproof
