#include "tests/unit/compare/folders.h"

#include <filesystem>
#include <fstream>

#include "reports/json.h"

namespace kproof {

Result PassedRun(std::uint64_t seed, double longest_ack_gap_s) {
  Result result;
  result.scenario = "leader-kill";
  result.seed = seed;
  result.started = "2026-11-21T09:00:0" + std::to_string(seed % 10) + "Z";
  result.seconds = 20;
  result.verdict = Verdict::kPass;
  result.counts = {{"sent", 40'000}, {"acked", 40'000}, {"read", 80'000}};
  result.at_stake = 39'000;
  auto& availability = result.availability;
  availability.longest_ack_gap_s = longest_ack_gap_s;
  availability.longest_read_gap_s = longest_ack_gap_s;
  availability.ack_ms = {{"p50", 5.5}, {"p99", 3000}, {"p999", 3500}};
  availability.ack_ms_before_fault = {{"p50", 4.5}, {"p99", 9.5}};
  availability.acked_per_s = 1999.5;
  result.require = {"order"};
  result.promise["no-loss"] = {.holds = true, .rule = "acks-all-min-isr-2", .why = "…"};
  result.promise["no-duplicates"] = {.holds = std::nullopt, .rule = "unreadable", .why = "…"};
  result.effective["producer"]["*"] = {{"acks", {"all", "scenario"}},
                                       {"bootstrap.servers", {"127.0.0.1:9092", "scenario"}},
                                       {"partitioner", {"murmur2_random", "kproof: its own"}}};
  result.effective["topic"]["payments"] = {{"min.insync.replicas", {"2", "DYNAMIC_TOPIC_CONFIG"}}};
  result.versions = {{"kafka", "4.3.1"}, {"client", "librdkafka 2.0.2"}, {"kproof", "0.1.0"}};
  return result;
}

Result BrokenRun(std::uint64_t seed) {
  auto result = PassedRun(seed, 3);
  result.verdict = Verdict::kViolation;
  result.counts["lost"] = 3;
  Finding lost;
  lost.check = "lost";
  lost.count = 3;
  result.findings = {lost};
  return result;
}

void WriteText(const std::string& file, const std::string& text) { std::ofstream(file) << text; }

void WriteRun(const std::string& folder, const Result& result) {
  std::filesystem::create_directories(folder);
  WriteText(folder + "/result.json", ToJson(result));
  WriteText(folder + "/scenario.yaml",
            "# seed " + std::to_string(result.seed) + "\nname: " + result.scenario + "\n");
}

nlohmann::ordered_json MatrixJson(
    const std::vector<std::pair<std::string, std::vector<std::string>>>& runs_by_acks) {
  auto cells = nlohmann::ordered_json::array();
  for (const auto& [acks, runs] : runs_by_acks)
    cells.push_back({{"at", {{"acks", acks}}},
                     {"excluded", nullptr},
                     {"trials", runs.size()},
                     {"repeated", 0},
                     {"verdicts", {{"pass", runs.size()}}},
                     {"verdict", "pass"},
                     {"runs", runs}});
  return {{"schema", 1},   {"name", "acks-min-isr"},
          {"seed", 7},     {"axes", {{"acks", {"1", "all"}}}},
          {"seconds", 80}, {"trials_per_hour", 180},
          {"cells", cells}};
}

void WriteCampaign(const std::string& folder, double gap_s) {
  WriteRun(folder + "/cells/1-7", PassedRun(7, gap_s));
  WriteRun(folder + "/cells/1-8", PassedRun(8, gap_s + 0.1));
  WriteRun(folder + "/cells/all-7", PassedRun(7, gap_s + 1));
  WriteRun(folder + "/cells/all-8", PassedRun(8, gap_s + 1.1));
  WriteText(folder + "/matrix.json",
            MatrixJson({{"1", {"cells/1-7", "cells/1-8"}}, {"all", {"cells/all-7", "cells/all-8"}}})
                .dump(1));
}

}  // namespace kproof
