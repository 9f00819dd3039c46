// Members of consumer groups.
#include <fmt/format.h>

#include <algorithm>

#include "harness/base/contains.h"
#include "harness/scenario/keys.h"
#include "harness/scenario/lexical.h"
#include "harness/scenario/parts.h"

namespace kproof {
namespace {

constexpr std::int32_t kWorkersOfPolicy = 8;  // of those that need some
constexpr std::int32_t kMostWorkers = 1'000;
constexpr std::int32_t kMostRecords = 1'000'000'000;

bool CommitsByWorkers(const ConsumerSpec& consumer) {
  return consumer.commit == "workers" || consumer.commit == "workers-contiguous";
}

// Those that commit the offset of the record that was finished last, or all below it: with workers
// they would do what `workers` does.
bool CommitsInOrder(const ConsumerSpec& consumer) {
  static const std::vector<std::string> kInOrder = {"async", "batch", "each", "external",
                                                    "external-unfenced"};
  return Contains(kInOrder, consumer.commit);
}

// A member with `to` makes a record of each that it reads, and commits both together or one after
// the other.
void ReadTo(Reader& part, const Scenario& scenario, ConsumerSpec& consumer) {
  const bool transactional = consumer.commit == "transaction";
  const bool given = ReadTransaction(part, consumer.transaction);
  if (given && !transactional)
    part.complaints().At(part.Get("transaction")->place,
                         part.Of("transaction") + " without commit: transaction",
                         "write commit: transaction");
  const Tree* node = part.Get("to");
  if (node == nullptr) {
    if (transactional)
      part.complaints().At(part.Get("commit")->place,
                           part.Of("commit") + " is 'transaction' without 'to'",
                           "name the topic of what it makes of each record, as in `to: invoices`");
    return;
  }
  part.Text("to", consumer.to);
  if (!transactional && consumer.commit != "batch")
    part.complaints().At(node->place,
                         fmt::format("{} with commit {}", part.Of("to"), consumer.commit),
                         "what it makes goes with commit: transaction, or (its unsafe twin) batch");
  if (FindTopic(scenario, consumer.cluster, consumer.to) == nullptr)
    part.complaints().At(
        node->place,
        fmt::format("{} names topic '{}', which does not exist", part.Of("to"), consumer.to),
        "it is a topic of the same cluster");
  if (part.Get("topics") == nullptr)
    std::erase(consumer.topics, consumer.to);
  else if (Contains(consumer.topics, consumer.to))
    part.complaints().At(
        node->place, fmt::format("{} names topic '{}', which it reads", part.Of("to"), consumer.to),
        "a member that reads what it wrote never ends");
}

// A pair of keys that say together how often, and what then.
void CheckPair(Reader& part, const char* key, bool given, const char* other, bool other_given) {
  if (given && !other_given)
    part.complaints().At(part.Get(key)->place, fmt::format("{} without {}", part.Of(key), other),
                         "give both, as in `slow_every: 97, slow_time: 700ms`");
}

void ReadProcess(Reader& consumer_part, ConsumerSpec& consumer) {
  const Tree* node = consumer_part.Get("process");
  auto& work = consumer.work;
  if (CommitsByWorkers(consumer)) work.workers = kWorkersOfPolicy;
  if (node == nullptr) return;
  Reader part(*node, "process", consumer_part.Of("process"), consumer_part.complaints());
  part.Int("batch", 1, kMostRecords, work.batch);
  part.Int("fail_every", 1, kMostRecords, work.fail_every);
  part.Int("poll", 1, kMostRecords, work.poll);
  const bool every = part.Int("slow_every", 1, kMostRecords, work.slow_every);
  const bool slow = part.Time("slow_time", Duration(1), work.slow_time);
  part.Time("time", Duration::zero(), work.time);
  const bool workers = part.Int("workers", 0, kMostWorkers, work.workers);
  CheckPair(part, "slow_every", every, "slow_time", part.Get("slow_time") != nullptr);
  CheckPair(part, "slow_time", slow, "slow_every", part.Get("slow_every") != nullptr);
  if (!workers) return;
  const auto& place = part.Get("workers")->place;
  if (work.workers == 0 && CommitsByWorkers(consumer))
    part.complaints().At(place,
                         fmt::format("{} is 0 with commit {}", part.Of("workers"), consumer.commit),
                         "workers commit: let there be some");
  if (work.workers > 0 && CommitsInOrder(consumer))
    part.complaints().At(
        place, fmt::format("{} with commit {}", part.Of("workers"), consumer.commit),
        "it commits in the order of the records: write commit: workers or workers-contiguous");
}

void ReadCrashOf(Reader& part, ConsumerSpec& consumer) {
  const bool chained = !consumer.to.empty();
  ReadCrash(part, chained ? TransactionCrashPoints() : CrashPoints(), consumer.crash);
  if (consumer.crash.at == "after-commit" && consumer.commit == "none")
    part.complaints().At(part.Get("crash")->place,
                         fmt::format("{} is after-commit with commit none", part.Of("crash")),
                         "it would never come to that: choose another point");
}

ConsumerSpec ReadConsumer(const Tree& node, const Scenario& scenario, Diagnostics& complaints) {
  ConsumerSpec consumer;
  consumer.name = consumer.group = node.key;
  Reader part(node, "consumer", "consumer " + node.key, complaints);
  ReadClusterName(part, scenario, consumer.cluster);
  part.Matching("group", "letters, digits, '.', '_' and '-', at most 249",
                [&](const std::string& text) {
                  consumer.group = text;
                  return IsTopicName(text);
                });
  part.Int("count", 1, kMostAgents, consumer.count);
  ReadTopicNames(part, scenario, consumer.cluster, "subscribe to", consumer.topics);
  part.Choice("commit", CommitNames(), consumer.commit);
  ReadClient(part, consumer.client);
  part.Settings("config", consumer.config);
  ReadTo(part, scenario, consumer);
  ReadCrashOf(part, consumer);
  std::string listener = "none";
  part.Choice("listener", {"commit", "none"}, listener);
  consumer.listener = listener == "commit";
  ReadProcess(part, consumer);
  part.Time("start", Duration::zero(), consumer.start);
  std::string static_members = "false";
  part.Choice("static", {"false", "true"}, static_members);
  consumer.static_members = static_members == "true";
  return consumer;
}

}  // namespace

void ReadConsumers(Reader& top, Scenario& scenario) {
  const Tree* consumers = top.Get("consumers");
  if (consumers == nullptr) return;
  for (const auto& child : MapChildren(*consumers, "consumers", top.complaints())) {
    CheckAgentName(child, "consumer", top.complaints());
    scenario.consumers.push_back(ReadConsumer(child, scenario, top.complaints()));
  }
}

}  // namespace kproof
