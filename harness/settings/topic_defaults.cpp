#include "harness/settings/topic_defaults.h"

#include <map>

namespace kproof {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kHourMs = 3'600'000;

// Those that are not "log." and the topic's name.
const std::map<std::string, std::vector<FollowedSetting>>& Others() {
  static const std::map<std::string, std::vector<FollowedSetting>> kOthers = {
      {"compression.gzip.level", {{"compression.gzip.level"}}},
      {"compression.lz4.level", {{"compression.lz4.level"}}},
      {"compression.type", {{"compression.type"}}},
      {"compression.zstd.level", {{"compression.zstd.level"}}},
      {"delete.retention.ms", {{"log.cleaner.delete.retention.ms"}}},
      {"file.delete.delay.ms", {{"log.segment.delete.delay.ms"}}},
      {"flush.messages", {{"log.flush.interval.messages"}}},
      {"flush.ms", {{"log.flush.interval.ms"}, {"log.flush.scheduler.interval.ms"}}},
      {"max.compaction.lag.ms", {{"log.cleaner.max.compaction.lag.ms"}}},
      {"max.message.bytes", {{"message.max.bytes"}}},
      {"min.cleanable.dirty.ratio", {{"log.cleaner.min.cleanable.ratio"}}},
      {"min.compaction.lag.ms", {{"log.cleaner.min.compaction.lag.ms"}}},
      {"min.insync.replicas", {{"min.insync.replicas"}}},
      {"retention.ms",
       {{"log.retention.ms"},
        {"log.retention.minutes", kMinuteMs},
        {"log.retention.hours", kHourMs}}},
      {"segment.index.bytes", {{"log.index.size.max.bytes"}}},
      {"segment.jitter.ms", {{"log.roll.jitter.ms"}, {"log.roll.jitter.hours", kHourMs}}},
      {"segment.ms", {{"log.roll.ms"}, {"log.roll.hours", kHourMs}}},
      {"unclean.leader.election.enable", {{"unclean.leader.election.enable"}}},
      // Settings of topics alone.
      {"follower.replication.throttled.replicas", {}},
      {"leader.replication.throttled.replicas", {}},
      {"remote.log.copy.disable", {}},
      {"remote.log.delete.on.disable", {}},
      {"remote.storage.enable", {}},
  };
  return kOthers;
}

}  // namespace

bool HasDefault(const Setting& setting) {
  return setting.fallback != "(none)" && setting.fallback != "(null)";
}

std::vector<FollowedSetting> FollowedByTopic(const std::string& topic_setting) {
  const auto found = Others().find(topic_setting);
  if (found != Others().end()) return found->second;
  return {{"log." + topic_setting}};
}

}  // namespace kproof
