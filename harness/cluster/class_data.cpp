// -XX:ArchiveClassesAtExit writes the archive when the JVM ends normally. It holds for one Java and
// one class path.
#include "harness/cluster/class_data.h"

#include <csignal>
#include <filesystem>

#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/base/undo.h"
#include "harness/cluster/connect.h"
#include "harness/cluster/local_node.h"
#include "harness/cluster/make_once.h"
#include "harness/cluster/subnet.h"

namespace kproof {
namespace {

constexpr Duration kStartWithin = std::chrono::seconds(60);
constexpr Duration kStopWithin = std::chrono::seconds(60);

void Record(const KafkaHome& home, const std::string& archive) {
  const std::string folder = archive + ".run";
  const Undo remove("remove the run", [folder] { std::filesystem::remove_all(folder); });
  const Subnet subnet = Subnet::Claim();
  NodePlan plan;
  plan.id = 1;
  plan.name = plan.log_name = "archive";
  plan.broker = plan.controller = true;
  const Ports ports = ChoosePorts({subnet.Host(1)}, std::nullopt);
  plan.clients = {subnet.Host(1), ports.clients};
  plan.replication = {subnet.Host(1), ports.replication};
  plan.control = {subnet.Host(1), ports.control};
  plan.folder = plan.log_folder = folder;
  plan.jvm_flags = {"-XX:ArchiveClassesAtExit=" + archive};
  // Relative to its folder: that of the cache may have a comma, which log.dirs can't hold.
  plan.properties = ServerProperties(plan, {plan}, home.version, {{"log.dirs", "data"}});
  PrepareNode(plan, home, RandomUuid());
  LocalNode node(plan, home);
  node.process().Start();
  if (!node.process().WaitStarted(Deadline(kStartWithin))) {
    throw Error("a node for it did not start: " + node.process().LastLogLines(5));
  }
  // A topic loads the classes of logs and partitions too.
  NodeClient client = Connect(node);
  client.CreateTopic({"archive", 1, 1, {}}, std::chrono::seconds(10));
  client.Metadata({}, std::chrono::seconds(5));
  client.Offsets("archive", 0, std::chrono::seconds(5));
  node.process().Signal(SIGTERM);
  if (!node.process().WaitExit(Deadline(kStopWithin)) || !std::filesystem::exists(archive)) {
    throw Error("the node for it wrote none: " + node.process().LastLogLines(5));
  }
}

}  // namespace

void UseClassDataArchive(KafkaHome& home, const Progress& progress) {
  const std::string archive = home.cache + "/classes.jsa";
  try {
    MakeOnce(archive, [&](const std::string& temporary) {
      if (progress) progress("making a class-data archive for Kafka " + home.version + ", once");
      Record(home, temporary);
    });
    home.class_data_archive = archive;
  } catch (...) {  // nodes start without it, only later
    if (progress) progress(std::string("no class-data archive: ") + CaughtError().what());
  }
}

}  // namespace kproof
