#include "harness/certify/survival_tests.h"

namespace kproof {

std::span<const SurvivalTest> SurvivalTests() {
  // The leader acks alone, and nobody has what it acked.
  static const std::vector<Override> kAcksAlone = {
      {"producers.checkout.config.acks", "1", "control"},
      {"producers.checkout.config.enable.idempotence", "false", "control"}};
  // The leader is the only one that has anything.
  static const std::vector<Override> kOneReplica = {
      {"topics.payments.replication", "1", "control"},
      {"topics.payments.config.min.insync.replicas", "1", "control"}};
  static const std::vector<Override> kTwice = {
      {"producers.checkout.config.enable.idempotence", "false", "control"}};
  static const SurvivalTest kTests[] = {
      {"faults/leader-kill", {}, {}},
      {"faults/followers-frozen", FindingKind::kLost, kAcksAlone},
      {"faults/leader-cut-then-kill", FindingKind::kLost, kAcksAlone},
      {"faults/power-loss-leader", FindingKind::kLost, kAcksAlone},
      {"faults/leader-disk-dies", FindingKind::kLost, kAcksAlone},
      {"faults/followers-slow-disk", FindingKind::kLost, kAcksAlone},
      {"faults/leader-wiped", FindingKind::kLost, kOneReplica},
      {"faults/leader-stop", {}, {}},
      {"faults/controller-kill", {}, {}},
      {"faults/rolling-restart", {}, {}},
      {"faults/response-lost", FindingKind::kDuplicated, kTwice},
  };
  return kTests;
}

}  // namespace kproof
