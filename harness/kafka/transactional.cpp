#include "harness/kafka/transactional.h"

#include <librdkafka/rdkafka.h>

#include <memory>

#include "harness/base/units.h"
#include "harness/kafka/rdkafka_client.h"

namespace kproof {
namespace {

// `otherwise`: what follows from an error that librdkafka calls neither retriable nor abortable.
TxnAnswer AnswerOf(rd_kafka_error_t* error, TxnThen otherwise) {
  if (error == nullptr) return {};
  const std::unique_ptr<rd_kafka_error_t, decltype(&rd_kafka_error_destroy)> owned(
      error, rd_kafka_error_destroy);
  TxnAnswer answer{otherwise, rd_kafka_error_string(error)};
  if (rd_kafka_error_is_fatal(error))
    answer.then = TxnThen::kEnd;
  else if (rd_kafka_error_txn_requires_abort(error))
    answer.then = TxnThen::kAbort;
  else if (rd_kafka_error_is_retriable(error))
    answer.then = TxnThen::kAgain;
  return answer;
}

}  // namespace

void MakeTransactional(ClientConfig& config, const std::map<std::string, std::string>& given,
                       const std::string& id, Duration timeout) {
  const auto ms = timeout.count() / 1000;
  config.Force("transactional.id", id, "the producer's `transaction`");
  config.Force("transaction.timeout.ms", std::to_string(ms), "`timeout` of its `transaction`");
  const bool by_scenario =
      given.contains("delivery.timeout.ms") || given.contains("message.timeout.ms");
  const auto delivery = ParseInt(config.Given("delivery.timeout.ms"));
  if (!by_scenario && delivery && *delivery > ms)
    config.Force("delivery.timeout.ms", std::to_string(ms),
                 "librdkafka refuses one above transaction.timeout.ms");
}

TxnAnswer InitTransactions(ProducerClient& client, Duration limit) {
  return AnswerOf(rd_kafka_init_transactions(client.handle(), Millis(limit)), TxnThen::kEnd);
}

TxnAnswer BeginTransaction(ProducerClient& client) {
  return AnswerOf(rd_kafka_begin_transaction(client.handle()), TxnThen::kEnd);
}

TxnAnswer CommitTransaction(ProducerClient& client, Duration limit) {
  return AnswerOf(rd_kafka_commit_transaction(client.handle(), Millis(limit)), TxnThen::kAbort);
}

TxnAnswer SendOffsets(ProducerClient& client, const GroupClient& reader,
                      const std::vector<DoneBelow>& done, Duration limit) {
  const std::unique_ptr<rd_kafka_topic_partition_list_t,
                        decltype(&rd_kafka_topic_partition_list_destroy)>
      list(rd_kafka_topic_partition_list_new(static_cast<int>(done.size())),
           rd_kafka_topic_partition_list_destroy);
  for (const auto& [place, offset] : done)
    rd_kafka_topic_partition_list_add(list.get(), place.topic.c_str(), place.partition)->offset =
        offset;
  const std::unique_ptr<rd_kafka_consumer_group_metadata_t,
                        decltype(&rd_kafka_consumer_group_metadata_destroy)>
      group(rd_kafka_consumer_group_metadata(reader.handle()),
            rd_kafka_consumer_group_metadata_destroy);
  return AnswerOf(
      rd_kafka_send_offsets_to_transaction(client.handle(), list.get(), group.get(), Millis(limit)),
      TxnThen::kAbort);
}

TxnAnswer AbortTransaction(ProducerClient& client, Duration limit) {
  return AnswerOf(rd_kafka_abort_transaction(client.handle(), Millis(limit)), TxnThen::kEnd);
}

bool WasFenced(const std::string& fatal_error) {
  return fatal_error.starts_with(rd_kafka_err2name(RD_KAFKA_RESP_ERR__FENCED));
}

}  // namespace kproof
