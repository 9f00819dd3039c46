// Answers to a Fetch that asks for one partition at or past an offset are held, so that a reader
// stops at a place chosen beforehand, or soon after: an answer to an earlier Fetch may hold records
// beyond it. What follows on that connection waits too, so the reader gets nothing more of any
// partition of that broker; a Fetch that was under way when the rule came is not held.
#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/cluster/connect.h"
#include "harness/fault/fault.h"
#include "harness/fault/proxy_faults.h"

namespace kproof {
namespace {

constexpr Duration kLeaderLimit = std::chrono::seconds(2);

FetchPosition PlaceOf(const FaultOptions& options) {
  const std::string partition = options.with.at("partition");
  const auto parts = Split(partition, '/');
  const auto number = parts.size() == 2 ? ParseInt(parts[1]) : std::nullopt;
  if (!number || *number < 0 || *number > INT32_MAX)
    throw Error(ErrorKind::kUsage, "`partition` of hold-fetch is '" + partition + "'",
                Hint("write it as topic/number, such as payments/0"));
  return {.topic = parts[0],
          .id = {},
          .partition = static_cast<std::int32_t>(*number),
          .offset = std::stoll(options.with.at("offset"))};
}

class HoldFetch final : public ProxyFault {
 public:
  explicit HoldFetch(const FaultOptions& options)
      : ProxyFault(options,
                   {.action = ProxyAction::kHoldFetches, .apis = {}, .place = PlaceOf(options)}) {}

 private:
  // Clients that know Fetch 13 name the topic by its id alone.
  void Complete(ProxyRule& rule) override {
    for (const Node* const broker : options_.cluster->brokers()) {
      NodeClient client = Connect(*broker);
      const auto answer = client.Metadata({rule.place.topic}, kLeaderLimit);
      if (!answer) continue;
      const auto id = answer->topic_ids.find(rule.place.topic);
      if (answer->partitions.empty() || id == answer->topic_ids.end())
        throw Error("there is no topic " + rule.place.topic + " to hold fetches of");
      rule.place.id = id->second;
      return;
    }
    throw Error("no broker says which id topic " + rule.place.topic + " has");
  }
};

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
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<HoldFetch>(options);
          }};
}

}  // namespace kproof
