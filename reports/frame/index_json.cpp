#include "reports/frame/index_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "harness/base/json_text.h"
#include "harness/base/output_target.h"
#include "reports/frame/texts.h"

namespace kproof {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kIndexSchema = 1;
constexpr std::size_t kNameChars = 120, kReasonChars = 300, kFolderChars = 300;
constexpr std::size_t kNotSeenBytes = 6'000;
// What "left_out" and the ends of lists take.
constexpr std::size_t kReserve = 300;

std::size_t SizeOf(const Json& json) { return LenientJsonText(json, 1).size(); }

// As many as fit into so many bytes; gives how many did not. Each line of an indented list has its
// indentation and a comma beside its text.
template <typename Row>
std::size_t AddWhatFits(const std::vector<Row>& rows, std::size_t bytes,
                        Json (*to_json)(const Row&), Json& list) {
  constexpr std::size_t kIndents = 4;  // of each line, at the depth at which they stand
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto json = to_json(rows[i]);
    const auto text = LenientJsonText(json, 1);
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    const auto size = text.size() + lines * kIndents;
    if (size > bytes) return rows.size() - i;
    bytes -= size;
    list.push_back(std::move(json));
  }
  return 0;
}

Json IndexRunRow(const IndexRun& run) {
  Json counts = Json::object();
  for (const auto& [name, count] : run.counts) counts[name] = count;
  return {{"folder", OneLine(run.folder, kFolderChars)},
          {"scenario", OneLine(run.scenario, kNameChars)},
          {"seed", run.seed},
          {"verdict", Name(run.verdict)},
          {"reason", OneLine(run.reason, kReasonChars)},
          {"counts", std::move(counts)}};
}

Json Sentence(const std::string& text) { return OneLine(text, kReasonChars); }

Json Verdicts(const std::vector<IndexRun>& runs) {
  Json verdicts = Json::object();
  for (const auto& row : VerdictTable()) {
    std::uint64_t count = 0;
    for (const auto& run : runs) count += Name(run.verdict) == row.name ? 1 : 0;
    if (count > 0) verdicts[row.name] = count;
  }
  return verdicts;
}

}  // namespace

std::string ToIndexJson(const Index& index) {
  Json json = {{"schema", kIndexSchema},
               {"kind", index.kind},
               {"name", OneLine(index.name, kNameChars)},
               {"verdict", index.verdict},
               {"exit_code", index.exit_code},
               {"reason", OneLine(index.reason, 2 * kReasonChars)},
               {"verdicts", Verdicts(index.runs)},
               {"files", Json::object()},
               {"not_seen", Json::array()},
               {"runs", Json::array()},
               {"left_out", {{"runs", 0}, {"not_seen", 0}}}};
  for (const auto& [name, meaning] : index.files) json["files"][name] = meaning;
  json["left_out"]["not_seen"] =
      AddWhatFits(index.not_seen, kNotSeenBytes, Sentence, json["not_seen"]);
  json["left_out"]["runs"] =
      AddWhatFits(index.runs, kMostIndexBytes - kReserve - SizeOf(json), IndexRunRow, json["runs"]);
  return LenientJsonText(json, 1) + "\n";
}

bool IsIndex(const std::string& file, std::string_view kind) {
  auto head = FirstBytes(file);
  std::erase_if(head, [](unsigned char c) { return std::isspace(c) != 0; });
  return head.starts_with(fmt::format("{{\"schema\":{},\"kind\":\"{}\",", kIndexSchema, kind));
}

}  // namespace kproof
