#include "tests/chaos/kept_run.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include "harness/base/clock.h"

namespace kproof {

namespace fs = std::filesystem;

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Scratch::Scratch(const std::string& name)
    : path_(fs::path(KPROOF_TEST_DIR) / (name + "-" + std::to_string(getpid()))) {
  fs::remove_all(path_);
  fs::create_directories(path_);
}

Scratch::~Scratch() {
  if (!testing::Test::HasFailure()) fs::remove_all(path_);
}

KeptRun::KeptRun(const std::string& scenario, const fs::path& folder) : folder_(folder) {
  process_ =
      Process::Start({.executable = KPROOF_PROGRAM,
                      .args = {"run", std::string(KPROOF_SOURCE_DIR "/scenarios/") + scenario,
                               "--keep-cluster", "--json", "--seed", "7", "--out", folder.string(),
                               "--sandbox", "loopback"},  // where kcat can reach it
                      .env = {},
                      .output = (folder / "output.txt").string()});
}

bool KeptRun::Finished() {
  return WaitUntil(
      [&] { return fs::exists(folder_ / "latest" / "result.json") || process_->Exit(); },
      Deadline(std::chrono::minutes(3)));
}

nlohmann::json KeptRun::ResultJson() const {
  return nlohmann::json::parse(ReadFile(folder_ / "latest" / "result.json"));
}

std::string KeptRun::Folder() const { return (folder_ / "latest").string(); }
std::string KeptRun::Output() const { return ReadFile(folder_ / "output.txt"); }

int KeptRun::End() {
  process_->Signal(SIGTERM);
  EXPECT_TRUE(process_->WaitExit(Deadline(std::chrono::seconds(20))));
  return process_->Exit()->code;
}

KcatRead ReadByKcat(const std::string& bootstrap, const std::string& topic, const fs::path& folder,
                    bool check_crcs) {
  const auto output = folder / ("kcat-" + topic + (check_crcs ? "" : "-trusting") + ".txt");
  const auto kcat = Process::Start(
      {.executable = "/usr/bin/kcat",
       .args = {"-C", "-q", "-u", "-e", "-b", bootstrap, "-t", topic, "-o", "beginning", "-X",
                check_crcs ? "check.crcs=true" : "check.crcs=false", "-X",
                "isolation.level=read_uncommitted", "-f", "> %t/%p %o\n"},
       .env = {},
       .output = output.string()});
  EXPECT_TRUE(kcat->WaitExit(Deadline(std::chrono::minutes(1)))) << "kcat did not come to an end";
  KcatRead read;
  read.exit_code = kcat->Exit() ? kcat->Exit()->code : -1;
  std::ifstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string mark, partition;
    std::int64_t offset = 0;
    if (line.starts_with("> ") && words >> mark >> partition >> offset)
      read.offsets[partition].insert(offset);
    else
      read.errors += line + "\n";
  }
  return read;
}

}  // namespace kproof
