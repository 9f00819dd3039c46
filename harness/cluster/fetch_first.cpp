// Progress goes to stderr as it is: the run that shows it its own way has not begun.
#include "harness/cluster/fetch_first.h"

#include <cstdio>

#include "harness/base/error.h"
#include "harness/cluster/ask_in_child.h"
#include "harness/cluster/kafka_home.h"

namespace kproof {

void FetchFirst(const std::set<std::string>& versions) {
  for (const auto& version : versions) {
    if (IsCached(version)) continue;
    try {
      AskInChild([&version] {
        FindKafka(version, "",
                  [](const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); });
        return "";
      });
    } catch (const Error& error) {
      RememberFailedFetch(version, error);
    }
  }
}

}  // namespace kproof
