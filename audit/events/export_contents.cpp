// What records hold and are made from. A key is known by its hash alone: what is exported stands
// for it, and is equal where the keys were.
#include <fmt/format.h>

#include "audit/events/exporter.h"

namespace kproof {
namespace {

void PutKey(EventLine& line, std::uint64_t hash, bool tombstone) {
  line.Text("key", fmt::format("#{:016x}", hash));
  if (tombstone) line.Flag("tombstone", true);
}

}  // namespace

void Exporter::LoadContents() {
  store_->EachKey([this](const KeyRow& row) {
    auto& keys = keys_[row.stream];
    for (std::size_t i = 0; i < row.span.hashes.size(); ++i)
      keys[row.span.first_sequence + i] = {row.span.hashes[i], row.span.tombstones[i]};
  });
  store_->EachFoundKey([this](const FoundKeyRow& row) {
    found_keys_[{row.topic, row.key.partition, row.key.offset}] = {row.key.hash, row.key.tombstone};
  });
  for (auto& row : store_->MadeFrom()) {
    const auto stream = row.stream;
    made_from_[stream].push_back(std::move(row));
  }
}

void Exporter::PutContents(EventLine& line, const StreamRow& stream, std::uint64_t sequence) const {
  if (stream.largest) {
    line.Int("bytes", stream.largest->bytes);
    line.IntUnless(0, "headers", static_cast<std::int64_t>(stream.largest->headers));
  }
  if (const auto keys = keys_.find(stream.id); keys != keys_.end()) {
    const auto key = keys->second.find(sequence);
    if (key != keys->second.end()) PutKey(line, key->second.hash, key->second.tombstone);
  }
  const auto inputs = made_from_.find(stream.id);
  if (inputs == made_from_.end()) return;
  for (const auto& row : inputs->second) {
    const auto& made = row.span;
    if (sequence < made.first_sequence || sequence - made.first_sequence >= made.offsets.count())
      continue;
    auto input = fmt::format("{{\"topic\":{},\"partition\":{},\"offset\":{}", Quoted(made.topic),
                             made.partition, made.offsets.Decode()[sequence - made.first_sequence]);
    if (made.cluster != stream.key.cluster) input += ",\"cluster\":" + Quoted(made.cluster);
    line.Raw("from", input + "}");
  }
}

void Exporter::PutFoundKey(EventLine& line, std::int64_t topic, std::int32_t partition,
                           std::int64_t offset) const {
  const auto found = found_keys_.find({topic, partition, offset});
  if (found != found_keys_.end()) PutKey(line, found->second.hash, found->second.tombstone);
}

}  // namespace kproof
