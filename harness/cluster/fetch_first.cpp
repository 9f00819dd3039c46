// Progress goes to stderr as it is: the run that shows it its own way has not begun.
#include "harness/cluster/fetch_first.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <exception>

#include "harness/cluster/kafka_home.h"

namespace kproof {

void FetchFirst(const std::set<std::string>& versions) {
  if (std::all_of(versions.begin(), versions.end(), IsCached)) return;
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    for (const auto& version : versions) {
      try {
        FindKafka(version, "",
                  [](const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); });
      } catch (const std::exception&) {  // told later, see above
      }
    }
    ::_exit(0);
  }
  int status = 0;
  if (child > 0) ::waitpid(child, &status, 0);
}

}  // namespace kproof
