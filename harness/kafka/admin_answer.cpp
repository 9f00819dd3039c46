// Codes mean the same in every request (org.apache.kafka.common.protocol.Errors).
#include "harness/kafka/admin_answer.h"

#include <algorithm>

#include "harness/base/contains.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/words/error_name.h"

namespace kproof {

std::string ToString(const TopicPartition& partition) {
  return partition.topic + "/" + std::to_string(partition.partition);
}

bool AdminAnswer::Has(std::int16_t code) const {
  return error == code || std::any_of(results.begin(), results.end(),
                                      [&](const auto& result) { return result.error == code; });
}

std::optional<std::string> AdminAnswer::Refusal(
    std::initializer_list<std::int16_t> forgiven) const {
  const auto refused = [&](std::int16_t code) {
    return code != kafka_error::kNone && !Contains(forgiven, code);
  };
  const auto told = [](std::int16_t code, const std::string& words) {
    return ErrorName(code) + (words.empty() ? "" : " (" + words + ")");
  };
  std::vector<std::string> refusals;
  if (refused(error)) refusals.push_back(told(error, message));
  for (const auto& result : results)
    if (refused(result.error))
      refusals.push_back(result.object + ": " + told(result.error, result.message));
  if (refusals.empty()) return std::nullopt;
  return JoinFew(refusals, "; ");
}

}  // namespace kproof
