// What a producer decides of its transactions by itself; what coordinators say of them needs real
// ones (scenarios/transactions).
#include "harness/agent/transactions.h"

#include <gtest/gtest.h>

#include "harness/kafka/client_config.h"
#include "harness/kafka/transactional.h"

namespace kproof {
namespace {

TEST(AbortsOnPurpose, TakesItsShareOfAnyRow) {
  for (const double share : {0.0, 0.1, 1.0 / 3, 0.5, 0.9, 1.0}) {
    std::uint64_t aborted = 0;
    for (std::uint64_t number = 0; number < 1000; ++number) {
      aborted += AbortsOnPurpose(number, share) ? 1 : 0;
      const auto due = static_cast<double>(number + 1) * share;
      ASSERT_LE(static_cast<double>(aborted), due + 1e-6) << share << " " << number;
      ASSERT_GT(static_cast<double>(aborted), due - 1) << share << " " << number;
    }
  }
}

TEST(AbortsOnPurpose, TenPercentIsEveryTenthFromTheTenthOn) {
  for (std::uint64_t number = 0; number < 100; ++number)
    EXPECT_EQ(AbortsOnPurpose(number, 0.1), number % 10 == 9) << number;
}

std::string Given(const std::string& defaults, const std::map<std::string, std::string>& given,
                  const std::string& key) {
  auto config = ClientConfig::Producer(defaults, given);
  MakeTransactional(config, given, "shop-0", std::chrono::seconds(9));
  config.TryClient(true);  // librdkafka takes it
  return config.Given(key);
}

TEST(MakeTransactional, ARecordDoesNotOutliveItsTransaction) {
  EXPECT_EQ(Given("java", {}, "transactional.id"), "shop-0");
  EXPECT_EQ(Given("java", {}, "transaction.timeout.ms"), "9000");
  EXPECT_EQ(Given("java", {}, "delivery.timeout.ms"), "9000");
  EXPECT_EQ(Given("java", {{"delivery.timeout.ms", "800"}}, "delivery.timeout.ms"), "800");
  EXPECT_EQ(Given("librdkafka", {{"message.timeout.ms", "800"}}, "delivery.timeout.ms"), "800");
  EXPECT_EQ(Given("librdkafka", {}, "delivery.timeout.ms"), "") << "librdkafka chooses it";
}

TEST(WasFenced, IsToldByTheNameOfTheError) {
  EXPECT_TRUE(
      WasFenced("_FENCED: Failed to end transaction: Local: This instance has been fenced"));
  EXPECT_FALSE(WasFenced("INVALID_TXN_STATE: Failed to end transaction"));
  EXPECT_FALSE(WasFenced(""));
}

}  // namespace
}  // namespace kproof
