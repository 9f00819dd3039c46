// The cluster moment by moment: as a table of what happened, and as JSON for the script, which
// shows for a chosen moment who led, who was in sync, and what each node believed.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "harness/base/json_text.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "reports/run_page/drawing.h"
#include "reports/run_page/view_leaders.h"
#include "reports/run_page/words.h"

namespace kproof::view {
namespace {

using Json = nlohmann::ordered_json;

bool IsUnder(const NodeTimes::Under& under, double at_s) {
  return under.from_s <= at_s && (!under.to_s || at_s < *under.to_s);
}

// "broker 2 (1 kill), broker 3 (2 pause)"
std::string BrokenThen(const RunPage& page, double at_s) {
  std::vector<std::string> nodes;
  for (const auto& node : page.nodes) {
    std::vector<std::string> faults;
    for (const auto& under : node.faults) {
      if (IsUnder(under, at_s))
        faults.push_back(BandLabel(page.result.faults[under.fault], under.fault));
    }
    if (!faults.empty())
      nodes.push_back(fmt::format("{} ({})", OneLine(node.name, kLongestName), Join(faults, ", ")));
  }
  return nodes.empty() ? "–" : JoinFew(nodes);
}

// Whether it is known when records were due: else none seems to be on its way.
bool KnowsDue(const Series& series) {
  return std::any_of(series.begin(), series.end(),
                     [](const SeriesPoint& point) { return point.due > 0; });
}

std::string OpenThen(const Series& series, double at_s) {
  const auto after =
      std::upper_bound(series.begin(), series.end(), at_s,
                       [](double moment, const SeriesPoint& point) { return moment < point.at_s; });
  if (after == series.begin()) return "–";
  return WithThousands(static_cast<std::uint64_t>((after - 1)->open));
}

Json NodesForScript(const RunPage& page) {
  Json nodes = Json::array();
  for (const auto& node : page.nodes) {
    Json faults = Json::array();
    for (const auto& under : node.faults)
      faults.push_back({{"number", under.fault + 1},
                        {"name", OneLine(page.result.faults[under.fault].fault, kLongestName)},
                        {"from", under.from_s},
                        {"to", under.to_s ? Json(*under.to_s) : Json(nullptr)}});
    nodes.push_back({{"name", OneLine(node.name, kLongestName)},
                     {"id", node.id},
                     {"cluster", OneLine(node.cluster, kLongestName)},
                     {"broker", node.broker},
                     {"faults", faults}});
  }
  return nodes;
}

// Of each partition whose leaders are drawn, in their order.
Json ToldForScript(const RunPage& page) {
  Json partitions = Json::array();
  for (const auto& partition : page.leaders) {
    Json told = Json::object();
    for (const auto& [node, stances] : partition.told)
      told[std::to_string(node)] = StancesForScript(stances);
    partitions.push_back({{"cluster", OneLine(partition.cluster, kLongestName)}, {"told", told}});
  }
  return partitions;
}

Json EffectsForScript(const RunPage& page) {
  Json effects = Json::object();
  for (const auto& node : page.nodes) {
    for (const auto& under : node.faults) {
      const auto& fault = page.result.faults[under.fault];
      const auto peers = under.fault < page.states.size() ? page.states[under.fault].peers : "";
      effects[std::to_string(under.fault + 1)] =
          FaultName(fault) + (peers.empty() ? "" : ", towards " + OneLine(peers)) + ": " +
          FaultEffect(fault);
    }
  }
  return effects;
}

}  // namespace

Data Cluster(const RunPage& page) {
  const bool knows_due = KnowsDue(page.series);
  Data rows = PageList();
  Json open = Json::array(), moments = Json::array();
  for (const auto& moment : page.moments) {
    const auto what = OneLine(moment.what, 2 * kLongestName);
    const auto on_its_way = knows_due ? OpenThen(page.series, moment.at_s) : "–";
    Data row;
    row.set("at", fmt::format("{:.1f} s", moment.at_s));
    row.set("kind", moment.kind);
    row.set("what", what);
    row.set("broken", BrokenThen(page, moment.at_s));
    row.set("open", on_its_way);
    rows.push_back(row);
    moments.push_back({{"at", moment.at_s}, {"open", on_its_way}});
  }
  const Json json = {{"moments", moments},
                     {"nodes", NodesForScript(page)},
                     {"told", ToldForScript(page)},
                     {"effects", EffectsForScript(page)}};
  Data data;
  data.set("any_moments", !page.moments.empty());
  data.set("moments", rows);
  data.set("moments_left_out",
           OrNothing(page.moments_left_out == 0 ? "" : Counted(page.moments_left_out, "more")));
  data.set("any_leaders", !page.leaders.empty());
  data.set("cluster_json", LenientJsonText(json));
  return data;
}

Data Log(const RunPage& page) {
  Data rows = PageList();
  for (std::size_t i = 0; i < page.log.size(); ++i) {
    Data row;
    row.set("number", std::to_string(i + 1));
    row.set("at", fmt::format("{:.1f} s", page.log[i].at_s));
    row.set("node", OneLine(page.log[i].node, kLongestName));
    row.set("line", OneLine(page.log[i].line, 2 * kLongestName));
    rows.push_back(row);
  }
  Data data;
  data.set("any_lines", !page.log.empty());
  data.set("long", page.log.size() > kLongTable);
  data.set("lines", rows);
  data.set("lines_left_out",
           OrNothing(page.log_left_out == 0 ? "" : Counted(page.log_left_out, "more line")));
  return data;
}

}  // namespace kproof::view
