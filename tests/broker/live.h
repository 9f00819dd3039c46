// A real cluster for one test: started by the local driver in a folder of its own, gone with the
// test.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "harness/base/error.h"
#include "harness/cluster/local.h"
#include "harness/cluster/topics.h"

namespace kproof {

// Kafka as the tests use it: $KPROOF_TEST_KAFKA_DIR, else $KPROOF_TEST_KAFKA, else the default
// version from the cache.
inline const KafkaHome& Kafka() {
  const auto set = [](const char* name, const char* otherwise) {
    const char* const value = std::getenv(name);
    return std::string(value == nullptr ? otherwise : value);
  };
  static const KafkaHome home =
      FindKafka(set("KPROOF_TEST_KAFKA", "4.3.1"), set("KPROOF_TEST_KAFKA_DIR", ""),
                [](const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); });
  return home;
}

constexpr Duration kTimeout = std::chrono::seconds(5);  // for one answer of one node

class Live {
 public:
  explicit Live(ClusterSetup spec = {}, const KafkaHome& home = Kafka()) {
    spec.folder = folder() + "/nodes";
    spec.log_folder = folder() + "/logs";
    cluster_ = StartLocalCluster(spec, home, {});
  }
  Live(const Live&) = delete;
  Live& operator=(const Live&) = delete;

  Cluster* operator->() const { return cluster_.get(); }
  Cluster& operator*() const { return *cluster_; }
  const std::string& folder() const { return folder_.path; }

 private:
  // Goes after the cluster, also where that did not come up; stays for a look where a test failed.
  struct Folder {
    Folder() : path((std::filesystem::temp_directory_path() / "kproof-test-XXXXXX").string()) {
      if (::mkdtemp(path.data()) == nullptr) throw Error("can't make " + path);
    }
    ~Folder() {
      if (!testing::Test::HasFailure()) std::filesystem::remove_all(path);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string path;
  };

  Folder folder_;
  std::unique_ptr<Cluster> cluster_;
};

}  // namespace kproof
