// A vocabulary and texts for the tests of scenarios.
#pragma once

#include <fstream>
#include <sstream>
#include <string>

#include "harness/base/error.h"
#include "harness/scenario/scenario.h"

namespace kproof {

inline void RefuseBlue(const std::string& text) {
  if (text == "blue") throw Error(ErrorKind::kUsage, "there is no blue", Hint("write red"));
}

inline void RefuseBlueInShort(const std::map<std::string, std::string>& with) {
  if (with.at("note") == "light blue" && with.at("limit") == "1")
    throw Error(ErrorKind::kUsage, "a limit of 1 does not go with light blue", Hint("write 2"));
}

inline Vocabulary TestVocabulary() {
  return {
      .faults = {{"elect", "", {}, false, true},
                 {"kill", "", {}, true, false, OnAgents::kEnds},
                 {"pause", "", {}, true, false, OnAgents::kTakesBack},
                 {"revote", "", {}, false, false, OnAgents::kNothing, {Need::kDynamicQuorum}},
                 {"slow",
                  "",
                  {{"delay", ParamForm::Kind::kDuration, std::nullopt, "added to each packet"},
                   {"burst", ParamForm::Kind::kBytes, "1KiB", ""},
                   {"chance", ParamForm::Kind::kFraction, "0.5", ""},
                   {"limit", ParamForm::Kind::kInt, "7", "", {}, 1, 100},
                   {"note", ParamForm::Kind::kText, "", "", {}, 0, INT64_MAX, {}, RefuseBlue}},
                  false,
                  false,
                  OnAgents::kTakesBack,
                  {},
                  RefuseBlueInShort},
                 {"split",
                  "",
                  {{"peers", ParamForm::Kind::kTarget, "everybody else", ""},
                   {"witness", ParamForm::Kind::kTarget, "all", ""}},
                  false,
                  false,
                  OnAgents::kTakesBack},
                 {"stop", "", {}, true, false, OnAgents::kEnds},
                 {"turn",
                  "",
                  {{"way",
                    ParamForm::Kind::kWord,
                    "back",
                    "",
                    {"back", "forward"},
                    0,
                    INT64_MAX,
                    {{"forward", {Need::kSandbox}}}},
                   {"to", ParamForm::Kind::kVersion, "4.3.1", ""}},
                  false},
                 {"wipe", "", {}, true, false, OnAgents::kTakesBack, {Need::kData}}},
      .drivers = {{"boxes", {"brokers", "config", "controllers", "file"}, {Need::kProcess}},
                  {"local",
                   {"brokers", "combined", "config", "config_unchecked", "controllers", "features",
                    "heap", "kafka", "kafka_dir", "log_dirs", "mode", "port", "quorum", "racks",
                    "voters"},
                   {Need::kData, Need::kDynamicQuorum, Need::kProcess, Need::kSandbox}}},
      .targets = {{"active controller", ""},
                  {"all", ""},
                  {"any broker", ""},
                  {"any controller", ""},
                  {"any follower of {partition}", ""},
                  {"any replica of {partition}", ""},
                  {"any {n} brokers", ""},
                  {"broker {n}", ""},
                  {"brokers", ""},
                  {"clients", ""},
                  {"consumer {consumer}", ""},
                  {"consumers", ""},
                  {"controller {n}", ""},
                  {"controllers", ""},
                  {"everybody else", ""},
                  {"follower {n} of {partition}", ""},
                  {"followers of {partition}", ""},
                  {"leader of {partition}", ""},
                  {"majority of controllers", ""},
                  {"minority of brokers", ""},
                  {"monitor {monitor}", ""},
                  {"producer {producer}", ""},
                  {"producers", ""},
                  {"rack {rack}", ""},
                  {"replica {n} of {partition}", ""},
                  {"topic {topic}", ""}},
      .states = {{"acked {n} more", ""},
                 {"active controller changed", ""},
                 {"broker {n} is fenced", ""},
                 {"isr of {partition} {op} {n}", ""},
                 {"leader of {partition} changed", ""},
                 {"leader of {partition} is {n}", ""},
                 {"no acks for {time}", ""},
                 {"step {step} began", ""},
                 {"step {step} ended", ""}},
      .clients = {{"java",
                   {"producer"},
                   [](const std::string&) { return std::optional<Refusal>(); }},
                  {"librdkafka",
                   {"consumer", "monitor", "producer"},
                   [](const std::string& version) {
                     return version == "9.9.9"
                                ? std::optional(Refusal{"which does not exist", "take 2.3.0"})
                                : std::nullopt;
                   }}},
  };
}

inline std::string FileText(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace kproof
