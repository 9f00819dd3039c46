// Members of consumer groups.
#include <fmt/format.h>

#include <algorithm>

#include "harness/base/contains.h"
#include "harness/base/wording.h"
#include "harness/scenario/keys.h"
#include "harness/scenario/lexical.h"
#include "harness/scenario/parts.h"

namespace kproof {
namespace {

constexpr const char* kAuto = "auto";
constexpr const char* kLibrdkafka = "librdkafka";

void ReadCommit(Reader& part, ConsumerSpec& consumer) {
  if (!part.Choice("commit", CommitNames(), consumer.commit) || consumer.commit == kAuto) return;
  part.complaints().At(
      part.Get("commit")->place,
      fmt::format("{} is '{}', which kproof can't do yet", part.Of("commit"), consumer.commit),
      "so far there is auto: the client commits by itself, as with enable.auto.commit=true");
}

// "java@4.3.1"; so far none but the library that kproof is linked with.
void ReadClient(Reader& part) {
  const Tree* node = part.Get("client");
  if (node == nullptr) return;
  const auto text = ScalarText(*node, part.Of("client"), part.complaints());
  if (!text || *text == kLibrdkafka) return;
  const std::vector<std::string> clients = {"java", kLibrdkafka};
  const auto at = text->find('@');
  const auto name = text->substr(0, at);
  if (!Contains(clients, name))
    return part.complaints().At(node->place, fmt::format("{} is '{}'", part.Of("client"), *text),
                                Instead(name, clients));
  if (at != std::string::npos && !IsVersion(text->substr(at + 1)))
    return part.complaints().At(node->place, fmt::format("{} is '{}'", part.Of("client"), *text),
                                "a version follows the '@', such as librdkafka@2.3.0");
  part.complaints().At(
      node->place, fmt::format("{} is '{}', which kproof can't run yet", part.Of("client"), *text),
      "so far there is librdkafka, the one that kproof is linked with");
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
  ReadClient(part);
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
