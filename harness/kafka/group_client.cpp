#include "harness/kafka/group_client.h"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <exception>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "harness/base/error.h"
#include "harness/kafka/group_generation.h"
#include "harness/kafka/rdkafka_client.h"

namespace kproof {
namespace {

using Partitions = rd_kafka_topic_partition_list_t;
using Message = std::unique_ptr<rd_kafka_message_t, decltype(&rd_kafka_message_destroy)>;

ReadPlace PlaceIn(const rd_kafka_topic_partition_t& entry) {
  return {entry.topic, entry.partition};
}

}  // namespace

struct GroupClient::Impl {
  void OnRebalance(rd_kafka_resp_err_t code, Partitions* partitions);
  void OnCommit(rd_kafka_resp_err_t code, const Partitions* offsets) const;
  void Serve(const rd_kafka_message_t& message);
  void Refused(const char* what, rd_kafka_error_t* error) const;
  std::size_t NumberOf(const rd_kafka_message_t& message);
  // What an event throws must not pass through librdkafka's frames: it waits for RethrowFailure.
  template <typename Event>
  void Guard(Event event) {
    try {
      event();
    } catch (...) {
      if (!failure) failure = std::current_exception();
    }
  }
  void RethrowFailure() {
    if (failure) std::rethrow_exception(std::exchange(failure, nullptr));
  }

  ClientConfig config;
  Events events;
  rd_kafka_t* client = nullptr;
  bool closed = false;
  std::exception_ptr failure;
  std::set<ReadPlace> held;
  std::vector<ReadPlace> places;
  std::map<ReadPlace, std::size_t> numbers;
};

// The fact comes first, then what it is a fact of.
void GroupClient::Impl::OnRebalance(rd_kafka_resp_err_t code, Partitions* partitions) {
  const bool incremental = std::string_view(rd_kafka_rebalance_protocol(client)) == "COOPERATIVE";
  const bool assigned = code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
  if (!incremental || (!assigned && code != RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS)) held.clear();
  for (int i = 0; i < partitions->cnt; ++i) {
    if (assigned)
      held.insert(PlaceIn(partitions->elems[i]));
    else
      held.erase(PlaceIn(partitions->elems[i]));
  }
  events.on_assignment({{held.begin(), held.end()}, GenerationOf(client)});
  if (incremental && assigned)
    Refused("new partitions", rd_kafka_incremental_assign(client, partitions));
  else if (incremental && code == RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS)
    Refused("giving partitions back", rd_kafka_incremental_unassign(client, partitions));
  else
    rd_kafka_assign(client, assigned ? partitions : nullptr);  // fails after fatal errors alone
}

void GroupClient::Impl::Refused(const char* what, rd_kafka_error_t* error) const {
  if (error == nullptr) return;
  events.on_trouble(fmt::format("the client refused {}: {}", what, rd_kafka_error_string(error)));
  rd_kafka_error_destroy(error);
}

// Partitions whose offset did not change since the last commit are in the list without one.
void GroupClient::Impl::OnCommit(rd_kafka_resp_err_t code, const Partitions* offsets) const {
  if (offsets == nullptr || code == RD_KAFKA_RESP_ERR__NO_OFFSET) return;
  for (int i = 0; i < offsets->cnt; ++i) {
    const auto& entry = offsets->elems[i];
    if (entry.offset < 0) continue;
    events.on_commit(
        {PlaceIn(entry), entry.offset, entry.err != RD_KAFKA_RESP_ERR_NO_ERROR ? entry.err : code});
  }
}

std::size_t GroupClient::Impl::NumberOf(const rd_kafka_message_t& message) {
  ReadPlace place{rd_kafka_topic_name(message.rkt), message.partition};
  const auto [known, fresh] = numbers.try_emplace(place, places.size());
  if (fresh) places.push_back(std::move(place));
  return known->second;
}

void GroupClient::Impl::Serve(const rd_kafka_message_t& message) {
  if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR)
    return events.on_record(RecordOf(message, NumberOf(message)));
  // That it polled too late is no trouble with what it read: what follows is an empty assignment.
  if (message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF ||
      message.err == RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED)
    return;
  const std::string where =
      message.rkt == nullptr
          ? ""
          : fmt::format("{}/{}: ", rd_kafka_topic_name(message.rkt), message.partition);
  events.on_trouble(where + rd_kafka_message_errstr(&message));
}

