// Client libraries that agents are to be: there is such a kind and version, this kind of agent can
// be one, and nothing beside it says something else.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "harness/base/contains.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/scenario/parts.h"
#include "harness/words/actor_kind.h"

namespace kproof {
namespace {

using Path = std::vector<std::string>;

// Policies that need a store of results.
constexpr std::array<std::string_view, 2> kNotByJava{"external", "external-unfenced"};

class ClientCheck {
 public:
  ClientCheck(const Tree& root, const Vocabulary& vocabulary, Diagnostics& complaints)
      : root_(root), forms_(vocabulary.clients), complaints_(complaints) {}

  void Producer(const ProducerSpec& producer) {
    const Path path{"producers", producer.name};
    Agent(ActorKind::kProducer, producer.name, producer.client, path);
    const auto given = [&](const char* key) {
      const Tree* all = root_.Find("producers");
      const Tree* one = all == nullptr ? nullptr : all->Find(producer.name);
      return one != nullptr && one->Find(key) != nullptr;
    };
    const std::string object = "producer " + producer.name;
    if (given("client") && given("client_library"))
      complaints_.At(Place(path, "client_library"),
                     fmt::format("both 'client' and 'client_library' of {}", object),
                     "keep one of them");
    const auto client = ParseClientName(producer.client);
    if (client && client->kind == kJava && producer.defaults != kJava)
      complaints_.At(Place(path, "defaults"),
                     fmt::format("defaults of {} is '{}', and its client is '{}'", object,
                                 producer.defaults, producer.client),
                     "leave it out: a Java client has its own defaults");
  }

  void Monitor(const MonitorSpec& monitor) {
    Agent(ActorKind::kMonitor, monitor.name, monitor.client, MonitorPath(root_, monitor.name));
  }

  void Consumer(const ConsumerSpec& consumer) {
    const Path path{"consumers", consumer.name};
    Agent(ActorKind::kConsumer, consumer.name, consumer.client, path);
    const auto client = ParseClientName(consumer.client);
    if (client && client->kind == kJava && Contains(kNotByJava, consumer.commit))
      complaints_.At(
          Place(path, "commit"),
          fmt::format("commit of consumer {} is '{}', which its client '{}' can't do yet",
                      consumer.name, consumer.commit, consumer.client),
          "write `client: librdkafka`");
  }

 private:
  void Agent(ActorKind kind, const std::string& name, const std::string& text, const Path& path) {
    const auto client = ParseClientName(text);
    if (!client || forms_.empty()) return;
    const std::string word = NameOf(kind);
    const auto complain = [&](const std::string& why, const std::string& hint) {
      complaints_.At(Place(path, "client"),
                     fmt::format("client of {} {} is '{}'{}", word, name, text, why), hint);
    };
    std::vector<std::string> all, able;
    for (const auto& form : forms_) {
      all.push_back(form.name);
      if (form.agents.contains(word)) able.push_back(form.name);
    }
    const auto form = std::find_if(forms_.begin(), forms_.end(),
                                   [&](const ClientForm& one) { return one.name == client->kind; });
    if (form == forms_.end()) return complain("", Instead(client->kind, all));
    if (!form->agents.contains(word))
      return complain(fmt::format(", which can't be a {} yet", word), "use " + Join(able, " or "));
    if (const auto refusal = form->why_not(client->version))
      complain(", " + refusal->what, refusal->hint);
  }

  SourcePlace Place(Path path, const char* key) const {
    path.emplace_back(key);
    return PlaceOf(root_, path);
  }

  const Tree& root_;
  const std::vector<ClientForm>& forms_;
  Diagnostics& complaints_;
};

}  // namespace

void CheckClients(const Tree& root, const Vocabulary& vocabulary, const Scenario& scenario,
                  Diagnostics& complaints) {
  ClientCheck check(root, vocabulary, complaints);
  for (const auto& producer : scenario.producers) check.Producer(producer);
  for (const auto& monitor : scenario.monitors) check.Monitor(monitor);
  for (const auto& consumer : scenario.consumers) check.Consumer(consumer);
}

}  // namespace kproof
