// Each is one rule of a proxy (proxy_fault.h).
#include <fmt/format.h>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/units.h"
#include "harness/fault/proxy_fault.h"
#include "harness/protocol/api.h"
#include "harness/protocol/error_codes.h"

namespace kproof {
namespace {

constexpr const char* kAny = "any";

void CheckRequests(const std::string& text) { ParseApis(text); }
void CheckError(const std::string& text) { ParseErrorName(text); }

std::int32_t ParsePartition(const std::string& text) {
  if (text == kAny) return protocol::kNoPartition;
  const auto number = ParseInt(text);
  if (!number || *number < 0 || *number > INT32_MAX)
    throw Error(ErrorKind::kUsage, "'" + text + "' is no partition",
                Hint("write its number, or any"));
  return static_cast<std::int32_t>(*number);
}
void CheckPartition(const std::string& text) { ParsePartition(text); }

// Parameters `requests` (which kinds; `fallback` if not given), `probability` and `count`; `more`
// come between.
std::vector<FaultParam> ProxyParams(const std::string& fallback,
                                    const std::vector<FaultParam>& more = {}) {
  FaultParam requests{
      "requests", FaultParam::Kind::kText, fallback,
      "which kinds by Kafka's names, such as Produce or \"Fetch, Metadata\", or any"};
  requests.check = CheckRequests;
  std::vector<FaultParam> params = {requests};
  params.insert(params.end(), more.begin(), more.end());
  params.push_back(
      {"probability", FaultParam::Kind::kFraction, "1", "of each one of that kind, 0 to 1"});
  params.push_back({"count", FaultParam::Kind::kInt, "0",
                    "only the first so many at each broker, then all pass; 0: no limit"});
  return params;
}

// And which of those requests: by what stands in them.
std::vector<FaultParam> RequestParams(const std::string& fallback,
                                      const std::vector<FaultParam>& more = {}) {
  FaultParam partition{"partition", FaultParam::Kind::kText, kAny,
                       "of the topic that they name; any"};
  partition.check = CheckPartition;
  std::vector<FaultParam> params = more;
  params.push_back({"client", FaultParam::Kind::kText, kAny,
                    "instance that they are of, such as checkout-0; checkout-* for several; any"});
  params.push_back({"topic", FaultParam::Kind::kText, kAny, "that they name; any"});
  params.push_back(partition);
  params.push_back({"nth", FaultParam::Kind::kInt, "0",
                    "only this one, counted from 1, of each client for each partition at each "
                    "broker; 0: all"});
  return ProxyParams(fallback, params);
}

FaultParam ErrorParam() {
  FaultParam error{"error", FaultParam::Kind::kText, "",
                   "Kafka's name of it, such as NOT_LEADER_OR_FOLLOWER"};
  error.check = CheckError;
  return error;
}

std::string Unless(const std::string& text, const std::string& nothing) {
  return text == nothing ? "" : text;
}

std::int64_t Positive(const FaultOptions& options, const std::string& name) {
  const auto number = std::stoll(options.with.at(name));
  if (number < 0)
    throw Error(ErrorKind::kUsage, fmt::format("`{}` of a proxy's fault is {}", name, number),
                Hint("write a number, or 0 for no limit"));
  return number;
}

// Throws Error(kUsage) where no request of these kinds says what is asked about.
void CheckNames(const ProxyRule& rule) {
  const auto name = [&](const char* what, bool (*names)(std::int16_t)) {
    for (const auto api : rule.apis)
      if (names(api)) return;
    if (!rule.apis.empty())
      throw Error(ErrorKind::kUsage, fmt::format("a {} names no {}", ApiName(rule.apis[0]), what),
                  Hint(fmt::format("leave `{}` out", what)));
  };
  if (!rule.where.topic.empty()) name("topic", protocol::NamesTopics);
  if (rule.where.partition != protocol::kNoPartition) name("partition", protocol::NamesPartitions);
}

// A rule with those parameters. Throws Error(kUsage) for what is no kind of request.
ProxyRule RuleOf(ProxyAction action, const FaultOptions& options) {
  ProxyRule rule{.action = action, .apis = ParseApis(options.with.at("requests"))};
  rule.probability = std::stod(options.with.at("probability"));
  rule.count = static_cast<std::uint64_t>(Positive(options, "count"));
  if (const auto delay = options.with.find("delay"); delay != options.with.end())
    rule.delay = ParseDuration(delay->second).value();
  if (!options.with.contains("client")) return rule;
  rule.client = Unless(options.with.at("client"), kAny);
  rule.where.topic = Unless(options.with.at("topic"), kAny);
  rule.where.partition = ParsePartition(options.with.at("partition"));
  rule.nth = static_cast<std::uint64_t>(Positive(options, "nth"));
  CheckNames(rule);
  return rule;
}

// A rule that has no more to it than its action.
template <ProxyAction action>
std::unique_ptr<Fault> MakeProxyFault(const FaultOptions& options) {
  return std::make_unique<ProxyFault>(options, RuleOf(action, options));
}

SwallowThen ThenOf(const std::string& text) {
  if (text == "close") return SwallowThen::kClose;
  if (text == "keep") return SwallowThen::kKeep;
  throw Error(ErrorKind::kUsage, "`then` of swallow-responses is '" + text + "'",
              Hint("write close or keep"));
}

std::unique_ptr<Fault> SwallowResponses(const FaultOptions& options) {
  ProxyRule rule = RuleOf(ProxyAction::kSwallowResponses, options);
  rule.then = ThenOf(options.with.at("then"));
  return std::make_unique<ProxyFault>(options, rule);
}

// No broker says of a record that it did not append that it is there already, or of one that it
// appended before that it never takes such a record. A client believes either for good, so what was
// lost or found against its word would be ours.
void RequireHonest(const ProxyRule& rule) {
  constexpr std::int16_t kDuplicateSequenceNumber = 46;
  // INVALID_FETCH_SIZE, MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE, INVALID_REQUIRED_ACKS,
  // INVALID_TIMESTAMP, UNSUPPORTED_FOR_MESSAGE_FORMAT, POLICY_VIOLATION, INVALID_RECORD, and
  // CORRUPT_MESSAGE, which librdkafka takes for one of them.
  static const std::vector<std::int16_t> kRefusals = {2, 4, 10, 18, 21, 32, 43, 44, 87};
  if (rule.when == AnswerWhen::kInstead && rule.error == kDuplicateSequenceNumber)
    throw Error(ErrorKind::kUsage,
                "fault answer-requests answers a Produce with DUPLICATE_SEQUENCE_NUMBER instead of "
                "passing it on: its client takes that for an ack of what nobody has",
                Hint("write `when: after`, or another error"));
  if (Contains(kRefusals, rule.error))
    throw Error(
        ErrorKind::kUsage,
        fmt::format("fault answer-requests answers a Produce with {}: its client takes that "
                    "for a record that is certainly not there, and an earlier attempt may "
                    "have been written",
                    ErrorName(rule.error)),
        Hint("choose an error after which a client tries again"));
}

std::unique_ptr<Fault> AnswerRequests(const FaultOptions& options) {
  ProxyRule rule = RuleOf(ProxyAction::kAnswerRequests, options);
  rule.error = ParseErrorName(options.with.at("error"));
  rule.when = options.with.at("when") == "after" ? AnswerWhen::kAfter : AnswerWhen::kInstead;
  if (rule.apis.empty() || Contains(rule.apis, kProduceApi)) RequireHonest(rule);
  return std::make_unique<ProxyFault>(options, rule);
}

std::unique_ptr<Fault> HideTopic(const FaultOptions& options) {
  ProxyRule rule{.action = ProxyAction::kHideTopic,
                 .apis = {kMetadataApi, kDescribeTopicPartitionsApi}};
  rule.where.topic = options.with.at("topic");
  rule.client = Unless(options.with.at("client"), kAny);
  return std::make_unique<ProxyFault>(options, rule);
}

// Making one checks its parameters.
template <auto make>
FaultType ProxyRow(std::string name, std::string summary, std::vector<FaultParam> params) {
  return {.name = std::move(name),
          .summary = std::move(summary),
          .failure_class = FailureClass::kCut,
          .remains = Remains::kNothing,
          .takes_down = false,
          .params = std::move(params),
          .needs = {Need::kProxy},
          .make = make,
          .check = [](const std::map<std::string, std::string>& with) { make({.with = with}); }};
}

}  // namespace

// Requests get an error for an answer that their broker never gave: instead of passing them on, or
// after, so that what they ask for is done and their client believes that it was not. Which errors
// a client may see is its own business: a retriable one (NOT_LEADER_OR_FOLLOWER) makes it try
// again.
FaultType AnswerRequestsType() {
  return ProxyRow<AnswerRequests>(
      "answer-requests",
      "requests of a kind are answered with an error, instead of by the broker or after "
      "it carried them out; they pass again at the end of the step",
      RequestParams("Produce", {ErrorParam(),
                                {"when",
                                 FaultParam::Kind::kWord,
                                 "instead",
                                 "whether the broker gets them: never, or first",
                                 {"after", "instead"}},
                                {"delay", FaultParam::Kind::kDuration, "0ms",
                                 "that an answer instead of the broker's takes"}}));
}

// Requests of one kind reach the broker later. TCP keeps the order, so what follows one of them on
// its connection waits with it; delays of several do not add up.
FaultType DelayRequestsType() {
  return ProxyRow<MakeProxyFault<ProxyAction::kDelayRequests>>(
      "delay-requests",
      "requests of a kind reach the broker later, and what follows them on their connection too; "
      "as quick as before at the end of the step",
      RequestParams("any", {{"delay", FaultParam::Kind::kDuration, "200ms", "of each of them"}}));
}

// Answers to requests of one kind reach the client later. The broker has done what it was asked to
// by then: a client whose time-out passes first asks again.
FaultType DelayResponsesType() {
  return ProxyRow<MakeProxyFault<ProxyAction::kDelayResponses>>(
      "delay-responses",
      "answers to requests of a kind reach the client later, and what follows them on their "
      "connection too; as quick as before at the end of the step",
      ProxyParams("any", {{"delay", FaultParam::Kind::kDuration, "200ms", "of each of them"}}));
}

// A topic is left out of metadata, as by a broker that came back and has not read the metadata log
// to its end. Who names it gets UNKNOWN_TOPIC_OR_PARTITION: librdkafka takes its partitions apart
// then (rd_kafka_topic_set_notexists), from 2.10.0 on after topic.metadata.propagation.max.ms.
FaultType HideTopicType() {
  return ProxyRow<HideTopic>(
      "hide-topic", "metadata says nothing of a topic; it is there again at the end of the step",
      {{"topic", FaultParam::Kind::kText, "", "that is left out"},
       {"client", FaultParam::Kind::kText, kAny,
        "instance that asks, such as checkout-0; checkout-* for several; any"}});
}

// A request is under way when its connection dies, and reaches the broker later than what its
// client sends again meanwhile on another one: what a packet in a switch's buffer or a request in a
// broker's queue does. What EndTxn and Produce of transactions do then depends on
// transaction.version (KIP-890).
FaultType LateRequestsType() {
  return ProxyRow<MakeProxyFault<ProxyAction::kLateRequests>>(
      "late-requests",
      "the connection of a request ends, and the broker gets the request later all the same; at "
      "once at the end of the step",
      RequestParams("Produce", {{"delay", FaultParam::Kind::kDuration, "2s", "of each of them"}}));
}

// The connection that a request of one kind comes on is reset (TCP RST) instead: the client knows
// at once that it is gone, and not that the broker never saw that request. Other requests that were
// under way on it may have been carried out.
FaultType ResetRequestsType() {
  return ProxyRow<MakeProxyFault<ProxyAction::kResetRequests>>(
      "reset-requests",
      "the connection that a request of a kind comes on is reset, and the broker never "
      "sees the request; they pass again at the end of the step",
      RequestParams("Produce"));
}

// Requests of one kind vanish on their way to the broker, while the connection and all others on it
// go on: to the client the broker is slow to answer, until the request's time-out. That is
// request.timeout.ms in Kafka's Java client; in librdkafka socket.timeout.ms, for a Produce no
// longer than its first record's delivery.timeout.ms, and then it ends the connection too, unless
// socket.max.fails=0.
FaultType SwallowRequestsType() {
  return ProxyRow<MakeProxyFault<ProxyAction::kSwallowRequests>>(
      "swallow-requests",
      "requests of a kind never reach the broker, on connections that stay as they "
      "are; they pass again at the end of the step",
      RequestParams("Produce"));
}

// Answers to requests of one kind never reach the client, though the broker did what it was asked
// to: what makes duplicates. With "then: close" the connection ends in their stead, as on a real
// network, and the client sends again at once; with "then: keep" librdkafka waits for
// socket.timeout.ms, for a Produce no longer than its first record's delivery.timeout.ms, and
// Kafka's Java client ends the connection when the next answer is not the one it waits for.
FaultType SwallowResponsesType() {
  return ProxyRow<SwallowResponses>(
      "swallow-responses",
      "the broker does what requests of a kind ask for, and the client gets no "
      "answer; answers pass again at the end of the step",
      ProxyParams("Produce", {{"then",
                               FaultParam::Kind::kWord,
                               "close",
                               "what becomes of the connection",
                               {"close", "keep"}}}));
}

}  // namespace kproof
