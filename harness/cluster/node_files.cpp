// Settings are small ones for machines with two cores; nothing here changes what Kafka promises.
// Time-outs of sessions, elections and replica lag stay Kafka's own, because runs measure them.
#include "harness/cluster/node_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "harness/base/error.h"
#include "harness/base/random.h"
#include "harness/base/text.h"
#include "harness/base/utf8.h"
#include "harness/base/write_file.h"
#include "harness/cluster/format_template.h"
#include "harness/cluster/own_disk.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

// Internal topics on small clusters: as many replicas as there are brokers, three at most.
void InternalTopics(Properties& properties, int brokers, int kafka_major) {
  const std::string replicas = std::to_string(std::min(3, brokers));
  const std::string min_isr = std::to_string(std::min(2, brokers));
  properties["offsets.topic.replication.factor"] = replicas;
  properties["offsets.topic.num.partitions"] = "8";
  properties["transaction.state.log.replication.factor"] = replicas;
  properties["transaction.state.log.min.isr"] = min_isr;
  properties["transaction.state.log.num.partitions"] = "8";
  if (kafka_major < 4) return;
  properties["share.coordinator.state.topic.replication.factor"] = replicas;
  properties["share.coordinator.state.topic.min.isr"] = min_isr;
  properties["share.coordinator.state.topic.num.partitions"] = "8";
}

// With the first nodes only know whom to ask who votes, with the other one it is settled for ever.
const char* QuorumKey(bool dynamic) {
  return dynamic ? "controller.quorum.bootstrap.servers" : "controller.quorum.voters";
}

bool Has(const KafkaHome& home, std::string_view jar) {
  return std::any_of(home.jars.begin(), home.jars.end(), [jar](const std::string& path) {
    return fs::path(path).filename().string().starts_with(jar);
  });
}

// Kafka 4 logs with log4j 2, Kafka 3 with reload4j, whose properties differ. Times are UTC by the
// JVM's own time zone.
constexpr std::string_view kLog4j2 = R"(status=error
appender.file.type=File
appender.file.name=file
appender.file.fileName={file}
appender.file.layout.type=PatternLayout
appender.file.layout.pattern={pattern}
rootLogger.level=info
rootLogger.appenderRef.file.ref=file
)";
constexpr std::string_view kReload4j = R"(log4j.rootLogger=INFO, file
log4j.appender.file=org.apache.log4j.FileAppender
log4j.appender.file.File={file}
log4j.appender.file.layout=org.apache.log4j.PatternLayout
log4j.appender.file.layout.ConversionPattern={pattern}
)";
// As java.util.Properties reads it back; `special` needs a backslash too.
std::string Escaped(std::string_view text, std::string_view special) {
  std::string escaped;
  while (!text.empty()) {
    const auto [code_point, length] = FirstCharacter(text);
    if (length == 0) throw Error("a property of Kafka would not be UTF-8: " + escaped + "…");
    const char character = text.front();
    if (code_point >= 0x10000) {  // a surrogate pair of UTF-16
      escaped += fmt::format("\\u{:04x}\\u{:04x}", 0xd800 + ((code_point - 0x10000) >> 10),
                             0xdc00 + ((code_point - 0x10000) & 0x3ff));
    } else if (code_point < 0x20 || code_point > 0x7e) {
      escaped += fmt::format("\\u{:04x}", code_point);
    } else {
      if (character == '\\' || special.find(character) != std::string_view::npos) escaped += '\\';
      escaped += character;
    }
    text.remove_prefix(length);
  }
  return escaped;
}

// Blanks in front would belong to the separator.
std::string EscapedValue(const std::string& value) {
  const auto text = Escaped(value, "");
  return text.starts_with(' ') ? "\\" + text : text;
}

// From the node's folder, past every link, so that ".." leads where it says.
std::string FromItsFolder(const NodePlan& node, const std::string& file) {
  const fs::path path(file);
  return (fs::canonical(path.parent_path()) / path.filename())
      .lexically_relative(fs::canonical(node.folder))
      .string();
}

constexpr std::string_view kLinePattern = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS}Z %p %m (%c)%n";

}  // namespace

std::vector<std::string> NodePlan::data_folders() const {
  const std::string first = (own_disk ? disk_folder() : folder) + "/data";
  std::vector<std::string> folders = {first};
  for (int number = 2; number <= log_dirs; ++number)
    folders.push_back(first + "-" + std::to_string(number));
  return folders;
}

std::string RandomUuid() {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  Random random(EntropySeed());
  std::string uuid;
  for (int digits = 0; digits < 21; ++digits) uuid.push_back(kDigits[random.Below(64)]);
  uuid.front() = kDigits[random.Below(26)];  // "-" in front would look like an option
  uuid.push_back("AQgw"[random.Below(4)]);   // 128 bits leave two in the last of 22 digits
  return uuid;
}

std::string PropertiesText(const Properties& properties) {
  std::string text;
  for (const auto& [key, value] : properties)
    text += Escaped(key, " =:#!") + "=" + EscapedValue(value) + "\n";
  return text;
}

Properties ParseMeta(const std::string& text) {
  Properties properties;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto equals = line.find('=');
    if (line.starts_with('#') || equals == std::string::npos) continue;
    properties[line.substr(0, equals)] = line.substr(equals + 1);
  }
  return properties;
}

Properties ReadMeta(const std::string& data_folder) {
  std::ifstream file(data_folder + "/meta.properties");
  return ParseMeta(std::string(std::istreambuf_iterator<char>(file), {}));
}

