#include "audit/lint/shown.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace kproof {
namespace {

struct Runs {
  std::string_view scenario, as_the_book_says;
};

// A test compares each row with docs/scenarios.md.
constexpr std::array kRuns{
    Runs{"consumers/auto-commit-crash", "1 of 1"},
    Runs{"consumers/auto-commit-rarely", "1 of 1"},
    Runs{"consumers/auto-commit-slow-work", "1 of 1"},
    Runs{"consumers/auto-commit-workers-java", "2 of 2"},
    Runs{"consumers/commit-sync-each", "1 of 1"},
    Runs{"consumers/heartbeats-often", "2 of 2"},
    Runs{"consumers/heartbeats-rare", "1 of 1"},
    Runs{"consumers/member-frozen-long-session", "1 of 1"},
    Runs{"consumers/member-frozen-short-session", "1 of 1"},
    Runs{"consumers/new-partitions-earliest", "1 of 1"},
    Runs{"consumers/new-partitions-latest", "1 of 1"},
    Runs{"consumers/offsets-kept", "3 of 3"},
    Runs{"consumers/offsets-lost", "3 of 3"},
    Runs{"consumers/poll-interval-long-enough", "3 of 3"},
    Runs{"consumers/poll-interval-overrun", "3 of 3"},
    Runs{"consumers/static-member-long-session", "1 of 1"},
    Runs{"consumers/static-member-short-session", "1 of 1"},
    Runs{"consumers/workers-contiguous-java", "1 of 1"},
    Runs{"duplicates-and-order/delivery-timeout", "5 of 5"},
    Runs{"duplicates-and-order/leader-churn", "5 of 5"},
    Runs{"duplicates-and-order/request-late", "5 of 5"},
    Runs{"duplicates-and-order/request-late-not-idempotent", "5 of 5"},
    Runs{"duplicates-and-order/request-reset", "5 of 5"},
    Runs{"duplicates-and-order/request-reset-not-idempotent", "5 of 5"},
    Runs{"duplicates-and-order/response-late", "5 of 5"},
    Runs{"duplicates-and-order/response-late-not-idempotent", "5 of 5"},
    Runs{"duplicates-and-order/response-lost", "5 of 5"},
    Runs{"duplicates-and-order/response-lost-not-idempotent", "5 of 5"},
    Runs{"durability/isr-one-leader-dies-clean", "5 of 5"},
    Runs{"durability/isr-one-leader-dies-unclean", "5 of 5"},
    Runs{"durability/last-isr-power-loss-elr", "5 of 5"},
    Runs{"durability/last-isr-power-loss-no-elr", "5 of 5"},
    Runs{"durability/leader-cut-then-kill", "5 of 5"},
    Runs{"durability/leader-cut-then-kill-acks1", "5 of 5"},
    Runs{"durability/leader-kill", "10 of 10"},
    Runs{"durability/leader-kill-acks1", "10 of 10"},
    Runs{"durability/log-dir-dies", "10 of 10"},
    Runs{"durability/log-dir-dies-acks1", "5 of 5"},
    Runs{"durability/planned-move", "5 of 5"},
    Runs{"durability/planned-move-acks1", "5 of 5"},
    Runs{"durability/power-loss-all", "5 of 5"},
    Runs{"durability/power-loss-all-flushed", "5 of 5"},
    Runs{"durability/power-loss-leader", "5 of 5"},
    Runs{"durability/rf1-min-isr-2", "5 of 5"},
    Runs{"durability/slow-followers", "5 of 5"},
    Runs{"durability/slow-followers-acks1", "5 of 5"},
    Runs{"durability/wiped-disk-fast-restart", "5 of 5"},
    Runs{"durability/zombie-leader", "5 of 5"},
    Runs{"durability/zombie-leader-acks1", "5 of 5"},
};

std::string WithRuns(const std::string& scenario, const char* what) {
  const auto runs = KnownRuns(scenario);
  return fmt::format("{} {} ({})", scenario, what,
                     runs.empty() ? "runs not counted" : runs + " runs");
}

}  // namespace

std::string KnownRuns(const std::string& scenario) {
  const auto* found = std::find_if(kRuns.begin(), kRuns.end(),
                                   [&](const Runs& runs) { return runs.scenario == scenario; });
  return found == kRuns.end() ? "" : std::string(found->as_the_book_says);
}

std::string ShownText(const ScenarioPair& pair) {
  if (*pair.breaks == '\0') return "not shown";
  return WithRuns(pair.breaks, "breaks") + ", " + WithRuns(pair.holds, "holds");
}

}  // namespace kproof
