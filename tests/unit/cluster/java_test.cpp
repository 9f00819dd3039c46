// Which Java is taken, among programs that say what a Java of some version says.
#include "harness/cluster/java.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "harness/base/error.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// An environment variable for as long as a test lasts; nullptr: not set.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    const char* const before = ::getenv(name);
    was_set_ = before != nullptr;
    if (was_set_) before_ = before;
    value == nullptr ? ::unsetenv(name) : ::setenv(name, value, 1);
  }
  ~Variable() { was_set_ ? ::setenv(name_, before_.c_str(), 1) : ::unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  bool was_set_ = false;
  std::string before_;
};

class FindJavaTest : public testing::Test {
 protected:
  FindJavaTest() {
    std::string path = (fs::temp_directory_path() / "kproof-java-XXXXXX").string();
    top_ = ::mkdtemp(path.data());
  }
  ~FindJavaTest() override { fs::remove_all(top_); }

  // A home folder of a Java of this version; gives its path.
  std::string Make(const std::string& name, const std::string& version) const {
    std::string home = top_ + "/" + name;
    fs::create_directories(home + "/bin");
    std::ofstream(home + "/bin/java")
        << "#!/bin/sh\n"
        << "echo '    java.version = " << version << "' >&2\n"
        << "echo '    java.runtime.version = " << version << "+9' >&2\n";
    fs::permissions(home + "/bin/java", fs::perms::owner_all);
    return home;
  }

  static Error Failure(const std::string& kafka_version) {
    try {
      FindJava(kafka_version);
    } catch (const Error& error) {
      return error;
    }
    return Error("it was found");
  }

  std::string top_;
};

TEST_F(FindJavaTest, AnOldOneFirstOnPathIsPassedOverForANewerOne) {
  const auto old = Make("old", "11.0.2"), newer = Make("newer", "17.0.15");
  const Variable home("JAVA_HOME", nullptr);
  const Variable path("PATH", (old + "/bin:" + newer + "/bin:/usr/bin:/bin").c_str());
  EXPECT_EQ(FindJava("4.3.1").program, newer + "/bin/java");
  EXPECT_EQ(FindJava("3.9.1").program, old + "/bin/java");
}

TEST_F(FindJavaTest, OneThatDoesNotWorkIsPassedOver) {
  const auto newer = Make("newer", "21");
  fs::create_directories(top_ + "/broken");
  std::ofstream(top_ + "/broken/java") << "#!/bin/sh\nexit 1\n";
  fs::permissions(top_ + "/broken/java", fs::perms::owner_all);
  const Variable home("JAVA_HOME", nullptr);
  const Variable path("PATH", (top_ + "/broken:" + newer + "/bin:/usr/bin:/bin").c_str());
  EXPECT_EQ(FindJava("4.3.1").major, 21);
}

TEST_F(FindJavaTest, AFileBesideItSaysWhatItIsWithoutStartingIt) {
  const auto home = Make("packaged", "11.0.2");
  const Variable java_home("JAVA_HOME", home.c_str());
  std::ofstream(home + "/release") << "IMPLEMENTOR=\"Debian\"\nJAVA_VERSION=\"17.0.15\"\n"
                                   << "JAVA_RUNTIME_VERSION=\"17.0.15+6-Debian\"\n";
  EXPECT_EQ(FindJava("4.3.1").version, "17.0.15+6-Debian");
  EXPECT_EQ(FindJava("4.3.1").major, 17);
  for (const char* text : {"", "JAVA_VERSION=\"17.0.15\"\n", "JAVA_RUNTIME_VERSION=17\n"}) {
    std::ofstream(home + "/release") << text;
    EXPECT_EQ(FindJava("3.9.1").version, "11.0.2+9") << text;
  }
}

TEST_F(FindJavaTest, JavaHomeIsUsedBeforePath) {
  const auto newer = Make("newer", "17.0.15"), newest = Make("newest", "21.0.1");
  const Variable home("JAVA_HOME", newest.c_str());
  const Variable path("PATH", (newer + "/bin:/usr/bin:/bin").c_str());
  EXPECT_EQ(FindJava("4.3.1").program, newest + "/bin/java");
}

TEST_F(FindJavaTest, AJavaHomeWithoutJavaIsToBeUnsetOrCorrected) {
  const Variable home("JAVA_HOME", (top_ + "/nowhere").c_str());
  const Error error = Failure("4.3.1");
  EXPECT_EQ(error.kind(), ErrorKind::kNotRun);
  EXPECT_THAT(error.what(), HasSubstr("JAVA_HOME=" + top_ + "/nowhere has no bin/java"));
  EXPECT_THAT(error.hint(), HasSubstr("unset JAVA_HOME, or set it to a Java of 17"));
}

TEST_F(FindJavaTest, AnOldJavaHomeIsRefusedAndNotReplaced) {
  const auto old = Make("old", "11.0.2"), newer = Make("newer", "17.0.15");
  const Variable home("JAVA_HOME", old.c_str());
  const Variable path("PATH", (newer + "/bin:/usr/bin:/bin").c_str());
  const Error error = Failure("4.3.1");
  EXPECT_EQ(error.kind(), ErrorKind::kNotRun);
  EXPECT_THAT(error.what(), HasSubstr("Kafka 4.3.1 needs Java 17, and " + old));
  EXPECT_THAT(error.hint(), HasSubstr("unset JAVA_HOME"));
  EXPECT_EQ(FindJava("3.9.1").program, old + "/bin/java");
}

TEST(Java, OldAndNewVersionNumbers) {
  EXPECT_EQ(JavaMajor("17.0.15"), 17);
  EXPECT_EQ(JavaMajor("1.8.0_392"), 8);
  EXPECT_EQ(JavaMajor(""), 0);
}

TEST(Java, TooOldForThisKafka) {
  const Java java{.program = "/usr/bin/java", .major = 11, .version = "11.0.2"};
  EXPECT_THROW(RequireJava(java, "4.3.1"), Error);
  EXPECT_NO_THROW(RequireJava(java, "3.9.1"));
}

}  // namespace
}  // namespace kproof