std::string QuorumVoters(const NodePlan& node, const std::vector<NodePlan>& all) {
  std::vector<std::string> voters;
  for (const auto& other : all) {
    if (!other.controller) continue;
    const auto address = other.control.ToString();
    voters.push_back(node.dynamic_quorum ? address : fmt::format("{}@{}", other.id, address));
  }
  return Join(voters, ",");
}

Properties ServerProperties(const NodePlan& node, const std::vector<NodePlan>& all,
                            const std::string& kafka_version, const Properties& config) {
  const auto brokers = static_cast<int>(
      std::count_if(all.begin(), all.end(), [](const NodePlan& other) { return other.broker; }));
  std::vector<std::string> roles;
  std::vector<std::string> listeners;
  if (node.broker) {
    roles.emplace_back("broker");
    listeners.push_back("CLIENT://" + node.behind.value_or(node.clients).ToString());
    listeners.push_back("REPLICATION://" + node.replication.ToString());
  }
  if (node.controller) {
    roles.emplace_back("controller");
    listeners.push_back("CONTROLLER://" + node.control.ToString());
  }
  Properties properties = {
      {"process.roles", Join(roles, ",")},
      {"node.id", std::to_string(node.id)},
      {QuorumKey(node.dynamic_quorum), QuorumVoters(node, all)},
      {"controller.listener.names", "CONTROLLER"},
      {"listeners", Join(listeners, ",")},
      {"listener.security.protocol.map",
       "CLIENT:PLAINTEXT,REPLICATION:PLAINTEXT,CONTROLLER:PLAINTEXT"},
      {"log.dirs", Join(node.data_folders(), ",")},
      {"auto.create.topics.enable", "false"},
      {"group.initial.rebalance.delay.ms", "0"},
      {"num.network.threads", "2"},
      {"num.io.threads", "4"},
      {"background.threads", "2"},
      {"num.recovery.threads.per.data.dir", "1"},
      {"log.cleaner.dedupe.buffer.size", "4194304"},  // 128 MB by default, half of a small heap
  };
  if (node.broker) properties["inter.broker.listener.name"] = "REPLICATION";
  if (node.broker && !node.rack.empty()) properties["broker.rack"] = node.rack;
  if (node.behind) {
    properties["advertised.listeners"] =
        "CLIENT://" + node.clients.ToString() + ",REPLICATION://" + node.replication.ToString();
  }
  InternalTopics(properties, brokers, std::atoi(kafka_version.c_str()));
  for (const auto& [key, value] : config) properties[key] = value;
  return properties;
}

void PrepareNode(const NodePlan& node, const KafkaHome& home, const std::string& cluster_id) {
  std::error_code failed;
  fs::create_directories(node.folder, failed);
  if (!failed) fs::create_directories(node.log_folder, failed);
  if (failed) {
    throw Error(ErrorKind::kNotRun, "can't create " + node.folder + ": " + failed.message());
  }
  WriteFile(node.folder + "/server.properties", PropertiesText(node.properties));
  WriteLogging(node, home);
  FormatNode(node, home, cluster_id);
}

void WriteLogging(const NodePlan& node, const KafkaHome& home) {
  WriteFile(node.folder + "/log4j.properties",
            fmt::format(fmt::runtime(Has(home, "log4j-core-") ? kLog4j2 : kReload4j),
                        fmt::arg("file", EscapedValue(FromItsFolder(node, node.log_file()))),
                        fmt::arg("pattern", kLinePattern)));
}

// The bootstrap checkpoint belongs to the metadata's folder alone.
void FormatNode(const NodePlan& node, const KafkaHome& home, const std::string& cluster_id) {
  for (const auto& folder : node.data_folders()) {
    FormatFromTemplate(home, node, cluster_id, folder);
    if (folder != node.data_folders().front()) fs::remove(folder + "/bootstrap.checkpoint");
  }
  if (node.own_disk) SyncDisk(node.disk_folder());
}

Command NodeCommand(const NodePlan& node, const KafkaHome& home) {
  Command command{.executable = home.java,
                  .args = {},
                  .env = node.env,
                  .output = node.output_file(),
                  .folder = node.folder,
                  .netns = node.host.netns};
  command.env.emplace("LC_ALL", "C.UTF-8");  // for Java to find paths with umlauts
  // C1 alone and the serial collector halve the time to ready and leave the cores to the load.
  command.args = {"-Xmx" + node.heap,        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                  "-XX:-UsePerfData",        "-Xshare:auto",     "-Duser.timezone=UTC",
                  "-Djava.awt.headless=true"};
  // Libraries that compress are unpacked there, and stay where a node is killed.
  command.args.push_back("-Djava.io.tmpdir=" + node.folder);
  if (!home.class_data_archive.empty()) {
    command.args.push_back("-XX:SharedArchiveFile=" + home.class_data_archive);
  }
  command.args.push_back("-XX:ErrorFile=" +
                         FromItsFolder(node, node.log_folder + "/" + node.log_name + "-crash.log"));
  command.args.insert(command.args.end(), node.jvm_flags.begin(), node.jvm_flags.end());
  command.args.push_back(Has(home, "log4j-core-") ? "-Dlog4j2.configurationFile=log4j.properties"
                                                  : "-Dlog4j.configuration=file:log4j.properties");
  command.args.insert(command.args.end(),
                      {"-cp", home.ClassPath(), "kafka.Kafka", node.folder + "/server.properties"});
  return command;
}

}  // namespace kproof
