#include "harness/cluster/containers.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <set>

#include "harness/base/error.h"
#include "harness/base/json_text.h"
#include "harness/base/text.h"
#include "harness/base/units.h"

namespace kproof {
namespace {

using nlohmann::json;

constexpr const char* kIdLabel = "kproof.node-id";
constexpr const char* kRoleLabel = "kproof.role";
constexpr std::int64_t kMostId = INT32_MAX;

[[noreturn]] void RefuseService(const std::string& service, const std::string& what,
                                const std::string& hint) {
  throw Error(ErrorKind::kUsage, "service " + service + " " + what, Hint(hint));
}

// Where its listener is reached from this machine.
Address PublishedPort(const json& container, const std::string& service) {
  std::vector<Address> published;
  const auto& host = container.at("HostConfig");
  const auto bindings = host.value("PortBindings", json());
  for (const auto& [port, places] : bindings.items()) {
    for (const auto& place : places) {
      const std::string ip = place.value("HostIp", "");
      const auto number = ParseInt(place.value("HostPort", ""));
      if (!number || *number < 1 || *number > 65535)
        RefuseService(service, "publishes " + port + " on a port that Docker chooses",
                      "publish it on a port of your own, as in 127.0.0.1:19092:9092");
      published.push_back(
          {ip.empty() || ip == "0.0.0.0" ? "127.0.0.1" : ip, static_cast<int>(*number)});
    }
  }
  if (published.size() != 1)
    RefuseService(service, "publishes " + std::to_string(published.size()) + " ports",
                  "publish one: the clients' listener of a broker, the controllers' listener of a "
                  "controller");
  return published.front();
}

NodeIdentity IdentityOf(const json& container, const std::string& service, const json& labels) {
  const auto id = ParseInt(labels.value(kIdLabel, ""));
  if (!id || *id < 0 || *id > kMostId)
    RefuseService(
        service, std::string("has the label ") + kIdLabel + " '" + labels.value(kIdLabel, "") + "'",
        "write its KAFKA_NODE_ID");
  const auto role = labels.value(kRoleLabel, "");
  if (role != "broker" && role != "controller")
    RefuseService(service, std::string("has the label ") + kRoleLabel + " '" + role + "'",
                  "write broker or controller");
  NodeIdentity identity{.id = static_cast<int>(*id),
                        .name = service,
                        .broker = role == "broker",
                        .controller = role == "controller"};
  (identity.broker ? identity.clients : identity.control) = PublishedPort(container, service);
  return identity;
}

}  // namespace

std::vector<ContainerNode> NodesAmong(const std::string& inspected) {
  std::vector<ContainerNode> nodes;
  std::set<int> ids;
  try {
    for (const auto& container : ParseJson(inspected)) {
      const auto labels = container.at("Config").value("Labels", json::object());
      if (!labels.contains(kIdLabel) && !labels.contains(kRoleLabel)) continue;
      const std::string service = labels.value("com.docker.compose.service", "?");
      nodes.push_back({container.at("Id"), IdentityOf(container, service, labels)});
      if (!ids.insert(nodes.back().identity.id).second)
        RefuseService(service, "has the node id of another service",
                      "give each node an id of its own");
    }
  } catch (const json::exception& error) {
    throw Error(std::string("docker inspect did not answer with containers: ") + error.what());
  }
  std::sort(nodes.begin(), nodes.end(), [](const auto& a, const auto& b) {
    return std::pair(!a.identity.broker, a.identity.id) <
           std::pair(!b.identity.broker, b.identity.id);
  });
  return nodes;
}

std::string KafkaVersionAmong(const std::string& jars) {
  for (const auto& line : Split(jars, '\n')) {
    const auto name = Trim(line);
    if (!name.starts_with("kafka_2.") || !name.ends_with(".jar")) continue;
    const auto dash = name.find('-');
    if (dash == std::string::npos) continue;
    const auto version = name.substr(dash + 1, name.size() - dash - 1 - 4);
    const bool plain =
        !version.empty() && version.find_first_not_of("0123456789.") == std::string::npos;
    if (plain) return version;  // another one is kafka_2.13-4.3.1-test.jar
  }
  return "";
}

std::string EnvironmentName(const std::string& property) {
  std::string name = "KAFKA_";
  for (const char character : property) {
    if (character == '.')
      name += '_';
    else if (character == '_')
      name += "__";
    else if (character == '-')
      name += "___";
    else
      name += static_cast<char>(std::toupper(static_cast<unsigned char>(character)));
  }
  return name;
}

std::string ComposeText(const std::string& text) {
  std::string escaped;
  for (const char character : text) escaped += character == '$' ? "$$" : std::string(1, character);
  return escaped;
}

}  // namespace kproof
