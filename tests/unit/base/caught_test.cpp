// Exceptions of every type end as an Error, and no part of an undo is left out because another one
// threw.
#include "harness/base/caught.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <new>
#include <system_error>
#include <vector>

namespace kproof {
namespace {

template <typename Thrown>
Error Catch(const Thrown& thrown) {
  try {
    throw thrown;
  } catch (...) {
    return CaughtError();
  }
}

TEST(CaughtError, KeepsOurOwn) {
  const Error error = Catch(Error(ErrorKind::kUsage, "broker 2", Hint("look")));
  EXPECT_EQ(error.kind(), ErrorKind::kUsage);
  EXPECT_EQ(error.Full(), "broker 2; look");
}

TEST(CaughtError, OfTheFileSystemIsAMatterOfThisMachine) {
  const Error error = Catch(std::filesystem::filesystem_error(
      "cannot copy", "/x", std::make_error_code(std::errc::no_space_on_device)));
  EXPECT_EQ(error.kind(), ErrorKind::kNotRun);
  EXPECT_NE(error.Full().find("/x"), std::string::npos) << error.Full();
}

TEST(CaughtError, NoMemoryIsAMatterOfThisMachine) {
  EXPECT_EQ(Catch(std::bad_alloc()).kind(), ErrorKind::kNotRun);
}

TEST(CaughtError, AnyOtherIsADefectAndSaysWhatItIs) {
  EXPECT_EQ(Catch(std::out_of_range("at 7")).kind(), ErrorKind::kInternal);
  EXPECT_EQ(Catch(std::out_of_range("at 7")).Full(), "at 7");
  EXPECT_EQ(Catch(7).Full(), "an exception of an unknown type");
}

TEST(Regardless, DoesEveryPartAndThrowsTheFirstError) {
  std::vector<int> done;
  Regardless all;
  const auto part = [&](int number, bool fails) {
    all.Do([&, number, fails] {
      if (fails) throw std::filesystem::filesystem_error("part " + std::to_string(number), {});
      done.push_back(number);
    });
  };
  part(1, false);
  part(2, true);
  part(3, false);
  part(4, true);
  part(5, false);
  EXPECT_EQ(done, (std::vector<int>{1, 3, 5}));
  try {
    all.Throw();
    FAIL() << "it threw nothing";
  } catch (const Error& error) {
    EXPECT_NE(error.Full().find("part 2"), std::string::npos) << error.Full();
    EXPECT_NE(error.Full().find("(and 1 more)"), std::string::npos) << error.Full();
  }
}

TEST(Regardless, ThrowsNothingWhereNothingWasThrown) {
  Regardless all;
  all.Do([] {});
  EXPECT_NO_THROW(all.Throw());
}

TEST(DoQuietly, SwallowsExceptionsOfAnyType) {
  DoQuietly([] { throw std::bad_alloc(); });
  DoQuietly([] { throw 7; });  // NOLINT: of any type
}

}  // namespace
}  // namespace kproof
