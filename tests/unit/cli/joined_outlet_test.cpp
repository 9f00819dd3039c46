// What several processes have to say reaches the one that made them: every line whole, those of one
// process in their order.
#include "harness/cli/joined_outlet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "harness/base/temporary_folder.h"
#include "harness/cluster/workers.h"

namespace kproof {
namespace {

using Json = nlohmann::json;
using testing::ElementsAre;

std::vector<Json> Lines(const std::string& file) {
  std::vector<Json> lines;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) lines.push_back(Json::parse(line));
  return lines;
}

class JoinedOutlets : public testing::Test {
 protected:
  OutputFlags Flags() const {
    OutputFlags flags;
    flags.quiet = true;
    flags.events_to = folder_.File("events.jsonl");
    return flags;
  }
  // Each of three processes does this with its outlet and its number.
  void Work(const std::function<void(Outlet&, int)>& work, const CampaignNews& before = {}) {
    OwnOutlet own(Flags(), {});
    OutletChannel channel(own, before);
    RunWorkers(
        3,
        [&](std::size_t job) {
          JoinedOutlet outlet(channel, job);
          work(outlet, static_cast<int>(job));
          return 0;
        },
        [&] { channel.Pass(); });
    EXPECT_EQ(own.End(), 0);
  }

  const TemporaryFolder folder_;
};

TEST_F(JoinedOutlets, StreamEveryLineWholeAndInItsOrder) {
  constexpr int kLines = 300;
  Work([](Outlet& outlet, int job) {
    for (int n = 0; n < kLines; ++n) {
      const std::size_t length = n % 50 == 0 ? 100'000 : 100;  // some need several packets
      outlet.Stream(Json{{"job", job}, {"n", n}, {"text", std::string(length, 'x')}}.dump());
    }
  });
  std::map<int, int> next;
  for (const auto& line : Lines(folder_.File("events.jsonl")))
    if (line.contains("job")) {
      EXPECT_EQ(line["n"], next[line["job"]]++);
    }
  EXPECT_EQ(next, (std::map<int, int>{{0, kLines}, {1, kLines}, {2, kLines}}));
}

TEST_F(JoinedOutlets, CountTrialsTogether) {
  Work(
      [](Outlet& outlet, int) {
        outlet.Report({});
        outlet.Report({});
      },
      {"campaign", 60, 4, 6, {}});
  std::vector<int> done, left;
  for (const auto& line : Lines(folder_.File("events.jsonl"))) {
    if (line["event"] != "campaign") continue;
    done.push_back(line["done"]);
    left.push_back(line["left"]);
    EXPECT_GE(line["at_s"], 60);
  }
  EXPECT_THAT(done, ElementsAre(5, 6, 7, 8, 9, 10));
  EXPECT_THAT(left, ElementsAre(5, 4, 3, 2, 1, 0));
}

TEST_F(JoinedOutlets, PrintOnTheStreamsOfTheOneThatMadeThem) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Work([](Outlet& outlet, int job) {
    outlet.Print(stdout, "result\n");
    if (job == 0) outlet.Print(stderr, "progress\n");
  });
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "result\nresult\nresult\n");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "progress\n");
}

}  // namespace
}  // namespace kproof
