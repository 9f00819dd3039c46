#include "harness/run/kafka_release.h"

namespace kproof {
namespace {

// Up to 3.6 the last level of MetadataVersion.java, from 3.7 on its LATEST_PRODUCTION.
constexpr struct {
  std::int16_t level;
  const char *minor, *newest;
} kReleases[] = {
    {7, "3.3", "3.3.2"},  {8, "3.4", "3.4.1"},  {11, "3.5", "3.5.2"}, {14, "3.6", "3.6.2"},
    {19, "3.7", "3.7.2"}, {20, "3.8", "3.8.1"}, {21, "3.9", "3.9.1"}, {25, "4.0", "4.0.0"},
    {27, "4.1", "4.1.1"}, {29, "4.2", "4.2.1"}, {30, "4.3", "4.3.1"},
};

}  // namespace

std::optional<KafkaRelease> ReleaseOfLevel(std::int16_t highest_metadata_version) {
  for (const auto& release : kReleases)
    if (release.level == highest_metadata_version) return {{release.minor, release.newest}};
  return std::nullopt;
}

}  // namespace kproof
