// Where the server listens, and by which names it may be called.
#include "harness/serve/address.h"

#include <gtest/gtest.h>

#include "harness/base/error.h"

namespace kproof {
namespace {

TEST(LoopbackAddress, IsOfThisMachineAlone) {
  EXPECT_EQ(LoopbackAddress("127.0.0.1", 8642).Url(), "http://127.0.0.1:8642/");
  EXPECT_EQ(LoopbackAddress("::1", 80).Url(), "http://[::1]:80/");
  EXPECT_EQ(LoopbackAddress("127.1.2.3", 0).ip, "127.1.2.3");
  for (const char* other : {"0.0.0.0", "::", "192.168.1.5", "128.0.0.1", "127.1", "localhost", "",
                            "::ffff:127.0.0.1", "127.0.0.1:80", "fe80::1"})
    EXPECT_THROW(LoopbackAddress(other, 1), Error) << other;
}

TEST(IsOurHost, HoldsOffOtherNames) {
  const WebAddress address{"127.0.0.1", 8642};
  for (const char* ours : {"localhost:8642", "LocalHost:8642", "127.0.0.1:8642", "[::1]:8642"})
    EXPECT_TRUE(IsOurHost(ours, address)) << ours;
  for (const char* other :
       {"", "localhost", "127.0.0.1", "localhost:8643", "localhost:08642", "evil.example:8642",
        "localhost.evil.example:8642", "evil.example", "localhost:8642 ", "127.0.0.2:8642",
        "localhost:8642:8642", "user@localhost:8642"})
    EXPECT_FALSE(IsOurHost(other, address)) << other;
  EXPECT_TRUE(IsOurHost("127.0.0.2:8642", {"127.0.0.2", 8642}));
}

TEST(IsOurHost, ThePortOfHttpMayBeLeftOut) {
  const WebAddress address{"127.0.0.1", 80};
  EXPECT_TRUE(IsOurHost("localhost", address));
  EXPECT_TRUE(IsOurHost("localhost:80", address));
  EXPECT_TRUE(IsOurHost("[::1]", address));
  EXPECT_FALSE(IsOurHost("evil.example", address));
}

}  // namespace
}  // namespace kproof
