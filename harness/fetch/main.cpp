// kproof_fetch: the Kafka and the client that scenarios run by default, into the cache, as `kproof
// cluster fetch` does it. A program of its own with few of the sources in it, so that ./kproof can
// build it first and run it while the rest compiles.
//
// It ends when its parent does, and whatever it started ends with it; what was half made is thrown
// away by the next that wants it.
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <functional>

#include "harness/base/error.h"
#include "harness/client/kind.h"
#include "harness/cluster/kafka_home.h"
#include "harness/scenario/scenario.h"

namespace {

void Say(const std::string& line) { std::fprintf(stderr, "kproof: %s\n", line.c_str()); }

bool Try(const std::function<void()>& fetch) {
  try {
    fetch();
    return true;
  } catch (const kproof::Error& error) {
    Say(error.what());
    if (!error.hint().empty()) Say(error.hint());
  } catch (const std::exception& error) {
    Say(error.what());
  }
  return false;
}

}  // namespace

int main() {
  const pid_t parent = ::getppid();
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) return 4;
  const bool client = Try([] { kproof::FindClientKind(kproof::kLibrdkafka).fetch("", Say); });
  const bool kafka = Try([] { kproof::FindKafka(kproof::ClusterSpec{}.kafka, "", Say); });
  return client && kafka ? 0 : 4;
}
