// No function of librdkafka 2.0.2 tells the generation, but its bytes for the metadata of a group
// hold it (rd_kafka_consumer_group_metadata_write in src/rdkafka_cgrp.c). The beginning of those
// bytes names their version, so another one is noticed.
#include "harness/kafka/group_generation.h"

#include <librdkafka/rdkafka.h>

#include <cstddef>
#include <cstring>

namespace kproof {
namespace {

constexpr std::string_view kBeginning = "CGMDv2:";

}  // namespace

std::optional<std::int32_t> GenerationIn(std::string_view metadata) {
  std::int32_t generation = 0;
  if (!metadata.starts_with(kBeginning) || metadata.size() < kBeginning.size() + sizeof generation)
    return std::nullopt;
  std::memcpy(&generation, metadata.data() + kBeginning.size(), sizeof generation);
  if (generation < 0) return std::nullopt;
  return generation;
}

std::optional<std::int32_t> GenerationOf(rd_kafka_s* client) {
  rd_kafka_consumer_group_metadata_t* group = rd_kafka_consumer_group_metadata(client);
  if (group == nullptr) return std::nullopt;
  void* bytes = nullptr;
  std::size_t size = 0;
  rd_kafka_error_t* error = rd_kafka_consumer_group_metadata_write(group, &bytes, &size);
  rd_kafka_consumer_group_metadata_destroy(group);
  if (error != nullptr) {
    rd_kafka_error_destroy(error);
    return std::nullopt;
  }
  const auto generation = GenerationIn({static_cast<const char*>(bytes), size});
  rd_kafka_mem_free(nullptr, bytes);
  return generation;
}

}  // namespace kproof
