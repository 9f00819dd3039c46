#include "audit/events/contents.h"

#include <algorithm>

#include "audit/facts/keys.h"

namespace kproof {
namespace {

constexpr std::size_t kMostKeys = 4'096;  // of one row

}  // namespace

void Contents::Take(const Event& send, const StreamId& stream, RecordSink& store) {
  const auto sequence = static_cast<std::uint64_t>(send.Int(Field::kSeq));
  TakeKey(send, sequence, stream, store);
  if (send.Has(Field::kFrom)) TakeInput(send, sequence, stream, store);
  if (!send.Has(Field::kBytes)) {
    sized_ = false;
    return;
  }
  const auto bytes = static_cast<std::uint64_t>(send.Int(Field::kBytes));
  const auto headers = static_cast<std::uint64_t>(send.IntOr(Field::kHeaders, 0));
  const auto known = largest_.value_or(Largest{});
  largest_ = Largest{std::max(known.bytes, bytes), std::max(known.headers, headers)};
}

void Contents::TakeKey(const Event& send, std::uint64_t sequence, const StreamId& stream,
                       RecordSink& store) {
  if (!send.Has(Field::kKey)) {
    if (!keyless_) keyless_ = Mention{send.line, sequence};
    return;
  }
  if (!keyed_) keyed_ = Mention{send.line, sequence};
  const bool goes_on =
      keys_.first_sequence + keys_.hashes.size() == sequence && keys_.hashes.size() < kMostKeys;
  if (!goes_on) FlushKeys(stream, store);
  if (keys_.hashes.empty()) keys_.first_sequence = sequence;
  keys_.hashes.push_back(KeyHash(send.Text(Field::kKey)));
  keys_.tombstones.push_back(send.IntOr(Field::kTombstone, 0) != 0);
}

void Contents::TakeInput(const Event& send, std::uint64_t sequence, const StreamId& stream,
                         RecordSink& store) {
  const auto& input = send.input;
  const auto cluster = input.cluster.empty() ? std::string(send.Cluster()) : input.cluster;
  auto& open = inputs_.offsets;
  const bool goes_on = !open.empty() && inputs_.first_sequence + open.count() == sequence &&
                       open.count() < kMostKeys && input.offset > open.last() &&
                       inputs_.cluster == cluster && inputs_.topic == input.topic &&
                       inputs_.partition == input.partition;
  if (!goes_on) {
    FlushInputs(stream, store);
    inputs_ = {sequence, cluster, input.topic, input.partition, {}};
  }
  open.Push(input.offset);
}

void Contents::FlushKeys(const StreamId& stream, RecordSink& store) {
  if (!keys_.hashes.empty()) store.Add(stream, keys_);
  keys_ = {};
}

void Contents::FlushInputs(const StreamId& stream, RecordSink& store) {
  if (!inputs_.offsets.empty()) store.Add(stream, inputs_);
  inputs_ = {};
}

void Contents::Flush(const StreamId& stream, RecordSink& store) {
  FlushKeys(stream, store);
  FlushInputs(stream, store);
  if (sized_ && largest_) store.Put(stream, *largest_);
}

}  // namespace kproof
