// A question that has no method of its own in NodeClient, with its answer read.
#pragma once

#include <optional>
#include <string_view>

#include "harness/base/error.h"
#include "harness/kafka/messages.h"
#include "harness/kafka/node_client.h"

namespace kproof {

// Nothing: the node did not answer, refused, or its answer is damaged. As NodeClient::Ask, it may
// put the question twice.
template <typename T>
std::optional<T> AskFor(NodeClient& client, const Request& question,
                        messages::Coded<T> (*read)(std::string_view), Duration timeout) {
  const auto body = client.Ask(question, timeout);
  if (!body) return std::nullopt;
  try {
    auto answer = read(*body);
    return answer.error == 0 ? std::optional(std::move(answer.value)) : std::nullopt;
  } catch (const Error& damaged) {
    if (damaged.kind() != ErrorKind::kCorrupt) throw;
    return std::nullopt;
  }
}

}  // namespace kproof
