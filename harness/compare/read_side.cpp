#include "harness/compare/read_side.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

#include "harness/base/error.h"
#include "harness/base/json_fields.h"
#include "harness/compare/baseline.h"
#include "harness/compare/read_run.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

constexpr char kMatrix[] = "matrix.json";
constexpr char kResult[] = "result.json";

// Circumstances of a cell are those that all of its trials share.
void KeepShared(std::map<std::string, std::string>& shared,
                const std::map<std::string, std::string>& other) {
  std::erase_if(shared, [&](const auto& one) {
    const auto found = other.find(one.first);
    return found == other.end() || found->second != one.second;
  });
}

void AddTrial(ComparedCell& cell, ComparedRun run) {
  if (cell.trials.empty())
    cell.circumstances = std::move(run.circumstances);
  else
    KeepShared(cell.circumstances, run.circumstances);
  cell.trials.push_back(std::move(run.trial));
}

std::string RunFolder(const std::string& campaign, const JsonPlace& place) {
  const fs::path run = fs::path(place.Text()).lexically_normal();
  if (run.empty() || run.is_absolute() || *run.begin() == "..")
    place.Refuse("names no folder below the campaign: '" + place.Text() + "'");
  const std::string folder = campaign + "/" + run.string();
  if (!fs::is_regular_file(folder + "/" + kResult))
    throw Error(ErrorKind::kUsage, folder + " has no result.json, and matrix.json names that run",
                Hint("copy the whole campaign folder, with its cells/"));
  return folder;
}

ComparedSide ReadCampaign(const std::string& folder) {
  const std::string file = folder + "/" + kMatrix;
  const auto json = ReadJson(file);
  const JsonPlace matrix(json, file);
  matrix.RequireSchema();
  ComparedSide side{folder, "campaign", matrix["name"].Text(), {}};
  std::set<std::string> runs;  // a trial that counts twice makes every test too sure
  for (const auto& place : matrix["cells"].Elements()) {
    ComparedCell cell;
    for (const auto& [axis, value] : place["at"].Members()) cell.at[axis] = value.Text();
    if (const auto why = place["excluded"]; !why.IsNull()) cell.excluded = why.Text();
    if (std::any_of(side.cells.begin(), side.cells.end(),
                    [&](const ComparedCell& other) { return other.at == cell.at; }))
      place["at"].Refuse("is there twice: " + PlaceText(cell.at));
    for (const auto& run : place["runs"].Elements()) {
      const auto run_folder = RunFolder(folder, run);
      if (!runs.insert(run_folder).second) run.Refuse("is named twice: '" + run.Text() + "'");
      AddTrial(cell, ReadRun(run_folder));
    }
    side.cells.push_back(std::move(cell));
  }
  return side;
}

ComparedSide ReadRunAlone(const std::string& folder) {
  auto run = ReadRun(folder);
  ComparedCell cell;
  cell.at["scenario"] = run.scenario;
  const std::string name = run.scenario;
  AddTrial(cell, std::move(run));
  return {folder, "run", name, {std::move(cell)}};
}

}  // namespace

ComparedSide ReadSide(const std::string& path) {
  std::error_code unknown;
  const auto status = fs::status(path, unknown);
  if (!fs::exists(status))
    throw Error(ErrorKind::kUsage, "there is no " + path,
                Hint("name a run folder, a campaign folder or a baseline"));
  if (!fs::is_directory(status)) return ReadBaseline(path);
  if (fs::exists(path + "/" + kMatrix)) return ReadCampaign(path);
  if (fs::exists(path + "/" + kResult)) return ReadRunAlone(path);
  throw Error(ErrorKind::kUsage, path + " has neither a result.json nor a matrix.json",
              Hint("name the folder of one run or of one campaign, or a baseline"));
}

}  // namespace kproof
