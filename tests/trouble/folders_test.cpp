// Folders with names that programs stumble over: they work, or they are refused by name before
// anything is written.
#include <cstdlib>
#include <set>

#include "tests/trouble/user.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::set<std::string> NamesIn(const std::string& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder))
    names.insert(entry.path().filename().string());
  return names;
}

std::string Cache() {
  if (const char* const set = std::getenv("KPROOF_CACHE")) return set;
  return std::string(std::getenv("HOME")) + "/.cache/kproof";
}

TEST(Folders, ThatKafkaWouldTakeApartAreRefusedByName) {
  const Scratch scratch;
  const auto file = scratch.Write("a.yaml", SmallScenario("refused"));
  const std::pair<const char*, const char*> rows[] = {
      {"a,b", "has a comma, which Kafka's log.dirs can't hold in its path"},
      {"a\nb", "has a control character in its path"},
      {"a\xff"
       "b",
       "has bytes that are not UTF-8"}};
  for (const auto& [name, why] : rows) {
    const Kproof run(scratch, {"run", file, "--out", scratch.File(name)});
    EXPECT_EQ(run.Code(), 64) << run.Both();
    EXPECT_THAT(run.Err(), AllOf(HasSubstr("--out: "), HasSubstr(why)));
    EXPECT_FALSE(fs::exists(scratch.File(name)));
  }
  const Kproof run(scratch, {"run", file, "--out", scratch.Out()},
                   {{"KPROOF_CACHE", scratch.File("a:b")}});
  EXPECT_EQ(run.Code(), 64) << run.Both();
  EXPECT_THAT(run.Err(), AllOf(HasSubstr("KPROOF_CACHE"), HasSubstr("has a colon")));
  EXPECT_FALSE(fs::exists(scratch.Out()));
  EXPECT_FALSE(fs::exists(scratch.File("a:b")));
  for (const char* cache : {"a,b", "a:b"}) {
    const Kproof up(scratch, {"cluster", "up"}, {{"KPROOF_CACHE", scratch.File(cache)}});
    EXPECT_EQ(up.Code(), 64) << up.Both();
    EXPECT_THAT(up.Err(), HasSubstr("KPROOF_CACHE"));
    EXPECT_FALSE(fs::exists(scratch.File(cache)));
  }
}

// Real Kafka, in the locale C as cron has it: all that can't be refused, in one path each.
TEST(NightlyFolders, WithUmlautsBlanksQuotesBackslashesAndMarksOfUrlsWork) {
  const Scratch scratch;
  const std::string odd = "\xc3\xbcn\xc3\xaf q\"uo'te\\x %41 #? $HOME ${x}";
  const std::string home = scratch.File("c" + odd + ", comma");
  fs::create_directories(home + "/cache");
  ASSERT_TRUE(fs::exists(Cache() + "/jars")) << "this test needs Kafka in the cache";
  fs::create_directory_symlink(fs::canonical(Cache() + "/jars"), home + "/cache/jars");
  const std::string out = scratch.File("o" + odd);
  const auto before = NamesIn(scratch.File(""));
  const Kproof run(scratch,
                   {"run", scratch.Write("a.yaml", SmallScenario("odd", "", "1s")), "--out", out},
                   {{"KPROOF_CACHE", home + "/cache"}, {"LC_ALL", "C"}, {"LANG", "C"}});
  ASSERT_EQ(run.Code(), 0) << run.Both();
  EXPECT_THAT(run.Err(), Not(HasSubstr("no class-data archive")));
  const std::string folder = fs::canonical(out + "/latest").string();
  EXPECT_EQ(ResultOf(folder)["verdict"], "pass");
  EXPECT_THAT(ReadFile(folder + "/logs/node-1.log"), HasSubstr("Kafka Server started"));
  auto after = NamesIn(scratch.File(""));
  for (const auto& name : before) after.erase(name);
  EXPECT_TRUE(after.erase("o" + odd)) << "its own folder";
  std::erase_if(after, [](const std::string& name) {
    return name == "a.yaml" || name.starts_with("kproof-");  // what this test writes itself
  });
  EXPECT_THAT(after, IsEmpty()) << "Kafka made a folder of another name";
  EXPECT_EQ(NamesIn(out).size(), 2u) << "the run and the link to it";
}

}  // namespace
}  // namespace kproof
