// Run folders and campaign folders for tests: result.json by the code that writes real ones, and
// matrix.json as docs say.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "audit/judge/result.h"

namespace kproof {

// A passed run of leader-kill with everything that a comparison reads.
Result PassedRun(std::uint64_t seed, double longest_ack_gap_s);
// The same with one loss although no-loss was promised.
Result BrokenRun(std::uint64_t seed);

void WriteRun(const std::string& folder, const Result& result);
void WriteText(const std::string& file, const std::string& text);

// Of cells with one axis, acks; `runs` are named below cells/.
nlohmann::ordered_json MatrixJson(
    const std::vector<std::pair<std::string, std::vector<std::string>>>& runs_by_acks);
// A campaign of acks=1 and acks=all, two trials each, whose gaps are `gap_s` and a little more.
void WriteCampaign(const std::string& folder, double gap_s);

}  // namespace kproof
