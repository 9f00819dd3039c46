// The examples of FIPS 180-4.
#include "harness/base/sha256.h"

#include <gtest/gtest.h>

#include <fstream>

#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

TEST(Sha256, IsThatOfTheStandard) {
  const TemporaryFolder folder;
  const auto of = [&](const std::string& text) {
    std::ofstream(folder.File("a"), std::ios::binary) << text;
    EXPECT_EQ(Sha256OfText(text), Sha256OfFile(folder.File("a")));
    return Sha256OfFile(folder.File("a"));
  };
  EXPECT_EQ(of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(of(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, OfWhatCannotBeReadIsAnError) {
  const TemporaryFolder folder;
  EXPECT_THROW(Sha256OfFile(folder.File("none")), Error);
  EXPECT_THROW(Sha256OfFile(folder.path()), Error);
}

}  // namespace
}  // namespace kproof
