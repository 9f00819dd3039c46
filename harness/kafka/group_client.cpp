#include "harness/kafka/group_client.h"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <algorithm>
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
using List = std::unique_ptr<Partitions, decltype(&rd_kafka_topic_partition_list_destroy)>;

ReadPlace PlaceIn(const rd_kafka_topic_partition_t& entry) {
  return {entry.topic, entry.partition};
}

List ListOf(const std::vector<DoneBelow>& done) {
  List list(rd_kafka_topic_partition_list_new(static_cast<int>(done.size())),
            rd_kafka_topic_partition_list_destroy);
  for (const auto& [place, offset] : done)
    rd_kafka_topic_partition_list_add(list.get(), place.topic.c_str(), place.partition)->offset =
        offset;
  return list;
}

// Partitions whose offset did not change since the last commit are in the list without one.
std::vector<CommitAnswer> AnswersIn(rd_kafka_resp_err_t code, const Partitions* offsets) {
  std::vector<CommitAnswer> answers;
  if (offsets == nullptr || code == RD_KAFKA_RESP_ERR__NO_OFFSET) return answers;
  for (int i = 0; i < offsets->cnt; ++i) {
    const auto& entry = offsets->elems[i];
    if (entry.offset < 0) continue;
    answers.push_back(
        {PlaceIn(entry), entry.offset, entry.err != RD_KAFKA_RESP_ERR_NO_ERROR ? entry.err : code});
  }
  return answers;
}

// The answers to one commit. Whoever waits for them may be gone when they come.
struct AwaitedAnswers {
  std::vector<CommitAnswer> answers;
  bool came = false;
};

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
  const char* protocol = rd_kafka_rebalance_protocol(client);  // nothing once the group is left
  const bool incremental = protocol != nullptr && std::string_view(protocol) == "COOPERATIVE";
  const bool assigned = code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
  if (!assigned && events.on_revoke) {
    std::vector<ReadPlace> leaving;
    for (int i = 0; i < partitions->cnt; ++i) leaving.push_back(PlaceIn(partitions->elems[i]));
    events.on_revoke(leaving, rd_kafka_assignment_lost(client) != 0);
  }
  const auto generation = GenerationOf(client);
  if (assigned && events.begin_at) {
    for (int i = 0; i < partitions->cnt; ++i) {
      auto& entry = partitions->elems[i];
      if (const auto offset = events.begin_at(PlaceIn(entry), generation)) entry.offset = *offset;
    }
  }
  if (!incremental || (!assigned && code != RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS)) held.clear();
  for (int i = 0; i < partitions->cnt; ++i) {
    if (assigned)
      held.insert(PlaceIn(partitions->elems[i]));
    else
      held.erase(PlaceIn(partitions->elems[i]));
  }
  events.on_assignment({{held.begin(), held.end()}, generation});
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

void GroupClient::Impl::OnCommit(rd_kafka_resp_err_t code, const Partitions* offsets) const {
  for (const auto& answer : AnswersIn(code, offsets)) events.on_commit(answer);
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
  const List wanted(rd_kafka_topic_partition_list_new(static_cast<int>(topics.size())),
                    rd_kafka_topic_partition_list_destroy);
  for (const auto& topic : topics)
    rd_kafka_topic_partition_list_add(wanted.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
  const auto refused = rd_kafka_subscribe(impl_->client, wanted.get());
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

// By a queue of its own, so that nothing else is served while it waits.
std::vector<CommitAnswer> GroupClient::Commit(const std::vector<DoneBelow>& done, Duration limit) {
  std::vector<CommitAnswer> unanswered;
  for (const auto& [place, offset] : done)
    unanswered.push_back({place, offset, RD_KAFKA_RESP_ERR__TIMED_OUT});
  if (done.empty()) return {};
  const std::unique_ptr<rd_kafka_queue_t, decltype(&rd_kafka_queue_destroy)> queue(
      rd_kafka_queue_new(impl_->client), rd_kafka_queue_destroy);
  AwaitedAnswers awaited;
  const auto refused = rd_kafka_commit_queue(
      impl_->client, ListOf(done).get(), queue.get(),
      [](rd_kafka_t*, rd_kafka_resp_err_t code, Partitions* offsets, void* opaque) {
        auto& answered = *static_cast<AwaitedAnswers*>(opaque);
        answered.answers = AnswersIn(code, offsets);
        answered.came = true;
      },
      &awaited);
  for (auto& answer : unanswered)
    if (refused != RD_KAFKA_RESP_ERR_NO_ERROR) answer.error = refused;
  if (refused != RD_KAFKA_RESP_ERR_NO_ERROR) return unanswered;
  for (const Deadline deadline(limit); !awaited.came && !deadline.Passed();)
    rd_kafka_queue_poll_callback(queue.get(), Millis(deadline.Left()));
  return awaited.came ? awaited.answers : unanswered;
}

void GroupClient::CommitLater(const std::vector<DoneBelow>& done) {
  if (done.empty()) return;
  const auto refused = rd_kafka_commit(impl_->client, ListOf(done).get(), 1);
  if (refused == RD_KAFKA_RESP_ERR_NO_ERROR) return;
  for (const auto& [place, offset] : done) impl_->events.on_commit({place, offset, refused});
}

void GroupClient::Close() {
  if (std::exchange(impl_->closed, true)) return;
  rd_kafka_consumer_close(impl_->client);
  rd_kafka_poll(impl_->client, 0);  // answers to commits that came last
  impl_->RethrowFailure();
}

std::optional<std::vector<std::int64_t>> GroupClient::Committed(
    const std::vector<ReadPlace>& places, Duration limit) {
  std::vector<std::int64_t> offsets;
  if (places.empty()) return offsets;
  std::vector<DoneBelow> ask;
  for (const auto& place : places) ask.push_back({place, RD_KAFKA_OFFSET_INVALID});
  const List list = ListOf(ask);
  if (rd_kafka_committed(impl_->client, list.get(), Millis(limit)) != RD_KAFKA_RESP_ERR_NO_ERROR)
    return std::nullopt;
  for (int i = 0; i < list->cnt; ++i) {
    if (list->elems[i].err != RD_KAFKA_RESP_ERR_NO_ERROR) return std::nullopt;
    offsets.push_back(list->elems[i].offset < 0 ? -1 : list->elems[i].offset);
  }
  return offsets;
}

bool GroupClient::Seek(const std::vector<DoneBelow>& to, Duration limit) {
  const List list = ListOf(to);
  rd_kafka_error_t* error = rd_kafka_seek_partitions(impl_->client, list.get(), Millis(limit));
  if (error != nullptr) {
    rd_kafka_error_destroy(error);
    return false;
  }
  return std::all_of(list->elems, list->elems + list->cnt,
                     [](const auto& entry) { return entry.err == RD_KAFKA_RESP_ERR_NO_ERROR; });
}

rd_kafka_s* GroupClient::handle() const { return impl_->client; }

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
