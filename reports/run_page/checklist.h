// What the rules of the lint (audit/lint) say of the settings that a run had: of each producer and
// each topic that it sent to, those of severity must and should.
//
// Not thread-safe.
#pragma once

#include <string>
#include <vector>

#include "audit/store/fact_reader.h"

namespace kproof {

struct ChecklistLine {
  std::string severity, rule;  // "must", "acks-1"
  std::string of;              // "producer checkout-0, checkout-1", "topic payments"
  std::string setting, value;  // value "": not set
  std::string why, advice;
};

// The worst first, each once. Settings of brokers are those of a cluster for tests, so rules about
// them are left out. Empty as well where no settings are known.
std::vector<ChecklistLine> ChecklistOf(const FactReader& store);

}  // namespace kproof
