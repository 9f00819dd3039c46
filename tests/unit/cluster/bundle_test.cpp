// Bundles of jars that stand for Kafka's: there and back, and everything else that a file can be.
#include "harness/cluster/bundle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include "harness/base/error.h"
#include "harness/base/output_file.h"
#include "harness/cluster/kafka_home.h"
#include "harness/cluster/tool.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr const char* kServer = "kafka_2.13-4.3.1.jar";

std::string Content(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

// Two caches: that of a machine with Kafka in it, and an empty one.
class Bundle : public testing::Test {
 protected:
  Bundle() {
    std::string path = (fs::temp_directory_path() / "kproof bündle XXXXXX").string();
    top_ = ::mkdtemp(path.data());
    if (const char* const cache = ::getenv("KPROOF_CACHE")) before_ = cache;
    UseCache("there");
    fs::create_directories(JarFolder("4.3.1"));
    std::ofstream(JarFolder("4.3.1") + "/" + kServer) << "the server";
    std::ofstream(JarFolder("4.3.1") + "/clients+x_1.jar") << std::string(100'000, 'c');
  }
  ~Bundle() override {
    before_.empty() ? ::unsetenv("KPROOF_CACHE") : ::setenv("KPROOF_CACHE", before_.c_str(), 1);
    fs::remove_all(top_);
  }
  void UseCache(const std::string& name) const { ::setenv("KPROOF_CACHE", In(name).c_str(), 1); }
  std::string In(const std::string& name) const { return (top_ / name).string(); }

  // As the command line does it.
  void Write(const std::string& name) const {
    OutputFile out(In(name),
                   {.option = "--bundle", .inputs = {}, .force = false, .ours = IsBundle});
    WriteBundle("4.3.1", out);
  }

  static Error Failure(const std::function<void()>& act) {
    try {
      act();
    } catch (const Error& error) {
      return error;
    }
    return Error("nothing failed");
  }
  // Nothing of a refused bundle is left in the cache.
  void ExpectRefused(const std::string& file, const std::string& why) const {
    UseCache("here");
    const Error error = Failure([&] { TakeBundle(file, ""); });
    EXPECT_NE(error.kind(), ErrorKind::kInternal) << error.what();
    EXPECT_THAT(error.what(), HasSubstr(why));
    EXPECT_FALSE(fs::exists(JarFolder("4.3.1")));
    EXPECT_FALSE(fs::exists(JarFolder("4.3.1") + ".part"));
  }

  fs::path top_;
  std::string before_;
};

TEST_F(Bundle, GoesFromOneCacheToAnother) {
  Write("kafka.tar");
  UseCache("here");
  EXPECT_EQ(TakeBundle(In("kafka.tar"), "4.3.1"), "4.3.1");
  EXPECT_EQ(Content(JarFolder("4.3.1") + "/" + kServer), "the server");
  EXPECT_EQ(Content(JarFolder("4.3.1") + "/clients+x_1.jar"), std::string(100'000, 'c'));
  EXPECT_EQ(TakeBundle(In("kafka.tar"), ""), "4.3.1");  // it is there already
}

TEST_F(Bundle, TheSameJarsGiveTheSameBytes) {
  Write("a.tar");
  fs::last_write_time(JarFolder("4.3.1") + "/" + kServer, fs::file_time_type::clock::now());
  Write("b.tar");
  EXPECT_EQ(Content(In("a.tar")), Content(In("b.tar")));
}

TEST_F(Bundle, ReplacesABundleAndNoOtherFile) {
  Write("kafka.tar");
  Write("kafka.tar");
  std::ofstream(In("precious")) << "mine";
  EXPECT_EQ(Failure([&] { Write("precious"); }).kind(), ErrorKind::kUsage);
  EXPECT_EQ(Content(In("precious")), "mine");
  EXPECT_EQ(Failure([&] { Write("no/folder/x"); }).kind(), ErrorKind::kUsage);
}

TEST_F(Bundle, OfAnotherVersionThanTheOneWantedIsRefused) {
  Write("kafka.tar");
  UseCache("here");
  const Error error = Failure([&] { TakeBundle(In("kafka.tar"), "3.9.1"); });
  EXPECT_EQ(error.kind(), ErrorKind::kUsage);
  EXPECT_THAT(error.what(), HasSubstr("holds Kafka 4.3.1, not 3.9.1"));
}

TEST_F(Bundle, EveryDamagedByteOfItIsFound) {
  Write("kafka.tar");
  const std::string whole = Content(In("kafka.tar"));
  const auto end = whole.rfind("the server") + 10;
  for (std::size_t at = 1024; at < end; at += 7919) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x20);
    std::ofstream(In("damaged.tar"), std::ios::binary) << damaged;
    UseCache("here");
    fs::remove_all(In("here"));
    const Error error = Failure([&] { TakeBundle(In("damaged.tar"), ""); });
    // Padding after a member's end means nothing.
    if (error.what() == std::string("nothing failed")) {
      EXPECT_EQ(Content(JarFolder("4.3.1") + "/clients+x_1.jar"), std::string(100'000, 'c')) << at;
    }
  }
}

TEST_F(Bundle, CutAnywhereIsRefused) {
  Write("kafka.tar");
  const std::string whole = Content(In("kafka.tar"));
  const auto end = whole.rfind("the server") + 10;
  for (std::size_t length = 0; length < end; length += end / 20) {
    std::ofstream(In("cut.tar"), std::ios::binary) << whole.substr(0, length);
    ExpectRefused(In("cut.tar"), "");
  }
}

TEST_F(Bundle, ThatIsNoneIsRefused) {
  std::ofstream(In("text")) << "kproof-bundle";
  ExpectRefused(In("text"), "is not a bundle");
  ExpectRefused(In("nothing"), "there is no file");
  ExpectRefused("/dev/zero", "there is no file");
}

struct Foreign {
  std::string name, make,
      why;  // `make`: a shell's, in a folder with list, jar and sums of a bundle
};

class ForeignBundle : public Bundle, public testing::WithParamInterface<Foreign> {};

TEST_P(ForeignBundle, IsRefused) {
  UseCache("there");
  Write("kafka.tar");
  fs::create_directories(In("x"));
  const ToolResult made = RunTool(
      {.executable = "/bin/sh",
       .args = {"-ec",
                "cd \"$0\"; tar -xf ../kafka.tar; rm ../kafka.tar; T='tar --format=ustar -cPf'; " +
                    GetParam().make,
                In("x")}},
      std::chrono::seconds(20));
  ASSERT_TRUE(made.ok) << made.output;
  ExpectRefused(In("kafka.tar"), GetParam().why);
  EXPECT_FALSE(fs::exists(In("escaped.jar")));
}

INSTANTIATE_TEST_SUITE_P(
    Of, ForeignBundle,
    testing::Values(
        Foreign{"Nothing", "$T ../kafka.tar kproof-bundle", "holds other files"},
        Foreign{"AJarTooMany", "cp clients+x_1.jar y.jar; $T ../kafka.tar kproof-bundle *.jar",
                "holds other files"},
        Foreign{"AJarOutside",
                "sed -i 's#  clients#  ../escaped.jar clients#' kproof-bundle; cp clients+x_1.jar "
                "../escaped.jar; $T ../kafka.tar kproof-bundle *.jar; rm ../escaped.jar",
                "line 3 is not a checksum and the name"},
        Foreign{"ALinkOutside",
                "rm clients+x_1.jar; ln -s /etc/passwd clients+x_1.jar; $T ../kafka.tar "
                "kproof-bundle *.jar",
                "is not a regular file"},
        Foreign{"APipe",
                "rm clients+x_1.jar; mkfifo clients+x_1.jar; $T ../kafka.tar kproof-bundle *.jar",
                "is not a regular file"},
        Foreign{"AFolder",
                "rm clients+x_1.jar; mkdir clients+x_1.jar; $T ../kafka.tar kproof-bundle *.jar",
                "holds other files"},
        Foreign{"OtherContent", "echo x >>clients+x_1.jar; $T ../kafka.tar kproof-bundle *.jar",
                "is damaged"},
        Foreign{"NoSums", "$T ../kafka.tar *.jar", "is not a bundle"},
        Foreign{"NoServer", "sed -i /kafka_2/d kproof-bundle; $T ../kafka.tar kproof-bundle c*.jar",
                "no kafka_2.13-4.3.1.jar"},
        Foreign{"AVersionThatIsAPath",
                "sed -i 's#kafka 4.3.1#kafka ../../4.3.1#' kproof-bundle; $T ../kafka.tar "
                "kproof-bundle *.jar",
                "is not a version"},
        Foreign{"Compressed", "$T - kproof-bundle *.jar | gzip >../kafka.tar", "is not a bundle"}),
    [](const auto& test) { return test.param.name; });

TEST(BundleList, GoesBothWays) {
  const std::string text =
      "kproof bundle 1\nkafka 4.3.1\n" + std::string(64, 'a') + "  " + kServer + "\n";
  EXPECT_EQ(ToText(ParseBundleList(text)), text);
}

}  // namespace
}  // namespace kproof