GroupClient::GroupClient(ClientConfig config, const std::vector<std::string>& topics, Events events)
    : impl_(std::make_unique<Impl>()) {
  impl_->config = std::move(config);
  impl_->events = std::move(events);
  rd_kafka_conf_t* conf = impl_->config.NewConf();
  rd_kafka_conf_set_opaque(conf, impl_.get());
  rd_kafka_conf_set_rebalance_cb(
      conf, [](rd_kafka_t*, rd_kafka_resp_err_t code, Partitions* partitions, void* impl) {
        auto& self = *static_cast<Impl*>(impl);
        self.Guard([&] { self.OnRebalance(code, partitions); });
      });
  rd_kafka_conf_set_offset_commit_cb(
      conf, [](rd_kafka_t*, rd_kafka_resp_err_t code, Partitions* offsets, void* impl) {
        auto& self = *static_cast<Impl*>(impl);
        self.Guard([&] { self.OnCommit(code, offsets); });
      });
  if (impl_->events.on_client_error)
    rd_kafka_conf_set_error_cb(conf, [](rd_kafka_t*, int code, const char* reason, void* impl) {
      auto& self = *static_cast<Impl*>(impl);
      self.Guard([&] { TakeClientError(code, reason, self.events.on_client_error); });
    });
  char why[512];
  impl_->client = rd_kafka_new(RD_KAFKA_CONSUMER, conf, why, sizeof why);
  if (impl_->client == nullptr) {
    rd_kafka_conf_destroy(conf);
    throw Error(ErrorKind::kUsage,
                fmt::format("{} refuses the consumer's settings: {}", ClientVersion(), why));
  }
  rd_kafka_poll_set_consumer(impl_->client);
  Partitions* wanted = rd_kafka_topic_partition_list_new(static_cast<int>(topics.size()));
  for (const auto& topic : topics)
    rd_kafka_topic_partition_list_add(wanted, topic.c_str(), RD_KAFKA_PARTITION_UA);
  const auto refused = rd_kafka_subscribe(impl_->client, wanted);
  rd_kafka_topic_partition_list_destroy(wanted);
  if (refused == RD_KAFKA_RESP_ERR_NO_ERROR) return;
  EndClient(impl_->client);
  throw Error(ErrorKind::kUsage,
              fmt::format("a subscription is refused: {}", rd_kafka_err2str(refused)));
}

GroupClient::~GroupClient() { EndClient(impl_->client); }

bool GroupClient::Poll(Duration timeout) {
  const Message message(rd_kafka_consumer_poll(impl_->client, Millis(timeout)),
                        rd_kafka_message_destroy);
  impl_->RethrowFailure();
  if (!message) return false;
  impl_->Serve(*message);
  return message->err == RD_KAFKA_RESP_ERR_NO_ERROR;
}

void GroupClient::Close() {
  if (std::exchange(impl_->closed, true)) return;
  rd_kafka_consumer_close(impl_->client);
  rd_kafka_poll(impl_->client, 0);  // answers to commits that came last
  impl_->RethrowFailure();
}

const std::vector<ReadPlace>& GroupClient::places() const { return impl_->places; }

std::string GroupClient::fatal_error() const {
  char why[512];
  return rd_kafka_fatal_error(impl_->client, why, sizeof why) == RD_KAFKA_RESP_ERR_NO_ERROR ? ""
                                                                                            : why;
}

std::vector<ClientSetting> GroupClient::Settings() const {
  return impl_->config.Effective(impl_->client);
}

}  // namespace kproof
