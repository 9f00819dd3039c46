// What clients refuse: rd_kafka_conf_finalize and rd_kafka_topic_conf_finalize of librdkafka,
// postProcessAndValidateIdempotenceConfigs of Java's ProducerConfig. Java's leaves idempotence out
// where it was not asked for and something else excludes it.
#include "audit/promise/possible.h"

namespace kproof {
Possible::Possible(const PromiseSettings& read, const FailureClasses& failures)
    : read_(read), failures_(failures), now_(read) {}

bool Possible::Next() {
  while (!choices_.empty() && choices_.back().at + 1 == choices_.back().of) choices_.pop_back();
  if (choices_.empty()) return false;
  ++choices_.back().at;
  now_ = read_;
  asked_ = 0;
  return true;
}

// What was chosen before decides what `values` are, so that there are as many the next time.
template <typename Value>
Value Possible::One(std::optional<Value>& setting, const std::vector<Value>& values) {
  if (setting) return *setting;
  if (asked_ == choices_.size()) choices_.push_back({0, values.size()});
  setting = values[choices_[asked_++].at];
  return *setting;
}

bool Possible::MustBeIdempotent() const {
  return now_.idempotence == true || now_.transactional == true;
}

bool Possible::CantBeIdempotent() const {
  return (now_.acks && now_.acks != Acks::kAll) ||
         (now_.in_flight && now_.in_flight > kMostInFlight) || now_.retries == 0;
}

Acks Possible::acks() {
  if (MustBeIdempotent()) return One(now_.acks, {Acks::kAll});
  return One(now_.acks, {Acks::kNone, Acks::kLeader, Acks::kAll});
}

bool Possible::idempotence() {
  if (now_.transactional == true) return One(now_.idempotence, {true});
  if (CantBeIdempotent()) return One(now_.idempotence, {false});
  return One(now_.idempotence, {true, false});
}

std::int64_t Possible::in_flight() {
  if (MustBeIdempotent()) return One(now_.in_flight, {1, kMostInFlight});
  return One(now_.in_flight, {1, kMostInFlight, kMostInFlight + 1});
}

std::int64_t Possible::retries() {
  if (MustBeIdempotent()) return One(now_.retries, {1});
  return One(now_.retries, {0, 1});
}

Duration Possible::delivery_timeout() {
  return One(now_.delivery_timeout, {kShortestTimeout, Duration::max()});
}

// One, two, and just more than were hit: what lies between is promised what one of these is.
std::vector<std::int64_t> Possible::Replicas() const { return {1, 2, failures_.nodes + 1}; }

std::int64_t Possible::replication() { return One(now_.replication, Replicas()); }
std::int64_t Possible::min_isr() { return One(now_.min_isr, Replicas()); }
bool Possible::unclean() { return One(now_.unclean, {true, false}); }

// Only what was sent in transactions can break `atomic`, and nothing is without transactional.id.
bool Possible::transactional() { return One(now_.transactional, {true}); }

std::int64_t Possible::flush_messages() { return One(now_.flush_messages, {1, kNeverFlushed}); }
std::int64_t Possible::elr() { return One(now_.elr, {0, 1}); }

}  // namespace kproof
