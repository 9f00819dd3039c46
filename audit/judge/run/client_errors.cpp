#include "audit/judge/run/client_errors.h"

#include <fmt/format.h>

#include <map>
#include <set>

namespace kproof {
namespace {

// Those that say so, and those that have sent.
std::set<std::string> Producers(const History& history) {
  std::set<std::string> names;
  for (const auto& actor : history.actors()) {
    if (actor.kind == ActorKind::kProducer) names.insert(actor.name);
  }
  for (const auto& stream : history.streams()) {
    if (stream.actor != nullptr) names.insert(stream.actor->name);
  }
  return names;
}

std::set<std::string> WithAcks(const History& history) {
  std::set<std::string> names;
  for (const auto& stream : history.streams()) {
    if (stream.actor != nullptr && !stream.acked.empty()) names.insert(stream.actor->name);
  }
  return names;
}

// The codes that records were settled with, where no client wrote down what it was told.
void AddCodes(const History& history, std::map<std::string, std::string>& last) {
  for (const auto& stream : history.streams()) {
    if (stream.actor != nullptr && stream.last_error != 0)
      last.try_emplace(stream.actor->name, fmt::format("code {}", stream.last_error));
  }
}

}  // namespace

std::vector<std::string> LastErrors(const History& history, Side side) {
  const auto producers = Producers(history);
  const auto acked = WithAcks(history);
  std::map<std::string, std::string> last;  // by client
  for (const auto& event : history.store().Events()) {
    const bool wanted = producers.contains(event.subject) == (side == Side::kProducers);
    if (event.kind == "error" && wanted) last[event.subject] = event.detail;
  }
  if (side == Side::kProducers) AddCodes(history, last);
  std::vector<std::string> errors;
  for (const auto& [client, what] : last) {
    if (!acked.contains(client)) errors.push_back(fmt::format("{}'s last error: {}", client, what));
  }
  return errors;
}

}  // namespace kproof
