#include "harness/inject/proxy_rule.h"

#include <fmt/format.h>

#include "harness/base/text.h"
#include "harness/inject/kafka_api.h"

namespace kproof {
namespace {

struct Words {
  const char* what;
  const char* done;
};

Words WordsOf(ProxyAction action) {
  switch (action) {
    case ProxyAction::kSwallowRequests:
      return {"requests", "swallowed"};
    case ProxyAction::kSwallowResponses:
      return {"responses", "swallowed"};
    case ProxyAction::kDelayRequests:
      return {"requests", "delayed"};
    case ProxyAction::kDelayResponses:
      return {"responses", "delayed"};
    case ProxyAction::kResetRequests:
      return {"requests", "answered with a reset"};
    case ProxyAction::kHoldFetches:
      break;
  }
  return {"responses", "held"};
}

}  // namespace

std::string Describe(const ProxyRule& rule, const ProxyRuleCounts& counts) {
  std::vector<std::string> kinds;
  for (const auto api : rule.apis) kinds.push_back(ApiName(api));
  if (rule.action == ProxyAction::kHoldFetches) kinds = {ApiName(kFetchApi)};
  const Words words = WordsOf(rule.action);
  std::string text = fmt::format("{} of {} {} {} {}", counts.acted, counts.matched,
                                 kinds.empty() ? "any" : Join(kinds, ", "), words.what, words.done);
  if (counts.undecoded > 0)
    text += fmt::format("; {} Fetches of a version that can't be read passed", counts.undecoded);
  return text;
}

}  // namespace kproof
