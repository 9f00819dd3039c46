#include "harness/campaign/trial_record.h"

#include <nlohmann/json.hpp>

#include "harness/base/error.h"
#include "harness/base/json_text.h"

namespace kproof {

std::string ToLine(const TrialRecord& record) {
  const nlohmann::ordered_json object = {
      {"trial", record.trial},         {"scenario", record.scenario},
      {"seed", record.seed},           {"folder", record.folder},
      {"exit_code", record.exit_code}, {"left_out", record.left_out},
      {"disturbed", record.disturbed}, {"unwritten", record.unwritten},
      {"ended_s", record.ended_s}};
  // What the system says may be no UTF-8.
  return LenientJsonText(object);
}

TrialRecord ParseTrialRecord(std::string_view line) {
  const auto object = ParseJsonIfAny(line);
  TrialRecord record;
  try {
    record = {.trial = object.at("trial").get<std::size_t>(),
              .scenario = object.at("scenario").get<std::string>(),
              .seed = object.at("seed").get<std::uint64_t>(),
              .folder = object.at("folder").get<std::string>(),
              .exit_code = object.at("exit_code").get<int>(),
              .left_out = object.at("left_out").get<bool>(),
              .disturbed = object.at("disturbed").get<bool>(),
              .unwritten = object.at("unwritten").get<std::string>(),
              .ended_s = object.at("ended_s").get<double>()};
  } catch (const nlohmann::json::exception&) {
    throw Error(ErrorKind::kCorrupt, "no record of a trial: " + std::string(line));
  }
  if (ToLine(record) != line)
    throw Error(ErrorKind::kCorrupt,
                "no record of a trial as kproof writes it: " + std::string(line));
  return record;
}

}  // namespace kproof
