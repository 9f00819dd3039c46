// A folder of results as runs and campaigns leave it, for tests: some of it written by kproof's own
// code, some by hand.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "audit/events/import.h"
#include "audit/judge/result.h"
#include "harness/base/temporary_folder.h"
#include "reports/json.h"

namespace kproof {

inline constexpr char kStream[] = R"({"event":"stream","schema":1,"kproof":"0.1.0"})"
                                  "\n";
inline constexpr char kStarted[] =
    R"({"event":"started","at_s":0.1,"run":"r","scenario":"leader-kill","seed":7,"role":"claim","expected_s":30})"
    "\n"
    R"({"event":"phase","at_s":2,"run":"r","phase":"steady"})"
    "\n";
inline constexpr char kSample[] =
    R"({"event":"sample","at_s":3,"run":"r","phase":"steady","expected_s":30,"sent":300,"acked":290,"failed":1,"unknown":9,"read":280,"sent_per_s":100,"acked_per_s":99,"failed_per_s":0,"read_per_s":98,"last_ack_age_s":0.25,"last_read_age_s":null,"partitions":[{"name":"payments/0","leader":2,"isr":2,"replicas":3},{"name":"payments/1","leader":null,"isr":0,"replicas":3}],"partitions_total":2,"under_replicated":2,"leaderless":1,"faults":[]})"
    "\n";
inline constexpr char kBegan[] =
    R"({"event":"fault_began","at_s":4.1,"run":"r","step":0,"fault":"kill","target":"leader of payments/0","since_s":4})"
    "\n";
inline constexpr char kEnded[] =
    R"({"event":"fault_ended","at_s":9,"run":"r","step":0,"fault":"kill","target":"leader of payments/0","since_s":4,"bit":true,"healed":true,"problem":""})"
    "\n";
inline constexpr char kVerdict[] =
    R"({"event":"verdict","at_s":21,"run":"r","verdict":"violation","reason":"3 acked records are lost","counts":{"acked":290,"lost":3},"exit_code":1})"
    "\n";

class Results {
 public:
  const std::string& path() const { return folder_.path(); }
  std::string File(const std::string& name) const { return folder_.File(name); }

  // Makes the folders above it too.
  void Write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(File(name)).parent_path());
    std::ofstream(File(name), std::ios::binary) << text;
  }
  void WriteResult(const std::string& run, Verdict verdict, const std::string& reason = "") const {
    Result result;
    result.scenario = "leader-kill";
    result.seed = 7;
    result.started = "2026-11-30T09:00:00Z";
    result.seconds = 21;
    result.verdict = verdict;
    result.reason = reason;
    result.counts = {{"acked", 290}, {"lost", 3}};
    Write(run + "/result.json", ToJson(result));
  }
  // With a store that can be judged.
  void WriteRun(const std::string& run, const std::string& history) const {
    std::filesystem::create_directories(File(run));
    ImportEvents(KPROOF_SOURCE_DIR "/docs/examples/histories/" + history + ".jsonl",
                 File(run + "/audit.db"));
  }
  void Link(const std::string& name, const std::string& target) const {
    std::filesystem::create_symlink(target, File(name));
  }

 private:
  const TemporaryFolder folder_;
};

}  // namespace kproof
