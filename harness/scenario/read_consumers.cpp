// Members of consumer groups.
#include <fmt/format.h>

#include <algorithm>

#include "harness/scenario/keys.h"
#include "harness/scenario/lexical.h"
#include "harness/scenario/parts.h"

namespace kproof {
namespace {

constexpr const char* kAuto = "auto";

void ReadCommit(Reader& part, ConsumerSpec& consumer) {
  if (!part.Choice("commit", CommitNames(), consumer.commit) || consumer.commit == kAuto) return;
  part.complaints().At(
      part.Get("commit")->place,
      fmt::format("{} is '{}', which kproof can't do yet", part.Of("commit"), consumer.commit),
      "so far there is auto: the client commits by itself, as with enable.auto.commit=true");
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
  ReadCommit(part, consumer);
  ReadClient(part, consumer.client);
  part.Settings("config", consumer.config);
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
