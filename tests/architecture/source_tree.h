// The source tree as text: what the rules of the architecture look at.
//
// Thread-safe: values and pure functions.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kproof::architecture {

struct SourceFile {
  std::string path;                // from the top of the tree, with '/'
  std::vector<std::string> lines;  // as written
  std::vector<std::string>
      code;  // the same lines without comments and without what stands in string literals
};

struct SourceTree {
  std::filesystem::path top;
  std::vector<SourceFile> files;  // *.h and *.cpp under harness, audit, reports and tests, by path

  // The text of any file of the tree, "" when it is not there.
  std::string Read(const std::string& path) const;
};

SourceTree LoadTree(const std::filesystem::path& top);

// Which rooms there are and what each sees: the first table of docs/architecture.md with the
// columns room and sees.
using Sight = std::map<std::string, std::set<std::string>>;
Sight ParseSight(const std::string& markdown);
// The same with everything that is seen through others.
Sight Closure(const Sight& sight);

// First cells, in backticks, of all rows of all tables: "| `kill` | …" gives "kill".
std::set<std::string> RowNames(const std::string& markdown);

}  // namespace kproof::architecture
