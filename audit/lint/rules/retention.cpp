// Retention: records, tombstones and committed offsets that go before somebody has read them.
#include "audit/lint/rules/names.h"

namespace kproof {
namespace {

using namespace lint;

bool Deletes(const LintSubject& s) {
  for (const auto& policy : s.List(kT, "cleanup.policy"))
    if (policy == "delete") return true;
  return false;
}

}  // namespace

std::vector<LintRule> RetentionRules() {
  return {
      {"retention-short",
       kShould,
       kContext,
       {{kT, "retention.ms"}, {kT, "cleanup.policy"}},
       "cleanup.policy has delete, retention.ms from 0 to 3599999",
       "a consumer that is away for longer never gets what was deleted meanwhile",
       "retention.ms=604800000",
       "disk for a week",
       "Kafka documentation, topic setting retention.ms",
       [](const LintSubject& s) {
         return Deletes(s) && s.Above(kT, "retention.ms", -1) && s.Below(kT, "retention.ms", kHour);
       }},
      {"retention-by-size",
       kNote,
       kContext,
       {{kT, "retention.bytes"}, {kT, "cleanup.policy"}},
       "cleanup.policy has delete, retention.bytes >= 0",
       "the oldest records of a partition go whatever their age, read or not, when more is written "
       "than usual",
       "retention.bytes=-1",
       "only time bounds the disk that is needed",
       "Kafka documentation, topic setting retention.bytes",
       [](const LintSubject& s) { return Deletes(s) && s.Above(kT, "retention.bytes", -1); }},
      {"retention-forever",
       kNote,
       kContext,
       {{kT, "retention.ms"}, {kT, "retention.bytes"}},
       "cleanup.policy=delete, retention.ms=-1, retention.bytes=-1",
       "nothing is ever deleted: the disks of its brokers fill, and a broker whose disk is full "
       "stops",
       "retention.ms=604800000",
       "records of more than a week are deleted",
       "Kafka documentation, topic setting retention.ms",
       [](const LintSubject& s) {
         return Deletes(s) && !Compacted(s) && s.Below(kT, "retention.ms", 0) &&
                s.Below(kT, "retention.bytes", 0);
       }},
      {"tombstones-short",
       kNote,
       kContext,
       {{kT, "delete.retention.ms"}, {kT, "cleanup.policy"}},
       "cleanup.policy has compact, delete.retention.ms < 3600000",
       "a reader that is slower than that never sees that a key was deleted, and keeps its last "
       "value",
       "delete.retention.ms=86400000",
       "tombstones take disk for a day",
       "Kafka documentation, topic setting delete.retention.ms",
       [](const LintSubject& s) {
         return Compacted(s) && s.Below(kT, "delete.retention.ms", kHour);
       }},
      {"times-from-the-future",
       kNote,
       kMedium,
       {{kT, "message.timestamp.after.max.ms"}, {kT, "message.timestamp.type"}},
       "message.timestamp.type=CreateTime, message.timestamp.after.max.ms > 3600000",
       "one record with a time far ahead keeps its segment from being deleted by retention.ms",
       "message.timestamp.after.max.ms=3600000",
       "such records are refused",
       "KIP-937; KIP-1030",
       [](const LintSubject& s) {
         return s.Is(kT, "message.timestamp.type", "CreateTime") &&
                s.Above(kT, "message.timestamp.after.max.ms", kHour);
       }},
      {"offsets-retention-short",
       kShould,
       kHigh,
       {{kB, "offsets.retention.minutes"}},
       "offsets.retention.minutes < 1440",
       "a group that is stopped for longer loses its offsets, and auto.offset.reset decides where "
       "it "
       "goes on",
       "offsets.retention.minutes=10080",
       "offsets of groups that are gone stay for a week",
       "Kafka documentation, broker setting offsets.retention.minutes",
       [](const LintSubject& s) { return s.Below(kB, "offsets.retention.minutes", 1440); }},
  };
}

}  // namespace kproof
