#include "harness/client/wheels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "harness/client/fetch_wheel.h"
#include "harness/client/kind.h"
#include "harness/settings/tables.h"
#include "tests/unit/client/folder.h"

namespace kproof {
namespace {

using testing::HasSubstr;

TEST(Wheels, AreOldestFirstAndPinned) {
  std::string before = "0.0.0";
  std::set<std::string_view> sums;
  for (const auto& wheel : Wheels()) {
    EXPECT_TRUE(OlderVersion(before, std::string(wheel.librdkafka))) << wheel.librdkafka;
    before = wheel.librdkafka;
    for (const auto sum : {wheel.sha256, wheel.library_sha256}) {
      EXPECT_EQ(sum.size(), 64u);
      EXPECT_EQ(sum.find_first_not_of("0123456789abcdef"), std::string_view::npos);
      EXPECT_TRUE(sums.insert(sum).second) << wheel.librdkafka;
    }
  }
}

TEST(Wheels, AreFoundByTheVersionOfTheLibrary) {
  ASSERT_NE(FindWheel("2.12.1"), nullptr);
  EXPECT_EQ(FindWheel("2.12.1")->package, "2.12.2");
  EXPECT_EQ(FindWheel("2.12.2"), nullptr);
}

class FetchingAWheel : public ACache {
 protected:
  std::string WhatItSays() {
    try {
      FetchWheel(Wheels().front(), folder_.File("made"), {});
      return "";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kNotRun);
      return error.Full();
    }
  }
};

TEST_F(FetchingAWheel, NeedsPython) {
  RemovePrograms();
  EXPECT_THAT(WhatItSays(),
              HasSubstr("librdkafka 1.8.2 is not in the cache and there is no python3 "
                        "to fetch it; apt-get install python3-pip"));
}

TEST_F(FetchingAWheel, NeedsPip) {
  MakePython("echo \"$0: No module named pip\" >&2; exit 1");
  EXPECT_THAT(WhatItSays(),
              HasSubstr("Python has no pip to fetch it; apt-get install python3-pip"));
}

TEST_F(FetchingAWheel, SaysWhatPipSays) {
  MakePython("echo 'WARNING: Retrying'; echo 'ERROR: No matching distribution found'; exit 1");
  EXPECT_THAT(WhatItSays(), HasSubstr("can't be fetched: No matching distribution found; where "
                                      "there is a network"));
}

TEST_F(FetchingAWheel, SaysThatThereIsNoNetwork) {
  MakePython(R"(cat <<'END'; exit 1
WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('<pip.HTTPSConnection object at 0x7>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/confluent-kafka/
ERROR: Could not find a version that satisfies the requirement confluent-kafka==1.8.2 (from versions: none)
END
)");
  EXPECT_THAT(WhatItSays(), HasSubstr("can't be fetched: Failed to establish a new connection: "
                                      "[Errno -3] Temporary failure in name resolution; where"));
}

// What pip is asked for, and that nothing is taken that only looks like it.
TEST_F(FetchingAWheel, TakesNoOtherLibraryThanThePinnedOne) {
  MakePython("folder=" + folder_.path() + R"(
last=; for arg; do [ "$last" = --requirement ] && cp "$arg" "$folder/wanted"; last=$arg; done
case $2 in
pip) echo "$@" >"$folder/asked"; touch "$last/a.whl" ;;
zipfile) mkdir "$last/x.libs"; echo no library >"$last/x.libs/librdkafka-1.so.1" ;;
esac)");
  EXPECT_THAT(WhatItSays(), HasSubstr("is not in the wheel that pip fetched"));
  std::ifstream file(folder_.File("asked"));
  std::string asked;
  std::getline(file, asked);
  EXPECT_THAT(asked, HasSubstr("--require-hashes"));
  EXPECT_THAT(asked, HasSubstr("--python-version 39 --platform manylinux2010_x86_64"));
  std::ifstream wanted_file(folder_.File("wanted"));
  std::string wanted;
  std::getline(wanted_file, wanted);
  EXPECT_EQ(wanted, "confluent-kafka==1.8.2 --hash=sha256:" + std::string(Wheels().front().sha256));
}

}  // namespace
}  // namespace kproof
