// The template's key is everything but what names the node, so a setting that changes the format
// gets one of its own.
#include "harness/cluster/format_template.h"

#include <fmt/format.h>

#include <filesystem>
#include <functional>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/write_file.h"
#include "harness/cluster/make_once.h"
#include "harness/cluster/tool.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

// What the tool formats for: a broker that nobody will ever start, with the settings that the
// format can depend on.
Properties TemplateProperties(const Properties& node) {
  Properties properties = node;
  properties["process.roles"] = "broker";
  properties["node.id"] = "1";
  if (properties.contains("controller.quorum.voters"))
    properties["controller.quorum.voters"] = "101@127.0.0.1:9094";
  else
    properties["controller.quorum.bootstrap.servers"] = "127.0.0.1:9094";
  properties["listeners"] = "CLIENT://127.0.0.1:9092,REPLICATION://127.0.0.1:9093";
  properties["advertised.listeners"] = properties["listeners"];
  properties["inter.broker.listener.name"] = "REPLICATION";
  properties.erase("log.dirs");
  return properties;
}

// What the tool says, without the frames of its stack.
std::string Telling(const std::string& output) {
  auto lines = Split(output, '\n');
  std::erase_if(lines,
                [](const auto& line) { return line.starts_with("\tat ") || Trim(line).empty(); });
  return Join(lines, "; ");
}

}  // namespace

void RunFormatTool(const KafkaHome& home, Properties properties,
                   const std::vector<std::string>& more, const std::string& folder,
                   Duration limit) {
  // By its name alone, within its parent: log.dirs can hold no comma.
  const fs::path path(folder);
  const std::string name = path.filename().string();
  const std::string file = folder + ".properties";
  properties["log.dirs"] = name;
  WriteFile(file, PropertiesText(properties));
  std::vector<std::string> args = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                                   "-XX:-UsePerfData", "-Xmx128m"};
  for (const auto& arg :
       {std::string("-cp"), home.ClassPath(), std::string("kafka.tools.StorageTool"),
        std::string("format"), std::string("-t"), RandomUuid(), std::string("-c"),
        name + ".properties"}) {
    args.push_back(arg);
  }
  args.insert(args.end(), more.begin(), more.end());
  const ToolResult result = RunTool(
      {.executable = home.java, .args = args, .folder = path.parent_path().string()}, limit);
  fs::remove(file);
  if (result.late)
    throw Error(ErrorKind::kNotRun,
                fmt::format("formatting a log folder of Kafka {} took more than {}", home.version,
                            HumanDuration(limit)),
                Hint("other processes may have the processors: try again when they are done"));
  if (!result.ok || !fs::exists(folder + "/meta.properties")) {
    throw Error(ErrorKind::kNotRun,
                "Kafka " + home.version + " can't format a log folder: " + Telling(result.output),
                Hint("look at cluster.config, or --config, and at the free space of the cache"));
  }
}

void FormatFromTemplate(const KafkaHome& home, const NodePlan& node, const std::string& cluster_id,
                        const std::string& folder) {
  const Properties properties = TemplateProperties(node.properties);
  const std::string key = PropertiesText(properties) +
                          (node.features.empty() ? "" : "\n" + PropertiesText(node.features));
  const std::string formatted =
      fmt::format("{}/format-{:016x}", home.cache, std::hash<std::string>{}(key));
  MakeOnce(formatted, [&](const std::string& temporary) {
    std::vector<std::string> features;
    for (const auto& [feature, level] : node.features) {
      features.push_back("--feature");
      features.push_back(feature + "=" + level);
    }
    RunFormatTool(home, properties, features, temporary);
  });

  fs::create_directories(folder);
  fs::copy(formatted, folder, fs::copy_options::recursive);
  const std::string meta_file = folder + "/meta.properties";
  Properties meta = ReadMeta(folder);
  meta["node.id"] = std::to_string(node.id);
  meta["cluster.id"] = cluster_id;
  if (meta.contains("directory.id")) meta["directory.id"] = RandomUuid();  // from Kafka 3.7
  WriteFile(meta_file, PropertiesText(meta));
}

}  // namespace kproof
