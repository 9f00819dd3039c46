// A scenario run as its user runs it, whose cluster stays until the test has looked at it, and the
// eyes of a reader that has nothing to do with us (kcat).
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "harness/cluster/process.h"

namespace kproof {

std::string ReadFile(const std::filesystem::path& path);

// A folder below the build tree that goes with the test, unless it failed.
class Scratch {
 public:
  explicit Scratch(const std::string& name);
  ~Scratch();
  Scratch(const Scratch&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class KeptRun {
 public:
  // `scenario` is a file below scenarios/.
  KeptRun(const std::string& scenario, const std::filesystem::path& folder);

  // False where it neither wrote a result nor ended within three minutes.
  bool Finished();
  nlohmann::json ResultJson() const;
  std::string Folder() const;
  std::string Output() const;
  // Lets the cluster go and gives the exit code.
  int End();

 private:
  std::filesystem::path folder_;
  std::shared_ptr<Process> process_;
};

using Offsets = std::map<std::string, std::set<std::int64_t>>;  // "topic/partition" → offsets

struct KcatRead {
  Offsets offsets;
  int exit_code = 0;
  std::string errors;  // what it said on stderr
};

// Everything from the beginning of the topic to its end, or to the first error.
KcatRead ReadByKcat(const std::string& bootstrap, const std::string& topic,
                    const std::filesystem::path& folder, bool check_crcs = true);

}  // namespace kproof
