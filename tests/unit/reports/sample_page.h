// Pages of runs to render: of a result, and one whose texts all come from somebody hostile.
#pragma once

#include <string>

#include "reports/run_page/run_page.h"
#include "tests/unit/reports/sample.h"

namespace kproof {

inline RunPage PageOf(const Result& result) {
  RunPage page;
  page.result = result;
  page.scenario_yaml = "name: leader-kill\n";
  page.states.resize(result.faults.size());
  for (int second = 0; second < 20; ++second)
    page.series.push_back(
        {.at_s = static_cast<double>(second), .due = 10, .acked = 10, .p50_ms = 2});
  return page;
}

// A page in which every text from outside is this one.
inline RunPage PageFull(const std::string& text) {
  Result result = LossyRun();
  result.scenario = result.about = result.reason = result.cut = text;
  result.doubts = result.disturbances = {text};
  result.not_tested = {text};
  auto& fault = result.faults.front();
  fault.target = fault.proof = fault.problem = fault.cluster = text;
  auto& example = result.findings.front().examples.front();
  example.origin = example.topic = example.stands_there = example.during = example.detail = text;
  example.reader = example.group = example.txn = example.found_in = text;
  example.log_lines = {text};
  result.findings.front().why = text;
  result.promise["order"].why = text;
  result.effective["producer"][text][text] = {text, text};
  result.versions["kafka"] = result.cluster_id = text;
  auto page = PageOf(result);
  page.scenario_yaml = text;
  page.states.front() = {text, text, text, text};
  page.phases = {{text, 1}};
  page.partitions.resize(1);
  page.partitions.front().name = text;
  page.partitions.front().listed = {{"lost", 1}};
  page.leaders = {{text, text, {1, 2}, {}, {}}};
  page.leaders.front().stances.Take({1, 1, 4, {1, 2}});
  page.leaders.front().told[1].Take({1, 1, 4, {1, 2}});
  page.nodes = {{text, text, 1, true, {{0, 5, {}}}}};
  page.moments = {{1, "leader", text}};
  page.log = {{7, text, text}};
  page.checklist = {{"must", "acks-1", text, text, text, "why", "acks=all"}};
  page.recorded_otherwise = "";
  return page;
}

}  // namespace kproof
