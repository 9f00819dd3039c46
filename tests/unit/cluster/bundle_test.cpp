// Bundles of jars that stand for Kafka's: there and back, and everything else that a file can be.
#include "harness/cluster/bundle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <sstream>

#include "harness/base/error.h"
#include "harness/base/output_file.h"
#include "harness/base/sha256.h"
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
    WriteBundle("4.3.1", library_, out);
  }

  // As a kproof that knows librdkafka 2.3.0 alone.
  TakenBundle Take(const std::string& file, const std::string& wanted) const {
    return TakeBundle(file, wanted, [](const std::string& version) -> std::optional<LibraryPlace> {
      if (version != "2.3.0") return std::nullopt;
      return LibraryPlace{LibraryFolder(), Sha256OfText("the library")};
    });
  }
  static std::string LibraryFolder() { return CacheFolder() + "/clients/librdkafka-2.3.0"; }
  // From now on bundles have a library in them.
  void UseLibrary(const std::string& version, const std::string& content) {
    fs::create_directories(In("lib"));
    std::ofstream(In("lib/librdkafka.so.1")) << content;
    library_ = BundledLibrary{version, In("lib")};
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
    const Error error = Failure([&] { Take(file, ""); });
    EXPECT_NE(error.kind(), ErrorKind::kInternal) << error.what();
    EXPECT_THAT(error.what(), HasSubstr(why));
    EXPECT_FALSE(fs::exists(JarFolder("4.3.1")));
    EXPECT_FALSE(fs::exists(JarFolder("4.3.1") + ".part"));
    EXPECT_FALSE(fs::exists(LibraryFolder()));
  }

  fs::path top_;
  std::string before_;
  std::optional<BundledLibrary> library_;
};

TEST_F(Bundle, GoesFromOneCacheToAnother) {
  Write("kafka.tar");
  UseCache("here");
  EXPECT_EQ(Take(In("kafka.tar"), "4.3.1").version, "4.3.1");
  EXPECT_EQ(Content(JarFolder("4.3.1") + "/" + kServer), "the server");
  EXPECT_EQ(Content(JarFolder("4.3.1") + "/clients+x_1.jar"), std::string(100'000, 'c'));
  EXPECT_EQ(Take(In("kafka.tar"), "").version, "4.3.1");  // it is there already
}

TEST_F(Bundle, TakesALibraryAlong) {
  UseLibrary("2.3.0", "the library");
  Write("kafka.tar");
  UseCache("here");
  EXPECT_EQ(Take(In("kafka.tar"), "").librdkafka, "2.3.0");
  EXPECT_EQ(Content(JarFolder("4.3.1") + "/" + kServer), "the server");
  EXPECT_EQ(Content(LibraryFolder() + "/librdkafka.so.1"), "the library");
  EXPECT_FALSE(fs::exists(JarFolder("4.3.1") + "/librdkafka.so.1"));
  fs::remove_all(LibraryFolder());  // the jars alone are there
  Take(In("kafka.tar"), "");
  EXPECT_TRUE(fs::exists(LibraryFolder()));
}

TEST_F(Bundle, WithALibraryThatNobodyKnowsIsRefused) {
  UseLibrary("2.3.0", "another library");
  Write("kafka.tar");
  ExpectRefused(In("kafka.tar"), "holds a librdkafka 2.3.0 that kproof doesn't know");
  UseCache("there");
  UseLibrary("9.9.9", "the library");
  Write("kafka.tar");
  ExpectRefused(In("kafka.tar"), "holds a librdkafka 9.9.9 that kproof doesn't know");
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
  const Error error = Failure([&] { Take(In("kafka.tar"), "3.9.1"); });
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
    const Error error = Failure([&] { Take(In("damaged.tar"), ""); });
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
  const std::string with_library = "kproof bundle 2\nkafka 4.3.1\nlibrdkafka 2.3.0 " +
                                   std::string(64, 'b') + "\n" + std::string(64, 'a') + "  " +
                                   kServer + "\n";
  EXPECT_EQ(ToText(ParseBundleList(with_library)), with_library);
}

TEST(BundleList, NamesALibraryInOneWay) {
  const std::string jar = "\n" + std::string(64, 'a') + "  " + kServer + "\n";
  const std::string sum(64, 'b');
  for (const std::string& line :
       {std::string("librdkafka 2.3.0"), "librdkafka ../x " + sum, "librdkafka 2.3.0  " + sum,
        "librdkafka 2.3.0 " + sum + "  ", "java 2.3.0 " + sum, std::string()})
    EXPECT_THROW(ParseBundleList("kproof bundle 2\nkafka 4.3.1\n" + line + jar), Error) << line;
  EXPECT_THROW(ParseBundleList("kproof bundle 1\nkafka 4.3.1\nlibrdkafka 2.3.0 " + sum + jar),
               Error);
}

}  // namespace
}  // namespace kproof
