// What a user finds out without the documentation.
#include <regex>
#include <set>
#include <sstream>

#include "tests/trouble/user.h"

namespace kproof {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

std::string Help(const std::vector<std::string>& words) {
  const Scratch scratch;
  const Kproof help(scratch, words);
  EXPECT_EQ(help.Code(), 0) << help.Both();
  EXPECT_THAT(help.Err(), IsEmpty());
  return help.Out();
}

// The names of the block "Verbs:".
std::vector<std::string> VerbsIn(const std::string& help) {
  std::vector<std::string> verbs;
  std::istringstream lines(help);
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line == "Verbs:") {
      inside = true;
    } else if (inside && line.empty()) {
      break;
    } else if (inside && line.size() > 2 && line[2] != ' ') {
      verbs.push_back(line.substr(2, line.find(' ', 2) - 2));
    }
  }
  return verbs;
}

TEST(Help, NamesVerbsAndExitCodes) {
  const std::string help = Help({"help"});
  EXPECT_EQ(help, Help({"--help"}));
  EXPECT_THAT(VerbsIn(help), testing::IsSupersetOf({"run", "check", "list", "help", "version"}));
  EXPECT_THAT(VerbsIn(help), Not(testing::Contains("agent")));
  for (const char* code :
       {"0    pass", "1    violation", "2    inconclusive", "4    not-run", "5    limit",
        "6    unprotected", "64   usage", "70   a defect", "129, 130, 143"})
    EXPECT_THAT(help, HasSubstr(code));
}

std::set<std::string> Matches(const std::string& text, const std::string& pattern) {
  std::set<std::string> found;
  const std::regex regex(pattern);
  for (auto it = std::sregex_iterator(text.begin(), text.end(), regex);
       it != std::sregex_iterator(); ++it)
    found.insert(it->str());
  return found;
}

TEST(Help, OfEachVerbHasExamplesWithOptionsThatThereAre) {
  std::vector<std::vector<std::string>> all;
  for (const auto& verb : VerbsIn(Help({"help"}))) all.push_back({verb});
  for (const auto& verb : VerbsIn(Help({"help", "cluster"}))) all.push_back({"cluster", verb});
  ASSERT_GE(all.size(), 14U);
  for (const auto& verb : all) {
    std::vector<std::string> words = {"help"};
    words.insert(words.end(), verb.begin(), verb.end());
    const std::string help = Help(words);
    auto flag = verb;
    flag.push_back("--help");
    EXPECT_EQ(help, Help(flag));
    const auto at = help.find("\nExamples:\n  ");
    ASSERT_NE(at, std::string::npos) << help;
    const std::string before = help.substr(0, at), examples = help.substr(at);
    for (const auto& option : Matches(examples, "--[a-z-]+"))
      EXPECT_THAT(before, HasSubstr(option)) << help;
    // A value is called what it is, not what type it has.
    EXPECT_THAT(before, Not(testing::ContainsRegex(" (TEXT|VALUE|INT|UINT|FLOAT)( |$)"))) << help;
    EXPECT_THAT(help, Not(HasSubstr("ubcommand")));
  }
}

TEST(Help, OfOptionsNamesTheirValues) {
  EXPECT_THAT(Help({"help", "run"}),
              AllOf(HasSubstr("--set PATH=VALUE"), HasSubstr("--tag TAG"),
                    HasSubstr("--sandbox auto|private|loopback"), HasSubstr("(default: results)")));
  EXPECT_THAT(Help({"list", "--help"}), HasSubstr("scenarios, faults, targets, states, checks"));
}

TEST(Help, VersionIsAFlagToo) {
  EXPECT_THAT(Help({"--version"}), AllOf(StartsWith("kproof "), HasSubstr("\nlibrdkafka ")));
  EXPECT_EQ(Help({"--version"}), Help({"version"}));
}

}  // namespace
}  // namespace kproof
