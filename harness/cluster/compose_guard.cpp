// The kernel ends our children with us (process.h), but not theirs: the guard is a child's child.
#include "harness/cluster/compose_guard.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "harness/base/error.h"
#include "harness/cluster/process.h"

namespace kproof {
namespace {

// The shell ends once it has the pipe open, and leaves the guard behind.
constexpr const char* kScript =
    "exec 3< \"$0\" && rm \"$0\" || exit 1\n"
    "( read -r word <&3; exec 3<&-; [ \"$word\" = done ] || exec \"$@\" ) >/dev/null 2>&1 &";
constexpr Duration kGuardLimit = std::chrono::seconds(10);

[[noreturn]] void Fail(const std::string& pipe) {
  throw Error(ErrorKind::kNotRun, "can't make the pipe " + pipe + ": " + std::strerror(errno));
}

}  // namespace

ComposeGuard::ComposeGuard(const std::string& folder, const std::vector<std::string>& down) {
  const std::string pipe = std::filesystem::absolute(folder + "/guard").string();
  if (::mkfifo(pipe.c_str(), 0600) != 0 && errno != EEXIST) Fail(pipe);
  // Both ways, so that neither we nor the guard wait for the other to open its end.
  ours_ = Descriptor(::open(pipe.c_str(), O_RDWR | O_CLOEXEC));
  if (!ours_.ok()) Fail(pipe);
  Command guard{.executable = "/bin/sh", .args = {"-c", kScript, pipe}};
  guard.args.insert(guard.args.end(), down.begin(), down.end());
  const auto shell = Process::Start(guard);
  if (!shell->WaitExit(Deadline(kGuardLimit)) || shell->Exit()->code != 0)
    throw Error(ErrorKind::kNotRun, "the guard of the containers does not start in " + folder);
}

ComposeGuard::~ComposeGuard() = default;

void ComposeGuard::Done() {
  constexpr char kDone[] = "done\n";
  [[maybe_unused]] const auto written = ::write(ours_.get(), kDone, sizeof(kDone) - 1);
  ours_ = Descriptor();
}

}  // namespace kproof
