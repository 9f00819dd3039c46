#include "harness/agent/next_life.h"

#include <fmt/format.h>

#include <filesystem>
#include <string>

#include "audit/facts/spool_marks.h"
#include "harness/agent/config_json.h"
#include "harness/base/json_text.h"

namespace kproof {

PlannedAgent NextLife(const PlannedAgent& ended) {
  AgentConfig config;
  auto json = ParsedConfig(ended.config);
  StrictConfig(json).TakeCommon(config);
  std::uint32_t life = config.life + 1;
  while (std::filesystem::exists(MarksPath(config.spool_folder, config.actor, life))) ++life;
  PlannedAgent next = ended;
  next.name = fmt::format("{}.{}", config.instance, life);
  json["actor"] = next.name;
  json["life"] = life;
  json["live_page"] = LivePageOf(config.spool_folder, next.name);
  next.config = JsonText(json, 1);
  return next;
}

}  // namespace kproof
