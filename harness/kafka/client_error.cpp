#include "harness/kafka/client_error.h"

#include <librdkafka/rdkafka.h>

namespace kproof {

void TakeClientError(int code, const char* reason, const OnClientError& take) {
  if (code != RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN && code != RD_KAFKA_RESP_ERR__FATAL) take(reason);
}

}  // namespace kproof
