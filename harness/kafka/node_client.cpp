// Hand-made requests: why, and what the other ways cost, stands in
// docs/decisions/0001-asking-nodes.md.
#include "harness/kafka/node_client.h"

#include <fmt/format.h>

#include <functional>
#include <utility>

#include "harness/base/error.h"
#include "harness/base/units.h"
#include "harness/kafka/connection.h"
#include "harness/kafka/log_messages.h"
#include "harness/kafka/messages.h"
#include "harness/words/error_name.h"

namespace kproof {
namespace {

constexpr std::int16_t kNone = 0;
constexpr std::int16_t kNotLeader = 6;

}  // namespace

struct NodeClient::Impl {
  explicit Impl(const Address& listener) : connection(listener.host, listener.port) {}

  // Runs one question with its deadline; whatever fails becomes "no answer", and why. A connection
  // that the node closed since the last question (it was started again) costs a second try, not the
  // answer.
  template <typename T>
  std::optional<T> Ask(Duration timeout, const std::function<std::optional<T>(Deadline)>& question,
                       bool repeatable = true) {
    const Deadline deadline(timeout);
    try {
      for (bool reused = connection.open();; reused = false) {
        error.clear();
        if (!connection.open() && !connection.Open(deadline)) return Silent<T>(timeout, deadline);
        auto answer = question(deadline);
        if (answer || !error.empty()) return answer;
        if (!reused || !repeatable || deadline.Passed()) return Silent<T>(timeout, deadline);
      }
    } catch (const Error& damaged) {
      if (damaged.kind() != ErrorKind::kCorrupt) throw;
      error = damaged.what();
      connection.Close();
      return std::nullopt;
    }
  }

  template <typename T>
  std::optional<T> Silent(Duration timeout, Deadline deadline) {
    error = deadline.Passed() ? "no answer within " + FormatDuration(timeout) : connection.error();
    return std::nullopt;
  }

  std::optional<std::string> Call(const Request& request, Deadline deadline) {
    if (connection.Knows(request.api_key, request.version))
      return connection.Call(request, deadline);
    if (connection.open()) {
      error =
          fmt::format("request {} v{} is unknown to the node", request.api_key, request.version);
    }
    return std::nullopt;
  }

  // The value, unless Kafka answered with an error, which becomes the reason for no answer.
  template <typename T>
  std::optional<T> Unwrap(messages::Coded<T> answer) {
    if (answer.error == kNone) return std::move(answer.value);
    error = ErrorName(answer.error);
    return std::nullopt;
  }

  std::optional<std::int64_t> Offset(const messages::OffsetQuestion& question, Deadline deadline) {
    const auto body = Call(messages::AskOffset(question), deadline);
    if (!body) return std::nullopt;
    return Unwrap(messages::ReadOffset(*body));
  }

  std::optional<std::vector<ConfigEntry>> Config(messages::Resource resource,
                                                 const std::string& name, Duration timeout) {
    return Ask<std::vector<ConfigEntry>>(
        timeout, [&](Deadline deadline) -> std::optional<std::vector<ConfigEntry>> {
          const auto body = Call(messages::AskConfig(resource, name), deadline);
          if (!body) return std::nullopt;
          return Unwrap(messages::ReadConfig(*body));
        });
  }

