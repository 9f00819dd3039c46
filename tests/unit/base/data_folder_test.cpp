#include "harness/base/data_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "harness/base/error.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

class DataFolderTest : public testing::Test {
 protected:
  DataFolderTest() {
    std::string name = (fs::temp_directory_path() / "kproof-data-XXXXXX").string();
    root_ = ::mkdtemp(name.data());
  }
  ~DataFolderTest() override { fs::remove_all(root_); }

  std::string Make(const std::string& folder) const {
    fs::create_directories(root_ / folder / "scenarios");
    return (root_ / folder).string();
  }
  std::string In(const std::string& path) const { return (root_ / path).string(); }

  fs::path root_;
};

TEST_F(DataFolderTest, OfAnInstalledProgramIsShareKproof) {
  const auto share = Make("usr/share/kproof");
  EXPECT_EQ(DataFolderOf(In("usr/bin/kproof"), ""), share);
}

TEST_F(DataFolderTest, OfABuildTreeIsTheSourceTree) {
  const auto tree = Make("tree");
  fs::create_directories(root_ / "tree/harness/cli");
  std::ofstream(root_ / "tree/harness/cli/main.cpp") << "//";
  EXPECT_EQ(DataFolderOf(In("tree/build/dev/harness/cli/kproof"), ""), tree);
}

TEST_F(DataFolderTest, AFolderOfTheUsersAboveABareProgramIsNone) {
  Make("home");
  EXPECT_EQ(DataFolderOf(In("home/bin/kproof"), ""), std::nullopt);
}

TEST_F(DataFolderTest, TheVariableWinsAndMustBeRight) {
  Make("usr/share/kproof");
  const auto other = Make("other");
  EXPECT_EQ(DataFolderOf(In("usr/bin/kproof"), other), other);
  EXPECT_THROW(DataFolderOf(In("usr/bin/kproof"), In("nowhere")), Error);
}

}  // namespace
}  // namespace kproof
