// Leaders and ISRs for the page's script.
//
// Thread-safe: pure functions.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "reports/run_page/leadership.h"

namespace kproof::view {

// [[from_s, leader, epoch, [isr]], …], and "more_from": the moment from which on nothing is kept.
nlohmann::ordered_json StancesForScript(const Stances& stances);
// [{"name", "replicas", "stances", "more_from"}, …]
nlohmann::ordered_json LeadersForScript(const std::vector<Leadership>& leaders);

}  // namespace kproof::view
