#include "harness/inject/proxy_rule.h"

#include <fmt/format.h>

#include "harness/base/text.h"
#include "harness/protocol/api.h"
#include "harness/protocol/error_codes.h"

namespace kproof {
namespace {

struct Words {
  const char* what;
  std::string done;
};

Words WordsOf(const ProxyRule& rule) {
  switch (rule.action) {
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
    case ProxyAction::kAnswerRequests:
      return {"requests",
              fmt::format("answered with {}{}", ErrorName(rule.error),
                          rule.when == AnswerWhen::kAfter ? " after they were carried out" : "")};
    case ProxyAction::kHideTopic:
      return {"responses", "that left out topic " + rule.where.topic};
    case ProxyAction::kLateRequests:
      return {"requests", "held back while their connection ended"};
    case ProxyAction::kHoldFetches:
      break;
  }
  return {"responses", "held"};
}

}  // namespace

bool LooksInside(const ProxyRule& rule) {
  switch (rule.action) {
    case ProxyAction::kAnswerRequests:
    case ProxyAction::kHideTopic:
    case ProxyAction::kHoldFetches:
    case ProxyAction::kLateRequests:  // it needs all of a request before the connection ends
      return true;
    default:
      return !rule.where.any() || !rule.client.empty() || rule.nth > 0;
  }
}

std::string Describe(const ProxyRule& rule, const ProxyRuleCounts& counts) {
  std::vector<std::string> kinds;
  for (const auto api : rule.apis) kinds.push_back(ApiName(api));
  const Words words = WordsOf(rule);
  std::string text = fmt::format("{} of {} {} {} {}", counts.acted, counts.matched,
                                 kinds.empty() ? "any" : Join(kinds, ", "), words.what, words.done);
  if (rule.action == ProxyAction::kLateRequests)
    text += fmt::format(", {} reached the broker later", counts.late);
  if (counts.undecoded > 0)
    text += fmt::format("; {} requests of a version that can't be read passed", counts.undecoded);
  return text;
}

}  // namespace kproof
