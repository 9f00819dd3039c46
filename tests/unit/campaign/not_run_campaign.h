// A campaign whose runs this machine can't carry out: each has a folder and a verdict all the same,
// and no Kafka starts.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "harness/campaign/campaign.h"
#include "harness/campaign/campaign_folder.h"
#include "harness/run/vocabulary.h"
#include "tests/unit/campaign/silent_progress.h"

namespace kproof {

// Its fault needs the private sandbox; on loopback it can't be done.
inline Scenario ScenarioThatCanNotRun() {
  return *ParseScenario(
              "a.yaml",
              "name: a\ncluster: {brokers: 1, controllers: 1}\ntopics: {t: {replication: 1}}\n"
              "producers: {p: {}}\nmonitors: {count: 1}\n"
              "steps: [{at: 1s, fault: cut, target: leader of t/0, for: 1s}]\n",
              TheVocabulary())
              .scenario;
}

// Writes each trial down as it ends.
class WritesDown final : public CampaignListener {
 public:
  explicit WritesDown(CampaignFolder& folder) : folder_(folder) {}

 private:
  std::unique_ptr<ProgressSink> NewProgress(const Trial&) override {
    return std::make_unique<SilentProgress>();
  }
  void Ended(const CampaignProgress& progress, std::size_t) override {
    folder_.Append(progress.records.back());
  }
  void BrokenOff(const Error& error) override { ADD_FAILURE() << error.what(); }
  void Kept(const Stage&) override {}

  CampaignFolder& folder_;
};

}  // namespace kproof
