// Answers that say that a request has failed, of every kind and version: made from the request
// alone, or from the broker's answer to it.
//
// Kafka's own classes make the same of a request (AbstractRequest.getErrorResponse), but for a few
// kinds that docs/faults.md names; tests/protocol compares them.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/protocol/request.h"

namespace kproof::protocol {

struct WholeAnswer {
  const Message* schema = nullptr;  // never null
  std::int16_t version = 0;
  std::int32_t correlation = 0;
  Struct body;
};

// `answer` from its correlation id on, to a request of this kind and version. Nothing for those
// that are not in the table. Throws Error(kCorrupt) for a damaged one.
std::optional<WholeAnswer> ReadAnswer(std::int16_t api_key, std::int16_t version,
                                      std::string_view answer);
// The frame, from its length on.
std::string WriteAnswer(const WholeAnswer& answer);

// Everything that the request asks for has failed with `code`. Nothing for a request whose lists are
// empty, where there is no place for a code.
std::optional<WholeAnswer> ErrorAnswer(const WholeRequest& request, std::int16_t code);
// Sets `code` for each place that the filter has, and says whether there was any. An answer without
// places has one code for all of it, which any filter means.
bool SetErrors(WholeAnswer& answer, std::int16_t code, const PlaceFilter& where);

}  // namespace kproof::protocol
