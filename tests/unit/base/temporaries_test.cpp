// What a signal ends leaves nothing behind that was made for a while, and ends as if nobody had
// caught the signal. Each case runs in a child, which gets the signal.
#include "harness/base/temporaries.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

constexpr unsigned kPatienceSeconds = 20;  // then SIGALRM ends a child that nothing else does

// Not a TemporaryFolder: the child would know it too, and remove it.
class SignalsDeathTest : public testing::Test {
 protected:
  SignalsDeathTest() {
    std::string name = (std::filesystem::temp_directory_path() / "kproof-signals-XXXXXX").string();
    root_ = ::mkdtemp(name.data());
  }
  ~SignalsDeathTest() override { std::filesystem::remove_all(root_); }
  std::string File(const std::string& name) const { return root_ + "/" + name; }
  bool Exists(const std::string& name) const { return std::filesystem::exists(File(name)); }

  [[noreturn]] static void EndBy(int signal) {
    ::alarm(kPatienceSeconds);
    std::signal(signal, SIG_DFL);  // whoever started the tests may ignore it
    RemoveTemporariesOnSignals();
    std::raise(signal);
    while (true) ::pause();
  }
  void MakeAndForget() const {
    std::ofstream(File("made")) << "x";
    std::ofstream(File("kept")) << "x";
    AddTemporary(File("made"));
    AddTemporary(File("kept"));
    ForgetTemporary(File("kept"));
  }

  std::string root_;
};

TEST_F(SignalsDeathTest, RemoveWhatIsKnownAndEndByTheSignal) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    EXPECT_EXIT((MakeAndForget(), EndBy(signal)), testing::KilledBySignal(signal), "");
    EXPECT_FALSE(Exists("made")) << signal;
    EXPECT_TRUE(Exists("kept")) << signal << ": it has become what it was made for";
  }
}

TEST_F(SignalsDeathTest, RemoveWholeFolders) {
  const auto fill = [&] {
    static const TemporaryFolder folder(root_);
    std::ofstream(folder.File("a")) << "x";
    std::filesystem::create_directory(folder.File("b"));
  };
  EXPECT_EXIT((fill(), EndBy(SIGTERM)), testing::KilledBySignal(SIGTERM), "");
  EXPECT_TRUE(std::filesystem::is_empty(root_));
}

// As `nohup` starts a program.
TEST_F(SignalsDeathTest, GoOnWhereTheSignalIsIgnored) {
  const auto ask = [] {
    std::signal(SIGHUP, SIG_IGN);
    RemoveTemporariesOnSignals();
    std::_Exit(std::signal(SIGHUP, SIG_DFL) == SIG_IGN ? 7 : 8);
  };
  EXPECT_EXIT(ask(), testing::ExitedWithCode(7), "");
}

}  // namespace
}  // namespace kproof
