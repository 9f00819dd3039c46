// A vocabulary and texts for the tests of scenarios.
#pragma once

#include <fstream>
#include <sstream>
#include <string>

#include "harness/scenario/scenario.h"

namespace kproof {

inline Vocabulary TestVocabulary() {
  return {
      .faults = {{"kill", "", {}, true},
                 {"pause", "", {}, true},
                 {"slow",
                  "",
                  {{"delay", ParamForm::Kind::kDuration, std::nullopt, "added to each packet"},
                   {"burst", ParamForm::Kind::kBytes, "1KiB", ""},
                   {"chance", ParamForm::Kind::kFraction, "0.5", ""},
                   {"limit", ParamForm::Kind::kInt, "7", ""},
                   {"note", ParamForm::Kind::kText, "", ""}},
                  false},
                 {"stop", "", {}, true}},
      .targets = {{"active controller", ""},
                  {"all", ""},
                  {"any broker", ""},
                  {"any controller", ""},
                  {"broker {n}", ""},
                  {"brokers", ""},
                  {"controller {n}", ""},
                  {"controllers", ""},
                  {"followers of {partition}", ""},
                  {"leader of {partition}", ""},
                  {"topic {topic}", ""}},
      .states = {{"acked {n} more", ""},
                 {"active controller changed", ""},
                 {"isr of {partition} < {n}", ""},
                 {"leader of {partition} changed", ""}},
  };
}

inline std::string FileText(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace kproof