  Connection connection;
  std::string error;
};

NodeClient::NodeClient(const Address& listener) : impl_(std::make_unique<Impl>(listener)) {}
NodeClient::~NodeClient() = default;
NodeClient::NodeClient(NodeClient&&) noexcept = default;
NodeClient& NodeClient::operator=(NodeClient&&) noexcept = default;

const std::string& NodeClient::last_error() const { return impl_->error; }

std::optional<MetadataAnswer> NodeClient::Metadata(const std::vector<std::string>& topics,
                                                   Duration timeout) {
  return impl_->Ask<MetadataAnswer>(
      timeout, [&](Deadline deadline) -> std::optional<MetadataAnswer> {
        // With DescribeTopicPartitions, Metadata is asked for the brokers alone.
        const bool elr = impl_->connection.Knows(messages::kDescribeTopicPartitions, 0);
        const auto which = elr              ? messages::Topics::kNone
                           : topics.empty() ? messages::Topics::kAll
                                            : messages::Topics::kNamed;
        const auto body = impl_->Call(messages::AskMetadata(which, topics), deadline);
        if (!body) return std::nullopt;
        MetadataAnswer answer = messages::ReadMetadata(*body);
        std::optional<messages::Cursor> from;
        do {
          if (!elr) break;
          const auto part = impl_->Call(messages::AskPartitions(topics, from), deadline);
          if (!part) return std::nullopt;
          messages::PartitionsAnswer more = messages::ReadPartitions(*part);
          for (auto& info : more.partitions) answer.partitions.push_back(std::move(info));
          answer.topic_ids.merge(more.topic_ids);
          from = more.next;
        } while (from);
        return answer;
      });
}

std::optional<QuorumAnswer> NodeClient::Quorum(Duration timeout) {
  return impl_->Ask<QuorumAnswer>(timeout, [&](Deadline deadline) -> std::optional<QuorumAnswer> {
    const auto body = impl_->Call(messages::AskQuorum(), deadline);
    if (!body) return std::nullopt;
    auto answer = messages::ReadQuorum(*body);
    if (answer.error != kNotLeader) return impl_->Unwrap(std::move(answer));
    const auto refused = impl_->Call(messages::AskLeader(), deadline);
    if (!refused) return std::nullopt;
    return messages::ReadLeader(*refused);
  });
}

std::optional<OffsetRange> NodeClient::Offsets(const std::string& topic, std::int32_t partition,
                                               Duration timeout) {
  return impl_->Ask<OffsetRange>(timeout, [&](Deadline deadline) -> std::optional<OffsetRange> {
    messages::OffsetQuestion question{.topic = topic, .partition = partition};
    question.time = messages::kEarliest;
    const auto start = impl_->Offset(question, deadline);
    if (!start) return std::nullopt;
    // The last stable offset first: it never passes the high watermark that is asked for after it.
    question.time = messages::kLatest;
    question.committed = true;
    const auto stable = impl_->Offset(question, deadline);
    if (!stable) return std::nullopt;
    question.committed = false;
    const auto end = impl_->Offset(question, deadline);
    if (!end) return std::nullopt;
    return OffsetRange{.start = *start, .end = *end, .stable = *stable};
  });
}

std::optional<LogPart> NodeClient::Log(const LogPlace& place, std::int32_t max_bytes, Duration wait,
                                       Duration timeout) {
  return impl_->Ask<LogPart>(timeout, [&](Deadline deadline) -> std::optional<LogPart> {
    const auto body = impl_->Call(messages::AskLog(place, max_bytes, wait), deadline);
    if (!body) return std::nullopt;
    return impl_->Unwrap(messages::ReadLog(*body));
  });
}

std::optional<LogExtent> NodeClient::Extent(const LogPlace& place, Duration timeout) {
  return impl_->Ask<LogExtent>(timeout, [&](Deadline deadline) -> std::optional<LogExtent> {
    const auto offset = [&](std::int64_t time) -> std::optional<std::int64_t> {
      const auto body = impl_->Call(messages::AskReplicaOffset(place, time), deadline);
      if (!body) return std::nullopt;
      return impl_->Unwrap(messages::ReadOffset(*body));
    };
    const auto start = offset(messages::kEarliest);
    if (!start) return std::nullopt;
    const auto end = offset(messages::kLatest);
    if (!end) return std::nullopt;
    return LogExtent{.start = *start, .end = *end};
  });
}

std::optional<std::vector<ConfigEntry>> NodeClient::TopicConfig(const std::string& topic,
                                                                Duration timeout) {
  return impl_->Config(messages::Resource::kTopic, topic, timeout);
}

std::optional<std::vector<ConfigEntry>> NodeClient::BrokerConfig(std::int32_t node,
                                                                 Duration timeout) {
  return impl_->Config(messages::Resource::kBroker, std::to_string(node), timeout);
}

std::optional<std::vector<ConfigEntry>> NodeClient::BrokerDefaults(Duration timeout) {
  return impl_->Config(messages::Resource::kBroker, "", timeout);
}

std::optional<std::string> NodeClient::Ask(const Request& request, Duration timeout) {
  return impl_->Ask<std::string>(timeout,
                                 [&](Deadline deadline) { return impl_->Call(request, deadline); });
}

bool NodeClient::CreateTopic(const NewTopic& topic, Duration timeout) {
  const auto answer = impl_->Ask<messages::CreatedTopic>(
      timeout,
      [&](Deadline deadline) -> std::optional<messages::CreatedTopic> {
        const auto body = impl_->Call(messages::AskCreateTopic(topic, timeout), deadline);
        if (!body) return std::nullopt;
        return messages::ReadCreateTopic(*body);
      },
      /*repeatable=*/false);
  if (!answer) return false;
  if (answer->error == kNone) return true;
  constexpr std::int16_t kInvalidConfig = 40;  // what was asked for is wrong, not the cluster
  throw Error(answer->error == kInvalidConfig ? ErrorKind::kUsage : ErrorKind::kInternal,
              fmt::format("topic {} can't be created: {} {}", topic.name, ErrorName(answer->error),
                          answer->message));
}

}  // namespace kproof
