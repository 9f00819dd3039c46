// Answers to a Fetch that asks for one partition at or past an offset are held, so that a reader
// stops at a place chosen beforehand, or soon after: an answer to an earlier Fetch may hold records
// beyond it. What follows on that connection waits too, so the reader gets nothing more of any
// partition of that broker; a Fetch that was under way when the rule came is not held.
#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/fault/fault.h"
#include "harness/fault/proxy_fault.h"
#include "harness/protocol/api.h"

namespace kproof {
namespace {

protocol::PlaceFilter ParsePlace(const std::string& partition) {
  const auto parts = Split(partition, '/');
  const auto number = parts.size() == 2 ? ParseInt(parts[1]) : std::nullopt;
  if (!number || *number < 0 || *number > INT32_MAX)
    throw Error(ErrorKind::kUsage, "`partition` of hold-fetch is '" + partition + "'",
                Hint("write it as topic/number, such as payments/0"));
  return {.topic = parts[0], .partition = static_cast<std::int32_t>(*number)};
}

std::unique_ptr<Fault> HoldFetch(const FaultOptions& options) {
  ProxyRule rule{.action = ProxyAction::kHoldFetches, .apis = {kFetchApi}};
  rule.where = ParsePlace(options.with.at("partition"));
  rule.where.offset = std::stoll(options.with.at("offset"));
  return std::make_unique<ProxyFault>(options, rule);
}

}  // namespace

FaultType HoldFetchType() {
  return {.name = "hold-fetch",
          .summary =
              "readers that ask for a partition from an offset on get no answer; they get it "
              "at the end of the step",
          .failure_class = FailureClass::kCut,
          .remains = Remains::kNothing,
          .takes_down = false,
          .params = {{"partition", FaultParam::Kind::kText, "", "topic/number, such as payments/0"},
                     {"offset", FaultParam::Kind::kInt, "0", "the first that is not given out"}},
          .needs = {Need::kProxy},
          .make = HoldFetch};
}

}  // namespace kproof
