// A cache of its own for a test.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "harness/base/temporary_folder.h"

namespace kproof {

class ACache : public testing::Test {
 protected:
  ACache() { ::setenv("KPROOF_CACHE", folder_.File("cache").c_str(), 1); }
  ~ACache() override {
    ::unsetenv("KPROOF_CACHE");
    ::setenv("PATH", path_.c_str(), 1);
  }

  // Puts `text` where the library of this version is kept.
  void Keep(const std::string& version, const std::string& text) {
    const std::string kept = folder_.File("cache/clients/librdkafka-" + version);
    std::filesystem::create_directories(kept);
    std::ofstream(kept + "/librdkafka.so.1") << text;
  }

  // From now on python3 is this script, and other programs are where they were.
  void MakePython(const std::string& script) {
    const std::string bin = folder_.File("bin");
    std::filesystem::create_directories(bin);
    std::ofstream(bin + "/python3") << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(bin + "/python3", std::filesystem::perms::owner_all);
    ::setenv("PATH", (bin + ":" + path_).c_str(), 1);
  }

  // From now on there are no programs.
  void RemovePrograms() { ::setenv("PATH", folder_.path().c_str(), 1); }

  TemporaryFolder folder_;

 private:
  const std::string path_ = ::getenv("PATH");
};

}  // namespace kproof
