#include "harness/campaign/campaign_rules.h"

#include <nlohmann/json.hpp>

#include "harness/base/error.h"
#include "harness/base/json_problem.h"
#include "harness/base/json_text.h"

namespace kproof {

// JSON is YAML: the list in matrix.json is read as the file of waivers that it came from. None has
// lapsed since, because what it covered then was covered.
CampaignRules ParseRules(const std::string& text) {
  CampaignRules rules;
  try {
    const auto json = ParseJson(text);
    if (json.contains("min_trials")) rules.min_trials = json.at("min_trials").get<std::uint64_t>();
    if (!json.contains("waivers") || json.at("waivers").empty()) return rules;
    auto parsed = ParseWaivers(kMatrixFile, JsonText(json.at("waivers")), std::chrono::sys_days{});
    if (!parsed.diagnostics.empty())
      throw Error(ErrorKind::kCorrupt, "matrix.json has waivers that nobody can have given: " +
                                           parsed.diagnostics.front().ToString());
    rules.waivers = std::move(parsed.waivers);
  } catch (const nlohmann::json::exception& error) {
    throw Error(ErrorKind::kCorrupt, std::string("matrix.json ") + JsonProblem(error.what()));
  }
  return rules;
}

}  // namespace kproof
