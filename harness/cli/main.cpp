// kproof: one verb and its exit code.
#include <csignal>
#include <filesystem>

#include "harness/cli/program.h"
#include "harness/cli/stdout.h"
#include "harness/run/ask_settings.h"

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // whoever reads us may go; each write says so
  kproof::RequireStreams();
  kproof::LetAgentsAnswer(std::filesystem::read_symlink("/proc/self/exe").string());
  return kproof::FinishStdout(kproof::RunProgram(argc, argv));
}
