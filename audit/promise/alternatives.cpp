#include "audit/promise/alternatives.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "audit/promise/possible.h"
#include "audit/promise/settings.h"
#include "harness/base/text.h"

namespace kproof {
namespace {

constexpr std::int64_t kMostRetries = std::numeric_limits<std::int32_t>::max();

// Settings that are being changed, and how people would write that.
class Change {
 public:
  explicit Change(const PromiseSettings& from) : to_(from) {}

  template <typename Value>
  Change& Set(std::optional<Value> PromiseSettings::*field, Value value, const std::string& text) {
    if (to_.*field != value) texts_.push_back(text);
    to_.*field = value;
    return *this;
  }
  Change& Acks(Acks acks) {
    static constexpr const char* kNames[] = {"acks=0", "acks=1", "acks=all"};
    return Set(&PromiseSettings::acks, acks, kNames[static_cast<int>(acks)]);
  }
  Change& Number(std::optional<std::int64_t> PromiseSettings::*field, std::int64_t value,
                 const char* key) {
    return Set(field, value, fmt::format("{}={}", key, value));
  }
  Change& Flag(std::optional<bool> PromiseSettings::*field, bool value, const char* key) {
    return Set(field, value, fmt::format("{}={}", key, value));
  }

  // What both clients ask of an idempotent producer.
  Change& Idempotent() {
    Flag(&PromiseSettings::idempotence, true, "enable.idempotence").Acks(Acks::kAll);
    if (to_.in_flight.value_or(1) > kMostInFlight) InFlight(kMostInFlight);
    if (to_.retries == 0) Retries(kMostRetries);
    return *this;
  }
  Change& NotIdempotent() {
    if (to_.transactional == true)
      Set(&PromiseSettings::transactional, false, "no transactional.id");
    return Flag(&PromiseSettings::idempotence, false, "enable.idempotence");
  }
  Change& InFlight(std::int64_t most) {
    return Number(&PromiseSettings::in_flight, most, "max.in.flight.requests.per.connection");
  }
  Change& Retries(std::int64_t most) { return Number(&PromiseSettings::retries, most, "retries"); }

  bool changed() const { return !texts_.empty(); }
  const PromiseSettings& to() const { return to_; }
  std::string text() const { return Join(texts_, ", "); }

 private:
  PromiseSettings to_;
  std::vector<std::string> texts_;
};

std::vector<Change> ChangesOf(const std::string& guarantee, const PromiseSettings& from,
                              const FailureClasses& failures) {
  std::vector<Change> changes;
  const auto change = [&]() -> Change& { return changes.emplace_back(from); };
  change().Acks(Acks::kNone).NotIdempotent();
  change().Acks(Acks::kLeader).NotIdempotent();
  change().Acks(Acks::kAll);
  change().NotIdempotent();
  change().Idempotent();
  change().InFlight(1);
  change().InFlight(kMostInFlight + 1).NotIdempotent();
  change().Retries(0).NotIdempotent();
  change().Retries(kMostRetries);
  change().Set(&PromiseSettings::delivery_timeout, failures.outage + std::chrono::seconds(1),
               fmt::format("a delivery.timeout.ms above {}", failures.outage.count() / 1000));
  change().Set(&PromiseSettings::delivery_timeout, kShortestTimeout,
               fmt::format("a delivery.timeout.ms of at most {}",
                           std::max(failures.outage, kShortestTimeout).count() / 1000));
  const std::int64_t most = std::max<std::int64_t>(3, failures.nodes + 1);
  for (std::int64_t count = 1; count <= most; ++count)
    change().Number(&PromiseSettings::replication, count, "replication");
  for (std::int64_t count = 1; count <= from.replication.value_or(most); ++count)
    change().Number(&PromiseSettings::min_isr, count, promise_key::kMinIsr);
  for (const bool unclean : {false, true})
    change().Flag(&PromiseSettings::unclean, unclean, promise_key::kUnclean);
  // It brings idempotence with it, which is a change of its own.
  if (guarantee == NameOf(Guarantee::kAtomic))
    change().Set(&PromiseSettings::transactional, true, "a transactional.id").Idempotent();
  change().Number(&PromiseSettings::flush_messages, 1, promise_key::kFlush);
  change().Set(&PromiseSettings::flush_messages, kNeverFlushed, "flush.messages=never");
  for (const std::int64_t level : {0, 1})
    change().Number(&PromiseSettings::elr, level, promise_key::kElr);
  return changes;
}

}  // namespace

std::vector<Alternative> AlternativesOf(const std::string& guarantee,
                                        const PromiseSettings& settings,
                                        const FailureClasses& failures) {
  const auto now = PromiseOf(guarantee, settings, failures).holds;
  std::vector<Alternative> alternatives;
  for (const auto& change : ChangesOf(guarantee, settings, failures)) {
    if (!change.changed()) continue;
    auto promise = PromiseOf(guarantee, change.to(), failures);
    if (promise.holds && promise.holds != now)
      alternatives.push_back({change.text(), std::move(promise)});
  }
  return alternatives;
}

}  // namespace kproof
