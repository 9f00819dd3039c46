// What a CI server is given at the end of a verb beside the usual output: annotations and the
// step's summary on GitHub Actions, a metrics report on GitLab. Nothing where neither of them is.
#pragma once

#include <string>
#include <vector>

#include "reports/github.h"

namespace kproof {

// The server that this runs under, as its environment says.
struct CiServer {
  bool github = false, gitlab = false;
  std::string summary_file;  // of this step on GitHub; "": none
  std::string checkout;      // the folder that files are named from on GitHub; "": not known

  bool any() const { return github || gitlab; }
};

// The one place that reads the environment for it.
CiServer CiServerHere();

// On GitHub: from now on nothing that is printed is taken for a command, until InformCi speaks or
// this object goes: a text from outside may come to stand where a line of any output begins. One at
// a time; a copy in a forked process does the same.
class GithubCommandsStopped {
 public:
  explicit GithubCommandsStopped(const CiServer& server);
  ~GithubCommandsStopped();
  GithubCommandsStopped(const GithubCommandsStopped&) = delete;
  GithubCommandsStopped& operator=(const GithubCommandsStopped&) = delete;
};

// The name of GitLab's report, in the folder that results go to.
inline constexpr char kMetricsFile[] = "metrics.txt";

struct CiEnd {
  int code = 0;       // of the verb
  std::string title;  // of the table in the summary
  std::vector<GithubRow> rows;
  std::string page;     // Markdown that stands for that table; "": none
  std::string metrics;  // OpenMetrics text
  std::string metrics_file;
  bool quiet = false;
};

// Annotations go to stderr, where GitHub reads them as on stdout, so that stdout stays what it is.
// A red exit code that no row explains is an annotation too. Gives 0, or kExitNotRun after an error
// on stderr where a file could not be written.
int InformCi(const CiServer& server, CiEnd end);

}  // namespace kproof
