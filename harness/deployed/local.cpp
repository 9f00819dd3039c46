#include "harness/deployed/local.h"

#include <array>
#include <string_view>

#include "harness/settings/check.h"

namespace kproof {
namespace {

struct NotLocal {
  std::string_view begins, why;
};

constexpr std::string_view kNoSecurity =
    "kproof speaks no TLS and no SASL yet, and its clusters have no access control";
constexpr std::string_view kListeners = "kproof chooses listeners, all of them PLAINTEXT";
constexpr std::string_view kPlugin = "its class would have to be on the brokers' class path";

constexpr std::array kNotLocal{
    NotLocal{"advertised.", kListeners},
    NotLocal{"allow.everyone.if.no.acl.found", kNoSecurity},
    NotLocal{"alter.config.policy.class.name", kPlugin},
    NotLocal{"authorizer.", kNoSecurity},
    NotLocal{"client.quota.callback.class", kPlugin},
    NotLocal{"config.providers", kPlugin},
    NotLocal{"control.plane.listener.name", kListeners},
    NotLocal{"create.topic.policy.class.name", kPlugin},
    NotLocal{"delegation.token.", kNoSecurity},
    NotLocal{"listener.name.", kListeners},
    NotLocal{"metric.reporters", kPlugin},
    NotLocal{"password.encoder.", kNoSecurity},
    NotLocal{"principal.builder.class", kPlugin},
    NotLocal{"remote.log.metadata.manager.class.", kPlugin},
    NotLocal{"remote.log.storage.manager.class.", kPlugin},
    NotLocal{"replica.selector.class", kPlugin},
    NotLocal{"rlmm.config.", kPlugin},
    NotLocal{"rsm.config.", kPlugin},
    NotLocal{"sasl.", kNoSecurity},
    NotLocal{"security.", kNoSecurity},
    NotLocal{"ssl.", kNoSecurity},
    NotLocal{"super.users", kNoSecurity},
    NotLocal{"zookeeper.", "kproof starts no ZooKeeper: clusters are KRaft"},
};

}  // namespace

std::string WhyNotLocal(const std::string& setting) {
  const auto owned = WhyNodesOwn(setting);
  if (!owned.empty()) return owned;
  for (const auto& row : kNotLocal)
    if (setting.starts_with(row.begins)) return std::string(row.why);
  return "";
}

}  // namespace kproof
