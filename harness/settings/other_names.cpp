#include "harness/settings/other_names.h"

#include <algorithm>

namespace kproof {
namespace {

constexpr OtherName kOtherNames[] = {
    {"compression.codec", "compression.type"},
    {"fetch.message.max.bytes", "max.partition.fetch.bytes"},
    {"fetch.wait.max.ms", "fetch.max.wait.ms", false},
    {"max.in.flight", "max.in.flight.requests.per.connection"},
    {"message.max.bytes", "max.request.size", false},
    {"message.send.max.retries", "retries"},
    {"message.timeout.ms", "delivery.timeout.ms"},
    {"metadata.broker.list", "bootstrap.servers"},
    {"queue.buffering.max.kbytes", "buffer.memory", false, 1024},
    {"queue.buffering.max.ms", "linger.ms"},
    {"request.required.acks", "acks"},
    // How long an answer may take; Java closes the connection then, librdkafka by default too.
    {"socket.timeout.ms", "request.timeout.ms", false},
    {"topic.metadata.refresh.interval.ms", "metadata.max.age.ms", false},
};

}  // namespace

std::span<const OtherName> OtherNames() { return kOtherNames; }

const OtherName* FindLibrdkafkaName(const std::string& name) {
  const auto found = std::find_if(std::begin(kOtherNames), std::end(kOtherNames),
                                  [&](const OtherName& one) { return name == one.librdkafka; });
  return found == std::end(kOtherNames) ? nullptr : found;
}

}  // namespace kproof
