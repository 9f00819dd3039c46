#include "harness/run/evidence.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "harness/base/error.h"
#include "harness/base/json_text.h"
#include "harness/base/sha256.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

constexpr char kStore[] = "audit.db";
constexpr char kLogs[] = "logs/";
constexpr std::uintmax_t kLongestResult = 16U << 20;  // bytes

// A result.json from elsewhere can name no file outside its folder.
bool IsName(const std::string& name) {
  const std::string logs = kLogs;
  return name == kStore || (name.starts_with(logs) && name.size() > logs.size() &&
                            name.find('/', logs.size()) == std::string::npos && name != "logs/..");
}

}  // namespace

Evidence EvidenceIn(const std::string& folder, bool logs) {
  Evidence evidence;
  evidence[kStore] = Sha256OfFile(folder + "/" + kStore);
  if (!logs || !fs::is_directory(folder + "/logs")) return evidence;
  for (const auto& entry : fs::directory_iterator(folder + "/logs"))
    if (entry.is_regular_file())
      evidence[kLogs + entry.path().filename().string()] = Sha256OfFile(entry.path().string());
  return evidence;
}

RecordedEvidence CompareEvidence(const std::string& folder) {
  RecordedEvidence compared;
  const std::string file = folder + "/result.json";
  std::error_code failed;
  if (!fs::is_regular_file(file, failed)) return compared;
  const auto size = fs::file_size(file, failed);
  std::ifstream stream(file, std::ios::binary);
  const auto result = failed || size > kLongestResult
                          ? nlohmann::json()
                          : ParseJsonIfAny(std::string(std::istreambuf_iterator<char>(stream), {}));
  if (!result.is_object()) {
    compared.doubts.push_back(
        "result.json can't be parsed, so the run's evidence can't be compared");
    return compared;
  }
  const auto evidence = result.find("evidence");
  if (evidence == result.end() || !evidence->is_object()) return compared;
  for (const auto& [name, digits] : evidence->items()) {
    if (!digits.is_string() || !IsName(name)) {
      compared.doubts.push_back("result.json lists evidence in an unknown form");
      continue;
    }
    compared.recorded[name] = digits.get<std::string>();
    try {
      compared.found[name] = Sha256OfFile(folder + "/" + name);
    } catch (const Error& error) {
      compared.doubts.push_back(name + " is evidence of this run and is missing: " + error.what());
      continue;
    }
    if (compared.found[name] != compared.recorded[name])
      compared.doubts.push_back(name + " has changed since the run: its SHA-256 is " +
                                compared.found[name].substr(0, 12) + "…, and " +
                                compared.recorded[name].substr(0, 12) + "… in result.json");
  }
  return compared;
}

}  // namespace kproof
