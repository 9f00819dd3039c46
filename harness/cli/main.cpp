// kproof: one verb and its exit code.
#include <csignal>

#include "harness/cli/program.h"
#include "harness/cli/stdout.h"

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // whoever reads us may go; each write says so
  kproof::RequireStreams();
  return kproof::FinishStdout(kproof::RunProgram(argc, argv));
}
