// What the shells offer, asked of the shells themselves, and the page for man(1).
#include "harness/base/text.h"
#include "harness/cluster/tool.h"
#include "harness/words/finding.h"
#include "tests/trouble/user.h"

namespace kproof {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string Script(const Scratch& scratch, const std::string& shell) {
  const Kproof completion(scratch, {"completion", shell});
  EXPECT_EQ(completion.Code(), 0) << completion.Both();
  return scratch.Write("completion." + shell, completion.Out());
}

ToolResult Shell(const std::string& shell, const std::vector<std::string>& args) {
  return RunTool({.executable = FindProgram(shell), .args = args}, std::chrono::seconds(30));
}

TEST(Completion, OfBashOffersVerbsFlagsAndValues) {
  const Scratch scratch;
  const std::string script = Script(scratch, "bash");
  const auto offered = [&](std::vector<std::string> line) {
    line.insert(line.begin(), "kproof");
    std::vector<std::string> args = {"--norc", "-c",
                                     "source \"$0\"; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); "
                                     "_kproof; printf '%s\\n' \"${COMPREPLY[@]}\"",
                                     script};
    args.insert(args.end(), line.begin(), line.end());
    const auto result = Shell("bash", args);
    EXPECT_TRUE(result.ok) << result.output;
    return SplitWords(result.output);
  };
  using Words = std::vector<std::string>;
  EXPECT_THAT(offered({""}), AllOf(Contains("run"), Contains("cluster"), Not(Contains("agent"))));
  EXPECT_EQ(offered({"val"}), Words{"validate"});
  EXPECT_THAT(offered({"cluster", ""}), AllOf(Contains("fetch"), Contains("up")));
  EXPECT_THAT(offered({"cluster", "up", "--c"}),
              AllOf(Contains("--controllers"), Contains("--combined"), Contains("--config")));
  EXPECT_THAT(offered({"run", "--sandbox", ""}), Contains("loopback"));
  EXPECT_EQ(offered({"run", "--sandbox", "=", "pri"}), Words{"private"});
  EXPECT_EQ(offered({"run", "--set", "run", "--see"}), Words{"--seed"});
  EXPECT_EQ(offered({"list", "fa"}), Words{"faults"});
  EXPECT_EQ(offered({"run", "--fail-on", ""}), FindingNames());
  EXPECT_THAT(offered({"run", "--out", ""}), IsEmpty());  // bash then offers files
}

struct Other {
  std::string shell;
  std::vector<std::string> check;  // that the script is one; "@" stands for it
};

class CompletionOf : public testing::TestWithParam<Other> {};

TEST_P(CompletionOf, IsAScriptOfThatShell) {
  const Scratch scratch;
  const std::string script = Script(scratch, GetParam().shell);
  EXPECT_THAT(ReadFile(script), AllOf(HasSubstr("kproof cluster up"), HasSubstr("loopback")));
  if (FindProgram(GetParam().shell).empty()) GTEST_SKIP() << "no " << GetParam().shell << " here";
  auto args = GetParam().check;
  for (auto& arg : args)
    if (arg == "@") arg = script;
  const auto result = Shell(GetParam().shell, args);
  EXPECT_TRUE(result.ok) << result.output;
  EXPECT_THAT(result.output, AnyOf(IsEmpty(), HasSubstr("validate")));
}

INSTANTIATE_TEST_SUITE_P(
    Of, CompletionOf,
    testing::Values(Other{"bash", {"-n", "@"}}, Other{"zsh", {"-n", "@"}},
                    Other{"fish", {"-c", "source $argv[1]; complete -C 'kproof val'", "@"}}),
    [](const auto& test) { return test.param.shell; });

TEST(Completion, OfAnotherShellIsRefused) {
  const Scratch scratch;
  const Kproof completion(scratch, {"completion", "powershell"});
  EXPECT_EQ(completion.Code(), 64);
  EXPECT_THAT(completion.Out(), IsEmpty());
}

TEST(ManPage, NamesEveryVerbAndIsRoff) {
  const Scratch scratch;
  const Kproof page(scratch, {"man-page"});
  ASSERT_EQ(page.Code(), 0) << page.Both();
  EXPECT_THAT(page.Out(), AllOf(HasSubstr(".TH KPROOF 1"), HasSubstr("kproof cluster fetch"),
                                HasSubstr("\\-\\-bundle"), Not(HasSubstr("kproof agent"))));
  if (FindProgram("man").empty()) GTEST_SKIP() << "no man here";
  const auto shown = Shell("man", {"--warnings", "-l", scratch.Write("kproof.1", page.Out())});
  EXPECT_TRUE(shown.ok) << shown.output;
  EXPECT_THAT(shown.output, Not(HasSubstr("warning")));
}

}  // namespace
}  // namespace kproof
