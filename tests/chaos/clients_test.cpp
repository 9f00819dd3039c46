// Agents of one run with different client libraries: each runs the one that it is to run, the
// oldest has every function that kproof calls, and what they did is judged like anything else.
#include <gtest/gtest.h>

#include <map>

#include "audit/store/reader.h"
#include "harness/base/clock.h"
#include "harness/cluster/process.h"
#include "tests/chaos/kept_run.h"

namespace kproof {
namespace {

constexpr int kNotRunHere = 4;

TEST(Clients, OfSeveralVersionsRunSideBySide) {
  const Scratch scratch("clients");
  const std::string output = scratch.path() / "output.txt";
  const auto run = Process::Start(
      {.executable = KPROOF_PROGRAM,
       .args = {"run", KPROOF_SOURCE_DIR "/tests/chaos/clients.yaml", "--json", "--seed", "7",
                "--out", scratch.path().string()},
       .env = {{"LD_BIND_NOW", "1"}},  // so that a function that is missing is seen at once
       .output = output});
  ASSERT_TRUE(run->WaitExit(Deadline(std::chrono::minutes(3)))) << ReadFile(output);
  if (run->Exit()->code == kNotRunHere) GTEST_SKIP() << ReadFile(output);
  ASSERT_EQ(run->Exit()->code, 0) << ReadFile(output);

  std::map<std::string, std::string> clients;
  for (const auto& actor :
       StoreReader::Open((scratch.path() / "latest" / "audit.db").string())->Actors())
    clients[actor.name] = actor.client;
  EXPECT_EQ(clients["oldest-0"], "librdkafka 1.8.2");
  EXPECT_EQ(clients["older-0"], "librdkafka 1.9.2");
  EXPECT_EQ(clients["newest-0"], clients["final-main"]);
  EXPECT_NE(clients["newest-0"], "librdkafka 1.9.2");
  EXPECT_EQ(clients["monitor-0"], "librdkafka 1.8.2");
  EXPECT_EQ(clients["billing-0"], "librdkafka 1.8.2");
  const auto result = nlohmann::json::parse(ReadFile(scratch.path() / "latest" / "result.json"));
  EXPECT_EQ(result["versions"]["client"],
            "librdkafka 1.8.2, librdkafka 1.9.2, " + clients["newest-0"]);
  EXPECT_GT(result["counts"]["acked"], 600);
}

}  // namespace
}  // namespace kproof
